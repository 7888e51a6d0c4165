"""What a comparison answers with: shares of launches, single launches to draw, and what operators cannot see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """How many of the launches: `count` of `of`, as a share with its interval `low` … `high`."""

    count: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Dot:
    """One launch in the field of a hundred; its day of death is ``inf`` if it has none."""

    launch: int
    seed: int
    death_day: float
    lively: bool


@dataclass(frozen=True)
class Hidden:
    """What operators cannot see, by day; every array has shape (days,), NaN on days without a look.

    Attributes:
        trust: mean trust of those who looked, 0..1.
        fatigue: mean fatigue of those who looked.
        attention: mean attention of those who looked, 0..1.
        muted_share: members who have muted the group by then, over all who have joined by then.
        left_share: members who have left by then, over all who have joined by then.
        looks: looks a launch.
    """

    trust: Floats
    fatigue: Floats
    attention: Floats
    muted_share: Floats
    left_share: Floats
    looks: Floats
