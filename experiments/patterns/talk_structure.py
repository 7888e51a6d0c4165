"""Who talks, and in what rhythm, in a window of 30 days: the definitions used on the archives (F77–F86).

Members who write nothing are left out of the inequality measures, as they are in archives. A window counts
as live talk from 100 messages on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics_of_talk import burstiness, gini, memory, top_share
from sim.records import ANSWER, GO_ON, SAY

TALK = (SAY, ANSWER, GO_ON)
"""Events that are an ordinary member's message."""
LEAST_MESSAGES = 100
NIGHT_AND_DAY = 24


def talk_of(events: NDArray[Any], start: float, end: float) -> NDArray[Any]:
    """The messages of members from day `start` to day `end`, in order of time."""
    chosen = np.isin(events["kind"], TALK) & (events["t"] >= start) & (events["t"] < end)
    return events[chosen]


def structure_of(talk: NDArray[Any], members: float) -> dict[str, float]:
    """Inequality and rhythm of one window's talk.

    Args:
        talk: members' messages of the window, as `talk_of` gives them.
        members: how many were present, on average over the window.

    Returns:
        posting_share: posters a present member. daily_share: mean posters of a day over posters of the window,
        days without a message included. gini, top_10, top_20: of messages among posters. one_message:
        posters of a single message, a poster. burstiness, memory: of the gaps between messages. All are `nan`
        below `LEAST_MESSAGES` messages.
    """
    names = (
        "posting_share",
        "daily_share",
        "gini",
        "top_10",
        "top_20",
        "one_message",
        "burstiness",
        "memory",
    )
    if talk.size < LEAST_MESSAGES:
        return dict.fromkeys(names, float("nan"))
    counts = np.unique(talk["member"], return_counts=True)[1]
    days = np.floor(talk["t"]).astype(np.int64)
    poster_days = np.unique(np.stack([days, talk["member"]]), axis=1).shape[1]
    window = days.max() - days.min() + 1
    gaps = np.diff(talk["t"])
    values = (
        counts.size / members if members else float("nan"),
        poster_days / window / counts.size,
        gini(counts),
        top_share(counts, 0.1),
        top_share(counts, 0.2),
        float(np.mean(counts == 1)),
        burstiness(gaps),
        memory(gaps),
    )
    return dict(zip(names, values, strict=True))


def messages_by_hour(talk: NDArray[Any]) -> NDArray[np.int64]:
    """Messages in each hour of the day, shape (24,), hour 0 first."""
    hours = np.floor((talk["t"] % 1.0) * NIGHT_AND_DAY).astype(np.int64)
    counted: NDArray[np.int64] = np.bincount(np.minimum(hours, 23), minlength=NIGHT_AND_DAY)
    return counted


def peak_to_trough(by_hour: NDArray[np.int64]) -> float:
    """Messages of the busiest hour of the day over the quietest; `inf` if that has none, `nan` if all have none."""
    if by_hour.sum() == 0:
        return float("nan")
    return float(by_hour.max() / by_hour.min()) if by_hour.min() > 0 else float("inf")


def hours_from_usual_peak(by_hour: NDArray[np.int64]) -> float:
    """Hours between the busiest hour and the nearest of 11, 12, 20 and 21 o'clock; 0 if it is one of them (F40).

    The two spans of V17, 11–13 and 20–22, are these four hours.
    """
    if by_hour.sum() == 0:
        return float("nan")
    busiest = int(np.argmax(by_hour))
    return float(min(min(abs(busiest - hour), 24 - abs(busiest - hour)) for hour in (11, 12, 20, 21)))
