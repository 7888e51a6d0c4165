"""A plan for a test with real groups, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from experiments.ab_test.members import MemberView
from experiments.ab_test.trials import Played

CODES = ("plan", "not_sure", "too_many")
"""``plan``: so many groups would confirm the predicted difference. ``not_sure``: on none of the days do the runs
suffice to be sure that there is one. ``too_many``: they do, but no number of groups within reason would show it."""


@dataclass(frozen=True)
class DayPlan:
    """What it takes if the test is judged on one day.

    Attributes:
        day: days since opening.
        first, second: predicted mean of the measure in each arm.
        difference: first minus second.
        low, high: ends of a 95% interval of that, which is the model's own error only.
        sure: whether that interval leaves out 0.
        first_deviation, second_deviation: standard deviations between groups of each arm.
        groups: in each arm, for the wanted power; None if there is no sure difference, or it takes too many.
        group_days: days that all these groups run together; None likewise.
        groups_every_look: groups an arm if it is looked at on each of the days, each time at a correspondingly
            stricter level, so that this is not more often wrong than one look; None likewise.
        matters: the smallest difference that matters on that day.
        groups_for_matters: groups an arm for a difference of that size.
        power_available: chance to confirm the predicted difference with the groups there are; None if not asked.
        detectable: the smallest difference that these show with the wanted power; None if not asked.
    """

    day: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    sure: bool
    first_deviation: float
    second_deviation: float
    groups: int | None
    group_days: int | None
    groups_every_look: int | None
    matters: float
    groups_for_matters: int | None
    power_available: float | None
    detectable: float | None


@dataclass(frozen=True)
class Ignorance:
    """What the plan is worth if the model's parameters are other than the usual ones.

    Attributes:
        worlds: how many plausible worlds were looked at.
        differences: predicted difference in each, in the order of the worlds.
        opposite: share of worlds whose difference has the other sign.
        surely_opposite: share in which an interval of 95% lies wholly on the other side.
        assurance: mean power of the plan over the worlds.
        groups: groups an arm for an assurance as high as the wanted power; None if no number gives it, as where the
            sign differs in too many worlds.
    """

    worlds: int
    differences: tuple[float, ...]
    opposite: float
    surely_opposite: float
    assurance: float
    groups: int | None


@dataclass(frozen=True)
class ABPlan:
    """A plan.

    Attributes:
        code: one of `CODES`.
        first, second: ids of the strategies, one for each arm.
        measure: code of the group's measure.
        unit: of the measure.
        more_is_better: its direction, or None.
        definition: code of the definition of death.
        level: 1 − α of the test.
        wanted_power: the chance to confirm that is asked for.
        days: what it takes on each day, in order.
        best_day: the day with the fewest groups, the earliest of these; the last day if none has a number.
        launches: of each arm that the prediction rests on.
        played: the trial played with groups drawn from the model's runs; None without a number of groups.
        members: what members' outcomes say, on the best day.
        ignorance: over plausible worlds; None if none were asked for, or nothing is predicted that could be confirmed.
        available: groups there are, both arms together; None if not said.
        risks: text codes of the strategies' risks.
        runs: of the model that the plan rests on.
    """

    code: str
    first: str
    second: str
    measure: str
    unit: str
    more_is_better: bool | None
    definition: str
    level: float
    wanted_power: float
    days: tuple[DayPlan, ...]
    best_day: int
    launches: int
    played: Played | None
    members: tuple[MemberView, ...]
    ignorance: Ignorance | None
    available: int | None
    risks: tuple[str, ...]
    runs: int

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)

    @property
    def best(self) -> DayPlan:
        """What it takes on the best day."""
        return next(one for one in self.days if one.day == self.best_day)
