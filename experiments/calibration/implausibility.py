"""How far a point of the parameter space is from the evidence.

A target is an interval, so being inside it costs nothing. Outside, the distance counts in units of what is
not known: the interval's half-width (what the evidence leaves open) plus the simulation's own error. The
implausibility of a point is its greatest distance, as in history matching (Craig et al. 1997; Vernon, Goldstein and
Bower 2010); with many results one of them may be far by chance, so the second and third greatest are kept too. The
moment loss, the weighted sum of the squared distances, is what polishing lowers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_DISTANCE = 10.0
"""Farther than this is all the same: hopeless. A result that could not be measured at a point is as far."""

FAILED_LOSS = 20_000.0
"""The loss of a point whose evaluation failed: more than sixty hopeless ★★★ results."""

WEIGHTS = {3: 3.0, 2: 2.0}
"""Weight of a squared distance in the moment loss by the evidence's stars; ★ is only reported."""

MOST_TWO_STAR_MISSES = 0.2
"""A plausible point passes every ★★★ and misses at most this share of ★★."""

ERRORS_IN_HALF_INTERVAL = 1.96
"""Standard errors in half of a 95% interval."""


@dataclass(frozen=True)
class Measured:
    """What one pattern came to at a point; the same fields as a pattern's result.

    Attributes:
        id: of the pattern, such as "V10".
        part: which of its targets, such as "top_10"; may be empty.
        strength: stars of the evidence, 1 to 3.
        low: lower end of the target.
        high: upper end; either end may be infinite.
        value: as simulated, possibly infinite; NaN where it could not be measured at this point (a runaway or dead
            group), None where the model does not have it at all.
        interval_low: lower end of the value's 95% interval.
        interval_high: upper end.
        passed: the pattern's own word on whether it holds; None where it is only reported.
    """

    id: str
    part: str
    strength: int
    low: float
    high: float
    value: float | None
    interval_low: float | None
    interval_high: float | None
    passed: bool | None

    @property
    def label(self) -> str:
        """Pattern and part in one word."""
        return f"{self.id}.{self.part}" if self.part else self.id

    @property
    def counts(self) -> bool:
        """Whether it is held against a point: strong enough, and there in the model."""
        return self.strength in WEIGHTS and self.value is not None


def measured(result: Any) -> Measured:
    """A pattern's result with plain numbers in it, whatever numbers it came with."""

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    return Measured(
        str(result.id),
        str(result.part or ""),
        int(result.strength),
        -math.inf if result.low is None else float(result.low),
        math.inf if result.high is None else float(result.high),
        number(result.value),
        number(result.interval_low),
        number(result.interval_high),
        None if result.passed is None else bool(result.passed),
    )


def scale_of(low: float, high: float) -> float:
    """Half the width of a target; half of its one end where the other is open; 1 for a target without a width."""
    if math.isfinite(low) and math.isfinite(high):
        return (high - low) / 2 or 1.0
    end = low if math.isfinite(low) else high
    return abs(end) / 2 if math.isfinite(end) and end else 1.0


def simulation_error(result: Measured) -> float:
    """Standard error of a simulated value, from its 95% interval; 0 where there is none."""
    ends = (result.interval_low, result.interval_high)
    if any(end is None or not math.isfinite(end) for end in ends):
        return 0.0
    return abs((ends[1] or 0.0) - (ends[0] or 0.0)) / 2 / ERRORS_IN_HALF_INTERVAL


def distance(result: Measured) -> float:
    """How far a result is from its target, 0 (inside) to `MOST_DISTANCE`."""
    if result.value is None or math.isnan(result.value):
        return MOST_DISTANCE
    if result.low <= result.value <= result.high:
        return 0.0
    outside = max(0.0, result.low - result.value, result.value - result.high)
    return min(MOST_DISTANCE, outside / (scale_of(result.low, result.high) + simulation_error(result)))


def holds(result: Measured) -> bool:
    """Whether a result is in its target, or its own 95% interval reaches into it: so much may be luck."""
    if result.passed:
        return True
    if result.value is None or math.isnan(result.value):
        return False
    outside = max(0.0, result.low - result.value, result.value - result.high)
    return outside <= ERRORS_IN_HALF_INTERVAL * simulation_error(result)


@dataclass(frozen=True)
class Judgement:
    """What the evidence says about a point.

    Attributes:
        maxima: the greatest three distances, from the greatest on; the first is the implausibility.
        worst: labels of the results they belong to.
        loss: the moment loss.
        three_star: (holding, counted) of the ★★★ results.
        two_star: the same of ★★.
    """

    maxima: tuple[float, float, float]
    worst: tuple[str, ...]
    loss: float
    three_star: tuple[int, int]
    two_star: tuple[int, int]

    @property
    def implausibility(self) -> float:
        """The greatest distance."""
        return self.maxima[0]

    @property
    def plausible(self) -> bool:
        """Whether the point passes within simulation error: every ★★★, and four of five ★★ at least."""
        (strong, of_strong), (good, of_good) = self.three_star, self.two_star
        misses = of_good - good
        return 0 < of_strong == strong and misses <= MOST_TWO_STAR_MISSES * of_good + 1e-9

    @property
    def rank(self) -> tuple[bool, float]:
        """For sorting: plausible points first, then by loss."""
        return (not self.plausible, self.loss)


def judge(results: Sequence[Measured] | None) -> Judgement:
    """Judge a point by its results; None for one whose evaluation failed."""
    if results is None:
        return Judgement((MOST_DISTANCE,) * 3, (), FAILED_LOSS, (0, 0), (0, 0))
    counted = [result for result in results if result.counts]
    found = sorted(((distance(result), result.label) for result in counted), reverse=True)[:3]
    first, second, third = [*(far for far, _ in found), 0.0, 0.0, 0.0][:3]
    return Judgement(
        maxima=(first, second, third),
        worst=tuple(label for _, label in found),
        loss=sum(WEIGHTS[result.strength] * distance(result) ** 2 for result in counted),
        three_star=_passed(counted, 3),
        two_star=_passed(counted, 2),
    )


def _passed(results: Iterable[Measured], strength: int) -> tuple[int, int]:
    of_these = [result for result in results if result.strength == strength]
    return sum(holds(result) for result in of_these), len(of_these)
