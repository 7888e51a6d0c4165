"""Which single launches of a comparison are worth a look: one that died, and one whose fate the strategy decided."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.comparison import Comparison
from experiments.definitions import DEFAULT, Definition


@dataclass(frozen=True)
class TellingLaunches:
    """Launches of one strategy, by the numbers they were run with.

    Attributes:
        strategy: its id.
        died: a launch that died neither early nor late among those that died; None if none did.
        seen: a launch to watch; None if none ran.
        beside: the strategy under which to watch the same launch as well; "" for none.
    """

    strategy: str
    died: int | None
    seen: int | None
    beside: str


def telling_launches(
    comparison: Comparison, day: int, definition: Definition = DEFAULT, baseline: str = ""
) -> list[TellingLaunches]:
    """Launches of each strategy, in the order of the comparison.

    Args:
        comparison: the answer.
        day: up to which life is judged.
        definition: of death.
        baseline: strategy beside which the others are watched; "" for the first.
    """
    first = baseline or comparison.strategies[0]
    return [_of(comparison, one, first, day, definition) for one in comparison.strategies]


def _of(
    comparison: Comparison, strategy: str, baseline: str, day: int, definition: Definition
) -> TellingLaunches:
    def fates(name: str) -> dict[int, float]:
        found = comparison.dots(name, day, definition, max(1, comparison.launches))
        return {one.seed: min(one.death_day, day + 1.0) for one in found}

    mine = fates(strategy)
    dead = sorted((death, seed) for seed, death in mine.items() if death <= day)
    died = dead[(len(dead) - 1) // 2][1] if dead else None
    if strategy == baseline:
        return TellingLaunches(strategy, died, min(mine, default=None) if died is None else died, "")
    other = fates(baseline)
    both = sorted(mine.keys() & other.keys())
    if not both:
        return TellingLaunches(strategy, died, min(mine, default=None), "")
    # What the strategy does to most groups that it does anything to: it keeps them alive, or it does not.
    better = [seed for seed in both if mine[seed] > day >= other[seed]]
    worse = [seed for seed in both if mine[seed] <= day < other[seed]]
    parted = better if len(better) >= len(worse) else worse
    apart = max(both, key=lambda seed: abs(mine[seed] - other[seed]))
    return TellingLaunches(strategy, died, parted[0] if parted else apart, baseline)
