"""Phase 4 of a look: claim open red packets; then what the whole look was worth feeds the habit of looking."""

from __future__ import annotations

from sim.accessors import (
    Book,
    claimed,
    day_at,
    group_of,
    look_of,
    member,
    member_count,
    packet_at,
    parameters,
    set_claimed,
)
from sim.arithmetic import exp, log
from sim.compiling import rule
from sim.records import CLAIM, OPERATOR_AUTHOR, PACKET_RING
from sim.rules.attend import look_block
from sim.rules.schedule import record

PACKET_LIFE = 1.0  # days until what is left goes back to the sender
PROBE_WINDOW = 2.0 / 24.0  # days within which operators judge a packet
LEAST_PACKET_FEN = 8  # one fen for each portion of a packet sent on
FAIR_PACKET_TRUST = 0.005


@rule
def portion(left_fen: int, left_portions: int, equal: int, draw: float) -> int:
    """Fen of the next portion: all for the last, an even share, or uniform between 1 fen and twice the mean left."""
    if left_portions == 1:
        return left_fen
    if equal == 1:
        return left_fen // left_portions
    amount = max(1, int(draw * 2.0 * left_fen / left_portions))
    return min(amount, left_fen - (left_portions - 1))


@rule
def claim(state: Book, i: int, t: float) -> None:
    """Phase 4: claim every open packet not yet claimed."""
    group = group_of(state)
    if group.packets == 0:
        return
    me = member(state, i)
    while (
        group.packets_over < group.packets
        and t - packet_at(state, group.packets_over % PACKET_RING).time >= PACKET_LIFE
    ):
        group.packets_over += 1
    for number in range(max(group.packets_over, group.packets - PACKET_RING), group.packets):
        slot = number % PACKET_RING
        packet = packet_at(state, slot)
        open_to_me = packet.left_portions > 0 and me.joined <= packet.time and t - packet.time < PACKET_LIFE
        if open_to_me and packet.sender != i and claimed(state, slot * member_count(state) + i) == 0:
            _take(state, i, t, slot)


@rule
def _take(state: Book, i: int, t: float, slot: int) -> None:
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    group = group_of(state)
    packet = packet_at(state, slot)
    u0, u1, u2, _ = look_block(state, i, 2 + look.claims)
    group.words += 2
    amount = portion(packet.left_fen, packet.left_portions, packet.equal, u0)
    packet.left_fen -= amount
    packet.left_portions -= 1
    set_claimed(state, slot * member_count(state) + i, 1)
    look.claims += 1
    me.claimed_fen += amount
    look.worth += fixed.worth_money * (1.0 - exp(-amount / fixed.money_scale)) * (0.3 + 0.7 * me.greed)
    me.trust += FAIR_PACKET_TRUST * (1.0 - me.trust)
    if amount > packet.best:
        packet.best = amount
        packet.luckiest = i
    if me.plan_fen == 0:
        # Who received more sends on more, mostly by sending one at all (V22); the luckiest are expected to (V21).
        size = log(amount / me.packet_habit)
        pull = fixed.packet_reciprocity * exp(fixed.packet_extensive * size)
        if u1 < 1.0 - exp(-fixed.packet_luck * pull):
            me.plan_packet = packet.id
            me.plan_sure = 1 if u1 < 1.0 - exp(-pull) else 0
            own = int(me.packet_habit * exp((1.0 - fixed.packet_extensive) * size) + 0.5)
            me.plan_fen = max(LEAST_PACKET_FEN, own)
            me.next_plan = t + 0.003 + 0.9 * u2 * u2
            group.words += 1
    today = day_at(state, int(t))
    today.claims += 1
    if packet.sender == OPERATOR_AUTHOR:
        today.packet_fen += amount
        if t - packet.time <= PROBE_WINDOW:
            day_at(state, int(packet.time)).portions_2h += 1
            packet.early += 1
    record(state, t, CLAIM, i, packet.sender, packet.message, float(amount))


@rule
def take_gift(state: Book, i: int) -> None:
    """The first gift read (materials, a voucher for coming) is taken, once in a membership."""
    me = member(state, i)
    look = look_of(state)
    if look.gift > 0.0 and me.gift_taken == 0:
        me.gift_taken = 1
        look.gifts = 1
        look.worth += parameters(state).worth_money * look.gift * (0.3 + 0.7 * me.greed)


@rule
def reward(state: Book, i: int) -> None:
    """The look's worth, less fatigue, moves attention a little towards itself."""
    me = member(state, i)
    look = look_of(state)
    if look.read > 0 or look.claims > 0 or look.ticks > 0:
        gain = 1.0 - exp(-look.worth) - me.fatigue - me.tolerance_used
        gain = min(1.0, max(0.0, gain))
        me.attention += parameters(state).attention_rate * (gain - me.attention)
