"""Posting: a message comes to be, its thread and ties change, and members who had read everything are queued again.

docs/rules.md section 3. Whoever posts fills in the draft of the state and calls `sim.accessors.post`. Only posting
wakes anybody, so a silent group costs nothing.
"""

from __future__ import annotations

import math

from sim.accessors import (
    Book,
    act_at,
    day_at,
    draft_of,
    find_look,
    group_of,
    idle_member,
    member,
    member_count,
    message_at,
    parameters,
    set_idle_member,
)
from sim.arithmetic import LN2, exp
from sim.compiling import doorway, inlined, rule
from sim.records import OPERATOR_AUTHOR, PACKET_NOTE, PLAIN, PRESENT, RING, SHILL_AUTHOR, TICK
from sim.rules.company import grow_tie
from sim.rules.schedule import exists
from sim.rules.waking import draw_in, faded_attention

PROMOTION = 0.5  # a message with at least so much promotion counts as an advertisement
RECENT_DAYS = 14.0  # half-life of what counts as recent messages of a member
EXPECTED = 0.02  # who expects a programme less than this is not drawn by it


@inlined
def new_draft(state: Book, author: int) -> None:
    """Begin a message: nothing in it yet, addressed to nobody, root itself."""
    draft = draft_of(state)
    draft.author = author
    draft.reply_to = -1
    draft.to = -1
    draft.root = -1
    draft.act = -1
    draft.start = 0
    draft.offer = -1
    draft.kind = PLAIN
    draft.off_topic = 0
    draft.private = 0
    draft.opening = 0
    draft.useful = 0.0
    draft.chat = 0.0
    draft.promo = 0.0
    draft.invite = 0.0


@inlined
def recent_talk(state: Book, i: int, t: float) -> float:
    """How many messages member i has written lately, older ones counting less."""
    me = member(state, i)
    if me.recent <= 0.0:
        return 0.0
    return float(me.recent * exp(-LN2 * (t - me.recent_time) / RECENT_DAYS))


@rule
def _count_answer(state: Book, t: float, author: int, reply_to: int) -> None:
    parent = message_at(state, reply_to & (RING - 1))
    parent.answers += 1
    if parent.answers == 1:
        if parent.start == 1 and parent.promo < PROMOTION:
            day_at(state, int(parent.time)).starts_answered += 1
        if parent.author >= 0 and member(state, parent.author).first_message == parent.id:
            day_at(state, int(t)).first_answers += 1
    if author >= 0 and parent.author >= 0 and author != parent.author:
        grow_tie(state, author, parent.author, t, parameters(state).tie_gain)


@rule
def _count_talk(state: Book, t: float, author: int, number: int, start: int, off_topic: int) -> None:
    """A talk message: the day's counts, the author's recent messages, the group's topic and talk of the hour."""
    group = group_of(state)
    me = member(state, author)
    day = int(t)
    today = day_at(state, day)
    today.talk += 1
    if today.talk == 1:
        today.first_talk = t
    today.last_talk = t
    group.last_talk = t
    today.starts += start
    today.off_topic += off_topic
    if me.last_talk_day != day:
        me.last_talk_day = day
        today.speakers += 1
    if me.first_message < 0:
        me.first_message = number
        today.first_posts += 1
    me.recent = recent_talk(state, author, t) + 1.0
    me.recent_time = t
    group.topicality += (1.0 - off_topic - group.topicality) / parameters(state).topic_memory
    if off_topic == 0:
        group.hour_talk = group.hour_talk * exp(-24.0 * (t - group.hour_talk_time)) + 1.0
        group.hour_talk_time = t


@rule
def _count_message(state: Book, t: float, number: int) -> None:
    draft = draft_of(state)
    group = group_of(state)
    author = draft.author
    today = day_at(state, int(t))
    if draft.promo >= PROMOTION:
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
        elif draft.kind != PACKET_NOTE and draft.kind != TICK:
            _count_talk(state, t, author, number, draft.start, draft.off_topic)


@rule
def _wake_idle(state: Book, t: float, author: int) -> None:
    group = group_of(state)
    waiting = group.idle_count
    group.idle_count = 0
    for position in range(waiting):
        i = idle_member(state, position)
        me = member(state, i)
        if i == author and me.is_idle == 1:
            set_idle_member(state, group.idle_count, i)
            group.idle_count += 1
            continue
        me.listed = 0
        if me.is_idle == 0 or me.status != PRESENT:
            continue
        me.attention = faded_attention(state, i, t)
        me.is_idle = 0
        find_look(state, i, t)


@rule
def _call_to_programme(state: Book, t: float, pull: float) -> None:
    """Who has come to expect the programme is drawn to look when it begins."""
    for i in range(member_count(state)):
        me = member(state, i)
        if me.status == PRESENT and me.expect > EXPECTED:
            me.lure = max(me.lure, pull * me.expect)
            draw_in(state, i, t)


@doorway("int64(int64, float64)")
def post_draft(state: Book, t: float) -> int:
    """Post the draft and queue everyone who had read everything. Returns the message's id."""
    group = group_of(state)
    draft = draft_of(state)
    new = group.messages
    message = message_at(state, new & (RING - 1))
    message.id = new
    message.time = t
    message.author = draft.author
    message.reply_to = draft.reply_to
    message.to = draft.to
    message.root = new if draft.root < 0 else draft.root
    message.answers = 0
    message.useful = draft.useful
    message.chat = draft.chat
    message.promo = draft.promo
    message.invite = draft.invite
    message.act = draft.act
    message.start = draft.start
    message.offer = draft.offer
    message.kind = draft.kind
    message.off_topic = draft.off_topic
    message.private = draft.private
    message.opening = draft.opening
    group.messages = new + 1
    _count_message(state, t, new)
    if draft.reply_to >= 0 and exists(state, draft.reply_to):
        _count_answer(state, t, draft.author, draft.reply_to)
    if draft.private == 0:
        _wake_idle(state, t, draft.author)
        if draft.opening == 1 and act_at(state, draft.act).programme > 0.0:
            _call_to_programme(state, t, act_at(state, draft.act).programme)
    return int(new)


@rule
def idle_now(state: Book, i: int, t: float) -> None:
    """Member i has read everything and puts the phone away: nothing is due until somebody posts."""
    me = member(state, i)
    group = group_of(state)
    me.staying = 0
    me.next_look = math.inf
    me.idle_since = t
    me.is_idle = 1
    if me.listed == 0:  # who was drawn to look by a private message is in the list still
        me.listed = 1
        set_idle_member(state, group.idle_count, i)
        group.idle_count += 1
