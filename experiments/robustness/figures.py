"""A number with its interval, as all of robustness gives it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Figure:
    """An estimate with its 95% interval; NaN where nothing is known."""

    value: float
    low: float
    high: float


UNKNOWN = Figure(float("nan"), float("nan"), float("nan"))


def figure_of(draws: Floats) -> Figure:
    """The mean of draws from what is believed of a number, and their middle 95% with it, shape (draws,)."""
    low, high = np.quantile(draws, TAILS)
    # A few draws far off can take the mean beyond where nearly all of them lie.
    mean = float(draws.mean())
    return Figure(mean, min(float(low), mean), max(float(high), mean))
