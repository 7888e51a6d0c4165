"""Phase 5 of a look: answer one of the messages read, or go on with one's own turn.

At most one answer a look, chosen in proportion to how much each message asks for one; a mention is a term
of its own.
"""

from __future__ import annotations

import math

from sim.accessors import (
    Book,
    act_at,
    crowding,
    draft_of,
    group_of,
    look_of,
    member,
    member_count,
    message_at,
    parameters,
    post,
    set_weight,
    stored_tie,
    weight_at,
)
from sim.arithmetic import exp, log
from sim.compiling import inlined, rule
from sim.records import ANSWER, GO_ON, OPERATOR_AUTHOR, RING, SHILL_AUTHOR
from sim.rules.attend import look_block, second_block
from sim.rules.post import new_draft
from sim.rules.schedule import exists, record
from sim.rules.topics import chance_on_topic

NEWCOMER_DAYS = 3.0
MENTION_FADING = 4.0  # per day squared


@inlined
def _weight(state: Book, i: int, t: float, number: int) -> float:
    """How much message `number` asks member i for an answer; 0 for own and vanished ones."""
    message = message_at(state, number & (RING - 1))
    author = message.author
    if message.id != number or author == i or message.private == 1:
        return 0.0
    me = member(state, i)
    fixed = parameters(state)
    closeness = 0.0
    if author >= 0:
        closeness = stored_tie(state, i * member_count(state) + author) * look_of(state).tie_decay
    elif author == OPERATOR_AUTHOR:
        closeness = me.trust
    elif me.knows == 1 and author == SHILL_AUTHOR:
        return 0.0
    weight = message.invite * (fixed.stranger_tie + (1.0 - fixed.stranger_tie) * closeness)
    if message.to == i:
        weight *= fixed.addressed_factor
    if author >= 0 and t - member(state, author).joined <= NEWCOMER_DAYS:
        weight *= 1.0 + fixed.newcomer_favour * me.belonging
    age = (t - message.time) / fixed.freshness_days
    return float(weight / ((1.0 + age * age) * crowding(state, min(63, message.answers))))


@rule
def answer(state: Book, i: int, t: float) -> None:
    """Phase 5: decide whether and what to answer, and post it."""
    me = member(state, i)
    look = look_of(state)
    group = group_of(state)
    answered = 0
    if look.read > 0 and me.dropper == 0:
        look.u0, look.u1, look.u2, look.u3 = look_block(state, i, 0)
        group.words += 1
        answered = _choose(state, i, t)
    if me.mention <= me.read_mark:
        me.mention = -1
    if answered == 0:
        _go_on(state, i, t)


@rule
def _choose(state: Book, i: int, t: float) -> int:
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    eagerness = (
        fixed.answer_rate * me.sociability * me.confidence * me.attention * group_of(state).diffusion
    )  # fmt: skip
    called = 0.0
    if look.mention_read == 1 and message_at(state, look.mention_message & (RING - 1)).private == 0:
        called = (
            fixed.mention_rate * me.responsiveness * math.sqrt(me.confidence) * (0.3 + 0.7 * me.trust)
            / ((1.0 + 0.3 * me.mention_before) * (1.0 + MENTION_FADING * look.mention_age * look.mention_age))
        )  # fmt: skip
    # Most looks end here: −log(1 − u) is at least u, a weight is at most its bound, and recent talk only damps.
    bound = look.bound * (1.0 + fixed.newcomer_favour * me.belonging)
    if eagerness * bound + called <= look.u0:
        return 0
    needed = -log(1.0 - look.u0)
    if me.talk > 0.0:
        eagerness *= exp(-me.talk / fixed.talk_tolerance)
    if eagerness * bound + called <= needed:
        return 0
    total = 0.0
    for position in range(look.last - look.first + 1):
        weight = _weight(state, i, t, look.first + position)
        set_weight(state, position, weight)
        total += weight
    total = eagerness * total + called
    if total <= needed:
        return 0
    group_of(state).words += 1
    wanted = look.u1 * total
    chosen = look.mention_message
    if wanted >= called:
        reached = called
        for position in range(look.last - look.first + 1):
            weight = weight_at(state, position)
            if weight > 0.0:
                chosen = look.first + position
                reached += eagerness * weight
                if reached > wanted:
                    break
    _say(state, i, t, chosen)
    return 1


@rule
def _say(state: Book, i: int, t: float, reply_to: int) -> None:
    """Post an ordinary message of a member who is looking; reply_to −1 goes on with the member's own thread."""
    me = member(state, i)
    new_draft(state, i)
    draft = draft_of(state)
    draft.chat = 1.0
    draft.invite = 1.0
    draft.reply_to = reply_to
    if reply_to >= 0:
        parent = message_at(state, reply_to & (RING - 1))
        target = parent.author
        draft.to = max(-1, target)
        draft.root = parent.root
        draft.off_topic = _topic_of_answer(state, i, parent.off_topic)
        act = parent.act
        new = post(state, t)
        record(state, t, ANSWER, i, target, new, float(reply_to))
        if act >= 0 and act_at(state, act).contribution > 0.0:
            share = act_at(state, act).contribution
            me.belonging += share * (1.0 - me.belonging)
            me.intent += 0.5 * share * (1.0 - me.intent)
    else:
        if exists(state, me.last_message):
            former = message_at(state, me.last_message & (RING - 1))
            draft.root = former.root
            draft.off_topic = former.off_topic
        new = post(state, t)
        record(state, t, GO_ON, i, -1, new, 0.0)
    spoken(state, i, t, new)
    look_of(state).spoke = 1


@inlined
def _topic_of_answer(state: Book, i: int, parent_off_topic: int) -> int:
    """An answer keeps to the subject of what it answers, but for a few that wander."""
    look = look_of(state)
    wander = parameters(state).topic_wander
    group_of(state).words += 1
    if look.u3 >= wander:
        return parent_off_topic
    return 0 if look.u3 < wander * chance_on_topic(state, i) else 1


@rule
def spoken(state: Book, i: int, t: float, message: int) -> None:
    """What having spoken changes in the speaker."""
    me = member(state, i)
    me.talk += 1.0
    me.pending = message
    me.pending_time = t
    me.last_message = message
    me.turn = 1


@rule
def _go_on(state: Book, i: int, t: float) -> None:
    me = member(state, i)
    look = look_of(state)
    if look.again >= 1 and me.turn == 1:
        second_block(state, i)
        group_of(state).words += 1
        if look.v1 < parameters(state).go_on and me.dropper == 0:
            _say(state, i, t, -1)
            return
    me.turn = 0
