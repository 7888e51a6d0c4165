"""Who acts next: a tournament tree over the next event times, and the log of what happened.

Leaf 0 is the operator, leaf 1 + i is member i. Each inner node holds the smaller of its two children, so
changing one time costs a walk to the root that stops as soon as nothing changes, and the winner is found by
walking down. At equal times the left leaf wins.
"""

from __future__ import annotations

import math

from sim.accessors import Book, event_at, group_of, leaf_time, member, message_at, set_leaf_time
from sim.compiling import inlined, rule
from sim.records import NOT_JOINED, PRESENT


@inlined
def set_time(state: Book, leaf: int, t: float) -> None:
    """Let a leaf's next event be at t."""
    node = group_of(state).tree_size + leaf
    set_leaf_time(state, node, t)
    while node > 1:
        node >>= 1
        left = leaf_time(state, 2 * node)
        right = leaf_time(state, 2 * node + 1)
        smaller = left if left <= right else right
        if leaf_time(state, node) == smaller:
            break
        set_leaf_time(state, node, smaller)


@rule
def next_leaf(state: Book) -> int:
    """The leaf whose event comes first."""
    size = group_of(state).tree_size
    node = 1
    while node < size:
        node *= 2
        if leaf_time(state, node + 1) < leaf_time(state, node):
            node += 1
    return int(node - size)


@rule
def next_time(state: Book) -> float:
    """When the next event of anyone is due; inf if none."""
    return float(leaf_time(state, 1))


@inlined
def reschedule(state: Book, i: int) -> None:
    """Put member i's earliest next event into the tree."""
    me = member(state, i)
    t = math.inf
    if me.status == PRESENT:
        t = min(me.next_look, me.next_impulse, me.next_plan, me.next_term)
    elif me.status == NOT_JOINED:
        t = me.join_time
    set_time(state, i + 1, t)


@inlined
def record(state: Book, t: float, kind: int, member: int, target: int, message: int, value: float) -> None:
    """Append to the event log, if one is kept. The run pauses before the log can overflow."""
    group = group_of(state)
    if group.logging == 1:
        row = event_at(state, group.events)
        row.t = t
        row.kind = kind
        row.member = member
        row.target = target
        row.message = message
        row.value = value
        group.events += 1


@inlined
def exists(state: Book, message: int) -> bool:
    """Whether a message is among the newest that still exist."""
    return message >= 0 and message_at(state, message & 1023).id == message
