"""The order of events among groups that share a desk.

docs/rules.md section 10. Only what uses the desk has to wait for the other groups, so each group's members run on by
themselves from one such event to the next, and its records stay close at hand.
"""

from __future__ import annotations

import math

import numpy.typing as npt

from sim.accessors import Book, group_of, member, member_count, parameters
from sim.compiling import rule
from sim.engine import event_margin, handle
from sim.records import NOT_JOINED
from sim.rules.schedule import next_leaf, next_time

LOG_FULL, REACHED, AT_DESK = range(3)
DONE = -1


@rule
def uses_desk(state: Book, leaf: int) -> bool:
    """Whether the next event, which is of `leaf`, uses the staff's time."""
    if leaf == 0:
        return True
    return bool(parameters(state).screening == 1 and member(state, leaf - 1).status == NOT_JOINED)


@rule
def advance_to_desk(state: Book, until: float) -> int:
    """Handle a group's events up to its next one that uses the desk, `until`, or a full event log."""
    group = group_of(state)
    margin = event_margin(member_count(state))
    while True:
        t = next_time(state)
        if t >= until:
            return REACHED
        if group.logging == 1 and group.events + margin > group.event_limit:
            return LOG_FULL
        leaf = next_leaf(state)
        if uses_desk(state, leaf):
            return AT_DESK
        group.now = t
        handle(state, leaf, t)


@rule
def earliest_at_desk(books: npt.NDArray, waiting: npt.NDArray) -> int:  # type: ignore[type-arg]
    """The group whose event at the desk comes first, equal ones by number; −1 if none waits."""
    chosen = DONE
    first = math.inf
    for place in range(books.shape[0]):
        if waiting[place] == AT_DESK:
            t = next_time(books[place])
            if t < first:
                first = t
                chosen = place
    return chosen


@rule
def advance_portfolio(books: npt.NDArray, waiting: npt.NDArray, until: float) -> int:  # type: ignore[type-arg]
    """Handle all events of all groups before `until`. Returns the group whose log has to be emptied first, or −1."""
    for place in range(books.shape[0]):
        waiting[place] = advance_to_desk(books[place], until)
        if waiting[place] == LOG_FULL:
            return place
    while True:
        place = earliest_at_desk(books, waiting)
        if place < 0:
            return DONE
        state = books[place]
        t = next_time(state)
        group_of(state).now = t
        handle(state, next_leaf(state), t)
        waiting[place] = advance_to_desk(state, until)
        if waiting[place] == LOG_FULL:
            return place
