"""The page of a race: who is ahead, by how much, and when the others left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.commands.race_shown import in_units, sentences
from experiments.measure_words import interval, measure_label, measured
from experiments.measures import measure
from experiments.palette import style_of
from experiments.racing.results import RaceResult
from experiments.reports.kinds.shared import definition_in, page_of, strategy_names, table_of, world_name
from experiments.reports.parts import Chart, Page, Section, Table
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, bars_chart, intervals_chart
from experiments.studies.restoring import restored
from experiments.studies.study import Study
from experiments.wording import counted

if TYPE_CHECKING:
    import plotly.graph_objects as go


def race_page(study: Study, reader: Reader) -> Page:
    """The page of a race in one language."""
    found = restored(RaceResult, study.result)
    ids = [*(one.strategy for one in found.standings), *found.left_out, *found.risks, *found.leaders]
    names = strategy_names(study, ids, reader)
    world = world_name(study, str(study.question["world"]), reader)
    charts = (_behind(found, names, reader), _launches(found, names, reader)) if found.standings else ()
    section = Section(reader("report.race.section"), (_cost(found, reader),), charts)
    return page_of(
        study,
        reader,
        world,
        reader(f"race.{found.code}.word"),
        sentences(found, names, reader.language),
        (section,),
        (found.measure,),
        definition_in(found.definition),
        (reader("race.within_world"),),
    )


def _cost(found: RaceResult, reader: Reader) -> str:
    runs = counted("model_runs", found.runs, reader.language)
    if not found.equal_runs:
        return reader("race.cost", runs=runs)
    return reader(
        "race.cost.equal",
        runs=runs,
        equal=counted("model_runs", found.equal_runs, reader.language),
        launches=reader.counted("launches", found.equal_launches),
    )


def _table(found: RaceResult, names: dict[str, str], reader: Reader) -> Table:
    rows = [[reader(f"race.column.{name}") for name in ("name", "launches", "mean", "behind", "out")]]
    for place, one in enumerate(found.standings):
        gap = interval(one.behind, one.low, one.high, found.unit, reader.language) if place else "–"
        rows.append(
            [
                names[one.strategy],
                reader.number(one.launches),
                measured(one.mean, found.unit, reader.language),
                gap,
                "–" if one.left_at is None else reader.number(one.left_at),
            ]
        )
    return table_of(rows)


def _behind(found: RaceResult, names: dict[str, str], reader: Reader) -> Chart:
    scale = 0.01 if found.unit == "fen" else 1.0
    others = found.standings[1:]

    def draw() -> go.Figure:
        rows = []
        for one in others:
            label = interval(one.behind, one.low, one.high, found.unit, reader.language)
            ends = (scale * one.behind, scale * one.low, scale * one.high)
            rows.append(Row(names[one.strategy], label, ends, style_of(one.strategy), label))
        judged = measure(found.measure, found.day, found.days, 1.0)
        unit = reader("unit.yuan") if judged.unit == "fen" else reader(f"unit.{judged.unit}")
        axis = reader("report.race.axis", unit=unit)
        return intervals_chart(rows, axis, scale * found.difference, reader("difference.zone"))

    leader = names[found.standings[0].strategy]
    difference = in_units(found.difference, found.unit, reader.language)
    parts = [f"{names[one.strategy]} {measured(one.behind, found.unit, reader.language)}" for one in others]
    alt = reader("report.race.alt", leader=leader, parts=reader.listed(parts) if parts else "–")
    return Chart(
        reader("report.race.behind", leader=leader, measure=measure_label(found.measure, reader.language)),
        alt,
        draw,
        _table(found, names, reader),
        note=reader("report.race.note", difference=difference),
    )


def _launches(found: RaceResult, names: dict[str, str], reader: Reader) -> Chart:
    nothing = float("nan")

    def draw() -> go.Figure:
        rows = [
            Row(
                names[one.strategy],
                reader.counted("launches", one.launches),
                (one.launches, nothing, nothing),
                style_of(one.strategy),
                reader.counted("launches", one.launches),
            )
            for one in found.standings
        ]
        return bars_chart(rows, reader("report.column.launches"))

    parts = [f"{names[one.strategy]} {one.launches}" for one in found.standings]
    title = reader("report.race.launches")
    heading = (reader("report.column.strategy"), reader("report.column.launches"))
    rows = tuple((names[one.strategy], reader.number(one.launches)) for one in found.standings)
    return Chart(title, f"{title}: {reader.listed(parts)}", draw, Table(heading, rows))
