"""Buying, and moving on to another group, in the plain model: phase 6 of a look (docs/rules.md, section 5)."""

from __future__ import annotations

from math import exp, floor
from typing import TYPE_CHECKING

from benchmarks.plain_person import MOVED
from benchmarks.plain_records import NO_ACT, Look

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember

SECOND_DRAWS = 41  # the block of a look from which satisfaction and moving are drawn


def readiness(member: PlainMember, t: float) -> float:
    """How ready a member is to buy, 0..1: after an order it takes time, and after a bad one it may never be."""
    if member.purchases == 0:
        return 1.0
    passed = min(1.0, (t - member.last_purchase) / member.model.product["cycle_days"])
    return passed * (1.0 if member.satisfied else 0.2)


def round_half_up(fen: float) -> int:
    """Whole fen."""
    return floor(fen + 0.5)


def buy(member: PlainMember, look: Look) -> None:
    """Buy what was offered, or not."""
    if look.offer == NO_ACT:
        return
    group, rules, product, t = member.model, member.model.rules, member.model.product, look.time
    discount = group.acts[look.offer].discount
    hazard = (
        rules.buy_rate * product["appeal"] * (member.intent * member.intent) * (0.2 + 0.8 * member.trust)
        * member.price_fit * (1 + 2 * discount) * readiness(member, t) * (1 + rules.buying_heat * member.heat)
    )  # fmt: skip
    if member.draw(look, 0)[2] >= 1 - exp(-hazard):
        return
    basket = 1 + product["basket"] * member.trust * member.intent
    revenue = round_half_up(product["price_fen"] * (1 - discount) * basket)
    day = group.today(t)
    day["buyers"] += 1
    day["orders_repeat"] += member.purchases > 0
    day["coupons"] += discount > 0
    day["revenue_fen"] += revenue
    day["goods_fen"] += round_half_up(product["goods_fen"] * basket)
    member.purchases += 1
    member.last_purchase = t
    group.log(t, "buy", member.position, message=look.offer, value=float(revenue))
    member.satisfied = member.draw(look, SECOND_DRAWS)[3] < product["quality"]
    if member.satisfied:
        member.trust += 0.02 * (1 - member.trust)
    else:
        day["bad_orders"] += 1
        member.trust *= 0.9
        member.intent *= 0.8


def move(member: PlainMember, look: Look) -> bool:
    """Move to the group that was offered, or not; returns whether the member has gone."""
    group, act, t = member.model, look.move, look.time
    if act is None or member.dropper or t >= act.last_day + 1:
        return False
    if not act.is_offered_to(member.tier) or member.recent_at(t) < act.move_talk:
        return False
    if act.price_fen > 0:
        wish = member.intent * member.intent * (0.2 + 0.8 * member.trust) * member.price_fit
        chance = 1 - exp(-2 * wish)
    else:
        chance = 0.8 * (0.3 + 0.7 * member.attention)
    if member.draw(look, SECOND_DRAWS)[2] >= chance:
        return False
    member.moved_to = act.target
    member.depart(t, MOVED, "move", value=float(act.target))
    day = group.today(t)
    day["moved"] += 1
    day["entry_fen"] += act.price_fen
    return True
