"""Ticks: what takes a member no more than a touch. Answering a poll or a roll call, joining a challenge, checking in.

docs/rules.md section 5, phase 4. A tick is no talk, however many there are.
"""

from __future__ import annotations

from sim.accessors import (
    Book,
    act_at,
    day_at,
    draft_of,
    group_of,
    look_of,
    member,
    message_at,
    parameters,
    post,
)
from sim.arithmetic import exp
from sim.compiling import rule
from sim.records import CHECK_IN, ENROL, RESPOND, TICK
from sim.rules.attend import third_block
from sim.rules.post import new_draft
from sim.rules.schedule import record
from sim.rules.waking import CHALLENGE_OVER, has_to_check_in

POLL, ROLL_CALL = 1, 2
CALL_FRESHNESS = 0.2  # days
ENROLLING_DAYS = 2  # days after its first on which a challenge can still be joined
DEPOSIT_FEAR_FEN = 20_000.0
ROLL_CALL_CHAT = 0.02
CHECK_IN_CHAT = 0.05
RING_MASK = 1023


@rule
def tick(state: Book, i: int, t: float) -> None:
    """Respond to a call, enrol in a challenge, check in, as far as there is one."""
    me = member(state, i)
    look = look_of(state)
    if look.call > me.responded:
        _respond(state, i, t)
    if look.challenge >= 0 and me.challenge == -1:
        _enrol(state, i, t)
    if has_to_check_in(state, i, t):
        _check_in(state, i, t)


@rule
def _post_tick(state: Book, i: int, t: float, chat: float) -> int:
    new_draft(state, i)
    draft = draft_of(state)
    draft.kind = TICK
    draft.chat = chat
    look_of(state).ticks += 1
    return int(post(state, t))


@rule
def _respond(state: Book, i: int, t: float) -> None:
    me = member(state, i)
    look = look_of(state)
    call = message_at(state, look.call & RING_MASK)
    act = act_at(state, call.act)
    age = (t - call.time) / CALL_FRESHNESS
    third_block(state, i)
    group_of(state).words += 1
    if look.d0 >= act.response * (0.3 + 0.7 * me.attention) / (1.0 + age * age):
        return
    me.responded = look.call
    today = day_at(state, int(t))
    number = look.call
    if act.response_kind == POLL:
        today.votes += 1
        me.belonging += 0.005 * (1.0 - me.belonging)
    else:
        today.roll_calls += 1
        number = _post_tick(state, i, t, ROLL_CALL_CHAT)
        me.expect = max(me.expect, 0.5)
        look.spoke = 1
    record(state, t, RESPOND, i, -1, number, float(act.response_kind))


@rule
def _enrol(state: Book, i: int, t: float) -> None:
    me = member(state, i)
    look = look_of(state)
    act = act_at(state, look.challenge)
    if int(t) > act.first_day + ENROLLING_DAYS:
        return
    hazard = (
        parameters(state).enrol_rate * me.intent * (0.5 + 0.5 * me.confidence)
        * exp(-act.deposit_fen / DEPOSIT_FEAR_FEN)
    )  # fmt: skip
    third_block(state, i)
    group_of(state).words += 1
    if look.d1 < 1.0 - exp(-hazard):
        me.challenge = look.challenge
        me.checked_day = -1
        me.check_ins = 0
        today = day_at(state, int(t))
        today.enrolled += 1
        today.deposit_in_fen += act.deposit_fen
        record(state, t, ENROL, i, -1, -1, float(look.challenge))


@rule
def _check_in(state: Book, i: int, t: float) -> None:
    me = member(state, i)
    look = look_of(state)
    act = act_at(state, me.challenge)
    today = day_at(state, int(t))
    number = _post_tick(state, i, t, CHECK_IN_CHAT)
    me.checked_day = int(t)
    me.check_ins += 1
    today.check_ins += 1
    look.worth += parameters(state).worth_progress
    me.belonging += 0.01 * (1.0 - me.belonging)
    record(state, t, CHECK_IN, i, -1, number, float(me.check_ins))
    if me.check_ins >= act.challenge_days - act.misses:
        me.challenge = CHALLENGE_OVER
        today.completed += 1
        today.deposit_back_fen += act.deposit_fen
        me.trust += 0.03 * (1.0 - me.trust)
        me.belonging += 0.1 * (1.0 - me.belonging)
