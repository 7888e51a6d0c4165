"""Whom an act means: audiences that an operator can see from outside, and who of them comes first.

docs/rules.md section 8. Equal claims are settled by keyed draws, so the order of members never matters.
"""

from __future__ import annotations

from sim.accessors import Book, act_at, group_of, member, member_count, parameters
from sim.compiling import rule
from sim.draws import OPERATOR, block
from sim.records import PRESENT
from sim.rules.post import recent_talk
from sim.rules.waking import faded_attention

ALL, TIER, NEWCOMERS, SILENT, ACTIVE = range(5)
ACTIVE_FROM = 0.5  # recent messages
STEWARD = 1  # role
STEWARD_ATTENTION = 0.1
BEFORE_ALL = -1e300


@rule
def eligible(state: Book, i: int, t: float, audience: int, value: float) -> bool:
    """Whether member i belongs to an audience that an operator can see from outside."""
    me = member(state, i)
    if me.status != PRESENT:
        return False
    if audience == TIER:
        return bool(me.tier == int(value))
    if audience == NEWCOMERS:
        return bool(t - me.joined <= value)
    if audience == SILENT:
        return bool(t - me.last_message_time >= value)
    if audience == ACTIVE:
        return bool(me.dropper == 0 and recent_talk(state, i, t) >= ACTIVE_FROM)
    return True


@rule
def luck(state: Book, i: int, key: int, number: int) -> float:
    """The uniform that settles member i's place for occurrence `number` of the act with `key`."""
    draw, _, _, _ = block(parameters(state).seed, OPERATOR, member(state, i).key, key, number)
    group_of(state).blocks += 1
    group_of(state).words += 1
    return float(draw)


@rule
def next_chosen(
    state: Book, position: int, t: float, audience: int, number: int, rank: float, draw: float
) -> tuple[int, float, float]:
    """The member who follows after (rank, draw) in the order of an act's audience, with their rank and draw.

    The rank is minus the recent messages for the active, and 0 otherwise. −1 if nobody is left.
    """
    act = act_at(state, position)
    chosen = -1
    best_rank = 0.0
    best_draw = 0.0
    for i in range(member_count(state)):
        if not eligible(state, i, t, audience, act.audience_value):
            continue
        own_rank = -recent_talk(state, i, t) if audience == ACTIVE else 0.0
        if own_rank < rank or (chosen >= 0 and own_rank > best_rank):
            continue
        own_draw = luck(state, i, act.key, number)
        if own_rank == rank and own_draw <= draw:
            continue
        if chosen < 0 or own_rank < best_rank or own_draw < best_draw:
            chosen = i
            best_rank = own_rank
            best_draw = own_draw
    return chosen, best_rank, best_draw


@rule
def choose_steward(state: Book, t: float, key: int, number: int, excepted: int) -> int:
    """The steward whose turn it is: present, not muted, and looking now and then; −1 if there is none."""
    chosen = -1
    best = 2.0
    for i in range(member_count(state)):
        me = member(state, i)
        if me.role != STEWARD or me.status != PRESENT or me.muted == 1 or i == excepted:
            continue
        if faded_attention(state, i, t) < STEWARD_ATTENTION:
            continue
        draw = luck(state, i, key, number)
        if draw < best:
            best = draw
            chosen = i
    return chosen
