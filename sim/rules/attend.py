"""Phases 1 and 2 of a look: wake and read; and the blocks of draws that a look takes.

docs/rules.md section 5 is the contract; every formula here stands there.
"""

from __future__ import annotations

from sim.accessors import Book, group_of, look_of, member, parameters
from sim.arithmetic import LN2, exp
from sim.compiling import inlined, rule
from sim.draws import block
from sim.rules.waking import faded_attention


@rule
def wake(state: Book, i: int, t: float) -> None:
    """Phase 1: time works on member i since they were last here."""
    me = member(state, i)
    fixed = parameters(state)
    elapsed = t - me.wake_time
    if me.fatigue > 0.0:
        me.fatigue *= exp(-LN2 * elapsed / fixed.fatigue_days)
    if me.tolerance_used > 0.0:
        me.tolerance_used *= exp(-LN2 * elapsed / fixed.tolerance_days)
    if me.talk > 0.0 or me.heat > 0.0:
        fading = exp(-4.0 * elapsed)
        me.talk *= fading
        me.heat *= fading
    me.belonging *= exp(-LN2 * elapsed / fixed.belonging_days)
    if me.expect > 0.0:
        me.expect *= exp(-LN2 * elapsed / fixed.programme_days)
    if me.invite_heat > 0.0:
        me.invite_heat *= exp(-elapsed)
    me.wake_time = t
    if me.is_idle == 1:
        me.attention = faded_attention(state, i, t)
        me.is_idle = 0


@rule
def read(state: Book, i: int, t: float) -> None:
    """Phase 2: which messages are read. Fills `first`, `last`, `skipped` of the look; `first` > `last` if none."""
    me = member(state, i)
    look = look_of(state)
    newest = group_of(state).messages - 1
    unread = newest - me.read_mark
    span = parameters(state).span
    look.time = t
    look.stream = me.parent_stream
    look.cell = me.parent_cell
    look.candidate = me.parent_candidate
    look.again = me.again
    look.first = me.read_mark + 1 if unread <= span else newest - span + 1
    look.last = newest
    look.skipped = max(0, unread - span)
    look.read = 0
    look.worth = 0.0
    look.irritation = 0.0
    look.addressed = 0
    look.shill_read = 0
    look.heard = 0.0
    look.offer = -1
    look.bound = 0.0
    look.mention_read = 0
    look.mention_message = -1
    look.spoke = 0
    look.claims = 0
    look.gift = 0.0
    look.gifts = 0
    look.call = -1
    look.challenge = -1
    look.move = -1
    look.ad_seen = -1
    look.ticks = 0
    look.blocked = 0
    look.has_second = 0
    look.has_third = 0
    look.has_fourth = 0
    me.read_mark = newest


@inlined
def look_block(state: Book, i: int, number: int) -> tuple[float, float, float, float]:
    """Block `number` of the look under way."""
    look = look_of(state)
    group_of(state).blocks += 1
    sub = look.candidate * 65536 + look.again * 64 + number
    return block(parameters(state).seed, look.stream, member(state, i).key, look.cell, sub)


@inlined
def second_block(state: Book, i: int) -> None:
    """Draw the look's second block, once."""
    look = look_of(state)
    if look.has_second == 0:
        look.v0, look.v1, look.v2, look.v3 = look_block(state, i, 1)
        look.has_second = 1


@inlined
def third_block(state: Book, i: int) -> None:
    """Draw the block that decides on ticks and invitations, once."""
    look = look_of(state)
    if look.has_third == 0:
        look.d0, look.d1, look.d2, look.d3 = look_block(state, i, 40)
        look.has_third = 1


@inlined
def fourth_block(state: Book, i: int) -> None:
    """Draw the block that decides on acceptance, policing, moves and how good a purchase was, once."""
    look = look_of(state)
    if look.has_fourth == 0:
        look.c0, look.c1, look.c2, look.c3 = look_block(state, i, 41)
        look.has_fourth = 1
