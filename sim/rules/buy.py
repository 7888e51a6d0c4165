"""Phase 6 of a look: take up an offer, or the invitation to move to another group.

docs/rules.md section 5. Who was badly served buys less readily again; who was well served tells friends (phase 7).
"""

from __future__ import annotations

from sim.accessors import Book, act_at, day_at, group_of, look_of, member, parameters
from sim.arithmetic import exp
from sim.compiling import rule
from sim.records import BUY, MOVE, MOVED
from sim.rules.attend import fourth_block, look_block
from sim.rules.feel import ready_to_buy
from sim.rules.leave import depart
from sim.rules.post import recent_talk
from sim.rules.schedule import record
from sim.rules.stay import sum_up

GOOD_PURCHASE_TRUST = 0.02
BAD_PURCHASE_TRUST = 0.9
BAD_PURCHASE_INTENT = 0.8
PAYING_TO_MOVE = 2.0


@rule
def buy(state: Book, i: int, t: float) -> None:
    """Take up the newest offer read, if the member is of the kind, trusts, and is due again."""
    look = look_of(state)
    if look.offer < 0:
        return
    me = member(state, i)
    fixed = parameters(state)
    discount = act_at(state, look.offer).discount
    hazard = (
        fixed.buy_rate * fixed.appeal * me.intent * me.intent * (0.2 + 0.8 * me.trust) * me.price_fit
        * (1.0 + 2.0 * discount) * ready_to_buy(state, i, t) * (1.0 + fixed.buying_heat * me.heat)
    )  # fmt: skip
    draw = look.u2
    if me.dropper == 1:  # droppers draw no answer block
        _, _, draw, _ = look_block(state, i, 0)
    group_of(state).words += 1
    if draw < 1.0 - exp(-hazard):
        _pay(state, i, t, discount)


@rule
def _pay(state: Book, i: int, t: float, discount: float) -> None:
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    basket = 1.0 + fixed.basket * me.trust * me.intent
    revenue = int(fixed.price_fen * (1.0 - discount) * basket + 0.5)
    today = day_at(state, int(t))
    today.buyers += 1
    today.revenue_fen += revenue
    today.goods_fen += int(fixed.goods_fen * basket + 0.5)
    if me.purchases > 0:
        today.orders_repeat += 1
    if discount > 0.0:
        today.coupons += 1
    me.purchases += 1
    me.last_purchase = t
    fourth_block(state, i)
    group_of(state).words += 1
    me.satisfied = 1 if look.c3 < fixed.quality else 0
    if me.satisfied == 1:
        me.trust += GOOD_PURCHASE_TRUST * (1.0 - me.trust)
    else:
        today.bad_orders += 1
        me.trust *= BAD_PURCHASE_TRUST
        me.intent *= BAD_PURCHASE_INTENT
    record(state, t, BUY, i, -1, look.offer, float(revenue))


@rule
def move(state: Book, i: int, t: float) -> None:
    """Go over to another group where one is offered and the member is of those meant (C30, C34, C37)."""
    look = look_of(state)
    me = member(state, i)
    if look.move < 0 or me.dropper == 1:
        return
    act = act_at(state, look.move)
    meant = (act.offer_tiers >> me.tier) & 1
    if meant == 0 or t >= act.last_day + 1 or recent_talk(state, i, t) < act.move_talk:
        return
    if act.price_fen > 0:
        willing = PAYING_TO_MOVE * me.intent * me.intent * (0.2 + 0.8 * me.trust) * me.price_fit
        chance = 1.0 - exp(-willing)
    else:
        chance = 0.8 * (0.3 + 0.7 * me.attention)
    fourth_block(state, i)
    group_of(state).words += 1
    if look.c2 < chance:
        today = day_at(state, int(t))
        today.moved += 1
        today.entry_fen += act.price_fen
        me.goes_to = act.target  # read at midnight by the portfolio
        sum_up(state, i, t)
        record(state, t, MOVE, i, -1, -1, float(act.target))
        depart(state, i, t, MOVED)
