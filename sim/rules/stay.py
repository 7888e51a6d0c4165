"""Phases 6, 8 and 9 of a look: buy, stay in the group or not, and put the phone away or stay for a minute."""

from __future__ import annotations

import math

from sim.arithmetic import exp, log
from sim.compiling import rule
from sim.draws import block
from sim.records import BUY, LEAVE, LEFT, MUTE
from sim.rules.attend import second_block
from sim.rules.post import idle_now
from sim.rules.schedule import record, reschedule
from sim.state import Book, act_at, day_at, group_of, look_of, member, parameters

SECONDS_A_DAY = 86400.0
LONGEST_STAY = 500  # looks in a row
GOOD_PURCHASE_TRUST = 0.02


@rule
def buy(state: Book, i: int, t: float) -> None:
    """Phase 6: take up the newest offer read, if the member is of the kind, trusts, and is due again."""
    look = look_of(state)
    if look.offer < 0:
        return
    me = member(state, i)
    fixed = parameters(state)
    act = act_at(state, look.offer)
    ready = 1.0
    if me.purchases > 0:
        ready = min(1.0, (t - me.last_purchase) / fixed.cycle_days)
    hazard = (
        fixed.buy_rate * fixed.appeal * me.intent * me.intent * (0.2 + 0.8 * me.trust) * me.price_fit
        * (1.0 + 2.0 * act.discount) * ready
    )  # fmt: skip
    draw = look.u2
    if me.dropper == 1:  # droppers draw no answer block
        _, _, draw, _ = block(
            fixed.seed, look.stream, me.key, look.cell, look.candidate * 65536 + look.again * 64
        )
    group_of(state).words += 1
    if draw < 1.0 - exp(-hazard):
        revenue = int(fixed.price_fen * (1.0 - act.discount) + 0.5)
        me.purchases += 1
        me.last_purchase = t
        me.trust += GOOD_PURCHASE_TRUST * (1.0 - me.trust)
        today = day_at(state, int(t))
        today.buyers += 1
        today.revenue_fen += revenue
        today.goods_fen += fixed.goods_fen
        record(state, t, BUY, i, -1, look.offer, float(revenue))


@rule
def stay(state: Book, i: int, t: float) -> None:
    """Phase 8: hazards of leaving and muting grow until they reach the member's own thresholds."""
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    elapsed = t - me.stay_time
    me.stay_time = t
    fatigue = me.fatigue + me.tolerance_used
    hazard = fixed.leave_base * elapsed + fixed.leave_fatigue * fatigue * (1.0 - me.trust) * min(elapsed, 1.0)
    me.leave_hazard += hazard
    if look.claims > 0:
        me.leave_hazard += fixed.take_and_go * me.greed * (1.0 - me.belonging)
    me.mute_hazard += fixed.mute_ratio * hazard
    if look.skipped > 0:
        me.mute_hazard += fixed.overload_mute * look.skipped / (look.skipped + fixed.span)
    today = day_at(state, int(t))
    today.trust_sum += me.trust
    today.fatigue_sum += min(1.0, fatigue)
    today.attention_sum += me.attention
    if me.leave_hazard >= me.leave_threshold:
        _leave(state, i, t)
    elif me.muted == 0 and me.mute_hazard >= me.mute_threshold:
        me.muted = 1
        today.mutes += 1
        record(state, t, MUTE, i, -1, -1, 0.0)


@rule
def present_changed(state: Book) -> None:
    """Responsibility spreads over those present: (n / 10) to the power −diffusion."""
    group = group_of(state)
    group.diffusion = exp(-parameters(state).diffusion * log(max(1, group.present) / 10.0))


@rule
def _leave(state: Book, i: int, t: float) -> None:
    me = member(state, i)
    me.status = LEFT
    me.staying = 0
    me.next_look = math.inf
    me.next_impulse = math.inf
    me.next_plan = math.inf
    me.plan_packet = -1
    group_of(state).present -= 1
    present_changed(state)
    day_at(state, int(t)).leaves += 1
    record(state, t, LEAVE, i, -1, -1, 0.0)
    reschedule(state, i)


@rule
def again(state: Book, i: int, t: float) -> None:
    """Phase 9: after speaking or being spoken to stay present for a minute; else wait for a later message."""
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    me.lured = 0
    staying = look.spoke == 1
    if not staying and (look.addressed > 0 or look.again >= 1):
        second_block(state, i)
        group_of(state).words += 1
        staying = look.v3 < fixed.stay
    if staying and look.again < LONGEST_STAY:
        second_block(state, i)
        group_of(state).words += 1
        me.staying = 1
        me.again = look.again + 1
        me.next_look = t - log(look.v0) * fixed.gap_seconds / SECONDS_A_DAY
    else:
        idle_now(state, i, t)
    reschedule(state, i)
