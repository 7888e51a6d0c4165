"""Sequential halving: the best odds of finding the best with a fixed number of runs, and no guarantee.

The runs are shared out evenly over ⌈log₂ k⌉ rounds, and in each round evenly over the strategies still in; the lower
half then goes (Karnin, Koren and Somekh 2013). All strategies of a round run in the same launches, and all runs of
those that stay are kept. Who is ahead at the end is the favourite. Whether more may be said is decided by intervals
that are wide enough for every pair and every round at once: how often a pair has met when the race ends is one of as
many numbers as there are rounds, known beforehand, so the choice of whom to run on does not make a tie look like a win.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from experiments.pairing import Difference, paired
from experiments.racing.drawing import Draw
from experiments.racing.pairs import Floats


def rounds_of(strategies: int, budget: int) -> list[tuple[int, int]]:
    """How many strategies run in each round, and in how many launches.

    Raises:
        ValueError: if the budget does not give every strategy of every round a launch.
    """
    number = max(1, math.ceil(math.log2(strategies)))
    found, left = [], strategies
    for _ in range(number):
        launches = budget // (left * number)
        if launches < 1:
            raise ValueError("too small a budget")
        found.append((left, launches))
        left = math.ceil(left / 2)
    return found


def halve(
    draw: Draw, strategies: int, budget: int, on_look: Callable[[Floats, list[int]], None] | None = None
) -> tuple[Floats, list[int]]:
    """Halve until the last round is over.

    Args:
        draw: gives launches.
        strategies: k.
        budget: runs in all; what does not divide is left over.
        on_look: called after each round with the values so far and who is still in, from best to worst.

    Returns:
        The values, shape (launches, k), NaN where a strategy did not run; and those that ran in the last round, from
        best to worst.
    """
    alive = list(range(strategies))
    values = np.full((0, strategies), np.nan)
    for _, launches in rounds_of(strategies, budget):
        new = np.full((launches, strategies), np.nan)
        new[:, alive] = draw(alive, len(values), launches)
        values = np.concatenate([values, new])
        with np.errstate(invalid="ignore"):
            sums, counts = np.nansum(values, axis=0), np.count_nonzero(~np.isnan(values), axis=0)
        means = np.where(counts > 0, sums / np.maximum(counts, 1), -np.inf)
        # Sorting keeps the user's order among equals.
        ranked = sorted(alive, key=lambda one: -means[one])
        if on_look is not None:
            on_look(values, ranked)
        alive = sorted(ranked[: math.ceil(len(ranked) / 2)])
    return values, ranked


def level_for_all_rounds(strategies: int, level: float) -> float:
    """How sure an interval must be for all pairs in all rounds to hold together at `level`."""
    pairs = strategies * (strategies - 1) // 2
    return 1 - (1 - level) / (pairs * max(1, math.ceil(math.log2(strategies))))


def difference_after_rounds(
    first: Floats, second: Floats, strategies: int, level: float, reach: float | None
) -> Difference:
    """The paired difference of two strategies of a race that was halved, wide enough for what is said at its end."""
    return paired(first, second, level_for_all_rounds(strategies, level), reach)
