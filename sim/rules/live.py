"""What happens to a member: a look with its phases in order, an impulse, a packet sent on, a term that ends.

The phase table of a look (docs/rules.md section 5): 1 wake, 2 read, 3 feel, 4 claim and reward, 5 answer, 6
buy or move, 7 invite, 8 stay, 9 again.
"""

from __future__ import annotations

import math

from sim.accessors import (
    Book,
    day_at,
    draft_of,
    group_of,
    hourly_rate,
    member,
    member_count,
    packet_at,
    parameters,
    post,
    stream_at,
)
from sim.arithmetic import exp, log
from sim.clock import first_impulse
from sim.compiling import doorway, rule
from sim.draws import AFTER_IMPULSE, LIFETIME, UTTERANCE, block
from sim.records import (
    LEAVE,
    LEFT,
    NOT_JOINED,
    PACKET_NOTE,
    PACKET_RING,
    PLAIN,
    PRESENT,
    QUESTION,
    RENEW,
    SAY,
    TASK_ANSWER,
    TASK_BOT,
    TASK_REMOVE,
)
from sim.rules.answer import answer, spoken
from sim.rules.attend import read, wake
from sim.rules.buy import buy, move
from sim.rules.calling import open_packet
from sim.rules.claim import claim, reward, take_gift
from sim.rules.company import at_ease
from sim.rules.desk import staffed
from sim.rules.feel import feel, purpose_left
from sim.rules.invite import invite
from sim.rules.join import join
from sim.rules.leave import depart
from sim.rules.police import police
from sim.rules.post import new_draft
from sim.rules.schedule import record, reschedule
from sim.rules.stay import SECONDS_A_DAY, again, stay
from sim.rules.tasks import queue_acts_answers, queue_task
from sim.rules.tick import tick
from sim.rules.topics import chance_on_topic
from sim.rules.waking import faded_attention

DROPPER_INVITE = 0.05
DROPPER_PROMOTION = 0.8
OWN_PACKET_PORTIONS = 8
BOT_MINUTES = 1.0
RENEWAL = 2  # index of the draw of renewals in the stream LIFETIME


@rule
def look(state: Book, i: int, t: float) -> None:
    """One look at the group: all phases in order."""
    begin_look(state, i, t)
    read(state, i, t)
    feel(state, i, t)
    collect(state, i, t)
    reply(state, i, t)
    buy(state, i, t)
    move(state, i, t)
    if member(state, i).status == PRESENT:
        invite(state, i, t)
        stay(state, i, t)
    if member(state, i).status == PRESENT:
        again(state, i, t)


@rule
def collect(state: Book, i: int, t: float) -> None:
    """Phase 4: packets, gifts and ticks; then what the whole look was worth feeds attention."""
    claim(state, i, t)
    take_gift(state, i)
    tick(state, i, t)
    reward(state, i)


@rule
def reply(state: Book, i: int, t: float) -> None:
    """Phase 5: answer, or go on with one's own turn; and see to ads of outsiders."""
    answer(state, i, t)
    police(state, i, t)


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
    if me.dropper == 1:
        return float(fixed.dropper_posting)
    attention = faded_attention(state, i, t)
    if attention <= 0.0:
        return 0.0
    purpose = purpose_left(state, t, fixed.purpose_boost)
    eagerness = me.confidence * exp(fixed.speak_exponent * log(attention))
    return float(min(1.0, eagerness * purpose * at_ease(state, i, t)))


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
    u0, u1, u2, u3 = block(fixed.seed, UTTERANCE, me.key, cell, 16 * candidate)
    n0, n1, n2, n3 = block(fixed.seed, UTTERANCE, me.key, cell, 16 * candidate + 1)
    group.blocks += 2
    group.words += 3
    wake(state, i, t)
    new_draft(state, i)
    draft = draft_of(state)
    draft.start = 1
    kind = PLAIN
    if me.dropper == 1:
        draft.promo = DROPPER_PROMOTION
        draft.invite = DROPPER_INVITE
        draft.off_topic = 1
    else:
        if u0 < fixed.question_share * (1.0 - 0.5 * fixed.handbook):
            kind = QUESTION
        draft.kind = kind
        draft.chat = 1.0
        draft.invite = 1.0
        draft.off_topic = 0 if n0 < chance_on_topic(state, i) else 1
        if kind == QUESTION and draft.off_topic == 0:
            me.heat += 0.3 * (1.0 - me.heat)
    new = post(state, t)
    record(state, t, SAY, i, -1, new, float(kind))
    spoken(state, i, t, new)
    me.staying = 1
    me.again = 1
    me.parent_stream = AFTER_IMPULSE
    me.parent_cell = cell
    me.parent_candidate = candidate
    me.next_look = t - log(u1) * fixed.gap_seconds / SECONDS_A_DAY
    if me.dropper == 1:
        if n1 < fixed.enforcement:
            due = staffed(state, t - log(n2) * fixed.removal_minutes / 1440.0)
            queue_task(state, TASK_REMOVE, due, -1, new)
        return
    if fixed.answering == 1:
        group.words += 2
        if u2 < fixed.answer_share:
            due = staffed(state, t - log(u3) * fixed.answer_minutes / 1440.0)
            queue_task(state, TASK_ANSWER, due, -1, new)
    if kind == QUESTION and n3 < fixed.bot_share:
        queue_task(state, TASK_BOT, t + BOT_MINUTES / 1440.0, -1, new)
    queue_acts_answers(state, i, t, cell, candidate, new, kind)


@rule
def send_packet_on(state: Book, i: int, t: float) -> None:
    """A planned packet of a member falls due; plans that hung on being the luckiest are checked now."""
    me = member(state, i)
    fen = me.plan_fen
    packet = packet_at(state, me.plan_packet % PACKET_RING)
    luckiest = packet.id == me.plan_packet and packet.luckiest == i
    me.plan_fen = 0
    me.next_plan = math.inf
    if me.plan_sure == 0 and not luckiest:
        reschedule(state, i)
        return
    new_draft(state, i)
    draft = draft_of(state)
    draft.chat = 0.5
    draft.invite = 0.3
    draft.kind = PACKET_NOTE
    new = post(state, t)
    open_packet(state, t, i, new, fen, OWN_PACKET_PORTIONS, 0)
    reschedule(state, i)


@rule
def end_term(state: Book, i: int, t: float) -> None:
    """A paid term ends: renew it, or go."""
    me = member(state, i)
    fixed = parameters(state)
    worth = (faded_attention(state, i, t) + me.trust + me.belonging) * me.price_fit
    draw, _, _, _ = block(fixed.seed, LIFETIME, me.key, RENEWAL, me.renewals)
    group_of(state).blocks += 1
    group_of(state).words += 1
    today = day_at(state, int(t))
    if draw < 1.0 - exp(-fixed.renew_rate * worth):
        me.renewals += 1
        me.next_term = t + fixed.term_days
        today.renewals += 1
        today.entry_fen += fixed.entry_fen
        record(state, t, RENEW, i, -1, -1, 1.0)
        reschedule(state, i)
        return
    today.expired += 1
    today.leaves += 1
    record(state, t, RENEW, i, -1, -1, 0.0)
    record(state, t, LEAVE, i, -1, -1, 0.0)
    depart(state, i, t, LEFT)


@doorway("int64(int64, int64, float64)")
def handle_member_event(state: Book, i: int, t: float) -> int:
    """Handle member i's earliest event, which is at t; at equal times join, look, impulse, plan, term."""
    me = member(state, i)
    if me.status == NOT_JOINED:
        join(state, i, t)
    elif me.next_look <= t:
        look(state, i, t)
    elif me.next_impulse <= t:
        impulse(state, i, t)
    elif me.next_plan <= t:
        send_packet_on(state, i, t)
    else:
        end_term(state, i, t)
    return 0
