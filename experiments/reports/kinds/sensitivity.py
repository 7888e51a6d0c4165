"""The page of a sensitivity analysis: what is luck, and which numbers the outcome hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.commands.sensitivity_shown import rows as table_rows
from experiments.commands.sensitivity_shown import sentences, what_is_judged
from experiments.palette import GREY, Style
from experiments.path_labels import path_label
from experiments.ranges import Range
from experiments.reports.kinds.shared import page_of, table_of, world_name
from experiments.reports.parts import Chart, Page, Section
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, bars_chart
from experiments.sensitivity.factors import Factor
from experiments.sensitivity.given_data import Distance
from experiments.sensitivity.screening import Screening
from experiments.sensitivity.shares import Shares
from experiments.sensitivity.study import Asked, Sensitivity, Size
from experiments.studies.restoring import restored
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

BAR = Style("#0a7d7d")
LUCK = Style(GREY)


def sensitivity_of(study: Study) -> Sensitivity:
    """The typed result of a study."""
    plain = study.result
    return Sensitivity(
        restored(Asked, study.question),
        tuple(factor_of(one) for one in plain["factors"]),
        restored(Size, plain["size"]),
        int(plain["runs"]),
        float("nan") if plain["mean"] is None else float(plain["mean"]),
        float("nan") if plain["luck"] is None else float(plain["luck"]),
        None if plain["screening"] is None else restored(Screening, plain["screening"]),
        None if plain["shares"] is None else restored(Shares, plain["shares"]),
        tuple(restored(Distance, one) for one in plain["distances"]),
    )


def factor_of(plain: Any) -> Factor:
    """A factor from what its ``as_dict`` gave."""
    return Factor(plain["path"], Range(plain["low"], plain["high"], plain["logarithmic"]))


def sensitivity_page(study: Study, reader: Reader) -> Page:
    """The page of a sensitivity analysis in one language."""
    found = sensitivity_of(study)
    strategies = {name: study.materials.strategy(name) for name in study.materials.strategies}
    strategy = strategies[found.asked.strategy]
    what = what_is_judged(found.asked, strategies, reader.language)
    title = reader("report.title.of", what=what, world=world_name(study, found.asked.world, reader))
    table = table_of(table_rows(found, strategy, reader.language), left=2)
    charts = [
        one
        for one in (_shares(found, strategy, table, reader), _effects(found, strategy, table, reader))
        if one
    ]
    notes = reader("command.sensitivity.notes", runs=reader.counted("model_runs", found.runs))
    section = Section(
        reader("report.sensitivity.section"), (notes,), tuple(charts), () if charts else (("", table),)
    )
    return page_of(
        study,
        reader,
        title,
        "",
        sentences(found, strategy, reader.language),
        (section,),
        (found.asked.measure,),
        found.asked.definition,
    )


def _shares(found: Sensitivity, strategy: Any, table: Any, reader: Reader) -> Chart | None:
    if found.shares is None:
        return None
    shares = found.shares
    parts = [
        (path_label(one.path, strategy, reader.language), one.total, BAR)
        for one in sorted(shares.factors, key=lambda one: -one.total.share)
    ]
    parts.append((reader("command.sensitivity.luck_row"), shares.luck, LUCK))

    def draw() -> go.Figure:
        rows = []
        for name, one, style in parts:
            value, low, high = (min(max(end, 0.0), 1.0) for end in (one.share, one.low, one.high))
            label = reader.share(value)
            rows.append(Row(name, label, (value, low, high), style, label))
        return bars_chart(rows, reader("report.sensitivity.share"), 1.0, percent=True)

    said = [f"{name} {reader.share(min(max(one.share, 0.0), 1.0))}" for name, one, _ in parts]
    alt = reader("report.sensitivity.shares.alt", parts=reader.listed(said))
    return Chart(
        reader("report.sensitivity.shares"), alt, draw, table, note=reader("report.sensitivity.shares.note")
    )


def _effects(found: Sensitivity, strategy: Any, table: Any, reader: Reader) -> Chart | None:
    if found.screening is None:
        return None
    effects = sorted(found.screening.mean, key=lambda one: -one.mu_star)[:12]

    def draw() -> go.Figure:
        rows = []
        for one in effects:
            label = reader.short(one.mu_star)
            name = path_label(one.path, strategy, reader.language)
            style = BAR if one.survives else LUCK
            rows.append(Row(name, label, (one.mu_star, one.low, one.high), style, label))
        return bars_chart(rows, reader("report.sensitivity.effect"))

    said = [
        f"{path_label(one.path, strategy, reader.language)} {reader.short(one.mu_star)}" for one in effects
    ]
    alt = reader("report.sensitivity.effects.alt", parts=reader.listed(said))
    return Chart(
        reader("report.sensitivity.effects"), alt, draw, table, note=reader("report.sensitivity.effects.note")
    )
