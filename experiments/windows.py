"""Weeks of daily records: the sums over days that symptoms, senses, milestones and stages share.

A group's day is noisy and its week has a rhythm, so nothing about the state of a group is read off a single
day. Two kinds of windows are in use: rolling ones, which ask when something began, and complete weeks side by
side, which show how something developed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import present_by_day

Floats = NDArray[np.float64]

WEEK = 7


def rolling_sums(values: NDArray[Any], length: int = WEEK) -> Floats:
    """Sums over every run of `length` days.

    Args:
        values: a number a day, shape (days,).
        length: days of a window.

    Returns:
        Sums by the window's first day, shape (max(0, days − length + 1),).
    """
    if len(values) < length:
        return np.zeros(0)
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return total[length:] - total[:-length]


def by_week(values: NDArray[Any]) -> Floats:
    """The days of complete weeks, shape (weeks, 7); days after the last complete week are left out."""
    weeks = len(values) // WEEK
    return np.asarray(values[: weeks * WEEK], dtype=np.float64).reshape(weeks, WEEK)


def present_at_start(daily: NDArray[Any]) -> Floats:
    """Members present at the beginning of each day, shape (days,); nobody on day 0."""
    return np.concatenate([[0.0], present_by_day(daily)[:-1]])


def first_day(holds: NDArray[np.bool_]) -> float:
    """The first day of the first window for which something holds; ``inf`` if there is none."""
    return float(np.argmax(holds)) if holds.any() else float("inf")


def ratio(above: Floats, below: Floats, otherwise: float = 0.0) -> Floats:
    """Element by element `above` / `below`, and `otherwise` where `below` is 0."""
    safe = np.where(below > 0, below, 1.0)
    return np.where(below > 0, above / safe, otherwise)
