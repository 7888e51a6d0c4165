"""Scores: a guess by its distance from what came, a decision by what it leads to on average, luck apart from both.

Whoever decides well and has bad luck has decided well: a decision's score is the expected outcome, over all launches
of each option, and does not know which launch was the trainee's own. Luck is where that one launch fell among its
hundred sisters with the same decision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GOOD = 75.0
"""A decision with at least this score counts as good."""

LUCKY = 50.0
"""A launch at or above the middle of its sisters counts as lucky."""


def guess_score(guess: float, truth: float, low: float, high: float) -> float:
    """100 for a guess that is right, 0 for one that is off by the whole length of the slider."""
    return 100.0 * max(0.0, 1.0 - abs(guess - truth) / (high - low))


def brier(guess: float, outcomes: Sequence[bool] | NDArray[np.bool_]) -> tuple[float, float]:
    """Brier's (1950) score of a share guessed as the chance of each launch, and the least that was possible.

    Args:
        guess: the share, 0..1.
        outcomes: of each launch.

    Returns:
        Mean squared distance from the outcomes, 0 (best) to 1; and that of who knows the true share.
    """
    happened = np.asarray(outcomes, dtype=np.float64)
    share = float(happened.mean())
    return float(np.mean((guess - happened) ** 2)), share * (1.0 - share)


def decision_score(chosen: str, means: Mapping[str, float], best: Sequence[str]) -> float:
    """Where the chosen option's expected outcome lies between the worst option's (0) and the best one's (100).

    Args:
        chosen: the option.
        means: expected outcome by option.
        best: options that the launches do not tell from the best; each has 100.
    """
    known = [value for value in means.values() if not math.isnan(value)]
    low, high = min(known), max(known)
    if chosen in best or high == low:
        return 100.0
    return 100.0 * (means[chosen] - low) / (high - low)


def luck(values: NDArray[np.float64], launch: int) -> float:
    """Percent of its sisters that a launch did better than, equal ones counted half: 50 is the middle.

    Args:
        values: outcome of every launch with the same decision, shape (launches,).
        launch: the launch's own place.
    """
    others = np.delete(values, launch)
    own = values[launch]
    return 100.0 * float(np.mean((others < own) + 0.5 * (others == own)))


@dataclass(frozen=True)
class Verdict:
    """A decision and its luck.

    Attributes:
        decision: score of the decision, 0..100.
        luck: percent of its sisters that the trainee's own launch did better than.
    """

    decision: float
    luck: float

    @property
    def code(self) -> str:
        """One of "good_lucky", "good_unlucky", "poor_lucky", "poor_unlucky"."""
        return f"{'good' if self.decision >= GOOD else 'poor'}_{'lucky' if self.luck >= LUCKY else 'unlucky'}"
