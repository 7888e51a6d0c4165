"""Phase 7 of a look: ask a friend in, unasked or for a reward.

docs/rules.md section 5. The urge is strongest when the group, or the reward, is new, and one invitation leads to
another (V23). Friends are people of a channel's reserve, in its order; each is asked once.
"""

from __future__ import annotations

import math

from sim.accessors import (
    Book,
    act_at,
    day_at,
    group_of,
    look_of,
    member,
    member_count,
    parameters,
    pool_at,
    set_stored_tie,
    stored_tie,
)
from sim.arithmetic import exp, log
from sim.compiling import inlined, rule
from sim.draws import TIE, block
from sim.records import INVITE, PRESENT
from sim.rules.attend import fourth_block, third_block
from sim.rules.schedule import record, reschedule

LASTING_URGE = 0.1  # share of the first days' urge that stays with those who belong
REWARD_SCALE_FEN = 1000.0
KNOWN_TIE = 0.02  # weaker ties introduce nobody
PAIR = 1  # index of pairs in the stream TIE
PAIR_BASE = 65_536


@inlined
def _freshness(state: Book, days: float) -> float:
    return float(exp(-days / parameters(state).inviting_days))


@inlined
def organic_urge(state: Book, i: int, t: float) -> float:
    """Hazard of asking a friend in without a reward."""
    me = member(state, i)
    told = 2.0 if me.purchases > 0 and me.satisfied == 1 else 0.0
    return float(
        parameters(state).invite_rate * math.sqrt(me.sociability) * me.attention * (0.2 + 0.8 * me.belonging)
        * (1.0 + told) * max(LASTING_URGE * me.belonging, _freshness(state, t - me.joined))
    )  # fmt: skip


@inlined
def paid_urge(state: Book, i: int, t: float) -> float:
    """Hazard of asking a friend in for the reward of the member's campaign."""
    me = member(state, i)
    if me.campaign < 0:
        return 0.0
    act = act_at(state, me.campaign)
    if t >= act.last_day + 1:
        return 0.0
    worth = 1.0 - exp(-act.worth_fen / (act.invites_needed * REWARD_SCALE_FEN))
    fresh = _freshness(state, t - max(me.joined, me.campaign_since))
    return float(parameters(state).reward_pull * worth * (0.3 + 0.7 * me.greed) * fresh)


@rule
def invite(state: Book, i: int, t: float) -> None:
    """Phase 7: ask the next friend in, if the urge is strong enough."""
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    if me.dropper == 1 or (fixed.pool_friends < 0 and fixed.pool_rewards < 0):
        return
    organic = organic_urge(state, i, t)
    paid = paid_urge(state, i, t)
    hazard = (organic + paid) * (1.0 + fixed.invite_again * me.invite_heat)
    if hazard <= 0.0:
        return
    third_block(state, i)
    group_of(state).words += 1
    if look.d2 >= 1.0 - exp(-hazard):
        return
    where = fixed.pool_friends
    if paid > organic and _left_in(state, fixed.pool_rewards) > 0:
        where = fixed.pool_rewards
    if _left_in(state, where) > 0:
        _ask(state, i, t, where, me.campaign if paid > organic else -1)


@inlined
def _left_in(state: Book, where: int) -> int:
    if where < 0:
        return 0
    pool = pool_at(state, where)
    return int(pool.count - pool.next)


@rule
def _ask(state: Book, i: int, t: float, where: int, campaign: int) -> None:
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    pool = pool_at(state, where)
    friend = pool.first + pool.next
    pool.next += 1
    me.invite_heat = 1.0
    day_at(state, int(t)).invited += 1
    fourth_block(state, i)
    group_of(state).words += 1
    accepted = look.c0 < fixed.invite_accept
    if accepted:
        group_of(state).words += 1
        them = member(state, friend)
        them.join_time = t - log(look.d3) * fixed.invite_delay_days
        them.inviter = i
        them.invite_campaign = campaign
        them.vouched = 1
        _introduce(state, i, friend, t)
        reschedule(state, friend)
    record(state, t, INVITE, i, friend, -1, 1.0 if accepted else 0.0)


@rule
def _introduce(state: Book, i: int, friend: int, t: float) -> None:
    """The friend is tied to the inviter, and to some of the inviter's acquaintances who are present."""
    fixed = parameters(state)
    n = member_count(state)
    scale = exp(t / fixed.tie_days)
    own = member(state, friend).key
    span = fixed.strongest - fixed.weakest
    for j in range(n):
        if j == friend:
            continue
        if j != i and (
            member(state, j).status != PRESENT or stored_tie(state, i * n + j) / scale <= KNOWN_TIE
        ):
            continue
        key = member(state, j).key
        pair = min(own, key) * PAIR_BASE + max(own, key)
        strength, closes, _, _ = block(fixed.seed, TIE, pair, PAIR, 0)
        group_of(state).blocks += 1
        if j == i or closes < fixed.closure:
            stored = (fixed.weakest + span * strength) * scale
            set_stored_tie(state, friend * n + j, stored)
            set_stored_tie(state, j * n + friend, stored)
