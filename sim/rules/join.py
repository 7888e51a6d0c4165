"""Coming in: full groups, screening and entry thresholds first, then a member who is new to everything.

docs/rules.md section 2 (A5, B5, C13).
"""

from __future__ import annotations

import math

from sim.accessors import Book, act_at, day_at, group_of, member, parameters
from sim.arithmetic import exp
from sim.clock import first_impulse
from sim.compiling import rule
from sim.draws import LIFETIME, block
from sim.records import FULL, JOIN, PRESENT, REFUSE, REFUSED, SCREENED, TURNED_AWAY
from sim.rules.company import meet_those_present
from sim.rules.desk import minutes_left
from sim.rules.leave import present_changed
from sim.rules.losing import add_ban_hazard
from sim.rules.post import idle_now
from sim.rules.schedule import record, reschedule
from sim.rules.tasks import greet

QUESTIONNAIRE, INVITATION, PAID = 1, 2, 3
ENTRY = 1  # index of the draw of the entry in the stream LIFETIME
FIRST_BELONGING = 0.1
PAID_BELONGING = 0.3
PAID_ATTENTION = 0.3


@rule
def _passes_entry(state: Book, i: int) -> bool:
    me = member(state, i)
    fixed = parameters(state)
    if fixed.entry == INVITATION:
        return bool(me.vouched == 1)
    effort, _, _, _ = block(fixed.seed, LIFETIME, me.key, ENTRY, 0)
    group_of(state).blocks += 1
    if fixed.entry == QUESTIONNAIRE:
        serious = 0.25 + 0.75 * me.intent
        if me.dropper == 1:
            serious *= 0.4
        return bool(effort < serious)
    willing = 2.0 * me.intent * me.price_fit * (0.2 + 0.8 * me.trust_at_joining)
    return bool(effort < 1.0 - exp(-willing))


@rule
def _reason_to_refuse(state: Book, i: int, t: float) -> int:
    """Why member i may not come in, or −1."""
    me = member(state, i)
    fixed = parameters(state)
    if group_of(state).present >= fixed.capacity:
        return FULL
    if me.carried == 1:
        return -1
    if fixed.screening == 1 and minutes_left(state, t, fixed.screening_minutes) and me.flagged == 1:
        day_at(state, int(t)).screened += 1
        return SCREENED
    if fixed.entry > 0 and not _passes_entry(state, i):
        day_at(state, int(t)).turned_away += 1
        return TURNED_AWAY
    return -1


@rule
def join(state: Book, i: int, t: float) -> None:
    """Member i comes in, unless the group is full or does not want them."""
    me = member(state, i)
    group = group_of(state)
    fixed = parameters(state)
    reason = _reason_to_refuse(state, i, t)
    if reason >= 0:
        me.status = REFUSED
        me.refused_for = reason
        record(state, t, REFUSE, i, -1, -1, float(reason))
        reschedule(state, i)
        return
    today = day_at(state, int(t))
    me.status = PRESENT
    me.attention = fixed.attention_at_joining
    me.confidence = fixed.confidence_at_joining
    me.trust = me.trust_at_joining
    me.belonging = FIRST_BELONGING
    if fixed.entry == PAID and me.carried == 0:
        me.belonging = PAID_BELONGING
        me.attention += PAID_ATTENTION * (1.0 - me.attention)
        today.entry_fen += fixed.entry_fen
    me.joined = t
    me.wake_time = t
    me.stay_time = t
    me.last_message_time = t
    me.read_mark = group.messages - 1
    meet_those_present(state, i, t)
    group.present += 1
    present_changed(state)
    today.joins += 1
    record(state, t, JOIN, i, -1, -1, 0.0)
    me.next_impulse = first_impulse(state, i, t, 1.0)
    me.next_term = t + fixed.term_days if fixed.term_days > 0.0 else math.inf
    idle_now(state, i, t)
    reschedule(state, i)
    if me.inviter >= 0:
        _thank_inviter(state, i, t)
    greet(state, i, t)


@rule
def _thank_inviter(state: Book, i: int, t: float) -> None:
    """An invited person has come: the inviter's count, and the reward where one was promised."""
    me = member(state, i)
    inviter = member(state, me.inviter)
    today = day_at(state, int(t))
    inviter.joined_by_me += 1
    today.invites += 1
    if me.invite_campaign < 0:
        today.invites_unpaid += 1
        return
    act = act_at(state, me.invite_campaign)
    inviter.campaign_joins += 1
    add_ban_hazard(state, t, act.ban)
    if inviter.campaign_joins % act.invites_needed == 0:
        today.reward_fen += act.reward_fen
        if act.repeats == 0 and inviter.campaign == me.invite_campaign:
            inviter.campaign = -1
            inviter.campaign_finished = me.invite_campaign
