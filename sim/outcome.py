"""What a run leaves behind, and the one definition of every measure read from it.

Lengths are in days, money in fen. A measure that the horizon cut off is `inf`: censored, not absent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.records import EVENT_KINDS, LEFT, MOVED, PRESENT, REFUSED, REMOVED
from sim.state import State

__all__ = [
    "EVENT_KINDS",
    "Outcome",
    "Silence",
    "ads_wall_day",
    "cold_day",
    "ended",
    "present",
    "probe_dead_day",
    "restricted_lively_days",
    "silence",
]


@dataclass(frozen=True)
class Outcome:
    """One group's life.

    Attributes:
        seed: the run's seed.
        daily: (days,) records of dtype `records.DAY`.
        events: (events,) records of dtype `records.EVENT`, or None if no log was kept; `kind` indexes
            `EVENT_KINDS`.
        final: totals at the horizon.
    """

    seed: int
    daily: npt.NDArray[Any]
    events: npt.NDArray[Any] | None
    final: dict[str, float] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """The horizon in days."""
        return len(self.daily)

    @staticmethod
    def of(state: State, event_parts: list[npt.NDArray[Any]] | None) -> Outcome:
        """Read the outcome off a finished state."""
        members = state.members
        group = state.group[0]
        here = members["status"] == PRESENT
        final: dict[str, float] = {
            "members_present": int(here.sum()),
            "muted": int((members["muted"][here] == 1).sum()),
            "left": int((members["status"] == LEFT).sum()),
            "refused": int((members["status"] == REFUSED).sum()),
            "removed": int((members["status"] == REMOVED).sum()),
            "moved": int((members["status"] == MOVED).sum()),
            "stewards": int((members["role"][here] == 1).sum()),
            "closed_day": float(group["closed"]),
            "banned_day": float(group["banned"]),
            "ban_chance": float(1.0 - np.exp(-group["ban_hazard"])),
            "topicality": float(group["topicality"]),
            "buyers": int((members["purchases"] > 0).sum()),
            "messages": int(group["messages"]),
            "looks": int(group["looks"]),
            "reads": int(group["reads"]),
            "blocks": int(group["blocks"]),
            "words": int(group["words"]),
            "tasks_dropped": int(group["tasks_dropped"]),
        }
        events = None
        if event_parts is not None:
            events = np.concatenate([state.events[:0], *event_parts])
        return Outcome(seed=int(state.parameters["seed"][0]), daily=state.days, events=events, final=final)


@dataclass(frozen=True)
class Silence:
    """When ordinary members fell silent: the start of the first and of the final silent window; inf if censored."""

    first: float
    final: float


def ended(final: dict[str, float]) -> float:
    """Moment, in days, at which a group was closed on purpose or lost to the platform; inf if neither happened."""
    return min((final[name] for name in ("closed_day", "banned_day") if final[name] >= 0.0), default=np.inf)


def silence(daily: npt.NDArray[Any], window_days: float = 7.0, until: float = np.inf) -> Silence:
    """First and final silence of at least `window_days` without a message from an ordinary member.

    A group that never speaks is silent from 0. Exact for windows of one day and more: daily records keep
    the first and the last moment of talk of each day.

    Args:
        daily: (days,) records of dtype `records.DAY`.
        window_days: least length of a silence.
        until: moment at which the group ended (`ended`): the silence of a group that is no more counts for nothing.
    """
    horizon = min(float(len(daily)), until)
    daily = daily[: int(np.ceil(horizon))]
    spoken = daily["talk"] > 0
    starts = np.concatenate([[0.0], daily["last_talk"][spoken]])
    ends = np.concatenate([daily["first_talk"][spoken], [horizon]])
    long_gaps = ends - starts >= window_days
    first = float(starts[np.argmax(long_gaps)]) if long_gaps.any() else np.inf
    final = float(starts[-1]) if long_gaps[-1] else np.inf
    return Silence(first=first, final=final)


def present(daily: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Members present at the end of each day; shape (days,)."""
    gone = daily["leaves"] + daily["removed"] + daily["moved"]
    counted: npt.NDArray[np.int64] = np.cumsum(daily["joins"] - gone)
    return counted


def _first_run(condition: npt.NDArray[np.bool_], length: int) -> float:
    """Start of the first run of at least `length` true days; inf if none."""
    run = 0
    for day, true in enumerate(condition):
        run = run + 1 if true else 0
        if run >= length:
            return float(day - length + 1)
    return float(np.inf)


def cold_day(daily: npt.NDArray[Any], threshold: float = 0.01, run_days: int = 7) -> float:
    """Start of the first `run_days` days that each stay below `threshold` ordinary messages per member; inf if none."""
    per_head = daily["talk"] / np.maximum(1, present(daily))
    return _first_run(per_head < threshold, run_days)


def ads_wall_day(daily: npt.NDArray[Any], share: float = 0.8, run_days: int = 7) -> float:
    """Start of the first `run_days` days over which more than `share` of all messages are promotion; inf if none."""
    every = np.cumsum(
        np.concatenate([[0], daily["talk"] + daily["operator"] + daily["shill"] + daily["dropper"]])
    )
    promotion = np.cumsum(np.concatenate([[0], daily["promotion"]]))
    total = every[run_days:] - every[:-run_days]
    promoted = promotion[run_days:] - promotion[:-run_days]
    walls = (total > 0) & (promoted > share * total)
    return float(np.argmax(walls)) if walls.any() else float(np.inf)


def probe_dead_day(daily: npt.NDArray[Any]) -> float:
    """First day on which an operator's packet still had unclaimed portions two hours after opening; inf if none."""
    dead = (daily["portions"] > 0) & (daily["portions_2h"] < daily["portions"])
    return float(np.argmax(dead)) if dead.any() else float(np.inf)


def restricted_lively_days(daily: npt.NDArray[Any], horizon: float = 90.0, window_days: float = 7.0) -> float:
    """Days until the first silence, counted up to `horizon`."""
    return float(min(silence(daily, window_days).first, horizon, len(daily)))
