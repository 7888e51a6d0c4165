"""Posting: a message comes to be, its thread and ties change, and members who had read everything are queued again.

docs/model.md section 3. Only posting wakes anybody, so a silent group costs nothing.
"""

from __future__ import annotations

import math

from sim.arithmetic import exp
from sim.clock import first_check
from sim.compiling import inlined, rule
from sim.records import (
    MENTION,
    OPERATOR_AUTHOR,
    PACKET_NOTE,
    PACKET_OPENED,
    PACKET_RING,
    PRESENT,
    RING,
    SHILL_AUTHOR,
)
from sim.rules.schedule import exists, record, reschedule
from sim.state import (
    Book,
    day_at,
    group_of,
    idle_member,
    member,
    member_count,
    message_at,
    packet_at,
    parameters,
    set_claimed,
    set_idle_member,
    set_stored_tie,
    stored_tie,
    stream_at,
)

PROMOTION = 0.5  # a message with at least so much promotion counts as an advertisement


@inlined
def faded_attention(state: Book, i: int, t: float) -> float:
    """Attention of member i at t: while nothing is unread, unrewarded glances wear the habit down."""
    me = member(state, i)
    if me.is_idle == 0:
        return float(me.attention)
    fixed = parameters(state)
    return float(
        me.attention * exp(-fixed.attention_rate * fixed.idle_fade * me.check_rate * (t - me.idle_since))
    )


@rule
def chance_to_look(state: Book, i: int) -> float:
    """Chance that a phone check of member i becomes a look at this group."""
    me = member(state, i)
    fixed = parameters(state)
    if me.mention >= 0:
        p = fixed.mention_pull + (1.0 - fixed.mention_pull) * me.attention
    else:
        p = me.attention
        if me.lured == 1:
            p = fixed.packet_pull + (1.0 - fixed.packet_pull) * me.attention
        if me.muted == 1:
            p *= fixed.mute_badge
    return float(min(1.0, max(fixed.look_floor, p)))


@rule
def find_look(state: Book, i: int, t: float) -> None:
    """Queue member i at the first check after t at which they look."""
    me = member(state, i)
    me.next_look = first_check(state, i, t, chance_to_look(state, i))
    me.parent_stream = 3  # LOOK
    checks = stream_at(state, i)
    me.parent_cell = checks.cell
    me.parent_candidate = checks.candidate
    me.again = 0
    reschedule(state, i)


@inlined
def grow_tie(state: Book, i: int, j: int, t: float) -> None:
    """Strengthen the tie of i and j, both ways; strengths are stored as of day 0 so that fading costs nothing."""
    fixed = parameters(state)
    scale = exp(t / fixed.tie_days)
    n = member_count(state)
    now = stored_tie(state, i * n + j) / scale
    stored = (now + fixed.tie_gain * (1.0 - now)) * scale
    set_stored_tie(state, i * n + j, stored)
    set_stored_tie(state, j * n + i, stored)


@rule
def _count_answer(state: Book, t: float, author: int, reply_to: int) -> None:
    parent = message_at(state, reply_to & (RING - 1))
    parent.answers += 1
    if parent.start == 1 and parent.answers == 1 and parent.promo < PROMOTION:
        day_at(state, int(parent.time)).starts_answered += 1
    if author >= 0 and parent.author >= 0 and author != parent.author:
        grow_tie(state, author, parent.author, t)


@rule
def _count_message(state: Book, t: float, author: int, promo: float, start: int, kind: int) -> None:
    group = group_of(state)
    day = int(t)
    today = day_at(state, day)
    if promo >= PROMOTION:
        today.promotion += 1
    if author == OPERATOR_AUTHOR:
        today.operator += 1
    elif author == SHILL_AUTHOR:
        today.shill += 1
        group.shill_messages += 1
    else:
        me = member(state, author)
        me.messages += 1
        me.last_message_time = t
        group.talk_messages += 1
        if me.dropper == 1:
            today.dropper += 1
        elif kind != PACKET_NOTE:
            today.talk += 1
            if today.talk == 1:
                today.first_talk = t
            today.last_talk = t
            group.last_talk = t
            today.starts += start
            if me.last_talk_day != day:
                me.last_talk_day = day
                today.speakers += 1


@rule
def _wake_idle(state: Book, t: float, author: int) -> None:
    group = group_of(state)
    waiting = group.idle_count
    group.idle_count = 0
    for position in range(waiting):
        i = idle_member(state, position)
        me = member(state, i)
        if me.is_idle == 0 or me.status != PRESENT:
            continue
        if i == author:
            set_idle_member(state, group.idle_count, i)
            group.idle_count += 1
            continue
        me.attention = faded_attention(state, i, t)
        me.is_idle = 0
        find_look(state, i, t)


@rule
def post(
    state: Book,
    t: float,
    author: int,
    reply_to: int,
    to: int,
    root: int,
    useful: float,
    chat: float,
    promo: float,
    invite: float,
    act: int,
    start: int,
    offer: int,
    kind: int,
) -> int:
    """Post a message and queue everyone who had read everything. Returns its id; root −1 means itself."""
    group = group_of(state)
    new = group.messages
    message = message_at(state, new & (RING - 1))
    message.id = new
    message.time = t
    message.author = author
    message.reply_to = reply_to
    message.to = to
    message.root = new if root < 0 else root
    message.answers = 0
    message.useful = useful
    message.chat = chat
    message.promo = promo
    message.invite = invite
    message.act = act
    message.start = start
    message.offer = offer
    message.kind = kind
    group.messages = new + 1
    _count_message(state, t, author, promo, start, kind)
    if reply_to >= 0 and exists(state, reply_to):
        _count_answer(state, t, author, reply_to)
    _wake_idle(state, t, author)
    return int(new)


@rule
def mention(state: Book, t: float, i: int, message: int) -> None:
    """Mention member i in a message: it pierces a mute and makes the coming checks likelier to look."""
    me = member(state, i)
    me.mention_before = me.mention_habit * exp(-(t - me.mention_time) / 14.0)
    me.mention_habit = me.mention_before + 1.0
    me.mention = message
    me.mention_time = t
    me.belonging += 0.01 * (1.0 - me.belonging)
    record(state, t, MENTION, OPERATOR_AUTHOR, i, message, 0.0)
    if me.staying == 0:
        find_look(state, i, t)


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
    for i in range(member_count(state)):
        me = member(state, i)
        if me.status == PRESENT and i != sender:
            me.lured = 1
            if me.staying == 0:
                find_look(state, i, t)


@rule
def idle_now(state: Book, i: int, t: float) -> None:
    """Member i has read everything and puts the phone away: nothing is due until somebody posts."""
    me = member(state, i)
    group = group_of(state)
    me.staying = 0
    me.next_look = math.inf
    me.idle_since = t
    if me.is_idle == 0:
        me.is_idle = 1
        set_idle_member(state, group.idle_count, i)
        group.idle_count += 1
