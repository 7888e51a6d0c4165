"""The plain model between looks: a person's state, waiting, waking, being called (docs/rules.md, sections 2, 3)."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.plain_act import Act
from benchmarks.plain_draws import CHECK, IMPULSE, LOOK, Moment, Moments
from benchmarks.plain_records import NO_MESSAGE, NOBODY, Message, Plan

if TYPE_CHECKING:
    from benchmarks.plain_mesa import PlainGroup

WAITING, VACANT, PRESENT, LEFT, REFUSED, REMOVED, MOVED, CARRIED = (
    "waiting", "vacant", "present", "left", "refused", "removed", "moved", "carried",
)  # fmt: skip

LN2 = log(2)
RECENT_DAYS = 14


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
        self.become(person)

    def become(self, person: Mapping[str, Any]) -> None:
        """Be this person, who has not joined yet."""
        self.take_traits(person)
        rules = self.model.rules
        self.attention = rules.attention_at_joining
        self.confidence = rules.confidence_at_joining
        self.trust = self.trust_at_joining
        self.fatigue = self.tolerance_used = 0.0
        self.belonging = 0.1
        self.talk = self.heat = self.expect = self.invite_heat = self.lure = 0.0
        self.recent = 0.0  # own recent messages, at `recent_time`
        self.recent_time = 0.0
        self.muted = self.blocked = self.knows_shills = False
        self.steward = False
        self.moved_to = NOBODY
        self.strikes = 0
        self.leave_hazard = self.mute_hazard = self.block_hazard = 0.0

        self.purchases = 0
        self.last_purchase = 0.0
        self.satisfied = True
        self.got_gift = False
        self.last_responded = NO_MESSAGE
        self.challenge: Act | None = None
        self.ever_challenged = False
        self.check_ins = 0
        self.checked_in_day = -1
        self.campaign: Act | None = None
        self.campaign_since = 0.0
        self.campaign_joins = 0
        self.finished_campaigns: set[int] = set()
        self.joined_by_me = 0
        self.inviter = NOBODY
        self.invitation: Act | None = None  # the campaign behind the invitation
        self.carried_in = False
        self.refused_because: int | None = None

        self.joined = self.wake_time = self.stay_time = self.idle_since = 0.0
        self.renewals = 0
        self.idle = False
        self.idle_fade_rate = rules.attention_rate * rules.idle_fade * self.check_rate
        self.read_mark = NO_MESSAGE
        self.mention = NO_MESSAGE
        self.mention_time = 0.0
        self.mention_habit = 0.0
        self.habit_before_mention = 0.0
        self.pending_own = NO_MESSAGE
        self.pending_time = 0.0
        self.newest_own = NO_MESSAGE
        self.first_talk = NO_MESSAGE
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

    def take_traits(self, person: Mapping[str, Any]) -> None:
        """The fixed fields of section 2, and the moments at which this person checks the phone or wants to speak."""
        self.person = person
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
        self.flagged = bool(person["flagged"])
        self.vouched = bool(person["vouched"])
        self.trust_at_joining = float(person["trust_at_joining"])
        self.join_time = float(person["join_time"])
        self.leave_threshold = float(person["leave_threshold"])
        self.mute_threshold = float(person["mute_threshold"])
        # Nobody's record, kept for somebody from another group, waits in no reserve and for no time.
        self.status = VACANT if self.join_time == inf and int(person["pool"]) < 0 else WAITING
        group = self.model
        self.checks = Moments(group.draws, CHECK, self.key, self.check_rate, group.hourly, group.horizon)
        self.impulses = Moments(
            group.draws, IMPULSE, self.key, self.impulse_rate, group.hourly, group.horizon
        )

    # -- waiting and waking ------------------------------------------------------------------------------

    @property
    def present(self) -> bool:
        """Whether this person is in the group now."""
        return self.status == PRESENT

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

    def recent_at(self, t: float) -> float:
        """Own messages of late, as they count at t."""
        return self.recent * exp(-LN2 * (t - self.recent_time) / RECENT_DAYS)

    def chance_to_look(self, t: float) -> float:
        """The chance that a phone check after t becomes a look at this group."""
        rules = self.model.rules
        if self.mention != NO_MESSAGE:
            chance = rules.mention_pull + (1 - rules.mention_pull) * self.attention
        else:
            badge = rules.mute_badge if self.muted else 1.0
            # Who hardly looks any more hardly notices what lures the others.
            chance = badge * (self.attention + (1 - self.attention) * self.lure * sqrt(self.attention))
        act, today = self.challenge, int(t)
        if act is not None and self.checked_in_day != today and today < act.first_day + act.challenge_days:
            pull = rules.challenge_pull * (1 - exp(-(act.deposit_fen + 500) / 1000))
            chance += (1 - chance) * pull
        return min(1.0, max(rules.look_floor, chance))

    def find_look(self, t: float) -> None:
        """Queue the first phone check after t at which this member looks."""
        self.look_ticket += 1
        check = self.checks.first_after(t, self.chance_to_look(t))
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
        self.heat *= exp(-4 * passed)
        self.belonging *= exp(-LN2 * passed / rules.belonging_days)
        self.expect *= exp(-LN2 * passed / rules.programme_days)
        self.invite_heat *= exp(-passed)
        self.wake_time = t
        if self.idle:
            self.end_idleness(t)

    # -- what others do to a member ----------------------------------------------------------------------

    def hear(self, t: float) -> None:
        """Something to read has come: who was idle is so no longer, and looks when the phone is checked."""
        if self.idle:
            self.end_idleness(t)
        if not self.staying:
            self.find_look(t)

    def be_mentioned(self, t: float, message: Message, warmth: float) -> None:
        """Hear one's name; a mention pierces mute, and works less when it comes often."""
        self.mention_habit *= exp(-(t - self.mention_time) / 14)
        self.habit_before_mention = self.mention_habit
        self.mention_habit += 1
        self.belonging += (0.01 + warmth) * (1 - self.belonging)
        self.confidence += warmth * (1 - self.confidence)
        self.mention = message.id
        self.mention_time = t
        self.hear(t)

    def be_lured(self, t: float, pull: float) -> None:
        """Hear that a packet is open, or that a programme has begun."""
        self.lure = max(self.lure, pull)
        self.hear(t)

    def count_recent(self, t: float) -> None:
        """One more message of one's own."""
        self.recent = self.recent_at(t) + 1
        self.recent_time = t

    def remember_own(self, t: float, message: Message) -> None:
        """Having said something: wait for answers to it, and have talked that much more."""
        self.talk += 1
        self.newest_own = message.id
        self.pending_own = message.id
        self.pending_time = t
        self.turn = True

    def depart(self, t: float, status: str, event: str, target: int = NOBODY, value: float = 0.0) -> None:
        """Be in the group no longer: plans, impulses and looks are gone."""
        if self.idle:
            self.end_idleness(t)
        self.status = status
        self.staying = False
        self.plan = self.impulse = None
        self.model.members_present -= 1
        self.model.log(t, event, self.position, target=target, value=value)

    def leave(self, t: float) -> None:
        """Go of one's own will."""
        self.depart(t, LEFT, "leave")
        self.model.today(t)["leaves"] += 1

    def be_removed(self, t: float, reason: int) -> None:
        """Be put out by the operator (reason 0: a purge) or for one's strikes (1)."""
        self.depart(t, REMOVED, "remove", value=float(reason))
        self.model.today(t)["removed"] += 1

    def look(self, t: float) -> None:
        """What a look does is the member's."""
        raise NotImplementedError
