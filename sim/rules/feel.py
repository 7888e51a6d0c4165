"""Phase 3 of a look: what is read moves worth, trust, fatigue, belonging, intent and confidence.

docs/rules.md section 5 is the contract; every formula here stands there.
"""

from __future__ import annotations

from sim.accessors import (
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
from sim.arithmetic import exp
from sim.compiling import inlined, rule
from sim.records import BLOCK, BOT_ACT, LOOKED, NOTICE, OPERATOR_AUTHOR, RING, SHILL_AUTHOR
from sim.rules.attend import second_block
from sim.rules.post import PROMOTION
from sim.rules.schedule import exists, record
from sim.rules.waking import NEVER_CHALLENGED

KNOWN_SHILL_PROMOTION = 0.5
PATIENCE = 1.0 / 48.0  # days after which an unanswered message counts as ignored
PROGRAMME_HOUR = 1.0 / 24.0  # days within which a programme is attended
CALL_LIFE = 0.5  # days for which a poll or a roll call is open
DISGUST = 0.2  # share by which someone who was badly served is still ready to buy


@inlined
def purpose_left(state: Book, t: float, boost: float) -> float:
    """How much of the reason for the group is left at t; an event's passes, and with it what there is to say."""
    fixed = parameters(state)
    if fixed.purpose_share + boost <= 0.0:
        return 1.0
    passing = fixed.purpose_share + boost
    return float(1.0 - fixed.purpose_share + passing * exp(-t / fixed.purpose_days))


@inlined
def ready_to_buy(state: Book, i: int, t: float) -> float:
    """How far member i is ready to buy: fully at first, later as the product's cycle goes round."""
    me = member(state, i)
    if me.purchases == 0:
        return 1.0
    due = min(1.0, (t - me.last_purchase) / parameters(state).cycle_days)
    return float(due if me.satisfied == 1 else DISGUST * due)


@inlined
def _feel_promotion(state: Book, i: int, t: float, promo: float, wanted: float, private: int) -> None:
    me = member(state, i)
    fixed = parameters(state)
    calm = max(0.0, 1.0 - me.fatigue)
    irritation = fixed.ad_fatigue * promo * (1.2 - wanted) * (1.0 + 2.0 * me.tolerance_used) * calm
    if private == 1:
        irritation *= fixed.private_factor
    me.fatigue += irritation
    look_of(state).irritation += irritation
    me.tolerance_used += fixed.tolerance_share * irritation
    distrust = fixed.ad_distrust * (1.0 + fixed.voice_loss * fixed.voice) * promo
    me.trust -= min(1.0, distrust) * me.trust
    me.intent -= fixed.ad_pressure * promo * me.intent
    if private == 1 and me.blocked == 0:
        me.block_hazard += fixed.block_rate * promo * (1.0 - me.trust) * (1.2 - wanted)
        if me.block_hazard >= me.mute_threshold:
            me.blocked = 1
            day_at(state, int(t)).blocks += 1
            look_of(state).blocked = 1


@inlined
def _feel_useful(state: Book, i: int, useful: float) -> float:
    me = member(state, i)
    fixed = parameters(state)
    value = useful * me.relevance * (0.5 + 0.5 * me.trust)
    gain = min(1.0, fixed.trust_gain * (1.0 + fixed.voice_gain * fixed.voice))
    me.trust += gain * value * (1.0 - me.trust)
    me.intent += fixed.intent_gain * value * (1.0 - me.intent)
    return float(fixed.worth_useful * value)


@inlined
def _feel_addressed(state: Book, i: int, author: int, reply_to: int, promo: float, act: int) -> float:
    me = member(state, i)
    fixed = parameters(state)
    worth = 0.0
    pitch = promo >= PROMOTION
    if reply_to >= 0:
        look_of(state).addressed += 1
        worth = fixed.worth_answer
        if pitch:
            worth *= 1.0 - promo
        else:
            me.belonging += 0.02 * (1.0 - me.belonging)
        if reply_to == me.pending:
            if pitch:
                me.confidence *= 1.0 - fixed.confidence_loss
            else:
                me.confidence += fixed.confidence_gain * (1.0 - me.confidence)
            me.pending = -1
    if author == OPERATOR_AUTHOR and not pitch and act != BOT_ACT:
        gain = min(1.0, fixed.owner_trust * (1.0 + fixed.voice_gain * fixed.voice))
        me.trust += gain * (1.0 - me.trust)
        me.belonging += 0.03 * (1.0 - me.belonging)
    return float(worth)


@rule
def _notice_act(state: Book, i: int, t: float, number: int) -> None:
    """What a message by an act brings along: a gift, a programme, a call, a challenge, a move, a campaign."""
    me = member(state, i)
    look = look_of(state)
    message = message_at(state, number & (RING - 1))
    act = act_at(state, message.act)
    age = t - message.time
    if act.gift > 0.0 and message.opening == 1:
        look.gift = max(look.gift, act.gift)
    if act.programme > 0.0 and age <= PROGRAMME_HOUR:
        me.expect += parameters(state).programme_gain * (1.0 - me.expect)
        day_at(state, int(t)).attendance += message.opening
    if act.response > 0.0 and message.opening == 1 and age <= CALL_LIFE:
        look.call = number
    if act.challenge_days > 0 and me.challenge == NEVER_CHALLENGED:
        look.challenge = message.act
    if act.moves == 1:
        look.move = message.act
    if (
        act.invites_needed > 0
        and t < act.last_day + 1
        and me.campaign < 0
        and me.campaign_finished != message.act
    ):
        me.campaign = message.act
        me.campaign_since = t
        me.campaign_joins = 0


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
        look.want = min(
            1.0, me.intent * me.price_fit * ready_to_buy(state, i, t) * (1.0 + fixed.buying_heat * me.heat)
        )
        chat_worth = fixed.worth_chat * novelty
        interest = me.relevance * me.intent * (1.0 + fixed.worth_belonging * me.belonging)
        on_topic = chat_worth * interest * purpose_left(state, t, 0.0)
        off_topic = chat_worth * fixed.small_talk * (1.0 - me.intent)
        focus = fixed.belonging_topic / (1.0 + fixed.breadth)
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
            if author == i or (message.private == 1 and message.to != i):
                continue
            count += 1
            tie = 0.0
            if author >= 0:
                tie = stored_tie(state, row + author) * decay
            known = author == SHILL_AUTHOR and me.knows == 1
            promo = KNOWN_SHILL_PROMOTION if known else message.promo
            if promo > 0.0:
                wanted = 0.0
                if message.offer >= 0:
                    wanted = look.want
                    offer = act_at(state, message.offer)
                    if (offer.offer_tiers >> me.tier) & 1:
                        promo *= 1.0 - offer.privilege * me.intent
                _feel_promotion(state, i, t, promo, wanted, message.private)
            if message.useful > 0.0:
                worth += _feel_useful(state, i, message.useful)
            chat = message.chat
            if chat > 0.0 and not known:
                if message.off_topic == 0:
                    worth += chat * (on_topic + worth_tie * tie * tie)
                    me.belonging += focus * me.relevance * (1.0 - me.belonging) * chat
                    me.heat += fixed.heat_gain * me.relevance * (1.0 - me.heat) * chat
                else:
                    worth += chat * (off_topic + worth_tie * tie * tie)
                    me.belonging -= focus * me.intent * me.belonging * chat
            weight = message.invite
            if message.to == i:
                worth += _feel_addressed(state, i, author, message.reply_to, message.promo, message.act)
                weight *= fixed.addressed_factor
            bound += weight
            if shills and me.knows == 0:
                if author == SHILL_AUTHOR:
                    look.shill_read += 1
                    if message.act >= 0:
                        group.shill_sameness = act_at(state, message.act).sameness
                elif author >= 0 and member(state, author).knows == 1:
                    look.heard += 0.05 + tie
            if message.act >= 0:
                if message.offer >= 0 and (act_at(state, message.offer).offer_tiers >> me.tier) & 1:
                    look.offer = message.offer
                _notice_act(state, i, t, number)
            elif author >= 0 and message.promo >= PROMOTION and member(state, author).dropper == 1:
                look.ad_seen = number
            if number == me.mention:
                look.mention_read = 1
                look.mention_message = number
                look.mention_age = t - message.time
        look.read = count
        look.worth = worth + _deal(state, i)
        look.bound = bound
    _count_look(state, i, t)
    if look.blocked == 1:
        record(state, t, BLOCK, i, -1, -1, 0.0)
    if look.skipped > 0:
        overload = fixed.overload_fatigue * (1.0 - 0.7 * fixed.digest)
        me.fatigue += overload * (1.0 - me.fatigue) * look.skipped / (look.skipped + fixed.span)
    if look.shill_read > 0 or look.heard > 0.0:
        _suspect(state, i, t)
    _wait_for_answer(state, i, t)


@inlined
def _deal(state: Book, i: int) -> float:
    """What the saving of a remembered offer is worth to one who wants the thing."""
    look = look_of(state)
    if look.offer < 0:
        return 0.0
    discount = act_at(state, look.offer).discount
    if discount <= 0.0:
        return 0.0
    fixed = parameters(state)
    saving = 1.0 - exp(-fixed.price_fen * discount / fixed.deal_fen)
    return float(fixed.worth_money * saving * (0.3 + 0.7 * member(state, i).greed) * look.want)


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
        collapse = min(1.0, fixed.shill_collapse * (1.0 + fixed.voice_loss * fixed.voice))
        me.trust *= 1.0 - collapse * (0.5 + 0.5 * me.belonging)
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
