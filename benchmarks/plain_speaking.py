"""Speaking up in the plain model: impulses, and whether one speaks on the topic (docs/rules.md, section 4)."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from benchmarks.plain_draws import AFTER_IMPULSE, UTTERANCE, Block, Moment
from benchmarks.plain_records import PLAIN, QUESTION, Message

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember
    from benchmarks.plain_posting import MessageBoard

UTTERANCE_BLOCKS = 16  # for each impulse


def on_topic_chance(member: PlainMember) -> float:
    """The chance that what a member says is on the group's topic."""
    group, drift = member.model, member.model.rules.topic_drift
    chance = (1 - drift) * (0.2 + 0.8 * member.intent * member.relevance) + drift * group.topicality
    if group.staffing.announcement:
        chance += 0.2 * (1 - chance)
    return chance


def purpose_left(group: MessageBoard, t: float) -> float:
    """How much of what the group was opened for is still ahead, 1 at first."""
    return exp(-t / group.rules.purpose_days)


def company_felt(member: PlainMember, t: float) -> float:
    """How much one feels among friends, 0..1: the ties with all who are present make one speak."""
    group, rules = member.model, member.model.rules
    ties = group.ties[member.position]
    known = sum(ties[other.position] for other in group.members if other.present and other is not member)
    among_friends = 1 - exp(-known * group.tie_fading(t) / rules.company)
    return rules.say_to_strangers + (1 - rules.say_to_strangers) * among_friends


def feel_impulse(member: PlainMember, t: float) -> None:
    """Voice the impulse or let it pass, and wait for the next."""
    rules, impulse = member.model.rules, member.impulse
    assert impulse is not None
    chance = member.confidence * member.attention_at(t) ** rules.speak_exponent
    ahead = purpose_left(member.model, t)
    chance *= 1 - rules.purpose_share + (rules.purpose_share + rules.purpose_boost) * ahead
    chance *= company_felt(member, t)
    if member.dropper:
        chance = rules.dropper_posting
    if impulse.level < impulse.weight * min(1.0, chance):
        voice(member, t, impulse)
    member.find_impulse(t)


def voice(member: PlainMember, t: float, impulse: Moment) -> None:
    """Say what one has to say, and stay for the answers."""
    group = member.model
    first = UTTERANCE_BLOCKS * impulse.j
    draw = group.draws.block(impulse.cell, first, member.key, UTTERANCE)
    neighbour = group.draws.block(impulse.cell, first + 1, member.key, UTTERANCE)
    member.wake(t)
    if member.dropper:
        message = group.post(
            t, member.position, "say", start=True, off_topic=True, chat=0.0, promo=0.8, invite=0.05
        )
    else:
        message = say(member, t, draw, neighbour)
    member.remember_own(t, message)
    member.parent = (AFTER_IMPULSE, impulse.cell, impulse.j)
    member.again = 1
    member.stay_until(t + -log(draw[1]) * group.rules.gap_seconds / 86400)
    tasks = group.operator.tasks
    if member.dropper:
        tasks.consider_removing(t, message, neighbour)
    else:
        tasks.consider_answering(t, message, draw, neighbour)
        for number, act in enumerate(group.operator.answering_acts):
            block = group.draws.block(impulse.cell, first + 2 + number, member.key, UTTERANCE)
            tasks.let_act_consider(t, act, message, block)


def say(member: PlainMember, t: float, draw: Block, neighbour: Block) -> Message:
    """Start a conversation, with a question or not, on the topic or not."""
    group = member.model
    question = draw[0] < group.rules.question_share * (1 - 0.5 * group.staffing.handbook)
    off_topic = neighbour[0] >= on_topic_chance(member)
    message = group.post(
        t, member.position, "say", value=float(question), kind=QUESTION if question else PLAIN,
        start=True, off_topic=off_topic, chat=1.0, invite=1.0,
    )  # fmt: skip
    if question and not off_topic:
        member.heat += 0.3 * (1 - member.heat)
    return message
