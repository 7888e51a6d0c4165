"""A sensitivity analysis as a person reads it: what is luck, what matters most, and a table of all factors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.commands.cases import own_name
from experiments.commands.output import table
from experiments.measure_words import measure_label, measured
from experiments.measures import measure
from experiments.path_labels import path_label
from experiments.sensitivity.factors import Factor
from experiments.sensitivity.given_data import Distance
from experiments.sensitivity.screening import Effect
from experiments.sensitivity.shares import Part
from experiments.sensitivity.study import Asked, Sensitivity
from experiments.wording import counted, listed
from scenarios.formats import number, share
from scenarios.texts import text

MOST_NAMED = 3
ONE_WAY = 0.8
"""A factor works one way if its mean effect is at least this share of its mean absolute effect."""


def shown(found: Sensitivity, world: Any, strategies: Mapping[str, Any], days: int, language: str) -> str:
    """The analysis: sentences, a table, and how to read it."""
    asked = found.asked
    strategy = strategies[asked.strategy]
    heading = text(
        "command.sensitivity.heading",
        language,
        world=own_name("world", asked.world, world.title, language),
        what=what_is_judged(asked, strategies, language),
        days=counted("days", days, language),
    )
    lines = [heading, "", *sentences(found, strategy, language), ""]
    lines += [table(rows(found, strategy, language)), ""]
    lines.append(
        text("command.sensitivity.notes", language, runs=counted("model_runs", found.runs, language))
    )
    return "\n".join(lines)


def what_is_judged(asked: Asked, strategies: Mapping[str, Any], language: str) -> str:
    """The measure and the strategy, or the two whose difference it is."""
    names = {name: own_name("strategy", name, one.title, language) for name, one in strategies.items()}
    label = measure_label(asked.measure, language)
    if asked.against is None:
        return text("command.sensitivity.of_one", language, measure=label, strategy=names[asked.strategy])
    return text(
        "command.sensitivity.of_two",
        language,
        measure=label,
        first=names[asked.strategy],
        second=names[asked.against],
    )


def sentences(found: Sensitivity, strategy: Any, language: str) -> list[str]:
    """What is luck, what matters most, and whether there were enough points."""
    said = []
    shares = found.shares
    if shares is not None and shares.variance > 0:
        said.append(text("command.sensitivity.luck", language, share=_part(shares.luck, language)))
        named = sorted(shares.factors, key=lambda one: -one.total.share)
        parts = [
            text(
                "command.sensitivity.part",
                language,
                factor=path_label(one.path, strategy, language),
                share=_part(one.total, language),
            )
            for one in named
            if one.total.low > 0
        ]
        if parts:
            said.append(
                text("command.sensitivity.most", language, parts=listed(parts[:MOST_NAMED], language))
            )
        if not parts or not shares.adds_up:
            said.append(text("command.sensitivity.too_few", language))
    elif not math.isnan(found.luck):
        said.append(text("command.sensitivity.luck_roughly", language, share=share(found.luck, language)))
    if found.screening is not None:
        survivors = [one for one in found.screening.mean if one.survives]
        said.append(
            text(
                "command.sensitivity.survivors" if survivors else "command.sensitivity.no_survivors",
                language,
                survivors=number(len(survivors), language),
                factors=counted("factors_moved", len(found.factors), language),
            )
        )
    return said


def rows(found: Sensitivity, strategy: Any, language: str) -> list[list[str]]:
    """The table: a row a factor, those that matter most first, and luck where its share is known."""
    effects = {} if found.screening is None else {one.path: one for one in found.screening.mean}
    totals = {} if found.shares is None else {one.path: one.total for one in found.shares.factors}
    distances = {one.path: one for one in found.distances}
    ranges = {one.path: one for one in found.factors}
    unit = measure(found.asked.measure, found.asked.day, found.asked.day, 1.0).unit
    names = ["factor", "range"]
    names += ["effect", "noise"] if effects else []
    names += ["share"] if totals else []
    names += ["distance", "floor"]
    table_rows = [[text(f"command.sensitivity.column.{name}", language) for name in names]]
    for path in found.ranked:
        row = [path_label(path, strategy, language), _range(ranges[path], language)]
        row += _effect(effects[path], unit, language) if effects else []
        row += [_part(totals[path], language) if path in totals else "–"] if totals else []
        table_rows.append(row + _distance(distances[path], language))
    if found.shares is not None:
        luck = [text("command.sensitivity.luck_row", language), ""]
        luck += ["", ""] if effects else []
        luck += [_part(found.shares.luck, language)] if totals else []
        table_rows.append([*luck, "", ""])
    return table_rows


def distances_shown(
    distances: Sequence[Distance], asked: Asked, strategy: Any, runs: int, language: str
) -> str:
    """PAWN of the runs of a store."""
    above = [path_label(one.path, strategy, language) for one in distances if one.above]
    label = measure_label(asked.measure, language)
    said = text(
        "command.sensitivity.store" if above else "command.sensitivity.store_nothing",
        language,
        measure=label,
        factors=listed(above[:MOST_NAMED], language) if above else "",
    )
    names = ("factor", "distance", "floor")
    table_rows = [[text(f"command.sensitivity.column.{name}", language) for name in names]]
    table_rows += [[path_label(one.path, strategy, language), *_distance(one, language)] for one in distances]
    counted_runs = counted("model_runs", runs, language)
    notes = text("command.sensitivity.store_notes", language, runs=counted_runs)
    return "\n".join([said, "", table(table_rows), "", notes])


def _part(part: Part, language: str) -> str:
    """A share with its interval, within 0..1: an estimate may fall out of it."""
    value, low, high = (min(max(one, 0.0), 1.0) for one in (part.share, part.low, part.high))
    if math.isnan(part.share):
        return "–"
    return f"{share(value, language)} ({share(low, language)}–{share(high, language)})"


def _range(factor: Factor, language: str) -> str:
    ends = (
        number(end, language, 0 if abs(end) >= 100 else 4) for end in (factor.range.low, factor.range.high)
    )
    return "–".join(ends)


def _effect(effect: Effect, unit: str, language: str) -> list[str]:
    size, noise = (measured(value, unit, language) for value in (effect.mu_star, effect.noise))
    way = "±"
    if size == measured(0.0, unit, language):
        way = ""
    elif abs(effect.mu) >= ONE_WAY * effect.mu_star:
        way = "+" if effect.mu > 0 else "-"
    return [f"{way}{size}{'*' if effect.survives else ''}", noise]


def _distance(distance: Distance, language: str) -> list[str]:
    star = "*" if distance.above else ""
    return [f"{number(distance.index, language, 2)}{star}", number(distance.floor, language, 2)]
