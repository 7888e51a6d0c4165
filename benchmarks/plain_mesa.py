"""The plain model: docs/model.md once more, object by object, as an ordinary Mesa model.

It is the oracle and the yardstick of the compiled model, so it shares no code with it and is written to be
read against the page: people are agents, messages and packets are objects, and what will happen waits in a
heap. It takes the same keyed draws, which is why the two can be compared event by event on one seed.

    group = PlainGroup(setup, seed=1, days=180)
    group.run()
    group.events, group.daily
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from math import exp, isnan
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from benchmarks.plain_draws import Draws, philox4x32
from benchmarks.plain_member import PlainMember
from benchmarks.plain_operator import PlainOperator
from benchmarks.plain_person import PRESENT, WAITING
from benchmarks.plain_records import (
    ACT,
    JOINING,
    LOOKING,
    MEMBER,
    NO_ACT,
    NO_MESSAGE,
    NOBODY,
    OCCURRENCE,
    OPERATOR_AUTHOR,
    SENDING,
    SHILL_AUTHOR,
    SPEAKING,
    Act,
    Event,
    Look,
    Message,
    Packet,
    Plan,
    Task,
    blank_day,
)

__all__ = ["Act", "Look", "Message", "Packet", "PlainGroup", "PlainMember", "Plan", "Task", "philox4x32"]

RING = 1024  # messages
PACKET_RING = 32
PACKET_DAYS = 1.0


class PlainGroup(mesa.Model):
    """One group over a number of days.

    Args:
        setup: `psychology` {name: value}, `hourly` (24 weights of mean 1), `group` (capacity, span,
            purpose_boost, purpose_days, question_share), `product` (price_fen, goods_fen, cycle_days,
            appeal), `staffing` (see PlainOperator), `people` (a list of fields of section 2), `ties` (n by
            n, at t = 0) and `acts` (a list of fields of section 8).
        seed: of the launch, 0 ≤ seed < 2**63.
        days: the horizon.
        record_events: whether to keep the log of events.

    Attributes:
        events: (t in days, kind, member, target, message, value), in the order of happening.
        daily: one dict a day.
        members: the people by position, whatever their status.
    """

    def __init__(self, setup: Mapping[str, Any], seed: int, days: int, record_events: bool = True) -> None:
        super().__init__(rng=int(seed))
        self.horizon = days
        self.day = 0
        self.record_events = record_events
        self.events: list[Event] = []
        self.daily = [blank_day() for _ in range(days)]

        self.draws = Draws(seed)
        self.rules = SimpleNamespace(**setup["psychology"], **setup["group"])
        self.hourly = [float(weight) for weight in setup["hourly"]]
        self.product = setup["product"]
        self.ties: list[list[float]] = np.asarray(setup["ties"], dtype=float).tolist()
        self.members = [PlainMember(self, i, person) for i, person in enumerate(setup["people"])]

        self.members_present = 0
        self.idle_members: dict[int, PlainMember] = {}
        self.messages: dict[int, Message] = {}  # only the newest RING of them
        self.newest = NO_MESSAGE
        self.packets: dict[int, Packet] = {}  # only the newest PACKET_RING of them
        self.packets_opened = 0
        self.member_messages = 0
        self.shill_messages = 0
        self.last_talk = 0.0

        self.queue: list[tuple[float, int, int, int, Any]] = []
        self.operator = PlainOperator(self, setup["acts"], setup["staffing"])
        self.acts = self.operator.acts
        for member in self.members:
            if member.join_time < 0:
                raise ValueError(f"person {member.position} joins before day 0: {member.join_time}")
            self.put(member.join_time, MEMBER, member.position, JOINING, 0)

    # -- time --------------------------------------------------------------------------------------------

    def step(self) -> None:
        """One day."""
        self.day += 1
        queue = self.queue
        while queue and queue[0][0] < self.day:
            t, what, position, order, ticket = heapq.heappop(queue)
            if what == MEMBER:
                self.let_member_act(t, self.members[position], order, ticket)
            elif what == ACT:
                if order == OCCURRENCE:
                    self.operator.consider_act(t, self.acts[position])
                else:
                    self.operator.follow_up(t, self.acts[position], *ticket)
            else:
                self.operator.do_task(t, position)
        self.running = self.day < self.horizon

    def run(self) -> None:
        """All days that remain."""
        while self.day < self.horizon:
            self.step()

    def put(self, t: float, what: int, position: int, order: int, ticket: Any) -> None:
        """Queue something; what lies beyond the horizon never happens."""
        if t < self.horizon:
            heapq.heappush(self.queue, (t, what, position, order, ticket))

    def queue_look(self, t: float, member: PlainMember) -> None:
        """Queue a member's next look; it is void once the member has taken another ticket."""
        self.put(t, MEMBER, member.position, LOOKING, member.look_ticket)

    def queue_impulse(self, t: float, member: PlainMember) -> None:
        """Queue a member's next impulse to speak."""
        self.put(t, MEMBER, member.position, SPEAKING, 0)

    def queue_plan(self, t: float, member: PlainMember) -> None:
        """Queue a member's plan to send a packet."""
        self.put(t, MEMBER, member.position, SENDING, 0)

    def let_member_act(self, t: float, member: PlainMember, order: int, ticket: int) -> None:
        """Let a member do what was queued, if it still stands."""
        if order == LOOKING:
            if ticket == member.look_ticket and member.status == PRESENT:
                member.look(t)
        elif order == JOINING:
            if member.status == WAITING:
                member.join(t)
        elif member.status == PRESENT:
            if order == SPEAKING:
                member.feel_impulse(t)
            else:
                member.carry_out_plan(t)

    # -- records -----------------------------------------------------------------------------------------

    def today(self, t: float) -> dict[str, Any]:
        """The record of the day that t lies in."""
        return self.daily[int(t)]

    def log(
        self,
        t: float,
        kind: str,
        member: int,
        *,
        target: int = NOBODY,
        message: int = NO_MESSAGE,
        value: float = 0.0,
    ) -> None:
        """Note an event."""
        if self.record_events:
            self.events.append((t, kind, member, target, message, value))

    def count_message(self, message: Message) -> None:
        """Count a message on its day."""
        t, day = message.time, self.today(message.time)
        day["promotion"] += message.promo >= 0.5
        if message.author == OPERATOR_AUTHOR:
            day["operator"] += 1
        elif message.author == SHILL_AUTHOR:
            day["shill"] += 1
            self.shill_messages += 1
        else:
            self.member_messages += 1
            member = self.members[message.author]
            member.newest_own = message.id
            member.last_said = t
            if member.dropper:
                day["dropper"] += 1
            elif not message.packet:
                day["starts"] += message.start
                day["talk"] += 1
                self.last_talk = day["last_talk"] = t
                if isnan(day["first_talk"]):
                    day["first_talk"] = t
                if member.last_talk_day != int(t):
                    member.last_talk_day = int(t)
                    day["speakers"] += 1

    # -- messages, ties, packets -------------------------------------------------------------------------

    def post(
        self,
        t: float,
        author: int,
        kind: str,
        *,
        target: int = NOBODY,
        value: float = 0.0,
        reply_to: int = NO_MESSAGE,
        to: int = NOBODY,
        root: int | None = None,
        useful: float = 0.0,
        chat: float = 0.0,
        promo: float = 0.0,
        invite: float = 0.0,
        act: int = NO_ACT,
        start: bool = False,
        offer: int = NO_ACT,
        question: bool = False,
        mentioned: Sequence[PlainMember] = (),
        fen: int = 0,
        portions: int = 0,
        equal: bool = False,
    ) -> Message:
        """Section 3: a message appears at t, and wakes, calls and lures.

        The event is logged as `kind`, with `target` and `value`. A message without `root` begins a
        conversation. The `mentioned` are called by name. A message with `fen` carries a packet in
        `portions`, split equally or at random. All else is the message's own (section 3).
        """
        self.newest += 1
        id = self.newest
        message = Message(
            id, t, author, reply_to, to, id if root is None else root,
            useful, chat, promo, invite, act, start, offer, question, fen > 0,
        )  # fmt: skip
        self.messages[id] = message
        self.messages.pop(id - RING, None)
        self.count_message(message)
        self.log(t, kind, author, target=target, message=id, value=value)
        self.count_answer(t, message)
        for member in list(self.idle_members.values()):
            if member.position != author:
                member.end_idleness(t)
                member.find_look(t)
        for member in mentioned:
            self.log(t, "mention", OPERATOR_AUTHOR, target=member.position, message=id)
            member.be_mentioned(t, message)
        if fen > 0:
            self.open_packet(t, message, fen, portions, equal)
        return message

    def count_answer(self, t: float, message: Message) -> None:
        """Let the answered message know, and its author's tie with the answering member grow."""
        answered = self.messages.get(message.reply_to)
        if answered is None:
            return
        answered.answers += 1
        if answered.start and answered.answers == 1 and answered.promo < 0.5:
            self.today(answered.time)["starts_answered"] += 1
        if message.author >= 0 and answered.author >= 0:
            fading = self.tie_fading(t)
            tie = self.ties[message.author][answered.author] * fading
            tie = (tie + self.rules.tie_gain * (1 - tie)) / fading
            self.ties[message.author][answered.author] = self.ties[answered.author][message.author] = tie

    def tie_fading(self, t: float) -> float:
        """What a stored tie is multiplied with to have the tie at t."""
        return exp(-t / self.rules.tie_days)

    @property
    def oldest(self) -> int:
        """The oldest message that can still be read."""
        return max(0, self.newest - RING + 1)

    def open_packet(self, t: float, message: Message, fen: int, portions: int, equal: bool) -> None:
        """Open a packet and lure everyone present but its sender."""
        id = self.packets_opened
        sender = message.author if message.author >= 0 else OPERATOR_AUTHOR
        if sender == OPERATOR_AUTHOR:
            self.log(t, "packet", sender, message=message.id, value=float(fen))
        self.packets[id] = Packet(id, message.id, sender, t, fen, fen, portions, equal)
        self.packets.pop(id - PACKET_RING, None)
        self.packets_opened += 1
        day = self.today(t)
        if sender == OPERATOR_AUTHOR:
            day["packets_operator"] += 1
            day["portions"] += portions
        else:
            day["packets_member"] += 1
        for member in self.members:
            if member.status == PRESENT and member.position != message.author:
                member.be_lured(t)

    def open_packets(self, t: float) -> Iterator[Packet]:
        """The packets that still have portions, oldest first."""
        return (p for p in self.packets.values() if p.portions_left > 0 and t - p.opened < PACKET_DAYS)
