"""How many groups are dead by when, and three sayings of the trade turned into questions with answers.

"Of a hundred groups ninety-five die in the end." "Who does not win the members within seven days loses ninety per
cent of the groups." "A community lives about two years." None of them comes with a definition of dead, a span, or
data (the third is a textbook's for well-run groups). Asked of simulated launches each has an answer, which
depends on the definition, the world and the strategy. An answer is "yes" or "no" only where the whole 95% interval
says so, "open" where it does not, and "beyond_horizon" where the launches were not run for long enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT, Definition, all_definitions
from experiments.life import half_life, wilson
from experiments.outcome_rows import POSITION

Floats = NDArray[np.float64]

SPANS: tuple[int, ...] = (7, 30, 90, 180, 365, 730)
"""Days by which the dead are counted."""

DYING_SHARE = 0.95
"""The first saying's."""

LIVELY_WEEK = 1.0
"""Messages a member in the first seven days from which a first week counts as lively: a choice."""

SILENT_SHARE = 0.9
SILENT_BY = 90
"""The second saying's share; it names no day, so the quarter is a choice."""

TWO_YEARS = 730
ABOUT_TWO_YEARS = (548.0, 912.0)
"""The third saying's span, and what counts as "about": a year and a half to two and a half."""

YES, NO, OPEN, BEYOND_HORIZON = "yes", "no", "open", "beyond_horizon"


@dataclass(frozen=True)
class Counted:
    """A share of launches with its 95% interval (Wilson); shares are NaN without launches or beyond the horizon.

    Attributes:
        count: launches of which it is true.
        of: launches asked.
        share, low, high: the share and its interval, 0..1.
    """

    count: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class HalfLife:
    """The day by which half of the launches are dead, with its 95% interval; ``inf`` beyond the horizon."""

    day: float
    low: float
    high: float


def counted(holds: NDArray[np.bool_]) -> Counted:
    """The share of launches for which something holds, shape of `holds` (launches,)."""
    count, of = int(np.count_nonzero(holds)), len(holds)
    if of == 0:
        return Counted(0, 0, float("nan"), float("nan"), float("nan"))
    low, high = wilson(np.array(count / of), np.array(float(of)))
    return Counted(count, of, count / of, float(low), float(high))


def known_until(days: int, definition: Definition) -> int:
    """The last day on which a death shows within a run of `days`: a silence of seven days takes seven to see."""
    return days - definition.days_needed


def dead_by(deaths: Floats, day: int, last: int) -> Counted:
    """Launches dead by `day`.

    Args:
        deaths: day of death of each launch, ``inf`` if none was seen, NaN for a failed run; shape (launches,).
        day: the day.
        last: the last day on which a death shows (`known_until`).
    """
    deaths = deaths[~np.isnan(deaths)]
    return counted(deaths <= day) if day <= last else Counted(0, 0, float("nan"), float("nan"), float("nan"))


def death_table(rows: Floats, days: int) -> dict[str, dict[int, Counted]]:
    """Launches dead by each of `SPANS` under every definition of death.

    Args:
        rows: rows of the launches of one strategy, shape (launches, len(outcome_rows.COLUMNS)).
        days: length of the runs.

    Returns:
        Code of the definition → day → share.
    """
    return {
        one.code: {day: dead_by(rows[:, POSITION[one.code]], day, known_until(days, one)) for day in SPANS}
        for one in all_definitions()
    }


def half_life_interval(deaths: Floats, days: int) -> HalfLife:
    """Half-life with the exact 95% interval of a median, from order statistics, so that it needs no curve's shape.

    Args:
        deaths: as in `dead_by`.
        days: length of the runs.
    """
    from scipy.stats import binom

    deaths = np.sort(deaths[~np.isnan(deaths)])
    if len(deaths) == 0:
        return HalfLife(float("nan"), float("nan"), float("nan"))
    # The k-th smallest lies above the median with chance P(Binomial(n, 1/2) < k), which is to be at most 2.5%.
    below = int(binom.ppf(0.025, len(deaths), 0.5))
    low = float(deaths[below - 1]) if below >= 1 else 0.0
    high = float(deaths[len(deaths) - below]) if below >= 1 else float("inf")
    return HalfLife(half_life(deaths, days), low, high)


def half_lives(rows: Floats, days: int) -> dict[str, HalfLife]:
    """Half-life under every definition of death, by its code; arguments as in `death_table`."""
    return {one.code: half_life_interval(rows[:, POSITION[one.code]], days) for one in all_definitions()}


@dataclass(frozen=True)
class NinetyFiveDie:
    """Do at least 95 of 100 groups die?

    Attributes:
        dead: dead by each of `SPANS`.
        answers: for each of them.
        reached: first day by which 95 of 100 of these launches are dead; ``inf`` if that is not seen.
    """

    dead: dict[int, Counted]
    answers: dict[int, str]
    reached: float


def ninety_five_die(deaths: Floats, days: int, definition: Definition = DEFAULT) -> NinetyFiveDie:
    """The first saying, asked for each span; arguments as in `dead_by`, with the length of the runs."""
    last = known_until(days, definition)
    dead = {day: dead_by(deaths, day, last) for day in SPANS}
    answers = {day: _at_least(one, DYING_SHARE) for day, one in dead.items()}
    ordered = np.sort(deaths[~np.isnan(deaths)])
    number = int(np.ceil(DYING_SHARE * len(ordered) - 1e-9))
    reached = float(ordered[number - 1]) if number else float("nan")
    return NinetyFiveDie(dead, answers, reached)


def _at_least(found: Counted, share: float) -> str:
    if np.isnan(found.share):
        return BEYOND_HORIZON
    return YES if found.low >= share else NO if found.high < share else OPEN


@dataclass(frozen=True)
class FirstSevenDays:
    """Does the first week decide?

    Attributes:
        dull: dead by day 90, of the launches with fewer than `LIVELY_WEEK` messages a member in the first week.
        lively: the same of the other launches.
        answer: whether at least 90 of 100 of the dull ones are dead by then.
        predicts: how well messages a member in the first week tell those who are alive on day 90 from the dead:
            chance that a living launch had more than a dead one (AUC), ½ for not at all; with interval.
        predicts_survivors: the same among the launches that were not dead on day 7 already, of which the first
            week says nothing by itself.
    """

    dull: Counted
    lively: Counted
    answer: str
    predicts: tuple[float, float, float]
    predicts_survivors: tuple[float, float, float]


def first_seven_days(
    first_week: Floats, members: Floats, deaths: Floats, days: int, definition: Definition = DEFAULT
) -> FirstSevenDays:
    """The second saying.

    Args:
        first_week: messages of ordinary members in the first seven days (column ``talk_7``), shape (launches,).
        members: members at the end of the first day (column ``members_start``), shape (launches,).
        deaths: day of death, as in `dead_by`.
        days: length of the runs.
        definition: of death.
    """
    kept = ~np.isnan(deaths)
    deaths, a_member = deaths[kept], first_week[kept] / np.maximum(1.0, members[kept])
    last = known_until(days, definition)
    dull = dead_by(deaths[a_member < LIVELY_WEEK], SILENT_BY, last)
    lively = dead_by(deaths[a_member >= LIVELY_WEEK], SILENT_BY, last)
    if last < SILENT_BY:
        unknown = (float("nan"),) * 3
        return FirstSevenDays(dull, lively, BEYOND_HORIZON, unknown, unknown)
    alive, later = deaths > SILENT_BY, deaths > 7
    answer = OPEN if dull.of == 0 else _at_least(dull, SILENT_SHARE)
    return FirstSevenDays(dull, lively, answer, auc(a_member, alive), auc(a_member[later], alive[later]))


def auc(score: Floats, positive: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Area under the ROC curve with its 95% interval: chance that a positive scores above a negative, ties half.

    The error is Hanley and McNeil's (1982). All NaN where there are no positives or no negatives.

    Args:
        score: shape (n,).
        positive: shape (n,).
    """
    from scipy.stats import rankdata

    many, few = int(positive.sum()), int((~positive).sum())
    if many == 0 or few == 0:
        return float("nan"), float("nan"), float("nan")
    area = float((rankdata(score)[positive].sum() - many * (many + 1) / 2) / (many * few))
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (many - 1) * (one - area**2) + (few - 1) * (two - area**2)
    error = 1.959964 * float(np.sqrt(max(0.0, spread) / (many * few)))
    return area, max(0.0, area - error), min(1.0, area + error)


@dataclass(frozen=True)
class AboutTwoYears:
    """Do groups live about two years?

    Attributes:
        half_life: day by which half are dead.
        dead: dead by two years.
        answer: whether the half-life lies in `ABOUT_TWO_YEARS`.
    """

    half_life: HalfLife
    dead: Counted
    answer: str


def about_two_years(deaths: Floats, days: int, definition: Definition = DEFAULT) -> AboutTwoYears:
    """The third saying; arguments as in `ninety_five_die`."""
    middle, last = half_life_interval(deaths, days), known_until(days, definition)
    shortest, longest = ABOUT_TWO_YEARS
    if middle.high < shortest or (last >= longest and middle.low > longest):
        answer = NO
    elif shortest <= middle.low and middle.high <= longest:
        answer = YES
    else:
        # An end of the interval beyond the horizon may lie anywhere: longer runs would tell, more launches not.
        answer = BEYOND_HORIZON if np.isinf(middle.high) and last < longest else OPEN
    return AboutTwoYears(middle, dead_by(deaths, TWO_YEARS, last), answer)
