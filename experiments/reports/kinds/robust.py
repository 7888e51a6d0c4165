"""The page on how robust a choice is: who wins in how many worlds, regret, luck and ignorance, where it flips."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from experiments.palette import style_of
from experiments.reports.kinds.shared import definition_in, page_of, strategy_names, table_of, world_name
from experiments.reports.parts import Chart, Key, Page, Section
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, Stack, bars_chart, stacks_chart
from experiments.robustness.judge import Robustness
from experiments.robustness.luck_or_ignorance import Split
from experiments.robustness.words import Words
from experiments.studies.restoring import restored
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

LUCK = "#3c6c9c"
IGNORANCE = "#e0780c"
UNBOUNDED = {"Limit.low": -math.inf, "Limit.high": math.inf}


def robust_page(study: Study, reader: Reader) -> Page:
    """The page of a study of robustness in one language."""
    found = restored(Robustness, study.result, UNBOUNDED)
    left_out = dict(study.question.get("left_out") or {})
    names = strategy_names(study, [*found.strategies, *left_out], reader)
    words = Words(found, names, reader.language)
    said = words.sentences()
    for name, risks in left_out.items():
        said += [reader("robust.left_out", strategy=names[name], risk=reader(risk)) for risk in risks]
    sections: list[Section] = []
    if found.winners is not None:
        sections = [
            _winners(words, reader),
            Section(reader("robust.title.flips"), tuple(words.flips())),
            _parts(words, reader),
            _unknowns(words, reader),
        ]
    return page_of(
        study,
        reader,
        world_name(study, str(study.question["world"]), reader),
        words.word(),
        said,
        sections,
        (found.measure.code,),
        definition_in(study.question.get("death")),
    )


def _winners(words: Words, reader: Reader) -> Section:
    assert words.found.winners is not None  # noqa: S101  # asked by the caller
    standings = words.found.winners.standings

    def wins() -> go.Figure:
        rows = []
        for one in standings:
            label = reader.share(one.wins.value)
            rows.append(
                Row(
                    words.names[one.strategy],
                    label,
                    (one.wins.value, one.wins.low, one.wins.high),
                    style_of(one.strategy),
                    label,
                )
            )
        return bars_chart(rows, reader("report.robust.wins"), 1.0, percent=True)

    def regrets() -> go.Figure:
        scale = 0.01 if words.found.measure.unit == "fen" else 1.0
        rows = []
        for one in standings:
            mean = one.regret.mean
            label = reader.amount(mean.value, words.found.measure)
            ends = (scale * mean.value, scale * mean.low, scale * mean.high)
            rows.append(Row(words.names[one.strategy], label, ends, style_of(one.strategy), label))
        return bars_chart(rows, reader("report.robust.regret"))

    table = table_of(words.standings())
    shares = [f"{words.names[one.strategy]} {reader.share(one.wins.value)}" for one in standings]
    costs = [
        f"{words.names[one.strategy]} {reader.amount(one.regret.mean.value, words.found.measure)}"
        for one in standings
    ]
    charts = (
        Chart(
            reader("report.robust.wins.title"),
            reader("report.robust.wins.alt", parts=reader.listed(shares)),
            wins,
            table,
        ),
        Chart(
            reader("report.robust.regret.title"),
            reader("report.robust.regret.alt", parts=reader.listed(costs)),
            regrets,
            table,
        ),
    )
    return Section(reader("report.robust.section"), tuple(words.choices()), charts)


def _parts(words: Words, reader: Reader) -> Section:
    found = words.found
    splits: list[tuple[str, Split]] = [
        (words.names[name], one) for name, one in zip(found.strategies, found.outcomes, strict=True)
    ]
    splits += [
        (reader("robust.lead", leader=words.names[found.leader], rival=words.names[name]), one)
        for name, one in found.leads.items()
    ]

    def draw() -> go.Figure:
        rows = []
        for name, one in splits:
            part = 0.0 if math.isnan(one.share.value) else one.share.value
            shown = reader.share(part), reader.share(1.0 - part)
            said = (
                f"{reader('robust.column.luck')} {shown[1]}",
                f"{reader('robust.column.ignorance')} {shown[0]}",
            )
            rows.append(Stack(name, "", (1.0 - part, part), said))
        return stacks_chart(rows, (LUCK, IGNORANCE), reader("report.robust.share"), percent=True)

    rows = words.parts()
    alt = reader(
        "report.robust.parts.alt",
        parts=reader.listed([f"{name} {reader.share(one.share.value)}" for name, one in splits]),
    )
    keys = (
        Key(reader("robust.column.luck"), LUCK, "bar"),
        Key(reader("robust.column.ignorance"), IGNORANCE, "bar"),
    )
    chart = Chart(reader("report.robust.parts.title"), alt, draw, table_of(rows), keys, words.parts_note())
    return Section(reader("robust.title.parts"), charts=(chart,))


def _unknowns(words: Words, reader: Reader) -> Section:
    sentence, rows = words.unknowns()
    said = (sentence, reader("robust.unknowns.note")) if rows else (sentence,)
    tables = (("", table_of(rows)),) if rows else ()
    return Section(reader("robust.title.unknowns"), said, tables=tables)
