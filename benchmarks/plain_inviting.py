"""Asking others in, in the plain model: phase 7 of a look (docs/rules.md, section 5, "Invite")."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING

from benchmarks.plain_draws import TIE
from benchmarks.plain_records import NOBODY, Look, Pool

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember

TICKS, SECOND_DRAWS = 40, 41  # the blocks of a look from which these draws come
LEAST_INVITING = 0.1  # of what one does on the first day, for one who belongs fully
KNOWN = 0.02  # a tie above it is an acquaintance


def invite(member: PlainMember, look: Look) -> None:
    """Ask somebody in, for love or for a reward."""
    group, rules, t = member.model, member.model.rules, look.time
    if member.dropper:
        return
    organic, paid = organic_urge(member, t), paid_urge(member, t)
    hazard = (organic + paid) * (1 + rules.invite_again * member.invite_heat)
    if hazard <= 0 or member.draw(look, TICKS)[2] >= 1 - exp(-hazard):
        return
    pool = choose_pool(member, paid > organic)
    position = pool.next_person() if pool is not None else NOBODY
    if position == NOBODY:
        return
    group.today(t)["invited"] += 1
    member.invite_heat = 1.0
    accepted = member.draw(look, SECOND_DRAWS)[0] < rules.invite_accept
    if accepted:
        newcomer = group.members[position]
        newcomer.inviter = member.position
        newcomer.invitation = member.campaign if paid > organic else None
        newcomer.vouched = True
        introduce(member, newcomer, t)
        group.queue_join(t - log(member.draw(look, TICKS)[3]) * rules.invite_delay_days, newcomer)
    group.log(t, "invite", member.position, target=position, value=float(accepted))


def organic_urge(member: PlainMember, t: float) -> float:
    """The hazard of asking somebody in because one likes it here."""
    rules = member.model.rules
    urge = rules.invite_rate * sqrt(member.sociability) * member.attention * (0.2 + 0.8 * member.belonging)
    if member.purchases > 0 and member.satisfied:
        urge *= 1 + 2
    return urge * max(LEAST_INVITING * member.belonging, exp(-(t - member.joined) / rules.inviting_days))


def paid_urge(member: PlainMember, t: float) -> float:
    """The hazard of asking somebody in for the reward of a campaign."""
    rules, act = member.model.rules, member.campaign
    if act is None or t >= act.last_day + 1:
        return 0.0
    reward = 1 - exp(-act.worth_fen / (act.invites_needed * 1000))
    passed = t - max(member.joined, member.campaign_since)
    return rules.reward_pull * reward * (0.3 + 0.7 * member.greed) * exp(-passed / rules.inviting_days)


def choose_pool(member: PlainMember, for_reward: bool) -> Pool | None:
    """The reserve in which one knows somebody to ask."""
    group, rules = member.model, member.model.rules
    if for_reward and rules.pool_rewards >= 0:
        pool = group.pools[int(rules.pool_rewards)]
        if pool.asked < pool.count:
            return pool
    return group.pools[int(rules.pool_friends)] if rules.pool_friends >= 0 else None


def introduce(inviter: PlainMember, newcomer: PlainMember, t: float) -> None:
    """The newcomer knows the inviter, and some of those whom the inviter knows."""
    group, rules = inviter.model, inviter.model.rules
    fading = group.tie_fading(t)
    for other in group.members:
        if other is newcomer:
            continue
        low, high = sorted((other.key, newcomer.key))
        if other is not inviter:
            known = group.ties[inviter.position][other.position] * fading > KNOWN
            if not (other.present and known):
                continue
        draw = group.draws.block(1, 0, low * 65536 + high, TIE)
        if other is inviter or draw[1] < rules.closure:
            tie = rules.weakest + (rules.strongest - rules.weakest) * draw[0]
            group.set_tie(other.position, newcomer.position, tie, t)
