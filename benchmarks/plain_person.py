"""The plain model between looks: joining, waiting, waking, speaking (docs/model.md, sections 2 to 4)."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.plain_draws import AFTER_IMPULSE, CHECK, IMPULSE, LOOK, UTTERANCE, Block, Moment, Moments
from benchmarks.plain_records import NO_MESSAGE, Message, Plan

if TYPE_CHECKING:
    from benchmarks.plain_mesa import PlainGroup

WAITING, PRESENT, LEFT, REFUSED = "waiting", "present", "left", "refused"

LN2 = log(2)
PLAN_PORTIONS = 8


class Person(mesa.Agent):
    """One person, from before joining until after leaving.

    Args:
        model: the group.
        position: the place in the list of people.
        person: the fields of section 2.
    """

    model: PlainGroup

    def __init__(self, model: PlainGroup, position: int, person: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.position = position
        self.key = int(person["key"])
        self.tier = int(person["tier"])
        self.intent = float(person["intent"])
        self.sociability = float(person["sociability"])
        self.check_rate = float(person["check_rate"])
        self.impulse_rate = float(person["impulse_rate"])
        self.responsiveness = float(person["responsiveness"])
        self.greed = float(person["greed"])
        self.relevance = float(person["relevance"])
        self.price_fit = float(person["price_fit"])
        self.packet_habit = int(person["packet_habit"])
        self.dropper = bool(person["dropper"])
        self.join_time = float(person["join_time"])
        self.leave_threshold = float(person["leave_threshold"])
        self.mute_threshold = float(person["mute_threshold"])

        rules = model.rules
        self.status = WAITING
        self.attention = rules.attention_at_joining
        self.confidence = rules.confidence_at_joining
        self.trust = float(person["trust_at_joining"])
        self.fatigue = 0.0
        self.tolerance_used = 0.0
        self.belonging = 0.1
        self.talk = 0.0
        self.muted = False
        self.knows_shills = False
        self.leave_hazard = 0.0
        self.mute_hazard = 0.0
        self.last_purchase: float | None = None

        self.joined = self.wake_time = self.stay_time = self.idle_since = 0.0
        self.idle = False
        self.idle_fade_rate = rules.attention_rate * rules.idle_fade * self.check_rate
        self.read_mark = NO_MESSAGE
        self.lured = False
        self.mention = NO_MESSAGE
        self.mention_time = 0.0
        self.mention_habit = 0.0
        self.habit_before_mention = 0.0
        self.pending_own = NO_MESSAGE
        self.pending_time = 0.0
        self.newest_own = NO_MESSAGE
        self.last_said: float | None = None
        self.last_talk_day = -1
        self.turn = False
        self.staying = False
        self.again = 0
        self.parent = (LOOK, 0, 0)  # stream, cell and candidate that the draws of the next look hang on
        self.look_ticket = 0  # a queued look with an older ticket is void
        self.impulse: Moment | None = None
        self.plan: Plan | None = None
        self.received_fen = 0
        self.paid_fen = 0

        self.checks = Moments(model.draws, CHECK, self.key, self.check_rate, model.hourly, model.horizon)
        self.impulses = Moments(
            model.draws, IMPULSE, self.key, self.impulse_rate, model.hourly, model.horizon
        )

    # -- joining, waiting and waking ---------------------------------------------------------------------

    def join(self, t: float) -> None:
        """Come in, if there is room."""
        group = self.model
        if group.members_present >= group.rules.capacity:
            self.status = REFUSED
            group.log(t, "refuse", self.position)
            return
        self.status = PRESENT
        group.members_present += 1
        group.today(t)["joins"] += 1
        group.log(t, "join", self.position)
        self.read_mark = group.newest
        self.joined = self.wake_time = self.stay_time = t
        self.become_idle(t)
        self.find_impulse(t)
        group.operator.welcome(t, self)

    def become_idle(self, t: float) -> None:
        """Everything is read: attention fades from now on, until the next message."""
        self.staying = False
        self.idle = True
        self.idle_since = t
        self.model.idle_members[self.position] = self

    def end_idleness(self, t: float) -> None:
        """Store the attention as it is at t."""
        self.attention = self.attention_at(t)
        self.idle = False
        del self.model.idle_members[self.position]

    def attention_at(self, t: float) -> float:
        """Attention now: that of an idle member has faded since the last look."""
        if not self.idle:
            return self.attention
        return self.attention * exp(-self.idle_fade_rate * (t - self.idle_since))

    def chance_to_look(self) -> float:
        """The chance that a phone check becomes a look at this group."""
        rules = self.model.rules
        if self.mention != NO_MESSAGE:
            chance = rules.mention_pull + (1 - rules.mention_pull) * self.attention
        else:
            badge = rules.mute_badge if self.muted else 1.0
            if self.lured:
                chance = badge * (rules.packet_pull + (1 - rules.packet_pull) * self.attention)
            else:
                chance = badge * self.attention
        return min(1.0, max(rules.look_floor, chance))

    def find_look(self, t: float) -> None:
        """Queue the first phone check after t at which this member looks."""
        self.look_ticket += 1
        check = self.checks.first_after(t, self.chance_to_look())
        if check is not None:
            self.parent = (LOOK, check.cell, check.j)
            self.again = 0
            self.model.queue_look(check.time, self)

    def find_impulse(self, t: float) -> None:
        """Queue the first impulse to speak after t."""
        self.impulse = self.impulses.first_after(t)
        if self.impulse is not None:
            self.model.queue_impulse(self.impulse.time, self)

    def stay_until(self, t: float) -> None:
        """Stay in the conversation: the next look comes at t, whatever happens in between."""
        self.look_ticket += 1
        self.staying = True
        self.model.queue_look(t, self)

    def wake(self, t: float) -> None:
        """Phase 1: what time did since this member was last awake."""
        rules = self.model.rules
        passed = t - self.wake_time
        self.fatigue *= exp(-LN2 * passed / rules.fatigue_days)
        self.tolerance_used *= exp(-LN2 * passed / rules.tolerance_days)
        self.talk *= exp(-4 * passed)
        self.belonging *= exp(-LN2 * passed / rules.belonging_days)
        self.wake_time = t
        if self.idle:
            self.end_idleness(t)

    def be_mentioned(self, t: float, message: Message) -> None:
        """Hear one's name; a mention pierces mute, and works less when it comes often."""
        self.mention_habit *= exp(-(t - self.mention_time) / 14)
        self.habit_before_mention = self.mention_habit
        self.mention_habit += 1
        self.belonging += 0.01 * (1 - self.belonging)
        self.mention = message.id
        self.mention_time = t
        if not self.staying:
            self.find_look(t)

    def be_lured(self, t: float) -> None:
        """Hear that a packet is open."""
        self.lured = True
        if not self.staying:
            self.find_look(t)

    def remember_own(self, t: float, message: Message) -> None:
        """Having said something: wait for answers to it, and have talked that much more."""
        self.talk += 1
        self.pending_own = message.id
        self.pending_time = t
        self.turn = True

    # -- an impulse, a plan ------------------------------------------------------------------------------

    def feel_impulse(self, t: float) -> None:
        """Section 4: voice the impulse or let it pass."""
        group, rules, impulse = self.model, self.model.rules, self.impulse
        assert impulse is not None
        chance = self.confidence * self.attention_at(t) ** rules.speak_exponent
        if rules.purpose_boost:
            chance *= 1 + rules.purpose_boost * exp(-t / rules.purpose_days)
        if impulse.level < impulse.weight * min(1.0, chance):
            self.voice(t, impulse, group.draws.block(impulse.cell, 4 * impulse.j, self.key, UTTERANCE))
        self.find_impulse(t)

    def voice(self, t: float, impulse: Moment, draw: Block) -> None:
        """Say what one has to say, and stay for the answers."""
        group, rules = self.model, self.model.rules
        self.wake(t)
        if self.dropper:
            message = group.post(t, self.position, "say", start=True, chat=0.0, promo=0.8, invite=0.05)
        else:
            question = draw[0] < rules.question_share
            message = group.post(
                t, self.position, "say", value=float(question),
                start=True, question=question, chat=1.0, invite=1.0,
            )  # fmt: skip
        self.remember_own(t, message)
        self.parent = (AFTER_IMPULSE, impulse.cell, impulse.j)
        self.again = 1
        self.stay_until(t + -log(draw[1]) * rules.gap_seconds / 86400)
        if not self.dropper:
            group.operator.consider_answering(t, message, draw)
            group.operator.let_shills_consider(
                t, message, group.draws.block(impulse.cell, 4 * impulse.j + 1, self.key, UTTERANCE)
            )

    def carry_out_plan(self, t: float) -> None:
        """Send a packet on, if the plan was sure or this member is still the luckiest of that packet."""
        group, plan = self.model, self.plan
        assert plan is not None
        self.plan = None
        packet = group.packets.get(plan.packet)
        if plan.sure or (packet is not None and packet.luckiest == self.position):
            group.post(
                t, self.position, "packet", value=float(self.packet_habit),
                chat=0.5, invite=0.3, fen=self.packet_habit, portions=PLAN_PORTIONS,
            )  # fmt: skip

    def look(self, t: float) -> None:
        """What a look does is the member's."""
        raise NotImplementedError
