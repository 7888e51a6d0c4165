"""The page of a search: the front of settings after a second test, and what each changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from experiments.commands.search_shown import changes, sentences
from experiments.commands.search_shown import rows as table_rows
from experiments.measure_words import measure_label
from experiments.measures import Measure
from experiments.palette import GREY, Style
from experiments.ranges import Range
from experiments.reports.kinds.shared import page_of, strategy_name, table_of, world_name
from experiments.reports.parts import Chart, Page, Section
from experiments.reports.reader import Reader
from experiments.reports.rows import Point, points_chart
from experiments.searching.levers import Lever
from experiments.searching.retest import SearchResult, Setting
from experiments.searching.search import Asked
from experiments.studies.restoring import restored
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

SURE = Style("#0a7d7d", symbol="circle")
OPEN = Style("#cc7a29", symbol="diamond")
PRESENT = Style(GREY, symbol="square")


def search_of(study: Study) -> SearchResult:
    """The typed result of a study."""
    plain = study.result
    levers = tuple(
        Lever(one["path"], Range(one["low"], one["high"], one["logarithmic"]), float(one["present"]))
        for one in plain["levers"]
    )
    measures = tuple(restored(Measure, one) for one in plain["objectives"])
    settings = tuple(restored(Setting, one) for one in plain["settings"])
    return SearchResult(
        restored(Asked, study.question),
        levers,
        int(plain["trials"]),
        int(plain["failed"]),
        int(plain["launches"]),
        int(plain["retested"]),
        int(plain["runs"]),
        measures,
        _numbers(plain["present"]),
        bool(plain["present_on_front"]),
        settings,
        int(plain["dropped"]),
        _numbers(plain["searched_gain"]),
        _numbers(plain["gain"]),
    )


def _numbers(plain: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(math.nan if one is None else float(one) for one in plain)


def search_page(study: Study, reader: Reader) -> Page:
    """The page of a search in one language."""
    found = search_of(study)
    strategy = study.materials.strategy(found.asked.strategy)
    title = reader(
        "report.title.of",
        what=strategy_name(study, found.asked.strategy, reader),
        world=world_name(study, found.asked.world, reader),
    )
    table = table_of(table_rows(found, reader.language), last_left=True)
    charts = (_front(found, table, reader),) if len(found.measures) > 1 else ()
    front = Section(
        reader("report.search.section"),
        (reader("report.search.lead"),),
        charts,
        () if charts else (("", table),),
    )
    changed = tuple(
        (
            reader("report.search.setting", number=one.number),
            "; ".join(_changes(found, one, strategy, reader)),
        )
        for one in found.settings
    )
    sections = [front, Section(reader("report.search.changes"), terms=changed)] if changed else [front]
    codes = [one.code for one in found.measures]
    said = sentences(found, reader.language)
    return page_of(study, reader, title, "", said, sections, codes, found.asked.definition)


def _changes(found: SearchResult, one: Setting, strategy: Any, reader: Reader) -> list[str]:
    return changes(found, one, strategy, reader.language)


def _front(found: SearchResult, table: Any, reader: Reader) -> Chart:
    across, up = found.measures[0], found.measures[1]
    scales = tuple(0.01 if one.unit == "fen" else 1.0 for one in (across, up))
    labels = [measure_label(one.code, reader.language) for one in (across, up)]
    for place, one in enumerate((across, up)):
        if one.unit == "fen":
            labels[place] = reader("report.measure_in", measure=labels[place], unit=reader("unit.yuan"))

    def point(name: str, means: tuple[float, ...], style: Style) -> Point:
        said = f"{name}: {reader.amount(means[0], across)}, {reader.amount(means[1], up)}"
        return Point(scales[0] * means[0], scales[1] * means[1], name, style, said)

    def draw() -> go.Figure:
        points = [point(reader("report.search.present"), found.present, PRESENT)]
        points += [
            point(str(one.number), one.means, SURE if one.surely_better else OPEN) for one in found.settings
        ]
        return points_chart(points, labels[0], labels[1])

    alt = reader("report.search.alt", settings=len(found.settings), across=labels[0], up=labels[1])
    return Chart(reader("report.search.front"), alt, draw, table, note=reader("report.search.note"))
