"""Optimal computing budget allocation: runs go to where they help most to tell the best from the rest.

With a fixed number of runs, the chance of picking the best is greatest (asymptotically, for independent normal
results) where runs are shared out as N_i ∝ (σ_i/δ_i)², with δ_i the distance to the best, and N_b = σ_b √(Σ N_i²/σ_i²)
(Chen, Lin, Yücesan and Chick 2000). Means and spreads are estimated, so the runs are given out little by little. How
likely the pick is right is estimated by Bonferroni's bound, 1 − Σ Φ(−δ_i / √(σ_b²/N_b + σ_i²/N_i)): an estimate, not a
guarantee; as the launches are the same for all strategies, which this does not count on, it is rather too low.

Every strategy runs in launches from the first on, so any two have the launches of the one with fewer in common. As the
results decide how many these are, what may be said at the end goes by intervals that hold for every number of launches
at once (an asymptotic confidence sequence with Robbins' normal mixture; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas
2024).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from experiments.pairing import Difference, paired
from experiments.racing.drawing import Draw
from experiments.racing.pairs import FIRST_STAGE, Floats

STEPS = 20
"""The runs after the first stage are given out in about so many steps."""

SHARPEST_AT = 100
"""The number of launches at which the intervals that always hold are narrowest for their level."""


def shares(means: Floats, deviations: Floats) -> Floats:
    """Share of the runs that each strategy should get.

    Args:
        means: of the strategies, more being better, shape (k,).
        deviations: standard deviations, shape (k,).

    Returns:
        Shape (k,), summing to 1.
    """
    scale = max(float(np.max(deviations)), 1e-12 * max(1.0, float(np.max(np.abs(means)))))
    deviations = np.maximum(deviations, 1e-6 * scale)
    best = int(np.argmax(means))
    gaps = np.maximum(means[best] - means, 1e-3 * scale)
    found = (deviations / gaps) ** 2
    found[best] = 0.0
    found[best] = deviations[best] * np.sqrt(np.sum((found / deviations) ** 2))
    return np.asarray(found / np.sum(found))


def estimated_chance(means: Floats, deviations: Floats, launches: Floats) -> float:
    """Bonferroni's estimate of the chance that the strategy with the highest mean is the best; all of shape (k,)."""
    from scipy.special import ndtr

    best = int(np.argmax(means))
    others = np.arange(means.size) != best
    errors = np.sqrt(deviations**2 / launches)
    spread = np.hypot(errors[best], errors[others])
    gaps = (means[best] - means)[others]
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.where(spread > 0, gaps / spread, np.where(gaps > 0, np.inf, 0.0))
    return max(0.0, 1 - float(np.sum(ndtr(-scores))))


def allocate(
    draw: Draw,
    strategies: int,
    budget: int,
    on_look: Callable[[Floats], None] | None = None,
    first_stage: int = FIRST_STAGE,
) -> Floats:
    """Spend a budget.

    Args:
        draw: gives launches.
        strategies: k.
        budget: runs in all.
        on_look: called with the values so far after each step.
        first_stage: launches that every strategy gets first.

    Returns:
        The values, shape (launches of the one with most, k), NaN where a strategy did not run or its run failed.

    Raises:
        ValueError: if the budget does not give every strategy its first launches.
    """
    if budget < strategies * first_stage:
        raise ValueError("too small a budget")
    values = list(draw(range(strategies), 0, first_stage).T)
    step = max(1, (budget - strategies * first_stage) // STEPS)
    while True:
        used = sum(map(len, values))
        if on_look is not None:
            on_look(_side_by_side(values))
        if used >= budget:
            return _side_by_side(values)
        number = min(step, budget - used)
        for one, more in enumerate(_more(values, used + number, number)):
            if more:
                values[one] = np.concatenate([values[one], draw([one], len(values[one]), more)[:, 0]])


def _more(values: list[Floats], total: int, number: int) -> list[int]:
    """How many of the next `number` runs each gets, so that all come closest to their share of `total`."""
    means, deviations, counts = statistics(_side_by_side(values))
    wanted = np.zeros(len(values))
    known = counts > 0  # a strategy without results gets no more
    if known.any():
        wanted[known] = shares(means[known], deviations[known]) * total
    short = np.maximum(wanted - [len(one) for one in values], 0.0)
    if short.sum() == 0:
        short = np.ones(len(values))
    exact = number * short / short.sum()
    given = np.floor(exact).astype(int)
    for one in np.argsort(given - exact, kind="stable")[: number - int(given.sum())]:
        given[one] += 1
    return [int(one) for one in given]


def statistics(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, standard deviation and number of the results of each strategy, each of shape (k,); NaN without results."""
    there = ~np.isnan(values)
    counts = there.sum(axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(there, values, 0.0).sum(axis=0) / counts
        squares = np.where(there, (values - means) ** 2, 0.0).sum(axis=0)
        deviations = np.sqrt(squares / np.maximum(counts - 1, 1))
    return means, deviations, counts


def _side_by_side(values: list[Floats]) -> Floats:
    found = np.full((max(map(len, values)), len(values)), np.nan)
    for one, own in enumerate(values):
        found[: len(own), one] = own
    return found


def always_valid(first: Floats, second: Floats, level: float, reach: float | None) -> Difference:
    """The paired difference with an interval that holds, asymptotically, for every number of launches at once.

    Args:
        first: values of the first strategy by launch, shape (n,); NaN where it did not run.
        second: of the second.
        level: how sure.
        reach: the largest difference that can be, or None; the variance is then made as in `experiments.pairing`.
    """
    plain = paired(first, second, level, reach)
    n = plain.launches
    if n < 2:
        return replace(plain, low=-np.inf, high=np.inf)
    difference = (first - second)[~np.isnan(first - second)]
    if reach is not None:
        difference = np.concatenate([difference, [0.0, reach * np.sqrt(0.5), -reach * np.sqrt(0.5)]])
    deviation = float(np.std(difference, ddof=1))
    error = 1 - level
    width = (-2 * np.log(error) + np.log(1 - 2 * np.log(error))) / SHARPEST_AT
    grown = n * width + 1
    half = deviation * np.sqrt(2 * grown / (n**2 * width) * np.log(np.sqrt(grown) / error))
    return replace(plain, low=plain.mean - half, high=plain.mean + half, method="always_valid")
