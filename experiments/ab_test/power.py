"""Power of Welch's t-test between two arms of real groups, and how many groups it takes.

The unit is the group: each is put into one arm as a whole, by lot, and gives one number. With n groups an arm, standard
deviations s₁ and s₂ between groups and a true difference Δ, the test's statistic is, to a very good approximation,
noncentral t with noncentrality Δ/√((s₁² + s₂²)/n) and Welch and Satterthwaite's degrees of freedom
(n − 1)(s₁² + s₂²)²/(s₁⁴ + s₂⁴). Real groups have no luck in common, so nothing is paired here.
"""

from __future__ import annotations

import math

FEWEST = 3
"""A plan never asks for fewer groups an arm: of two nobody can see how they vary."""

MOST = 100_000
"""A plan that needs more groups an arm than this is none."""


def power(difference: float, first: float, second: float, groups: int, level: float = 0.95) -> float:
    """Chance that a two-sided test ends significant in the direction of the true difference.

    Args:
        difference: true difference of the means, its sign being the direction hoped for; below 0 counts against.
        first: standard deviation between groups of the first arm.
        second: of the second.
        groups: in each arm.
        level: 1 − α.

    Returns:
        The power; 1 or 0 if groups do not vary at all.
    """
    from scipy.special import nctdtr, stdtrit

    one, other = first**2, second**2
    if groups < 2:
        return 0.0
    if one + other == 0:
        return float(difference > 0)
    freedom = (groups - 1) * (one + other) ** 2 / (one**2 + other**2)
    shift = difference / math.sqrt((one + other) / groups)
    # Beyond this the distribution's own function gives up; nothing is left to chance there.
    if abs(shift) > 35:
        return float(shift > 0)
    return 1.0 - float(nctdtr(freedom, shift, stdtrit(freedom, 0.5 + level / 2)))


def groups_needed(
    difference: float, first: float, second: float, wanted: float = 0.8, level: float = 0.95
) -> int | None:
    """Fewest groups an arm with the wanted power, at least `FEWEST`; None if more than `MOST` or no number gives it."""
    if difference <= 0 or power(difference, first, second, MOST, level) < wanted:
        return None
    low, high = FEWEST - 1, MOST
    if power(difference, first, second, FEWEST, level) >= wanted:
        return FEWEST
    while high - low > 1:
        middle = (low + high) // 2
        if power(difference, first, second, middle, level) >= wanted:
            high = middle
        else:
            low = middle
    return high


def smallest_detectable(
    first: float, second: float, groups: int, wanted: float = 0.8, level: float = 0.95
) -> float:
    """The smallest true difference that so many groups an arm would show with the wanted power; NaN for under two."""
    if groups < 2:
        return float("nan")
    if first == second == 0:
        return 0.0
    high = math.hypot(first, second)
    while power(high, first, second, groups, level) < wanted:
        high *= 2
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2
        if power(middle, first, second, groups, level) >= wanted:
            high = middle
        else:
            low = middle
    return high
