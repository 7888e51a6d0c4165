"""Daily records and event logs written by hand, for measures whose right answer is known beforehand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records import DAY, EVENT, EVENT_KINDS

MEASURED = (
    "off_topic",
    "invites",
    "invites_unpaid",
    "removed",
    "votes",
    "check_ins",
    "orders_repeat",
    "coupons",
    "renewals",
    "attendance",
    "welcomed",
    "first_answers",
    "entry_fen",
)
"""Fields of a day that measures read beside those about talk and members."""


def days_of(days: int, **fields: Any) -> NDArray[Any]:
    """So many days, all zero but the fields given: a number for every day, or one a day."""
    names = [(name, np.int64) for name in MEASURED if name not in (DAY.names or ())]
    daily = np.zeros(days, dtype=[*DAY.descr, *names])
    for name, value in fields.items():
        daily[name] = value
    spoken = daily["talk"] > 0
    noon = np.arange(days) + 0.5
    for name in ("first_talk", "last_talk"):
        if name not in fields:
            daily[name] = np.where(spoken, noon, np.nan)
    return daily


def members(days: int, number: int) -> NDArray[np.int64]:
    """Joins by day of a group that so many people join on its first day."""
    return np.array([number, *[0] * (days - 1)], dtype=np.int64)


def events_of(*rows: tuple[float, str, int, int]) -> NDArray[Any]:
    """Events (day, kind, member, target), in this order; the value of a purchase or a claim is 100 fen."""
    events = np.zeros(len(rows), dtype=EVENT)
    for event, (t, kind, member, target) in zip(events, rows, strict=True):
        event["t"], event["kind"] = t, EVENT_KINDS.index(kind)
        event["member"], event["target"], event["message"] = member, target, -1
        event["value"] = 100.0 if kind in ("buy", "claim") else 0.0
    return events
