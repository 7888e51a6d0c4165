"""What an act of the plain model does besides writing: promoting, meeting, recruiting (rules, section 8)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from benchmarks.plain_act import Act
from benchmarks.plain_records import NOBODY

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember
    from benchmarks.plain_operator import PlainOperator

LEAST_BELONGING = 0.1  # of a steward, when chosen
RECRUITING_DAYS = 0.5
BUDDY_TALK = 1.0  # recent messages
BUDDY_TIE = 0.3


def promote(operator: PlainOperator, t: float, act: Act) -> None:
    """Make stewards of the most active, and reward those who are."""
    group = operator.group
    day = group.today(t)
    stewards = [member for member in operator.audience.present if member.steward]
    candidates = operator.audience.active_in_order(
        t, act, [m for m in operator.audience.present if not m.steward and m.belonging >= LEAST_BELONGING]
    )
    for member in candidates[: max(0, act.promote - len(stewards))]:
        member.steward = True
        member.belonging += 0.2 * (1 - member.belonging)
        stewards.append(member)
        day["promoted"] += 1
        group.log(t, "promote", member.position)
    day["reward_fen"] += act.reward_fen * len(stewards)


def meet(operator: PlainOperator, t: float, act: Act) -> None:
    """Let those who come to a meeting get to know each other."""
    group, audience = operator.group, operator.audience
    willing = [
        member
        for member in audience.present
        if not member.dropper
        and audience.uniform(act, act.occurrences, member) < (0.3 + 0.7 * member.attention_at(t)) * 0.5
    ]
    day, gain = group.today(t), group.rules.meeting_tie
    there = audience.in_order(act, willing)[: act.meeting]
    for member in there:
        member.belonging += 0.15 * (1 - member.belonging)
        day["attendees"] += 1
        day["fee_fen"] += act.meeting_fen
        group.log(t, "attend", member.position, value=float(act.position))
    for one, other in combinations(there, 2):
        tie = group.tie_at(one.position, other.position, t)
        group.set_tie(one.position, other.position, tie + gain * (1 - tie), t)


def recruit(operator: PlainOperator, t: float, act: Act) -> None:
    """Pay for the next people of a channel, who come during half a day."""
    group = operator.group
    pool = group.pools[act.recruit_pool]
    for number in range(act.recruit):
        position = pool.next_person()
        if position == NOBODY:
            return
        group.queue_join(t + RECRUITING_DAYS * (number + 0.5) / act.recruit, group.members[position])
        group.today(t)["fee_fen"] += pool.price_fen


def choose_buddy(operator: PlainOperator, t: float, act: Act, newcomer: PlainMember) -> PlainMember | None:
    """Somebody who talks becomes the newcomer's first acquaintance."""
    group = operator.group
    talkers = [
        member
        for member in operator.audience.present
        if member is not newcomer and not member.dropper and member.recent_at(t) >= BUDDY_TALK
    ]
    if not talkers:
        return None
    buddy = operator.audience.in_order(act, talkers)[0]
    tie = group.tie_at(buddy.position, newcomer.position, t)
    group.set_tie(buddy.position, newcomer.position, max(tie, BUDDY_TIE), t)
    return buddy
