"""What the patterns say about each parameter: the values at which some plausible point exists.

A parameter whose plausible values fill its prior is not identified: whatever the lab answers, it has to answer for
all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.calibration.space import Space
from experiments.calibration.store import Point

FEWEST_POINTS = 50
"""With fewer plausible points nothing is said: a few always lie close together."""

IDENTIFIED = 0.5
"""A parameter is identified if its plausible values lie in less than this share of its prior,"""

WEAKLY = 0.8
"""and weakly identified if they lie in less than this share of it."""

BINS = 10


@dataclass(frozen=True)
class Profile:
    """What is known about one parameter.

    Attributes:
        name: of the parameter.
        prior: (low, high), in its unit.
        plausible: least and greatest value of a plausible point; None without any.
        share: share of the prior between them.
        middle: share of the prior that the middle 80% of the plausible points take. How dense the points are somewhere
            is also a matter of how they were found, so no verdict rests on it.
        verdict: "identified", "weakly", "not_identified" or "too_few" (plausible points).
        least: the least implausibility of any evaluated point in each tenth of the prior, None where there is none.
    """

    name: str
    prior: tuple[float, float]
    plausible: tuple[float, float] | None
    share: float
    middle: float
    verdict: str
    least: tuple[float | None, ...]


def profiles_of(space: Space, points: Sequence[Point], plausible: Sequence[Point]) -> list[Profile]:
    """The profile of each free parameter.

    Args:
        space: the parameters.
        points: all evaluated points.
        plausible: those of them that pass.
    """
    where = np.array([space.point(point.values) for point in points]).reshape(-1, space.dimension)
    far = np.array([point.judgement.implausibility for point in points])
    passing = np.array([space.point(point.values) for point in plausible]).reshape(-1, space.dimension)
    found = []
    for i, axis in enumerate(space.axes):
        shares = passing[:, i]
        values = [point.values[axis.name] for point in plausible]
        wide = float(np.ptp(shares)) if len(shares) else 1.0
        low, high = np.quantile(shares, (0.1, 0.9)) if len(shares) else (0.0, 1.0)
        found.append(
            Profile(
                axis.name,
                (axis.low, axis.high),
                (min(values), max(values)) if values else None,
                wide,
                float(high - low),
                _verdict(len(shares), wide),
                _least(where[:, i], far),
            )
        )
    return found


def _verdict(points: int, wide: float) -> str:
    if points < FEWEST_POINTS:
        return "too_few"
    if wide < IDENTIFIED:
        return "identified"
    return "weakly" if wide < WEAKLY else "not_identified"


def _least(shares: np.ndarray, far: np.ndarray) -> tuple[float | None, ...]:
    tenth = np.minimum((shares * BINS).astype(int), BINS - 1)
    return tuple(float(far[tenth == i].min()) if np.any(tenth == i) else None for i in range(BINS))
