"""What advertisements cost: exits and mutes (F47, F51, F52, F58) and attention, at once and in the long run (F54)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.outcome import present
from sim.records import LEAVE

Floats = NDArray[np.float64]


def exits_and_mutes(daily: NDArray[Any], first_day: int, last_day: int) -> dict[str, float]:
    """Exits, mutes and member-days of the days `first_day` to `last_day` − 1."""
    days = slice(first_day, last_day)
    return {
        "exits": float(daily["leaves"][days].sum()),
        "mutes": float(daily["mutes"][days].sum()),
        "member_days": float(present(daily)[days].sum()),
    }


def exits_after(
    events: NDArray[Any], pushes: Floats, start: float, end: float, hours: float = 2.0
) -> dict[str, float]:
    """Exits in the hours after a push, and in the same hours of days without one.

    Args:
        events: log with all exits of the window.
        pushes: moments of the pushes in days, shape (pushes,).
        start: first day of the window.
        end: its last.
        hours: how long after a push an exit is put down to it. Longer than the source's "right after" (F52), since a
            member leaves when they look.

    Returns:
        push_exits, push_windows: exits within `hours` of a push, and the pushes. calm_exits, calm_windows: the same
        after the same clock times on days on which no push came in the 24 hours before nor in the window.
    """
    exits = np.sort(events["t"][events["kind"] == LEAVE])
    inside = pushes[(pushes >= start) & (pushes < end - hours / 24)]
    clock = np.unique(np.round(pushes % 1.0, 9))
    moments = (np.arange(np.floor(start), np.ceil(end))[:, None] + clock[None, :]).ravel()
    moments = moments[(moments >= start) & (moments < end - hours / 24)]
    since = moments[:, None] - pushes[None, :]
    calm = moments[~((since > -hours / 24) & (since < 1 - 1e-9)).any(axis=1)] if pushes.size else moments
    return {
        "push_exits": _within(exits, inside, hours),
        "push_windows": float(inside.size),
        "calm_exits": _within(exits, calm, hours),
        "calm_windows": float(calm.size),
    }


def _within(exits: Floats, moments: Floats, hours: float) -> float:
    return float((np.searchsorted(exits, moments + hours / 24) - np.searchsorted(exits, moments)).sum())


def push_multiplier(counts: dict[str, float]) -> float:
    """Exits per window after a push over exits per calm window; `nan` without calm exits or pushes."""
    if counts["calm_exits"] == 0 or counts["push_windows"] == 0:
        return float("nan")
    return counts["push_exits"] / counts["push_windows"] / (counts["calm_exits"] / counts["calm_windows"])


def relative_loss(outcome: Floats, loads: Floats) -> float:
    """Loss per unit of ad load, as a share of the outcome without ads: minus the slope of the regression line.

    Args:
        outcome: mean outcome at each load, shape (loads,); the first is that without ads.
        loads: ads a day, ascending from 0.

    Returns:
        `nan` if there is nothing to lose.
    """
    if not outcome[0] > 0:
        return float("nan")
    return float(-np.polyfit(loads, outcome / outcome[0], 1)[0])


def linearity(outcome: Floats, loads: Floats) -> float:
    """How nearly the outcome falls along a line: minus the correlation of outcome and load, 1 for a falling line.

    Returns:
        From −1 to 1; 0 if the outcome rises anywhere between neighbouring loads by more than a twentieth of the
        outcome without ads, for then it does not fall monotonically; `nan` if there is nothing to lose.
    """
    if not outcome[0] > 0 or np.ptp(outcome) == 0:
        return float("nan")
    if (np.diff(outcome) > outcome[0] / 20).any():
        return 0.0
    return float(-np.corrcoef(loads, outcome)[0, 1])
