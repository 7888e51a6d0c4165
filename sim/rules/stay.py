"""Phases 8 and 9 of a look: stay in the group or not, and put the phone away or stay for a minute."""

from __future__ import annotations

from sim.accessors import Book, day_at, group_of, look_of, member, parameters
from sim.arithmetic import log
from sim.compiling import rule
from sim.records import LEAVE, LEFT, MUTE
from sim.rules.attend import second_block
from sim.rules.leave import depart
from sim.rules.post import idle_now
from sim.rules.schedule import record, reschedule

SECONDS_A_DAY = 86400.0
LONGEST_STAY = 500  # looks in a row
STRONG, MEDIUM, WEAK = range(3)
STRONG_INTENT, MEDIUM_INTENT = 2.0 / 3.0, 1.0 / 3.0
DIGEST_RELIEF = 0.7


@rule
def sum_up(state: Book, i: int, t: float) -> None:
    """Add what a look has left behind in the member to the sums of the day."""
    me = member(state, i)
    today = day_at(state, int(t))
    today.trust_sum += me.trust
    today.fatigue_sum += min(1.0, me.fatigue + me.tolerance_used)
    today.attention_sum += me.attention


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
    hazard += fixed.leave_irritation * look.irritation * (1.0 - me.trust)
    hazard *= 1.0 - fixed.belonging_hold * me.belonging
    me.leave_hazard += hazard
    if look.claims > 0 or look.gifts > 0:
        me.leave_hazard += fixed.take_and_go * me.greed * (1.0 - me.belonging)
    me.mute_hazard += fixed.mute_ratio * hazard
    if look.skipped > 0:
        overload = fixed.overload_mute * (1.0 - DIGEST_RELIEF * fixed.digest)
        me.mute_hazard += overload * look.skipped / (look.skipped + fixed.span)
    _relabel(state, i, t)
    today = day_at(state, int(t))
    sum_up(state, i, t)
    if me.leave_hazard >= me.leave_threshold:
        today.leaves += 1
        record(state, t, LEAVE, i, -1, -1, 0.0)
        depart(state, i, t, LEFT)
    elif me.muted == 0 and me.mute_hazard >= me.mute_threshold:
        me.muted = 1
        today.mutes += 1
        record(state, t, MUTE, i, -1, -1, 0.0)


@rule
def _relabel(state: Book, i: int, t: float) -> None:
    """The tier is the label of what intent has become."""
    me = member(state, i)
    tier = STRONG if me.intent >= STRONG_INTENT else MEDIUM if me.intent >= MEDIUM_INTENT else WEAK
    if tier < me.tier:
        day_at(state, int(t)).tier_up += 1
    elif tier > me.tier:
        day_at(state, int(t)).tier_down += 1
    me.tier = tier


@rule
def again(state: Book, i: int, t: float) -> None:
    """Phase 9: after speaking or being spoken to stay present for a minute; else wait for a later message."""
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    me.lure = 0.0
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
