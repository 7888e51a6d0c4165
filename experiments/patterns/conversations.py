"""Conversations and their first replies, read from the event log the way they were read from archives (F81).

A conversation is a start and everything that hangs on it, by replies or because its author went on. It has a
reply once anybody but the starter has written in it, the operator included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records import ANSWER, GO_ON, OPERATOR_AUTHOR, OWNER_ANSWER, OWNER_POST, SAY

Floats = NDArray[np.float64]


@dataclass
class Message:
    """One message as a reader of the archive sees it.

    Attributes:
        t: when, in days.
        author: member, or −1 for the operator, −2 for a shill.
        root: id of the conversation's first message.
        start: whether a member began a conversation with it.
    """

    t: float
    author: int
    root: int
    start: bool


def messages_of(events: NDArray[Any]) -> dict[int, Message]:
    """All messages of a log by id, in order of time.

    What answers a message from before the log's beginning is a conversation under that message's id.
    """
    chosen = np.isin(events["kind"], (SAY, ANSWER, GO_ON, OWNER_POST, OWNER_ANSWER))
    found: dict[int, Message] = {}
    last_root: dict[int, int] = {}
    for kind, author, number, t, value in zip(
        *(events[name][chosen].tolist() for name in ("kind", "member", "message", "t", "value")), strict=True
    ):
        root = number
        if kind in (ANSWER, OWNER_ANSWER):
            parent = int(value)
            root = found[parent].root if parent in found else parent
        elif kind == GO_ON:
            root = last_root.get(author, number)
        found[number] = Message(t, author, root, kind == SAY)
        if author > OPERATOR_AUTHOR:
            last_root[author] = root
    return found


def first_replies(messages: dict[int, Message], start: float, end: float) -> Floats:
    """Days from each start in [start, end) to the first message of somebody else in its conversation; `inf` if none.

    Args:
        messages: of the whole log, as `messages_of` gives them.
        start: beginning of the window in days.
        end: its end; what follows in the log still counts as a reply.

    Returns:
        Delays in days, shape (starts,).
    """
    delays: dict[int, float] = {
        number: np.inf for number, one in messages.items() if one.start and start <= one.t < end
    }
    for one in messages.values():
        began = messages.get(one.root)
        if began is not None and one.author != began.author and delays.get(one.root) == np.inf:
            delays[one.root] = one.t - began.t
    return np.array(list(delays.values()))


def unanswered_share(delays: Floats) -> float:
    """Share of starts without a reply; `nan` without starts."""
    return float(np.mean(np.isinf(delays))) if delays.size else float("nan")


def median_reply_minutes(delays: Floats) -> float:
    """Median minutes to the first reply, of the starts that got one; `nan` if none did."""
    answered = delays[np.isfinite(delays)]
    return float(np.median(answered) * 1440) if answered.size else float("nan")


def replied_within(delays: Floats, minutes: float) -> float:
    """Share of all starts that got a reply within so many minutes; `nan` without starts."""
    return float(np.mean(delays * 1440 <= minutes)) if delays.size else float("nan")
