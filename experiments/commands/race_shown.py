"""A race as a person reads it, at its end and while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.commands.cases import own_name
from experiments.commands.output import table
from experiments.definitions import Definition
from experiments.measure_words import gained, interval, measure_label, measured
from experiments.measures import measure
from experiments.racing.results import SEQUENTIAL, RaceResult, RaceState, Standing
from experiments.wording import counted, definition_name, listed
from scenarios.formats import money, number
from scenarios.texts import text


def in_units(value: float, unit: str, language: str) -> str:
    """A number of the measure's unit, such as 7 days or ¥500."""
    if unit == "fen":
        return money(value, language)
    return counted(f"unit_{unit}", value, language, 0 if abs(value) >= 20 else 1)


def names_of(strategies: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the strategies are called."""
    return {name: own_name("strategy", name, one.title, language) for name, one in strategies.items()}


def shown(result: RaceResult, world_id: str, world: Any, strategies: Mapping[str, Any], language: str) -> str:
    """The whole page: the word, what it rests on, the table, and what it cost."""
    names = names_of(strategies, language)
    heading = text(
        "race.heading",
        language,
        world=own_name("world", world_id, world.title, language),
        measure=measure_label(result.measure, language),
        strategies=number(len(result.standings), language),
    )
    lines = [heading, "", text(f"race.{result.code}.word", language)]
    lines += sentences(result, names, language)
    if result.standings:
        lines += ["", table(_rows(result, names, language), left=2), ""]
    return "\n".join([*lines, *_notes(result, language)])


def sentences(result: RaceResult, names: Mapping[str, str], language: str) -> list[str]:
    """What is to be said on top of a race."""
    said = [
        text(
            f"race.{result.code}",
            language,
            leaders=listed([names[name] for name in result.leaders], language) if result.leaders else "–",
            difference=in_units(result.difference, result.unit, language),
            launches=counted("launches", result.launches, language),
        )
    ]
    closest = next((one for one in result.standings[1:] if one.common), None)
    if result.code != "nothing_to_rank" and closest is not None:
        said.append(_closest(result, closest, names, language))
    if result.code != "nothing_to_rank":
        said.append(_assurance(result, language))
    for name, codes in result.risks.items():
        kind = "left_out" if name in result.left_out else "ranked"
        said += [
            text(f"verdict.risk.{kind}", language, strategy=names[name], risk=text(code, language))
            for code in codes
        ]
    failed = sum(one.failed for one in result.standings)
    if failed:
        said.append(text("race.failed", language, runs=counted("model_runs", failed, language)))
    return said


def _closest(result: RaceResult, closest: Standing, names: Mapping[str, str], language: str) -> str:
    return text(
        "race.closest",
        language,
        leader=names[result.standings[0].strategy],
        closest=names[closest.strategy],
        launches=counted("launches", closest.common, language),
        ahead=number(closest.ahead, language),
        level=number(closest.same, language),
        worse=number(closest.worse, language),
        behind=in_units(closest.behind, result.unit, language),
    )


def _assurance(result: RaceResult, language: str) -> str:
    """How often races run by this rule are wrong, in so many of so many."""
    races = 100 if result.level < 0.995 else 10_000
    values = {
        "races": number(races, language),
        "wrong": number(races * (1 - result.level), language, 1),
        "right": number(races * result.level, language, 1),
        "difference": in_units(result.difference, result.unit, language),
    }
    if result.rule in SEQUENTIAL:
        return text(f"race.assurance.{result.rule}", language, **values)
    chance = number(min(99.0, 100 * result.chance), language)
    return text("race.assurance.budget", language, **values, chance=chance)


def _rows(result: RaceResult, names: Mapping[str, str], language: str) -> list[list[str]]:
    head = ("strategy", "name", "launches", "mean", "behind", "out")
    rows = [[text(f"race.column.{name}", language) for name in head]]
    for one in result.standings:
        first = one is result.standings[0]
        gap = "–" if first else interval(one.behind, one.low, one.high, result.unit, language)
        out = "–"
        if one.left_at is not None:
            better = one.left_by or "–"
            out = text("race.out", language, launch=number(one.left_at, language), better=better)
        rows.append(
            [
                one.strategy,
                names[one.strategy],
                number(one.launches, language),
                measured(one.mean, result.unit, language),
                gap,
                out,
            ]
        )
    return rows


def _notes(result: RaceResult, language: str) -> list[str]:
    values = {
        "day": number(result.day, language),
        "days": counted("days", result.days, language),
        "difference": in_units(result.difference, result.unit, language),
    }
    kind = "life" if result.measure == "lively_days" else "other"
    definition = definition_name(Definition.parse(result.definition), language)
    said = text(f"race.notes.{kind}", language, **values, definition=definition)
    cost = text("race.cost", language, runs=counted("model_runs", result.runs, language))
    if result.equal_runs:
        cost = text(
            "race.cost.equal",
            language,
            runs=counted("model_runs", result.runs, language),
            equal=counted("model_runs", result.equal_runs, language),
            launches=counted("launches", result.equal_launches, language),
        )
    return [said, cost, text("race.within_world", language)]


def state_shown(state: RaceState, strategies: Mapping[str, Any], code: str, language: str) -> tuple[str, str]:
    """How a race stands, in one line and in many."""
    unit = measure(code, 1, 1, 1.0).unit
    names = names_of(strategies, language)
    launches = counted("launches", state.launches, language)
    at_most = "" if state.most_left is None else number(state.most_left, language)
    still = listed([names[name] for name in state.alive], language)
    line = text("race.state", language, launches=launches, alive=still)
    if at_most:
        line += text("race.state.left", language, left=at_most)
    rows = [[text(f"race.column.{name}", language) for name in ("name", "mean", "out")]]
    order = [*state.alive, *sorted(state.left, key=lambda name: -state.left[name])]
    for name in order:
        out = number(state.left[name], language) if name in state.left else "–"
        rows.append([names[name], gained(state.means[name], unit, language).removeprefix("+"), out])
    return line, f"{line}\n{table(rows)}"
