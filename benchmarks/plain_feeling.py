"""What reading does to a member of the plain model: phase 3 of a look (docs/rules.md, section 5, "Feel")."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from benchmarks.plain_buying import readiness
from benchmarks.plain_records import BOT_ACT, NO_ACT, NO_MESSAGE, OPERATOR_AUTHOR, SHILL_AUTHOR, Look, Message
from benchmarks.plain_speaking import purpose_left

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember

UNANSWERED_DAYS = 1 / 48
PITCH = 0.5  # a message that promotes as much as this is an advertisement
SEEN_LIVE_DAYS = 1 / 24
CALL_DAYS = 0.5


def feel(member: PlainMember, look: Look) -> None:
    """What was read moves worth, trust, fatigue, belonging, intent and more, message by message."""
    group, rules, t = member.model, member.model.rules, look.time
    newness = exp(-(t - member.joined) / rules.novelty_days)
    novelty = rules.novelty_floor + (1 - rules.novelty_floor) * newness
    look.want = wish_to_buy(member, t)
    belonging = 1 + rules.worth_belonging * member.belonging
    worth_on_topic = rules.worth_chat * novelty * member.relevance * member.intent * belonging
    worth_on_topic *= 1 - rules.purpose_share + rules.purpose_share * purpose_left(group, t)
    worth_off_topic = rules.worth_chat * novelty * rules.small_talk * (1 - member.intent)
    fading = group.tie_fading(t)
    for message in look.read:
        author = message.author
        tie = group.ties[member.position][author] * fading if author >= 0 else 0.0
        look.ties.append(tie)
        known_shill = author == SHILL_AUTHOR and member.knows_shills
        suffer(member, look, message, 0.5 if known_shill else message.promo)
        learn(member, look, message)
        if message.chat > 0 and not known_shill:
            worth = worth_off_topic if message.off_topic else worth_on_topic
            look.worth += message.chat * (worth + rules.worth_tie * tie * tie)
            belong(member, message)
        if message.to == member.position:
            be_addressed(member, look, message)
        notice_shills(member, look, message, tie)
        if message.offer != NO_ACT and group.acts[message.offer].is_offered_to(member.tier):
            look.offer = message.offer
        if message.act >= 0:
            remember_act(member, look, message)
        if message.promo >= PITCH and author >= 0 and group.members[author].dropper:
            look.ad = message
    if look.offer != NO_ACT and group.acts[look.offer].discount > 0:
        saved = group.product["price_fen"] * group.acts[look.offer].discount
        greedy = 0.3 + 0.7 * member.greed
        look.worth += rules.worth_money * (1 - exp(-saved / rules.deal_fen)) * greedy * look.want
    be_overloaded(member, look)
    if look.shills_read > 0 or look.heard > 0:
        suspect(member, look)
    miss_an_answer(member, t)


def wish_to_buy(member: PlainMember, t: float) -> float:
    """How much a member wants the product now, 0..1."""
    heat = 1 + member.model.rules.buying_heat * member.heat
    return min(1.0, member.intent * member.price_fit * readiness(member, t) * heat)


def suffer(member: PlainMember, look: Look, message: Message, promo: float) -> None:
    """Rule 1: read promotion, which wears on those least who want what is offered."""
    group, rules = member.model, member.model.rules
    offers = message.offer != NO_ACT
    if offers:
        act = group.acts[message.offer]
        if act.is_offered_to(member.tier):
            promo *= 1 - act.privilege * member.intent
    if promo <= 0:
        return
    indifference = 1.2 - (look.want if offers else 0.0)
    felt = rules.ad_fatigue * (rules.private_factor if message.private else 1.0) * promo * indifference
    felt *= (1 + 2 * member.tolerance_used) * max(0, 1 - member.fatigue)
    look.irritation += felt
    member.fatigue += felt
    member.tolerance_used += rules.tolerance_share * felt
    member.trust -= min(1.0, rules.ad_distrust * group.voice_down * promo) * member.trust
    member.intent -= rules.ad_pressure * promo * member.intent
    if message.private:
        member.block_hazard += rules.block_rate * promo * (1 - member.trust) * indifference
        if member.block_hazard >= member.mute_threshold and not member.blocked:
            member.blocked = True
            group.today(look.time)["blocks"] += 1
            group.log(look.time, "block", member.position)


def learn(member: PlainMember, look: Look, message: Message) -> None:
    """Rule 2: read something useful."""
    rules = member.model.rules
    if message.useful > 0:
        value = message.useful * member.relevance * (0.5 + 0.5 * member.trust)
        look.worth += rules.worth_useful * value
        member.trust += min(1.0, rules.trust_gain * member.model.voice_up) * value * (1 - member.trust)
        member.intent += rules.intent_gain * value * (1 - member.intent)


def belong(member: PlainMember, message: Message) -> None:
    """The second half of rule 3: talk on the topic binds those who care for it, other talk puts them off."""
    rules = member.model.rules
    share = rules.belonging_topic / (1 + rules.breadth) * message.chat
    if message.off_topic:
        member.belonging -= share * member.intent * member.belonging
    else:
        member.belonging += share * member.relevance * (1 - member.belonging)
        member.heat += rules.heat_gain * member.relevance * (1 - member.heat) * message.chat


def be_addressed(member: PlainMember, look: Look, message: Message) -> None:
    """Rules 4 and 5: read something meant for oneself, be it an answer, a pitch or the owner's word."""
    rules = member.model.rules
    pitch = message.promo >= PITCH
    if message.reply_to >= 0:
        look.worth += rules.worth_answer * (1 - message.promo if pitch else 1.0)
        look.addressed += 1
        if not pitch:
            member.belonging += 0.02 * (1 - member.belonging)
        if message.reply_to == member.pending_own:
            if pitch:
                member.confidence *= 1 - rules.confidence_loss
            else:
                member.confidence += rules.confidence_gain * (1 - member.confidence)
            member.pending_own = NO_MESSAGE
    if message.author == OPERATOR_AUTHOR and not pitch and message.act != BOT_ACT:
        member.trust += min(1.0, rules.owner_trust * member.model.voice_up) * (1 - member.trust)
        member.belonging += 0.03 * (1 - member.belonging)


def notice_shills(member: PlainMember, look: Look, message: Message, tie: float) -> None:
    """Rule 6: what there is to suspect, or to hear from those who know."""
    group, author = member.model, message.author
    if member.knows_shills:
        return
    if author == SHILL_AUTHOR:
        look.shills_read += 1
        look.sameness = group.acts[message.act].sameness
    elif author >= 0 and group.members[author].knows_shills:
        look.heard += 0.05 + tie


def remember_act(member: PlainMember, look: Look, message: Message) -> None:
    """Rule 8: what a message by an act asks or gives."""
    act, t = member.model.acts[message.act], look.time
    age = t - message.time
    if message.opening:
        look.gift = max(look.gift, act.gift)
        if act.response > 0 and age <= CALL_DAYS:
            look.call = message
    if act.programme > 0 and age <= SEEN_LIVE_DAYS:
        member.expect += member.model.rules.programme_gain * (1 - member.expect)
        member.model.today(t)["attendance"] += message.opening
    if act.challenge_days > 0 and not member.ever_challenged:
        look.challenge = act
    if act.moves == 1:
        look.move = act
    if (
        act.invites_needed > 0
        and t < act.last_day + 1
        and member.campaign is None
        and act.position not in member.finished_campaigns
    ):
        member.campaign = act
        member.campaign_since = t
        member.campaign_joins = 0


def be_overloaded(member: PlainMember, look: Look) -> None:
    """Tire of what there was no time to read."""
    group, rules = member.model, member.model.rules
    if look.skipped > 0:
        share = look.skipped / (look.skipped + rules.span)
        member.fatigue += (
            rules.overload_fatigue * (1 - 0.7 * group.staffing.digest) * (1 - member.fatigue) * share
        )


def suspect(member: PlainMember, look: Look) -> None:
    """Perhaps find out that some members are paid to talk."""
    group, rules = member.model, member.model.rules
    hazard = rules.shill_spread * look.heard
    if look.shills_read > 0:
        share = group.shill_messages / (group.shill_messages + group.member_messages)
        hazard += rules.shill_notice * look.sameness * share * look.shills_read * member.attention
    if member.draw(look, 1)[2] < 1 - exp(-hazard):
        member.knows_shills = True
        collapse = min(1.0, rules.shill_collapse * group.voice_down)
        member.trust *= 1 - collapse * (0.5 + 0.5 * member.belonging)
        group.today(look.time)["notices"] += 1
        group.log(look.time, "notice", member.position)


def miss_an_answer(member: PlainMember, t: float) -> None:
    """Half an hour after one's own message: no answer costs confidence."""
    if member.pending_own != NO_MESSAGE and t - member.pending_time > UNANSWERED_DAYS:
        message = member.model.messages.get(member.pending_own)
        if message is not None and message.answers == 0:
            member.confidence *= 1 - member.model.rules.confidence_loss
        member.pending_own = NO_MESSAGE
