"""The rhythm of the day: how much more people pick up the phone at nine in the evening than at four at night.

A profile is 24 weights, one an hour, scaled to mean 1. The presets have a peak-to-trough ratio near 5:
looks and impulses multiply, so that messages then show the ratio of about 20 that archives show (V17, F40,
F84).
"""

from __future__ import annotations

import math

_WEIGHTS: dict[str, tuple[float, ...]] = {
    # Peaks at lunch and at nine in the evening.
    "everyday": (0.62, 0.42, 0.36, 0.34, 0.34, 0.38, 0.55, 0.82, 1.05, 1.15, 1.18, 1.30,
                 1.58, 1.28, 1.08, 1.06, 1.06, 1.12, 1.25, 1.38, 1.58, 1.70, 1.42, 0.98),
    # A working day: morning, lunch and the end of the day.
    "office": (0.45, 0.36, 0.34, 0.34, 0.34, 0.40, 0.60, 0.95, 1.35, 1.50, 1.45, 1.50,
               1.65, 1.35, 1.35, 1.30, 1.25, 1.40, 1.30, 1.10, 1.10, 1.15, 0.90, 0.62),
    # Parents, students, shift workers: after supper above all.
    "evening": (0.85, 0.55, 0.42, 0.38, 0.36, 0.38, 0.50, 0.70, 0.80, 0.85, 0.90, 1.00,
                1.30, 1.05, 0.90, 0.90, 0.95, 1.10, 1.30, 1.55, 1.75, 1.85, 1.70, 1.30),
    # No rhythm at all: for tests with known answers.
    "flat": (1.0,) * 24,
}  # fmt: skip

HOURLY_NAMES: tuple[str, ...] = tuple(_WEIGHTS)


def hourly_weights(rhythm: str | tuple[float, ...]) -> tuple[float, ...]:
    """The 24 weights behind a preset's name, or the user's own as they are."""
    return _WEIGHTS[rhythm] if isinstance(rhythm, str) else rhythm


def hourly_profile(rhythm: str | tuple[float, ...]) -> tuple[float, ...]:
    """The 24 hourly factors of a preset or of the user's own weights, scaled to mean 1.

    Args:
        rhythm: Name of a preset, or 24 weights ≥ 0 of which at least one is positive.

    Returns:
        24 factors with mean 1, hour 0 first.
    """
    weights = hourly_weights(rhythm)
    mean = math.fsum(weights) / 24  # exact, where `sum` rounds differently from one Python to the next
    return tuple(weight / mean for weight in weights)
