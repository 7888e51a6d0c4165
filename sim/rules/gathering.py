"""What acts do beyond messages: roles, meetings, newcomers and removals.

docs/rules.md section 8 (C24, C26, C27, C31, C38).
"""

from __future__ import annotations

from sim.accessors import Book, act_at, day_at, member, member_count, parameters, pool_at, stored_tie
from sim.arithmetic import exp
from sim.compiling import rule
from sim.records import ATTEND, PRESENT, PROMOTE, REMOVE, REMOVED
from sim.rules.calling import mention
from sim.rules.choosing import ACTIVE, BEFORE_ALL, STEWARD, luck, next_chosen
from sim.rules.company import grow_tie, set_tie
from sim.rules.leave import depart
from sim.rules.post import recent_talk
from sim.rules.schedule import record, reschedule
from sim.rules.waking import faded_attention

STEWARD_BELONGING = 0.1  # needed to become one
BUDDY_TALK = 1.0  # recent messages of one who can be a buddy
BUDDY_TIE = 0.3
MEETING_BELONGING = 0.15
RECRUITED_OVER_DAYS = 0.5


@rule
def promote(state: Book, position: int, t: float, number: int) -> None:
    """Fill up the stewards from the most active who belong, and reward those in office."""
    act = act_at(state, position)
    today = day_at(state, int(t))
    present = 0
    for i in range(member_count(state)):
        if member(state, i).status == PRESENT and member(state, i).role == STEWARD:
            present += 1
    rank, draw = BEFORE_ALL, -1.0
    while present < act.promote:
        chosen, rank, draw = next_chosen(state, position, t, ACTIVE, number, rank, draw)
        if chosen < 0:
            break
        me = member(state, chosen)
        if me.role != STEWARD and me.belonging >= STEWARD_BELONGING:
            me.role = STEWARD
            me.belonging += 0.2 * (1.0 - me.belonging)
            present += 1
            today.promoted += 1
            record(state, t, PROMOTE, chosen, -1, -1, 0.0)
    today.reward_fen += act.reward_fen * present


@rule
def purge(state: Book, position: int, t: float, number: int) -> None:
    """Remove so many of the audience, stewards excepted."""
    act = act_at(state, position)
    rank, draw = BEFORE_ALL, -1.0
    removed = 0
    while removed < act.purge:
        chosen, rank, draw = next_chosen(state, position, t, act.audience, number, rank, draw)
        if chosen < 0:
            return
        if member(state, chosen).role == STEWARD:
            continue
        removed += 1
        day_at(state, int(t)).removed += 1
        record(state, t, REMOVE, chosen, -1, -1, 0.0)
        depart(state, chosen, t, REMOVED)


@rule
def _next_guest(state: Book, position: int, t: float, number: int, draw: float) -> tuple[int, float]:
    """The member who comes to a meeting after the one with `draw`; −1 if nobody else does."""
    chosen = -1
    best = 2.0
    for i in range(member_count(state)):
        me = member(state, i)
        if me.status != PRESENT or me.dropper == 1:
            continue
        own = luck(state, i, act_at(state, position).key, number)
        comes = own < 0.5 * (0.3 + 0.7 * faded_attention(state, i, t))
        if comes and draw < own < best:
            best = own
            chosen = i
    return chosen, best


@rule
def meet(state: Book, position: int, t: float, number: int) -> None:
    """Some members meet in person: everybody there gets to know everybody else."""
    act = act_at(state, position)
    today = day_at(state, int(t))
    share = parameters(state).meeting_tie
    draw = -1.0
    for guests in range(act.meeting):
        chosen, draw = _next_guest(state, position, t, number, draw)
        if chosen < 0:
            return
        other_draw = -1.0
        for _ in range(guests):
            other, other_draw = _next_guest(state, position, t, number, other_draw)
            grow_tie(state, chosen, other, t, share)
        me = member(state, chosen)
        me.belonging += MEETING_BELONGING * (1.0 - me.belonging)
        today.attendees += 1
        today.fee_fen += act.meeting_fen
        record(state, t, ATTEND, chosen, -1, -1, float(position))


@rule
def recruit(state: Book, position: int, t: float) -> None:
    """Bring in the next people of a channel's reserve, at its price."""
    act = act_at(state, position)
    if act.recruit_pool < 0:
        return
    pool = pool_at(state, act.recruit_pool)
    today = day_at(state, int(t))
    for k in range(min(act.recruit, pool.count - pool.next)):
        person = pool.first + pool.next
        pool.next += 1
        member(state, person).join_time = t + RECRUITED_OVER_DAYS * (k + 0.5) / act.recruit
        today.fee_fen += pool.price_fen
        reschedule(state, person)


@rule
def give_buddy(state: Book, position: int, t: float, number: int, newcomer: int, message: int) -> None:
    """An active member takes the newcomer by the hand."""
    act = act_at(state, position)
    chosen = -1
    best = 2.0
    for i in range(member_count(state)):
        me = member(state, i)
        if i == newcomer or me.status != PRESENT or me.dropper == 1 or recent_talk(state, i, t) < BUDDY_TALK:
            continue
        draw = luck(state, i, act.key, number)
        if draw < best:
            best = draw
            chosen = i
    if chosen < 0:
        return
    n = member_count(state)
    scale = exp(t / parameters(state).tie_days)
    stored = max(stored_tie(state, newcomer * n + chosen), BUDDY_TIE * scale)
    set_tie(state, newcomer, chosen, stored, t)
    mention(state, t, chosen, message, act.warmth)
