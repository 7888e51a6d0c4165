"""Answering in the plain model: phase 5 of a look (docs/rules.md, section 5, "Answer")."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING

from benchmarks.plain_records import NO_MESSAGE, NOBODY, OPERATOR_AUTHOR, SHILL_AUTHOR, Look, Message
from benchmarks.plain_speaking import on_topic_chance

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember

NEWCOMER_DAYS = 3


def answer_or_go_on(member: PlainMember, look: Look) -> None:
    """Reply to something read, or go on talking, or neither."""
    chosen = choose_what_to_answer(member, look) if look.read and not member.dropper else None
    if member.mention <= member.read_mark:
        member.mention = NO_MESSAGE
    if chosen is not None:
        answer(member, look, chosen)
    elif (
        look.again >= 1
        and member.turn
        and not member.dropper
        and member.draw(look, 1)[1] < member.model.rules.go_on
    ):
        go_on(member, look)
    else:
        member.turn = False


def answer(member: PlainMember, look: Look, chosen: Message) -> None:
    """Post an answer to everybody's eyes, on the topic of what is answered or on another."""
    group = member.model
    wander, uniform = group.rules.topic_wander, member.draw(look, 0)[3]
    off_topic = chosen.off_topic if uniform >= wander else uniform >= wander * on_topic_chance(member)
    message = group.post(
        look.time, member.position, "answer", target=chosen.author, value=float(chosen.id),
        reply_to=chosen.id, to=chosen.author if chosen.author >= 0 else NOBODY, root=chosen.root,
        off_topic=off_topic, chat=1.0, invite=1.0,
    )  # fmt: skip
    member.remember_own(look.time, message)
    look.spoke = True
    if chosen.act >= 0:
        contribution = group.acts[chosen.act].contribution
        member.belonging += contribution * (1 - member.belonging)
        member.intent += 0.5 * contribution * (1 - member.intent)


def go_on(member: PlainMember, look: Look) -> None:
    """Say more in the conversation in which one last said something."""
    group = member.model
    former = group.messages.get(member.newest_own)
    message = group.post(
        look.time, member.position, "go_on", root=former.root if former else None,
        off_topic=former.off_topic if former else False, chat=1.0, invite=1.0,
    )  # fmt: skip
    member.remember_own(look.time, message)
    look.spoke = True


def choose_what_to_answer(member: PlainMember, look: Look) -> Message | None:
    """The message to reply to, or none: the pull of everything read against one draw."""
    group, rules, t = member.model, member.model.rules, look.time
    mention = read_mention(member, look)
    mention_pull = 0.0
    if mention is not None:
        age = t - mention.time
        mention_pull = (
            rules.mention_rate * member.responsiveness * sqrt(member.confidence) * (0.3 + 0.7 * member.trust)
            / ((1 + 0.3 * member.habit_before_mention) * (1 + 4 * (age * age)))
        )  # fmt: skip
    eagerness = (
        rules.answer_rate * member.sociability * member.confidence * member.attention
        * exp(-member.talk / rules.talk_tolerance) * (group.members_present / 10) ** -rules.diffusion
    )  # fmt: skip
    reached = running_pulls(member, look)
    total = eagerness * reached[-1] + mention_pull
    draw = member.draw(look, 0)
    if total <= -log(1 - draw[0]):
        return None
    point = draw[1] * total
    if mention is not None and point < mention_pull:
        return mention
    for message, pull in zip(look.read, reached, strict=True):
        if mention_pull + eagerness * pull > point:
            return message
    return look.read[-1]


def read_mention(member: PlainMember, look: Look) -> Message | None:
    """The message that called this member by name, if it was among those read and may be answered before all."""
    if member.mention == NO_MESSAGE:
        return None
    return next((m for m in look.read if m.id == member.mention and not m.private), None)


def running_pulls(member: PlainMember, look: Look) -> list[float]:
    """How much the messages read ask for an answer from this member: for each, the sum up to it."""
    rules, t = member.model.rules, look.time
    stranger_tie, freshness_days = rules.stranger_tie, rules.freshness_days
    sums: list[float] = []
    reached = 0.0
    for message, tie in zip(look.read, look.ties, strict=True):
        known_shill = message.author == SHILL_AUTHOR and member.knows_shills
        if not (known_shill or message.private):
            closeness = member.trust if message.author == OPERATOR_AUTHOR else tie
            pull = message.invite * (stranger_tie + (1 - stranger_tie) * closeness)
            if message.to == member.position:
                pull *= rules.addressed_factor
            if message.author >= 0 and t - member.model.members[message.author].joined <= NEWCOMER_DAYS:
                pull *= 1 + rules.newcomer_favour * member.belonging
            staleness = (t - message.time) / freshness_days
            crowding = (1 + message.answers) ** rules.answer_crowding if message.answers else 1.0
            reached += pull / ((1 + staleness * staleness) * crowding)
        sums.append(reached)
    return sums
