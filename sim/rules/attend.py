"""Phases 1 to 3 of a look: wake, read, feel.

docs/model.md section 5 is the contract; every formula here stands there.
"""

from __future__ import annotations

from sim.arithmetic import LN2, exp
from sim.compiling import inlined, rule
from sim.draws import block
from sim.records import LOOKED, NOTICE, OPERATOR_AUTHOR, RING, SHILL_AUTHOR
from sim.rules.post import faded_attention
from sim.rules.schedule import exists, record
from sim.state import (
    Book,
    act_at,
    day_at,
    group_of,
    look_of,
    member,
    member_count,
    message_at,
    parameters,
    stored_tie,
)

KNOWN_SHILL_PROMOTION = 0.5
PATIENCE = 1.0 / 48.0  # days after which an unanswered message counts as ignored


@rule
def wake(state: Book, i: int, t: float) -> None:
    """Phase 1: time works on member i since they were last here."""
    me = member(state, i)
    fixed = parameters(state)
    elapsed = t - me.wake_time
    if me.fatigue > 0.0:
        me.fatigue *= exp(-LN2 * elapsed / fixed.fatigue_days)
    if me.tolerance_used > 0.0:
        me.tolerance_used *= exp(-LN2 * elapsed / fixed.tolerance_days)
    if me.talk > 0.0:
        me.talk *= exp(-4.0 * elapsed)
    me.belonging *= exp(-LN2 * elapsed / fixed.belonging_days)
    me.wake_time = t
    if me.is_idle == 1:
        me.attention = faded_attention(state, i, t)
        me.is_idle = 0


@rule
def read(state: Book, i: int, t: float) -> None:
    """Phase 2: which messages are read. Fills `first`, `last`, `skipped` of the look; `first` > `last` if none."""
    me = member(state, i)
    look = look_of(state)
    newest = group_of(state).messages - 1
    unread = newest - me.read_mark
    span = parameters(state).span
    look.time = t
    look.stream = me.parent_stream
    look.cell = me.parent_cell
    look.candidate = me.parent_candidate
    look.again = me.again
    look.first = me.read_mark + 1 if unread <= span else newest - span + 1
    look.last = newest
    look.skipped = max(0, unread - span)
    look.read = 0
    look.worth = 0.0
    look.addressed = 0
    look.shill_read = 0
    look.heard = 0.0
    look.offer = -1
    look.bound = 0.0
    look.mention_read = 0
    look.mention_message = -1
    look.spoke = 0
    look.claims = 0
    look.has_second = 0
    me.read_mark = newest


@inlined
def second_block(state: Book, i: int) -> None:
    """Draw the look's second block, once."""
    look = look_of(state)
    if look.has_second == 0:
        sub = look.candidate * 65536 + look.again * 64 + 1
        look.v0, look.v1, look.v2, look.v3 = block(
            parameters(state).seed, look.stream, member(state, i).key, look.cell, sub
        )
        look.has_second = 1
        group_of(state).blocks += 1


@inlined
def _feel_promotion(state: Book, i: int, promo: float) -> None:
    me = member(state, i)
    fixed = parameters(state)
    irritation = (
        fixed.ad_fatigue * promo * (1.2 - me.intent) * (1.0 + 2.0 * me.tolerance_used) * (1.0 - me.fatigue)
    )
    me.fatigue += irritation
    me.tolerance_used += fixed.tolerance_share * irritation
    me.trust -= fixed.ad_distrust * promo * me.trust
    me.intent -= fixed.ad_pressure * promo * me.intent


@inlined
def _feel_useful(state: Book, i: int, useful: float) -> float:
    me = member(state, i)
    fixed = parameters(state)
    value = useful * me.relevance * (0.5 + 0.5 * me.trust)
    me.trust += fixed.trust_gain * value * (1.0 - me.trust)
    me.intent += fixed.intent_gain * value * (1.0 - me.intent)
    return float(fixed.worth_useful * value)


@inlined
def _feel_addressed(state: Book, i: int, author: int, reply_to: int) -> float:
    me = member(state, i)
    fixed = parameters(state)
    worth = 0.0
    if reply_to >= 0:
        worth = fixed.worth_answer
        look_of(state).addressed += 1
        me.belonging += 0.02 * (1.0 - me.belonging)
        if reply_to == me.pending:
            me.confidence += fixed.confidence_gain * (1.0 - me.confidence)
            me.pending = -1
    if author == OPERATOR_AUTHOR:
        me.trust += fixed.owner_trust * (1.0 - me.trust)
        me.belonging += 0.03 * (1.0 - me.belonging)
    return float(worth)


@rule
def feel(state: Book, i: int, t: float) -> None:
    """Phase 3: each message read moves worth, trust, fatigue, belonging, intent and confidence."""
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    group = group_of(state)
    if look.first <= look.last:
        look.tie_decay = exp(-t / fixed.tie_days)
        novelty = fixed.novelty_floor + (1.0 - fixed.novelty_floor) * exp(
            -(t - me.joined) / fixed.novelty_days
        )
        chat_worth = fixed.worth_chat * novelty * me.relevance * me.intent
        worth_tie = fixed.worth_tie
        row = i * member_count(state)
        decay = look.tie_decay
        shills = group.shill_messages > 0
        worth = 0.0
        bound = 0.0
        count = 0
        for number in range(look.first, look.last + 1):
            message = message_at(state, number & (RING - 1))
            if message.id != number:
                look.skipped += 1
                continue
            author = message.author
            if author == i:
                continue
            count += 1
            tie = 0.0
            if author >= 0:
                tie = stored_tie(state, row + author) * decay
            known = author == SHILL_AUTHOR and me.knows == 1
            promo = KNOWN_SHILL_PROMOTION if known else message.promo
            if promo > 0.0:
                _feel_promotion(state, i, promo)
            if message.useful > 0.0:
                worth += _feel_useful(state, i, message.useful)
            if message.chat > 0.0 and not known:
                worth += message.chat * (chat_worth + worth_tie * tie * tie)
            weight = message.invite
            if message.to == i:
                worth += _feel_addressed(state, i, author, message.reply_to)
                weight *= fixed.addressed_factor
            bound += weight
            if shills and me.knows == 0:
                if author == SHILL_AUTHOR:
                    look.shill_read += 1
                    if message.act >= 0:
                        group.shill_sameness = act_at(state, message.act).sameness
                elif author >= 0 and member(state, author).knows == 1:
                    look.heard += 0.05 + tie
            if message.offer >= 0 and (act_at(state, message.offer).offer_tiers >> me.tier) & 1:
                look.offer = message.offer
            if number == me.mention:
                look.mention_read = 1
                look.mention_message = number
                look.mention_age = t - message.time
        look.read = count
        look.worth = worth
        look.bound = bound
    _count_look(state, i, t)
    if look.skipped > 0:
        me.fatigue += fixed.overload_fatigue * (1.0 - me.fatigue) * look.skipped / (look.skipped + fixed.span)
    if look.shill_read > 0 or look.heard > 0.0:
        _suspect(state, i, t)
    _wait_for_answer(state, i, t)


@rule
def _suspect(state: Book, i: int, t: float) -> None:
    """Member i may find out the shills, from their own reading or from those who know."""
    me = member(state, i)
    look = look_of(state)
    fixed = parameters(state)
    group = group_of(state)
    share = group.shill_messages / (group.shill_messages + group.talk_messages)
    sameness = group.shill_sameness if look.shill_read > 0 else 0.0
    hazard = (
        fixed.shill_notice * sameness * share * look.shill_read * me.attention
        + fixed.shill_spread * look.heard
    )
    second_block(state, i)
    group.words += 1
    if look.v2 < 1.0 - exp(-hazard):
        me.knows = 1
        me.trust *= 1.0 - fixed.shill_collapse * (0.5 + 0.5 * me.belonging)
        day_at(state, int(t)).notices += 1
        record(state, t, NOTICE, i, -1, -1, 0.0)


@rule
def _wait_for_answer(state: Book, i: int, t: float) -> None:
    """What one said and nobody answered within half an hour costs confidence, once."""
    me = member(state, i)
    if me.pending >= 0 and t - me.pending_time > PATIENCE:
        if exists(state, me.pending) and message_at(state, me.pending & (RING - 1)).answers == 0:
            me.confidence *= 1.0 - parameters(state).confidence_loss
        me.pending = -1


@rule
def _count_look(state: Book, i: int, t: float) -> None:
    """Record the look and how many messages were read in it."""
    messages_read = look_of(state).read
    me = member(state, i)
    me.looks += 1
    group_of(state).looks += 1
    today = day_at(state, int(t))
    today.looks += 1
    today.reads += messages_read
    group_of(state).reads += messages_read
    record(state, t, LOOKED, i, -1, -1, float(messages_read))
