"""Taking money in the plain model: packets and gifts, phase 4 of a look (docs/rules.md, section 5, "Claim")."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from benchmarks.plain_records import OPERATOR_AUTHOR, Look, Packet, Plan

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember

QUICK_CLAIM_DAYS = 2 / 24
SMALLEST_PLAN_FEN = 8  # one for each of the eight portions


def claim_packets(member: PlainMember, look: Look) -> None:
    """Take a portion of every open packet, and perhaps plan to send one on."""
    group, rules, t = member.model, member.model.rules, look.time
    for packet in list(group.open_packets(t)):
        if (
            packet.sender == member.position
            or packet.opened < member.joined
            or member.position in packet.claimed_by
        ):
            continue
        draw = member.draw(look, 2 + look.claimed)
        look.claimed += 1
        fen = take_portion(member, packet, t, draw[0])
        look.worth += rules.worth_money * (1 - exp(-fen / rules.money_scale)) * (0.3 + 0.7 * member.greed)
        member.trust += 0.005 * (1 - member.trust)
        if member.plan is None and member.packet_habit > 0:
            ratio = fen / member.packet_habit
            urge = rules.packet_reciprocity * ratio**rules.packet_extensive
            if draw[1] < 1 - exp(-rules.packet_luck * urge):
                amount = int(member.packet_habit * ratio ** (1 - rules.packet_extensive) + 0.5)
                sure = draw[1] < 1 - exp(-urge)
                member.plan = Plan(packet.id, max(SMALLEST_PLAN_FEN, amount), sure)
                group.queue_plan(t + 0.003 + 0.9 * (draw[2] * draw[2]), member)


def take_portion(member: PlainMember, packet: Packet, t: float, uniform: float) -> int:
    """Move one portion from a packet to a member; returns fen."""
    group = member.model
    fen = packet.portion(uniform)
    packet.left -= fen
    packet.portions_left -= 1
    packet.claimed_by.add(member.position)
    if fen > packet.best:
        packet.best = fen
        packet.luckiest = member.position
    member.received_fen += fen
    day = group.today(t)
    day["claims"] += 1
    quick = t - packet.opened <= QUICK_CLAIM_DAYS
    packet.quick_claims += quick
    if packet.sender == OPERATOR_AUTHOR:
        day["packet_fen"] += fen
        group.today(packet.opened)["portions_2h"] += quick
    else:
        group.members[packet.sender].paid_fen += fen
    group.log(t, "claim", member.position, target=packet.sender, message=packet.message, value=float(fen))
    return fen


def take_gift(member: PlainMember, look: Look) -> None:
    """Enjoy the first gift of one's membership."""
    if look.gift > 0 and not member.got_gift:
        member.got_gift = look.given = True
        look.worth += member.model.rules.worth_money * look.gift * (0.3 + 0.7 * member.greed)
