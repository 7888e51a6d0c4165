"""What a sample of ordinary groups says about the three sayings of the trade, and what better care would change.

Every share is asked for by each definition of death and comes with luck and ignorance apart
(`experiments.uncertainty`). An answer is "yes" or "no" only where the whole 95% interval says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.claims import (
    ABOUT_TWO_YEARS,
    BEYOND_HORIZON,
    DYING_SHARE,
    LIVELY_WEEK,
    NO,
    OPEN,
    SILENT_BY,
    SILENT_SHARE,
    SPANS,
    YES,
    first_seven_days,
)
from experiments.definitions import DEFAULT, all_definitions
from experiments.ordinary import ARMS, DEATHS, WorldSample
from experiments.uncertainty import (
    Bands,
    DayReached,
    Estimate,
    Interval,
    day_reached,
    mean_figure,
    mean_of,
    shares,
)

Floats = NDArray[np.float64]
Holds = Callable[[WorldSample], NDArray[np.bool_]]

COLD_WEEK = 0.07
"""Messages a member in the first seven days below which a first week was cold: one a day from every hundred members, as
where a group is cold by `sim.outcome.cold_day`."""

FIRST_WEEKS: dict[str, tuple[float, float]] = {
    "cold": (0.0, COLD_WEEK),
    "dull": (COLD_WEEK, LIVELY_WEEK),
    "lively": (LIVELY_WEEK, np.inf),
}
"""Kinds of first weeks by messages a member: from … to below."""


@dataclass(frozen=True)
class Dying:
    """How many groups are dead by when, by one definition of death.

    Attributes:
        dead: share dead by each of `claims.SPANS` within the days run.
        answers: whether at least 95 of 100 are.
        reached: the first day on which they are.
    """

    dead: dict[int, Estimate]
    answers: dict[int, str]
    reached: DayReached


@dataclass(frozen=True)
class FirstWeek:
    """How much the first week decides, by the default definition of death.

    Attributes:
        dead: of the groups with each kind of first week (`FIRST_WEEKS`) the share dead by day 90.
        thirds: the same of the thirds of all groups with the least and the most talk a member ("quietest", "middle",
            "liveliest"): there may be no group with a week that is lively by itself.
        answer: whether 90 of 100 of those without a lively one are.
        not_lively: that share.
        predicts: chance that a group that lives on day 90 had more talk a member in the first week than one that
            does not (AUC), ½ for not at all.
        predicts_survivors: the same among those that were not dead on day 7 already.
    """

    dead: dict[str, Estimate]
    thirds: dict[str, Estimate]
    answer: str
    not_lively: Estimate
    predicts: Estimate
    predicts_survivors: Estimate


@dataclass(frozen=True)
class PracticeLife:
    """What becomes of the groups of operators who do the same.

    Attributes:
        share: of all groups.
        alive: share of them that live beyond the last day asked about.
        lively_days: mean days until death within the days asked about: under "own", and under each of `ARMS`.
    """

    share: float
    alive: Estimate
    lively_days: dict[str, float]


@dataclass(frozen=True)
class OrdinaryResult:
    """All answers of a sample.

    Attributes:
        groups: in each world.
        worlds: how many plausible worlds; 0 if the default psychology was run alone.
        days: the last day asked about.
        dying: by the code of each definition of death.
        first_week: the second saying; None if day 90 was not asked about.
        half_life: day by which half of the groups are dead.
        two_years: whether it is about two years.
        lively_days: mean days until the default death within the days asked about, under "own" and each of `ARMS`.
        gained: how many more of these days the same members have under each of `ARMS`.
        practices: by `ordinary.practice_of`, the most frequent first.
    """

    groups: int
    worlds: int
    days: int
    dying: dict[str, Dying]
    first_week: FirstWeek | None
    half_life: DayReached
    two_years: str
    lively_days: dict[str, Estimate]
    gained: dict[str, Estimate]
    practices: dict[str, PracticeLife]


def answers(samples: Sequence[WorldSample], worlds: int, days: int) -> OrdinaryResult:
    """All answers.

    Args:
        samples: the groups of each world.
        worlds: how many plausible worlds these are; 0 for the default psychology alone.
        days: the last day asked about.
    """
    curves = {code: share_by_day(samples, code, days) for code in DEATHS}
    half = day_reached(curves[DEFAULT.code], 0.5)
    lively = {name: [lively_days(one, name, days) for one in samples] for name in ("own", *ARMS)}
    return OrdinaryResult(
        groups=len(samples[0].numbers),
        worlds=worlds,
        days=days,
        dying={one.code: _dying(curves[one.code], days) for one in all_definitions()},
        first_week=_first_week(samples, days) if days >= SILENT_BY else None,
        half_life=half,
        two_years=_about_two_years(half.whole, days),
        lively_days={name: mean_of(found, days) for name, found in lively.items()},
        gained={
            arm: mean_of([a - b for a, b in zip(lively[arm], lively["own"], strict=True)], days)
            for arm in ARMS
        },
        practices=_practices(samples, days),
    )


def share_by_day(samples: Sequence[WorldSample], code: str, days: int) -> Bands:
    """Shares dead by days 0, 1, …, days."""
    grid = np.arange(days + 1)
    counts = [np.searchsorted(np.sort(one.column(code)), grid, side="right") for one in samples]
    return shares(np.array(counts), np.array([len(one.numbers) for one in samples]))


def share_of(samples: Sequence[WorldSample], asked: Holds, holds: Holds) -> Estimate:
    """Of the groups that `asked` picks, the share of which something holds."""
    picked = [asked(one) for one in samples]
    counts = [[np.count_nonzero(holds(one) & of)] for one, of in zip(samples, picked, strict=True)]
    return shares(np.array(counts), np.array([np.count_nonzero(of) for of in picked])).at(0)


def lively_days(one: WorldSample, name: str, days: int) -> Floats:
    """Days until the default death, cut off at `days`; shape (groups,)."""
    return np.minimum(one.column(DEFAULT.code if name == "own" else name), float(days))


def at_least(whole: Interval, share: float) -> str:
    """Whether a share is at least so large, as far as its whole interval says."""
    if np.isnan(whole[0]):
        return BEYOND_HORIZON
    return YES if whole[0] >= share else NO if whole[1] < share else OPEN


def _dying(curve: Bands, days: int) -> Dying:
    dead = {day: curve.at(day) for day in SPANS if day <= days}
    found = {day: at_least(one.whole, DYING_SHARE) for day, one in dead.items()}
    return Dying(dead, found, day_reached(curve, DYING_SHARE))


def talk_a_member(one: WorldSample) -> Floats:
    """Ordinary messages a member in the first seven days, shape (groups,)."""
    return one.column("first_week") / np.maximum(1.0, one.column("members"))


def _first_week(samples: Sequence[WorldSample], days: int) -> FirstWeek:
    def dead(one: WorldSample) -> NDArray[np.bool_]:
        return one.column(DEFAULT.code) <= SILENT_BY

    def between(low: float, high: float) -> Holds:
        return lambda one: (talk_a_member(one) >= low) & (talk_a_member(one) < high)

    by_week = {name: share_of(samples, between(*ends), dead) for name, ends in FIRST_WEEKS.items()}
    third, two_thirds = np.quantile(np.concatenate([talk_a_member(one) for one in samples]), (1 / 3, 2 / 3))
    thirds = {"quietest": (0.0, third), "middle": (third, two_thirds), "liveliest": (two_thirds, np.inf)}
    not_lively = share_of(samples, between(0.0, LIVELY_WEEK), dead)
    asked = [
        # A death within the days asked about has been seen: the runs are longer.
        first_seven_days(
            one.column("first_week"),
            one.column("members"),
            one.column(DEFAULT.code),
            days + DEFAULT.days_needed,
        )
        for one in samples
    ]
    groups = sum(len(one.numbers) for one in samples)
    later = sum(int(np.count_nonzero(one.column(DEFAULT.code) > 7)) for one in samples)
    return FirstWeek(
        dead=by_week,
        thirds={name: share_of(samples, between(*ends), dead) for name, ends in thirds.items()},
        answer=OPEN if not_lively.groups == 0 else at_least(not_lively.whole, SILENT_SHARE),
        not_lively=not_lively,
        predicts=mean_figure([one.predicts for one in asked], groups),
        predicts_survivors=mean_figure([one.predicts_survivors for one in asked], later),
    )


def _about_two_years(whole: Interval, days: int) -> str:
    shortest, longest = ABOUT_TWO_YEARS
    if np.isnan(whole[0]):
        return OPEN
    if whole[1] < shortest or (days >= longest and whole[0] > longest):
        return NO
    if shortest <= whole[0] and whole[1] <= longest:
        return YES
    return BEYOND_HORIZON if np.isinf(whole[1]) and days < longest else OPEN


def _practices(samples: Sequence[WorldSample], days: int) -> dict[str, PracticeLife]:
    every = np.concatenate([one.practices for one in samples])
    names, counts = np.unique(every, return_counts=True)
    order = sorted(range(len(names)), key=lambda i: (-counts[i], names[i]))
    found = {}
    for i in order:
        name = str(names[i])

        def picked(one: WorldSample, name: str = name) -> NDArray[np.bool_]:
            return one.practices == name

        alive = share_of(samples, picked, lambda one: one.column(DEFAULT.code) > days)
        means = {
            arm: float(np.concatenate([lively_days(one, arm, days)[picked(one)] for one in samples]).mean())
            for arm in ("own", *ARMS)
        }
        found[name] = PracticeLife(float(counts[i] / len(every)), alive, means)
    return found
