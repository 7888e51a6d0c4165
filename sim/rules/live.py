"""What happens to a member: joining, a look with its phases in order, an impulse to speak, a packet sent on.

The phase table of a look (docs/model.md section 5): 1 wake, 2 read, 3 feel, 4 claim and reward, 5 answer, 6
buy, 8 stay, 9 again. Phase 7, inviting, has no rule yet.
"""

from __future__ import annotations

import math

from sim.arithmetic import exp, log
from sim.clock import first_impulse
from sim.compiling import rule
from sim.draws import AFTER_IMPULSE, UTTERANCE, block
from sim.records import (
    JOIN,
    NOT_JOINED,
    PACKET_NOTE,
    PACKET_RING,
    PLAIN,
    PRESENT,
    QUESTION,
    REFUSE,
    REFUSED,
    SAY,
    TASK_ANSWER,
    TASK_SHILL_ANSWER,
)
from sim.rules.answer import answer, spoken
from sim.rules.attend import feel, read, wake
from sim.rules.claim import claim, reward
from sim.rules.operate import greet, queue_task, staffed
from sim.rules.post import faded_attention, idle_now, open_packet, post
from sim.rules.schedule import record, reschedule
from sim.rules.stay import SECONDS_A_DAY, again, buy, present_changed, stay
from sim.state import (
    Book,
    act_at,
    act_count,
    day_at,
    group_of,
    hourly_rate,
    member,
    member_count,
    packet_at,
    parameters,
    stream_at,
)

DROPPER_INVITE = 0.05
DROPPER_PROMOTION = 0.8
OWN_PACKET_PORTIONS = 8


@rule
def join(state: Book, i: int, t: float) -> None:
    """Member i comes in, unless the group is full."""
    me = member(state, i)
    group = group_of(state)
    fixed = parameters(state)
    if group.present >= fixed.capacity:
        me.status = REFUSED
        record(state, t, REFUSE, i, -1, -1, 0.0)
        reschedule(state, i)
        return
    me.status = PRESENT
    me.attention = fixed.attention_at_joining
    me.confidence = fixed.confidence_at_joining
    me.trust = me.trust_at_joining
    me.belonging = 0.1
    me.joined = t
    me.wake_time = t
    me.stay_time = t
    me.last_message_time = t
    me.read_mark = group.messages - 1
    group.present += 1
    present_changed(state)
    day_at(state, int(t)).joins += 1
    record(state, t, JOIN, i, -1, -1, 0.0)
    me.next_impulse = first_impulse(state, i, t, 1.0)
    idle_now(state, i, t)
    reschedule(state, i)
    greet(state, i, t)


@rule
def look(state: Book, i: int, t: float) -> None:
    """One look at the group: all phases in order."""
    begin_look(state, i, t)
    read(state, i, t)
    feel(state, i, t)
    claim(state, i, t)
    reward(state, i)
    answer(state, i, t)
    buy(state, i, t)
    stay(state, i, t)
    if member(state, i).status == PRESENT:
        again(state, i, t)


@rule
def begin_look(state: Book, i: int, t: float) -> None:
    """Phase 1, and impulses that were passed over while nothing could be said come into reach again."""
    me = member(state, i)
    wake(state, i, t)
    if me.impulse_skipped == 1:
        me.impulse_skipped = 0
        me.next_impulse = first_impulse(state, i, t, 1.0)


@rule
def chance_to_voice(state: Book, i: int, t: float) -> float:
    """Chance that an impulse of member i is voiced: confidence times a steep function of attention."""
    me = member(state, i)
    fixed = parameters(state)
    attention = faded_attention(state, i, t)
    if attention <= 0.0:
        return 0.0
    purpose = 1.0
    if fixed.purpose_boost > 0.0:
        purpose += fixed.purpose_boost * exp(-t / fixed.purpose_days)
    return float(min(1.0, me.confidence * exp(fixed.speak_exponent * log(attention)) * purpose))


@rule
def impulse(state: Book, i: int, t: float) -> None:
    """An impulse to speak, voiced or not. While idle, impulses that cannot be voiced are passed over at once."""
    me = member(state, i)
    p = chance_to_voice(state, i, t)
    draw = stream_at(state, member_count(state) + i).draw
    if draw < p and draw * parameters(state).peak < (hourly_rate(state, int((t - math.floor(t)) * 24.0)) * p):
        _voice(state, i, t)
        me.next_impulse = first_impulse(state, i, t, 1.0)
    elif me.is_idle == 1:
        # The chance only falls until the next look, so what fails today's chance fails tomorrow's.
        me.impulse_skipped = 1
        me.next_impulse = first_impulse(state, i, t, p) if p > 1e-10 else math.inf
    else:
        me.next_impulse = first_impulse(state, i, t, 1.0)
    reschedule(state, i)


@rule
def _voice(state: Book, i: int, t: float) -> None:
    me = member(state, i)
    fixed = parameters(state)
    group = group_of(state)
    impulses = stream_at(state, member_count(state) + i)
    cell = impulses.cell
    candidate = impulses.candidate
    me.impulse_skipped = 0
    u0, u1, u2, u3 = block(fixed.seed, UTTERANCE, me.key, cell, 4 * candidate)
    group.blocks += 1
    group.words += 2
    wake(state, i, t)
    kind = QUESTION if me.dropper == 0 and u0 < fixed.question_share else PLAIN
    chat, promo, invite = 1.0, 0.0, 1.0
    if me.dropper == 1:
        chat, promo, invite = 0.0, DROPPER_PROMOTION, DROPPER_INVITE
    new = post(state, t, i, -1, -1, -1, 0.0, chat, promo, invite, -1, 1, -1, kind)
    record(state, t, SAY, i, -1, new, float(kind))
    spoken(state, i, t, new)
    me.staying = 1
    me.again = 1
    me.parent_stream = AFTER_IMPULSE
    me.parent_cell = cell
    me.parent_candidate = candidate
    me.next_look = t - log(u1) * fixed.gap_seconds / SECONDS_A_DAY
    if me.dropper == 0:
        if fixed.answering == 1:
            group.words += 2
            if u2 < fixed.answer_share:
                due = staffed(state, t - log(u3) * fixed.answer_minutes / 1440.0)
                queue_task(state, TASK_ANSWER, due, -1, new)
        _shills_answer(state, i, t, cell, candidate, new)


@rule
def _shills_answer(state: Book, i: int, t: float, cell: int, candidate: int, message: int) -> None:
    for position in range(act_count(state)):
        act = act_at(state, position)
        if act.answers_starts > 0.0 and act.first_day <= t < act.last_day + 1:
            u0, u1, _, _ = block(
                parameters(state).seed, UTTERANCE, member(state, i).key, cell, 4 * candidate + 1
            )
            group_of(state).blocks += 1
            group_of(state).words += 2
            if u0 < act.answers_starts:
                queue_task(
                    state, TASK_SHILL_ANSWER, t - log(u1) * act.delay_minutes / 1440.0, position, message
                )
            return


@rule
def send_packet_on(state: Book, i: int, t: float) -> None:
    """A planned packet of a member falls due; plans that hung on being the luckiest are checked now."""
    me = member(state, i)
    number = me.plan_packet
    me.plan_packet = -1
    me.next_plan = math.inf
    packet = packet_at(state, number % PACKET_RING)
    if me.plan_sure == 1 or (packet.id == number and packet.luckiest == i):
        new = post(state, t, i, -1, -1, -1, 0.0, 0.5, 0.0, 0.3, -1, 0, -1, PACKET_NOTE)
        open_packet(state, t, i, new, me.packet_habit, OWN_PACKET_PORTIONS, 0)
    reschedule(state, i)


@rule
def member_event(state: Book, i: int, t: float) -> None:
    """Handle member i's earliest event, which is at t; at equal times join, look, impulse, plan."""
    me = member(state, i)
    if me.status == NOT_JOINED:
        join(state, i, t)
    elif me.next_look <= t:
        look(state, i, t)
    elif me.next_impulse <= t:
        impulse(state, i, t)
    else:
        send_packet_on(state, i, t)
