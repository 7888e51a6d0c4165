"""The page of a plan for a test with real groups: what is predicted, how many groups it takes, and how sure that is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from experiments.ab_test.results import ABPlan, DayPlan
from experiments.measure_words import gained, interval, measure_label
from experiments.palette import GREY, Style, style_of
from experiments.reports.charts import frame
from experiments.reports.kinds.shared import definition_in, page_of, strategy_names, world_name
from experiments.reports.parts import Chart, Page, Section, Table
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, bars_chart, intervals_chart
from experiments.studies.restoring import restored
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

BAR = Style("#0a7d7d")
UNLIKELY = Style(GREY)


def ab_test_page(study: Study, reader: Reader) -> Page:
    """The page of a plan in one language."""
    found = restored(ABPlan, study.result)
    names = strategy_names(study, [found.first, found.second], reader)
    world = next(iter(study.materials.worlds))
    title = reader("report.ab.title", first=names[found.first], second=names[found.second])
    section = Section(
        reader("report.ab.section"),
        (reader("report.ab.world", world=world_name(study, world, reader)),),
        (_predicted(found, names, reader), _groups(found, reader)),
    )
    sections = [section]
    if found.ignorance is not None and found.ignorance.differences:
        sections.append(_worlds(found, names, reader))
    return page_of(
        study,
        reader,
        title,
        reader(f"report.ab.{found.code}.word"),
        _sentences(found, names, reader),
        sections,
        (found.measure,),
        definition_in(found.definition),
    )


def _shown(found: ABPlan, one: DayPlan, reader: Reader) -> str:
    return interval(one.difference, one.low, one.high, found.unit, reader.language)


def _sentences(found: ABPlan, names: dict[str, str], reader: Reader) -> list[str]:
    best = found.best
    said = [
        reader(
            "report.ab.predicted",
            measure=measure_label(found.measure, reader.language),
            first=names[found.first],
            second=names[found.second],
            day=best.day,
            difference=_shown(found, best, reader),
        ),
        reader(
            f"report.ab.{found.code}",
            groups=reader.number(best.groups),
            day=best.day,
            power=reader.share(found.wanted_power),
        ),
    ]
    if found.ignorance is not None:
        said.append(
            reader(
                "report.ab.ignorance",
                worlds=found.ignorance.worlds,
                opposite=reader.share(found.ignorance.opposite),
                assurance=reader.share(found.ignorance.assurance),
            )
        )
    said += [reader("report.ab.risk", risk=reader(code)) for code in found.risks]
    return said


def _table(found: ABPlan, reader: Reader) -> Table:
    names = ("day", "difference", "groups", "matters")
    rows = tuple(
        (
            reader.number(one.day),
            _shown(found, one, reader),
            reader.number(one.groups),
            reader.number(one.groups_for_matters),
        )
        for one in found.days
    )
    return Table(tuple(reader(f"report.ab.column.{name}") for name in names), rows, left=0)


def _predicted(found: ABPlan, names: dict[str, str], reader: Reader) -> Chart:
    scale = 0.01 if found.unit == "fen" else 1.0

    def draw() -> go.Figure:
        rows = []
        for one in found.days:
            ends = (scale * one.difference, scale * one.low, scale * one.high)
            label = _shown(found, one, reader)
            rows.append(Row(reader("chart.day", day=one.day), label, ends, style_of(found.first), label))
        unit = reader("unit.yuan") if found.unit == "fen" else reader(f"unit.{found.unit}")
        axis = reader("difference.axis", unit=unit, baseline=names[found.second])
        return intervals_chart(rows, axis, scale * found.best.matters, reader("difference.zone"))

    parts = [f"{reader('chart.day', day=one.day)} {_shown(found, one, reader)}" for one in found.days]
    title = reader("report.ab.difference", measure=measure_label(found.measure, reader.language))
    alt = f"{title}: {reader.listed(parts)}"
    return Chart(title, alt, draw, _table(found, reader), note=reader("report.ab.difference.note"))


def _groups(found: ABPlan, reader: Reader) -> Chart:
    nothing = math.nan

    def draw() -> go.Figure:
        rows = []
        for one in found.days:
            label = reader.number(one.groups)
            value = nothing if one.groups is None else float(one.groups)
            style = BAR if one.day == found.best_day else UNLIKELY
            rows.append(Row(reader("chart.day", day=one.day), label, (value, nothing, nothing), style, label))
        return bars_chart(rows, reader("report.ab.column.groups"))

    parts = [f"{reader('chart.day', day=one.day)} {reader.number(one.groups)}" for one in found.days]
    title = reader("report.ab.groups", power=reader.share(found.wanted_power))
    return Chart(title, f"{title}: {reader.listed(parts)}", draw, _table(found, reader))


def _worlds(found: ABPlan, names: dict[str, str], reader: Reader) -> Section:
    assert found.ignorance is not None  # noqa: S101  # asked by the caller
    differences = sorted(found.ignorance.differences)
    scale = 0.01 if found.unit == "fen" else 1.0
    unit = reader("unit.yuan") if found.unit == "fen" else reader(f"unit.{found.unit}")

    def draw() -> go.Figure:
        made = frame(170)
        for place, value in enumerate(differences):
            marker = {"size": 9, "color": BAR.colour, "opacity": 0.6}
            made.add_scatter(
                x=[scale * value], y=[0.3 + 0.1 * (place % 5)], mode="markers", marker=marker, hoverinfo="x"
            )
        ends = [0.0, *(scale * value for value in differences)]
        pad = 0.06 * (max(ends) - min(ends)) or 1.0
        made.add_vline(x=0, line={"color": GREY, "width": 1.5})
        made.update_xaxes(
            range=[min(ends) - pad, max(ends) + pad],
            nticks=6,
            title={"text": reader("difference.axis", unit=unit, baseline=names[found.second])},
        )
        made.update_yaxes(range=[0, 1], visible=False)
        return made

    rows = tuple(
        (str(place + 1), gained(value, found.unit, reader.language))
        for place, value in enumerate(differences)
    )
    heading = (reader("report.column.world"), reader("report.ab.column.difference"))
    title = reader("report.ab.worlds")
    shown = [gained(value, found.unit, reader.language) for value in (differences[0], differences[-1])]
    alt = f"{title}: {reader.between(*shown)}"
    return Section(
        reader("report.ab.worlds.section"), charts=(Chart(title, alt, draw, Table(heading, rows)),)
    )
