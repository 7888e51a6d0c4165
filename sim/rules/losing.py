"""How a group ends from above: closed on purpose (B8), or taken away by the platform (B9).

docs/rules.md section 8.
"""

from __future__ import annotations

import math

from sim.accessors import Book, group_of, member_count
from sim.compiling import inlined, rule
from sim.records import BAN, CLOSE, OPERATOR_AUTHOR
from sim.rules.schedule import record, set_time


@inlined
def add_ban_hazard(state: Book, t: float, hazard: float) -> None:
    """What the platform does not like adds up to the group's threshold."""
    group = group_of(state)
    group.ban_hazard += hazard
    if group.ban_hazard >= group.ban_threshold and group.banned < 0.0:
        group.banned = t
        group.over = 1


@rule
def close(state: Book, t: float) -> None:
    """The operator closes the group; nothing happens after the event under way."""
    group = group_of(state)
    group.closed = t
    group.over = 1


@rule
def end_if_over(state: Book, t: float) -> None:
    """After the event in which a group was closed or lost, nothing is due any more."""
    group = group_of(state)
    if group.over == 1:
        group.over = 2
        if group.closed >= 0.0:
            record(state, t, CLOSE, OPERATOR_AUTHOR, -1, -1, 0.0)
        elif group.banned >= 0.0:
            record(state, t, BAN, OPERATOR_AUTHOR, -1, -1, 0.0)
    if group.over == 2:
        for leaf in range(member_count(state) + 1):
            set_time(state, leaf, math.inf)
