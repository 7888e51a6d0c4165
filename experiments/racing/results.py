"""What came of a race, and how it stands while it runs, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

CODES = (
    "winner",
    "toss_up",
    "best_within_difference",
    "need_more_launches",
    "stopped_at_limit",
    "nothing_to_rank",
)
"""What may be said.

``winner``: the leader is better than every other, by however much. ``toss_up``: the leaders are less than the smallest
difference that matters apart, and the best is among them. ``best_within_difference``: the leader is the best, or less
than that difference short of it (all that Kim and Nelson's own rule ever says). ``need_more_launches``: a fixed number
of runs was spent, and the leader is no more than a favourite. ``stopped_at_limit``: the race had not ended; the leaders
are those that were still in, and the best is among them. ``nothing_to_rank``: fewer than two strategies ran.
"""

RULES = ("winner_or_toss_up", "kim_nelson", "halving", "ocba")
"""How to race: see `experiments.racing.kim_nelson` (both), `experiments.racing.halving`, `experiments.racing.ocba`."""

SEQUENTIAL = ("winner_or_toss_up", "kim_nelson")
"""Rules that stop by themselves, with a guarantee; the others spend a budget."""


@dataclass(frozen=True)
class RaceState:
    """How a race stands after some launches; looking at it does not change what it will say.

    Attributes:
        launches: of the strategy with most.
        runs: of all strategies together.
        alive: strategies that are still in, from best to worst.
        running: those of them that still run.
        left: strategy → launch after which it left.
        means: strategy → mean of the measure over its launches, in the measure's own direction.
        open_pairs: pairs still in and not settled.
        most_left: launches after which it is over, by the variances so far; None if these are not known yet.
    """

    launches: int
    runs: int
    alive: tuple[str, ...]
    running: tuple[str, ...]
    left: Mapping[str, int]
    means: Mapping[str, float]
    open_pairs: tuple[tuple[str, str], ...] = ()
    most_left: int | None = None


@dataclass(frozen=True)
class Standing:
    """One strategy at the end of a race.

    Attributes:
        strategy: its id.
        launches: that it ran in, with a result.
        failed: runs of it that failed; each is left out of the pairs that it is in.
        mean: of the measure over its launches.
        behind: how far it is behind the leader, over the launches that both had; 0 for the leader. Above 0 is worse,
            whatever the measure's direction.
        low, high: ends of a 95% interval of that. It is for reading only: no word was decided by it.
        common: launches that both had.
        ahead, same, worse: in how many of these the leader was ahead of it, level with it, worse than it.
        left_at: launch after which it left, or None.
        left_by: a strategy that was better, or None.
    """

    strategy: str
    launches: int
    failed: int
    mean: float
    behind: float
    low: float
    high: float
    common: int
    ahead: int
    same: int
    worse: int
    left_at: int | None = None
    left_by: str | None = None


@dataclass(frozen=True)
class RaceResult:
    """What came of a race.

    Attributes:
        code: one of `CODES`.
        rule: one of `RULES`.
        leaders: the winner, or those that are not told apart, in the user's order.
        standings: of all that were ranked, the leader first, then by how far they were behind.
        measure: code of what was compared.
        unit: of the measure.
        more_is_better: its direction.
        difference: the smallest difference that matters, in the unit.
        level: how sure what is said is.
        day: the day up to which life was judged.
        days: length of a run.
        definition: code of the definition of death.
        launches: of the strategy with most.
        runs: that the result rests on.
        equal_launches, equal_runs: what the same assurance takes if every strategy gets the same number of launches
            (`experiments.racing.equal`); 0 for rules without one.
        chance: an estimate of the chance that the leader is the best; NaN for rules that have a guarantee instead.
        open_pairs: pairs that were not settled.
        left_out: strategies not ranked for their risk.
        risks: strategy → text codes of its risks, also for those ranked.
        pair_first_stage: launches that gave the variances.
    """

    code: str
    rule: str
    leaders: tuple[str, ...]
    standings: tuple[Standing, ...]
    measure: str
    unit: str
    more_is_better: bool
    difference: float
    level: float
    day: int
    days: int
    definition: str
    launches: int
    runs: int
    equal_launches: int
    equal_runs: int
    chance: float = float("nan")
    open_pairs: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    risks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pair_first_stage: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)

    def standing(self, strategy: str) -> Standing:
        """That of one strategy.

        Raises:
            KeyError: if it was not ranked.
        """
        for one in self.standings:
            if one.strategy == strategy:
                return one
        raise KeyError(strategy)
