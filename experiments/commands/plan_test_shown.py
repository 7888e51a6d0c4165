"""A plan for a test with real groups, as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.ab_test.results import ABPlan, DayPlan
from experiments.commands.cases import own_name
from experiments.commands.output import table
from experiments.commands.race_shown import in_units, names_of
from experiments.definitions import Definition
from experiments.measure_words import interval, measure_label, measured
from experiments.wording import counted, definition_name
from scenarios.formats import number, share
from scenarios.texts import text


def shown(found: ABPlan, world_id: str, world: Any, strategies: Mapping[str, Any], language: str) -> str:
    """The whole page: the plan, what it takes by day, why members do not help, what ignorance does to it, advice."""
    names = names_of(strategies, language)
    heading = text(
        "plan_test.heading",
        language,
        first=names[found.first],
        second=names[found.second],
        world=own_name("world", world_id, world.title, language),
        measure=measure_label(found.measure, language),
    )
    lines = [heading, "", *sentences(found, names, language), "", table(_by_day(found, language), left=0), ""]
    lines.append(text("plan_test.by_day.note", language, power=_in_100(found.wanted_power, language)))
    if found.members:
        lines += ["", table(_by_member(found, language)), "", text("plan_test.members.note", language)]
    lines += ["", *_advice(found, language)]
    return "\n".join(lines)


def sentences(found: ABPlan, names: Mapping[str, str], language: str) -> list[str]:
    """The plan in words."""
    best = found.best
    values = {
        "first": names[found.first],
        "second": names[found.second],
        "measure": measure_label(found.measure, language),
        "day": number(best.day, language),
        "days": counted("days", best.day, language),
        "difference": interval(best.difference, best.low, best.high, found.unit, language),
        "launches": counted("launches", found.launches, language),
    }
    said = [text("plan_test.predicted", language, **values)]
    groups = "" if best.groups is None else counted("groups", best.groups, language)
    both = "" if best.groups is None else counted("groups", 2 * best.groups, language)
    power = _in_100(found.wanted_power, language)
    said.append(text(f"plan_test.{found.code}", language, **values, groups=groups, both=both, power=power))
    if found.played is not None:
        said.append(
            text(
                "plan_test.played",
                language,
                trials=number(found.played.trials, language),
                power=_in_100(found.played.power, language),
                false=_in_100(found.played.false_alarms, language, 1),
            )
        )
    if found.available is not None:
        said.append(_available(found, best, language))
    if found.ignorance is not None:
        said += _ignorance(found, language)
    risks = [text(code, language) for code in found.risks]
    return said + [text("plan_test.risk", language, risk=risk) for risk in risks]


def _available(found: ABPlan, best: DayPlan, language: str) -> str:
    chance = best.power_available or 0.0
    detectable = float("nan") if best.detectable is None else best.detectable
    return text(
        "plan_test.available",
        language,
        groups=counted("groups", found.available or 0, language),
        day=number(best.day, language),
        chance=_in_100(chance, language),
        detectable=in_units(detectable, found.unit, language),
        power=_in_100(found.wanted_power, language),
    )


def _ignorance(found: ABPlan, language: str) -> list[str]:
    ignorance = found.ignorance
    if ignorance is None:
        return []
    ends = [measured(float(end), found.unit, language) for end in np.quantile(ignorance.differences, [0, 1])]
    said = [
        text(
            "plan_test.ignorance",
            language,
            worlds=number(ignorance.worlds, language),
            low=ends[0],
            high=ends[1],
            opposite=number(round(ignorance.opposite * ignorance.worlds), language),
            surely=number(round(ignorance.surely_opposite * ignorance.worlds), language),
        )
    ]
    if found.best.groups is not None:
        said.append(text("plan_test.assurance", language, assurance=_in_100(ignorance.assurance, language)))
    power = _in_100(found.wanted_power, language)
    if ignorance.groups is None:
        said.append(text("plan_test.assurance.never", language, power=power))
    else:
        groups = counted("groups", ignorance.groups, language)
        said.append(text("plan_test.assurance.groups", language, power=power, groups=groups))
    return said


def _in_100(chance: float, language: str, digits: int = 0) -> str:
    return number(100 * chance, language, digits)


def _maybe(value: int | None, language: str) -> str:
    return "–" if value is None else number(value, language)


def _by_day(found: ABPlan, language: str) -> list[list[str]]:
    head = ["day", "first", "second", "difference", "groups", "group_days", "groups_for_matters"]
    head += [] if found.available is None else ["power_available", "detectable"]
    rows = [[text(f"plan_test.column.{name}", language) for name in head]]
    for one in found.days:
        row = [number(one.day, language)]
        for mean, deviation in ((one.first, one.first_deviation), (one.second, one.second_deviation)):
            row.append(" ± ".join(measured(value, found.unit, language) for value in (mean, deviation)))
        row.append(interval(one.difference, one.low, one.high, found.unit, language))
        row += [_maybe(one.groups, language), _maybe(one.group_days, language)]
        matters = in_units(one.matters, found.unit, language)
        row.append(f"{_maybe(one.groups_for_matters, language)} ({matters})")
        if one.power_available is not None and one.detectable is not None:
            row += [share(one.power_available, language), measured(one.detectable, found.unit, language)]
        rows.append(row)
    return rows


def _by_member(found: ABPlan, language: str) -> list[list[str]]:
    head = ("outcome", "first", "second", "correlation", "design_effect", "worth", "if_independent", "groups")
    rows = [[text(f"plan_test.member.{name}", language) for name in head]]
    for one in found.members:
        counts = one.outcome == "messages"
        means = (
            number(mean, language, 2) if counts else share(mean, language, 1)
            for mean in (one.first, one.second)
        )
        rows.append(
            [
                text(f"plan_test.outcome.{one.outcome}", language),
                *means,
                number(one.correlation, language, 3),
                number(one.design_effect, language, 1),
                f"{number(one.worth, language)} / {number(one.members, language)}",
                _maybe(one.if_independent, language),
                _maybe(one.groups, language),
            ]
        )
    return rows


def _advice(found: ABPlan, language: str) -> list[str]:
    """What to measure, and when to look."""
    best = found.best
    said = [
        text(
            "plan_test.advice",
            language,
            measure=measure_label(found.measure, language),
            day=number(best.day, language),
        )
    ]
    if found.measure == "lively_days":
        definition = definition_name(Definition.parse(found.definition), language)
        said.append(text("plan_test.advice.life", language, definition=definition))
    if len(found.days) > 1 and best.groups_every_look is not None:
        error = (1 - found.level) / len(found.days)
        said.append(
            text(
                "plan_test.advice.looks",
                language,
                looks=number(len(found.days), language),
                error=number(error, language, 4),
                groups=counted("groups", best.groups_every_look, language),
                day=number(best.day, language),
            )
        )
    else:
        said.append(text("plan_test.advice.one_look", language))
    return said
