"""The page of kept runs: what each scenario came to."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT
from experiments.measures import measure, values_of
from experiments.outcome_rows import COLUMNS, POSITION
from experiments.pairing import mean_of_launches
from experiments.palette import style_of
from experiments.path_labels import path_label
from experiments.reports.kinds.shared import page_of, strategy_names, world_name
from experiments.reports.parts import Chart, Page, Section, Table
from experiments.reports.reader import Reader
from experiments.reports.rows import Row, bars_chart
from experiments.runs.parts import matrix_in
from experiments.runs.store import Store
from experiments.studies.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

Floats = NDArray[np.float64]
Key = tuple[str, str, str]
"""World, strategy, and the numbers replaced as JSON."""

SHOWN = ("lively_days", "messages", "members_end", "profit")
MOST_SCENARIOS = 400
MOST_BARS = 24
MOST_NAMED = 5


@dataclass
class Summary:
    """One scenario: how many runs, how many of them failed, and the measures of the others, shape (n,) each."""

    runs: int = 0
    failed: int = 0
    values: dict[str, list[Floats]] = field(default_factory=lambda: defaultdict(list))
    members: list[float] = field(default_factory=list)


def store_page(store: Store, study: Study, reader: Reader) -> Page:
    """The page of kept runs in one language; `study` is their record."""
    day = min(90, store.materials.days)
    found = summaries(store, day)
    shown = dict(list(found.items())[:MOST_SCENARIOS])
    worlds = list(dict.fromkeys(world for world, _, _ in found))
    names = {name: world_name(study, name, reader) for name in worlds}
    own = study.question.get("title") or {}
    title = str(own.get(reader.language) or reader.listed(list(names.values())[:MOST_NAMED]))
    said = reader(
        "report.sweep.sentence",
        runs=len(store),
        scenarios=len(found),
        failed=store.failed,
    )
    sentences = [said]
    if len(found) > len(shown):
        sentences.append(reader("report.sweep.more", shown=len(shown), scenarios=len(found)))
    table = _table(shown, names, study, day, reader)
    charts = (_chart(shown, names, study, day, table, reader),) if len(shown) <= MOST_BARS and shown else ()
    section = Section(
        reader("report.sweep.section"),
        (reader("report.sweep.lead", day=day),),
        charts,
        () if charts else (("", table),),
    )
    return page_of(study, reader, title, "", sentences, (section,), SHOWN, DEFAULT)


def summaries(store: Store, day: int) -> dict[Key, Summary]:
    """What the runs of each scenario came to, scenarios in the order of their names."""
    found: dict[Key, Summary] = defaultdict(Summary)
    for table in store.tables(["world", "strategy", "changes", *COLUMNS]):
        rows = matrix_in(table)
        values = {code: values_of(rows, code, day) for code in SHOWN}
        columns = (table.column(name).to_pylist() for name in ("world", "strategy", "changes"))
        places: dict[Key, list[int]] = defaultdict(list)
        for place, key in enumerate(zip(*columns, strict=True)):
            places[key].append(place)
        for key, where in places.items():
            one = found[key]
            one.runs += len(where)
            one.failed += int(np.isnan(rows[where, 0]).sum())
            one.members += rows[where, POSITION["members_start"]].tolist()
            for code in SHOWN:
                one.values[code].append(values[code][where])
    return dict(sorted(found.items()))


def _mean(one: Summary, code: str, day: int, days: int) -> tuple[float, float, float]:
    """Mean of a measure and its interval."""
    values = np.concatenate(one.values[code])
    judged = measure(code, day, days, float(np.nanmean(one.members)) if one.runs > one.failed else 1.0)
    return mean_of_launches(values, judged.reach)


def _shown(one: Summary, code: str, day: int, days: int, reader: Reader) -> str:
    unit = measure(code, day, days, 1.0).unit
    mean, low, high = (
        reader.money(value) if unit == "fen" else reader.number(value, 0 if abs(value) >= 20 else 1)
        for value in _mean(one, code, day, days)
    )
    return reader("report.mean_interval", mean=mean, interval=reader.between(low, high))


def _label(key: Key, names: dict[str, str], study: Study, reader: Reader, worlds: bool) -> str:
    """A scenario in words: its strategy, its world if there are several, and the numbers replaced."""
    world, strategy, changes = key
    strategies = strategy_names(study, [strategy], reader)
    parts = [names[world]] if worlds else []
    parts.append(strategies[strategy])
    parts += [f"{label} {value}" for label, value in _changes(changes, strategy, study, reader).items()]
    return " · ".join(parts)


def _changes(changes: str, strategy: str, study: Study, reader: Reader) -> dict[str, str]:
    values = json.loads(changes) if changes else {}
    if not values:
        return {}
    base = study.materials.strategy(strategy)
    return {path_label(path, base, reader.language): reader.short(value) for path, value in values.items()}


def _table(found: dict[Key, Summary], names: dict[str, str], study: Study, day: int, reader: Reader) -> Table:
    days = study.materials.days
    strategies = strategy_names(study, [key[1] for key in found], reader)
    changes = {key: _changes(key[2], key[1], study, reader) for key in found}
    numbers = list(dict.fromkeys(label for one in changes.values() for label in one))
    heading = [reader("report.column.world"), reader("report.column.strategy"), *numbers]
    heading += [reader("report.column.runs"), reader("report.column.failed")]
    heading += [reader(f"compared.{code}") for code in SHOWN]
    rows = []
    for key, one in found.items():
        row = [names[key[0]], strategies[key[1]], *(changes[key].get(name, "–") for name in numbers)]
        row += [reader.number(one.runs), reader.number(one.failed)]
        rows.append((*row, *(_shown(one, code, day, days, reader) for code in SHOWN)))
    return Table(tuple(heading), tuple(rows), left=2)


def _chart(
    found: dict[Key, Summary],
    names: dict[str, str],
    study: Study,
    day: int,
    table: Table,
    reader: Reader,
) -> Chart:
    several = len(names) > 1
    labels = {key: _label(key, names, study, reader, several) for key in found}
    shown = {key: _shown(one, SHOWN[0], day, study.materials.days, reader) for key, one in found.items()}

    def draw() -> go.Figure:
        rows = [
            Row(
                labels[key],
                shown[key],
                _mean(one, SHOWN[0], day, study.materials.days),
                style_of(key[1]),
                shown[key],
            )
            for key, one in found.items()
        ]
        return bars_chart(rows, reader("unit.days"), float(day))

    alt = reader("report.sweep.alt", parts=reader.listed([f"{labels[key]} {shown[key]}" for key in found]))
    return Chart(reader("report.sweep.title", day=day), alt, draw, table)
