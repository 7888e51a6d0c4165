"""What an answer to a newcomer's first post changes (F43, F89).

The first post is a newcomer's first message of any kind. It is answered if anybody else writes in the same
conversation later, within 24 hours, and never answered if nobody does in all the days that follow. Who
posts more than a day after the first post has posted again; who has left has not. Observed, not
assigned: a first post that gets an answer may be another sort of post, here as in the archives. These were of
active groups, so only first posts count after which the group goes on writing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.conversations import Message, messages_of
from sim.records import JOIN

FOLLOW_UP_DAYS = 30.0
FAST_DAYS = 1 / 24
LEAST_FOLLOWING = 100
"""Messages that the group has to write in the follow-up, as in the archives' months (F77)."""
COUNTS = ("answered", "answered_again", "never", "never_again", "fast", "fast_again", "slow", "slow_again")


def first_posts(events: NDArray[Any], arrived_after: float, horizon: float) -> dict[str, float]:
    """Counts of newcomers by what became of their first post.

    Args:
        events: the whole log.
        arrived_after: who joined before this day is no newcomer.
        horizon: end of the log in days; first posts count if `FOLLOW_UP_DAYS` follow.

    Returns:
        answered, never: newcomers; …_again: of those, who posted again. fast: answered within an hour, slow:
        answered later within the day.
    """
    joins = events[(events["kind"] == JOIN) & (events["t"] >= arrived_after)]
    newcomers = set(joins["member"].tolist())
    messages = messages_of(events)
    own: dict[int, list[tuple[int, Message]]] = {}
    threads: dict[int, list[Message]] = {}
    for number, one in messages.items():
        threads.setdefault(one.root, []).append(one)
        if one.author in newcomers:
            own.setdefault(one.author, []).append((number, one))
    counts = dict.fromkeys(COUNTS, 0.0)
    times = np.sort([one.t for one in messages.values()])
    for posts in own.values():
        _, first = posts[0]
        if first.t + FOLLOW_UP_DAYS > horizon:
            continue
        span = np.searchsorted(times, (first.t, first.t + FOLLOW_UP_DAYS), side="right")
        if span[1] - span[0] < LEAST_FOLLOWING:
            continue
        delay = _first_answer(threads[first.root], first)
        again = any(1.0 < one.t - first.t <= FOLLOW_UP_DAYS for _, one in posts)
        for name in _classes(delay):
            counts[name] += 1
            counts[f"{name}_again"] += again
    return counts


def _first_answer(thread: list[Message], first: Message) -> float:
    return min(
        (one.t - first.t for one in thread if one.t > first.t and one.author != first.author), default=np.inf
    )


def _classes(delay: float) -> tuple[str, ...]:
    if delay <= 1.0:
        return ("answered", "fast" if delay <= FAST_DAYS else "slow")
    return ("never",) if delay > FOLLOW_UP_DAYS else ()


def gain(counts: dict[str, float], one: str, other: str) -> float:
    """Difference in the share of newcomers who post again, class `one` less class `other`; `nan` if one is empty."""
    if counts[one] == 0 or counts[other] == 0:
        return float("nan")
    return counts[f"{one}_again"] / counts[one] - counts[f"{other}_again"] / counts[other]
