"""What draws single members or all of them: being mentioned, and a red packet.

docs/rules.md sections 3 and 8. Both find the next look of those they draw again, from now.
"""

from __future__ import annotations

from sim.accessors import Book, day_at, group_of, member, member_count, packet_at, parameters, set_claimed
from sim.arithmetic import exp
from sim.compiling import rule
from sim.records import MENTION, OPERATOR_AUTHOR, PACKET_OPENED, PACKET_RING, PRESENT
from sim.rules.schedule import record
from sim.rules.waking import draw_in

MENTION_HABIT_DAYS = 14.0
MENTION_BELONGING = 0.01


@rule
def mention(state: Book, t: float, i: int, message: int, warmth: float) -> None:
    """Mention member i in a message: it pierces a mute and makes the coming checks likelier to look."""
    me = member(state, i)
    me.mention_before = me.mention_habit * exp(-(t - me.mention_time) / MENTION_HABIT_DAYS)
    me.mention_habit = me.mention_before + 1.0
    me.mention = message
    me.mention_time = t
    me.belonging += (MENTION_BELONGING + warmth) * (1.0 - me.belonging)
    me.confidence += warmth * (1.0 - me.confidence)
    record(state, t, MENTION, OPERATOR_AUTHOR, i, message, 0.0)
    draw_in(state, i, t)


@rule
def open_packet(
    state: Book, t: float, sender: int, message: int, fen: int, portions: int, equal: int
) -> None:
    """Open a red packet that a message carries, and lure everyone else who is present."""
    group = group_of(state)
    slot = group.packets % PACKET_RING
    packet = packet_at(state, slot)
    packet.id = group.packets
    packet.sender = sender
    packet.message = message
    packet.portions = portions
    packet.left_portions = portions
    packet.left_fen = fen
    packet.opened_fen = fen
    packet.equal = equal
    packet.early = 0
    packet.best = 0
    packet.luckiest = -1
    packet.time = t
    group.packets += 1
    for i in range(member_count(state)):
        set_claimed(state, slot * member_count(state) + i, 0)
    today = day_at(state, int(t))
    if sender == OPERATOR_AUTHOR:
        today.packets_operator += 1
        today.portions += portions
    else:
        today.packets_member += 1
    record(state, t, PACKET_OPENED, sender, -1, message, float(fen))
    pull = parameters(state).packet_pull
    for i in range(member_count(state)):
        me = member(state, i)
        if me.status == PRESENT and i != sender:
            me.lure = max(me.lure, pull)
            draw_in(state, i, t)
