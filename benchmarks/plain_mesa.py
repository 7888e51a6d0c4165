"""The plain model: docs/rules.md once more, object by object, as an ordinary Mesa model.

It is the oracle and the yardstick of the compiled model, so it shares no code with it and is written to be
read against the page: people are agents, messages and packets are objects, and what will happen waits in a
heap. It takes the same keyed draws, which is why the two can be compared event by event on one seed.

    group = PlainGroup(setup, seed=1, days=180)
    group.run()
    group.events, group.daily
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from math import inf, log
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.plain_act import Act
from benchmarks.plain_desk import Desk
from benchmarks.plain_draws import OPERATOR, Draws, philox4x32
from benchmarks.plain_joining import end_term, join
from benchmarks.plain_member import PlainMember
from benchmarks.plain_operator import PlainOperator
from benchmarks.plain_person import PRESENT, WAITING
from benchmarks.plain_posting import MessageBoard
from benchmarks.plain_records import (
    ACT,
    JOINING,
    LOOKING,
    MEMBER,
    NO_MESSAGE,
    NOBODY,
    OCCURRENCE,
    OPERATOR_AUTHOR,
    RENEWING,
    SENDING,
    SPEAKING,
    Event,
    Look,
    Message,
    Packet,
    Pool,
    Task,
    blank_day,
)

__all__ = ["Act", "Look", "Message", "Packet", "PlainGroup", "PlainMember", "Task", "philox4x32"]

BAN_KEY = 2**32 - 1  # the key of the draw that decides how much the platform bears with


class PlainGroup(MessageBoard):
    """One group over a number of days.

    Args:
        setup: `psychology` {name: value}, `hourly` (24 weights of mean 1), and the mappings `group`,
            `product`, `staffing`; `people` (a list of fields of section 2), `ties` (n by n, at t = 0),
            `pools` (first, count and price_fen of each channel's reserve) and `acts` (a list of fields of
            section 8).
        seed: of the launch, 0 ≤ seed < 2**63.
        days: the horizon.
        record_events: whether to keep the log of events.
        desk: the staff's minutes, if other groups use them too.

    Attributes:
        events: (t in days, kind, member, target, message, value), in the order of happening.
        daily: one dict a day.
        members: the people by position, whatever their status.
        closed: when the operator closed the group (days), or none.
        banned: when the platform did.
    """

    def __init__(
        self,
        setup: Mapping[str, Any],
        seed: int,
        days: int,
        record_events: bool = True,
        desk: Desk | None = None,
    ) -> None:
        super().__init__(rng=int(seed))
        self.horizon = days
        self.day = 0
        self.record_events = record_events
        self.events: list[Event] = []
        self.daily = [blank_day() for _ in range(days)]
        self.desk = desk or Desk()

        self.draws = Draws(seed)
        self.rules = SimpleNamespace(**setup["psychology"], **setup["group"])
        self.staffing = SimpleNamespace(**setup["staffing"])
        self.voice_up = 1 + self.rules.voice_gain * self.staffing.voice
        self.voice_down = 1 + self.rules.voice_loss * self.staffing.voice
        self.hourly = [float(weight) for weight in setup["hourly"]]
        self.product = setup["product"]
        self.pools = [Pool(int(p["first"]), int(p["count"]), int(p["price_fen"])) for p in setup["pools"]]
        self.ties: list[list[float]] = np.asarray(setup["ties"], dtype=float).tolist()
        self.members = [PlainMember(self, i, person) for i, person in enumerate(setup["people"])]

        self.members_present = 0
        self.idle_members: dict[int, PlainMember] = {}
        self.set_up_board()
        self.ban_hazard = 0.0
        self.ban_threshold = -log(self.draws.block(0, 0, BAN_KEY, OPERATOR)[0])
        self.closed: float | None = None
        self.banned: float | None = None

        self.queue: list[tuple[float, int, int, int, Any]] = []
        self.operator = PlainOperator(self, setup["acts"])
        self.acts = self.operator.acts
        for member in self.members:
            if member.join_time < 0:
                raise ValueError(f"person {member.position} joins before day 0: {member.join_time}")
            self.queue_join(member.join_time, member)

    # -- time --------------------------------------------------------------------------------------------

    @property
    def next_time(self) -> float:
        """When the next thing happens; infinity if nothing does."""
        return self.queue[0][0] if self.queue else inf

    def step(self) -> None:
        """One day."""
        self.day += 1
        while self.next_time < self.day:
            self.do_next()
        self.running = self.day < self.horizon

    def run(self) -> None:
        """All days that remain."""
        while self.day < self.horizon:
            self.step()

    def do_next(self) -> None:
        """Let the next thing happen."""
        t, what, position, order, ticket = heapq.heappop(self.queue)
        if what == MEMBER:
            self.let_member_act(t, self.members[position], order, ticket)
        elif what == ACT:
            if order == OCCURRENCE:
                self.operator.consider_act(t, self.acts[position])
            else:
                self.operator.follow_up(t, self.acts[position], *ticket)
        else:
            self.operator.tasks.do(t, position)
        if self.ban_hazard >= self.ban_threshold and self.closed is None:
            self.banned = t
            self.log(t, "ban", OPERATOR_AUTHOR)
            self.queue.clear()

    def close(self, t: float) -> None:
        """The operator closes the group: nothing happens any more."""
        self.closed = t
        self.log(t, "close", OPERATOR_AUTHOR)
        self.queue.clear()

    @property
    def over(self) -> bool:
        """Whether the group was closed or banned."""
        return self.closed is not None or self.banned is not None

    def put(self, t: float, what: int, position: int, order: int, ticket: Any) -> None:
        """Queue something; what lies beyond the horizon, or the group's end, never happens."""
        if t < self.horizon and not self.over:
            heapq.heappush(self.queue, (t, what, position, order, ticket))

    def queue_join(self, t: float, member: PlainMember) -> None:
        """Queue the coming of a person."""
        member.join_time = t
        self.put(t, MEMBER, member.position, JOINING, 0)

    def queue_look(self, t: float, member: PlainMember) -> None:
        """Queue a member's next look; it is void once the member has taken another ticket."""
        self.put(t, MEMBER, member.position, LOOKING, member.look_ticket)

    def queue_impulse(self, t: float, member: PlainMember) -> None:
        """Queue a member's next impulse to speak."""
        self.put(t, MEMBER, member.position, SPEAKING, 0)

    def queue_plan(self, t: float, member: PlainMember) -> None:
        """Queue a member's plan to send a packet."""
        self.put(t, MEMBER, member.position, SENDING, 0)

    def queue_term(self, t: float, member: PlainMember) -> None:
        """Queue the end of a member's term."""
        self.put(t, MEMBER, member.position, RENEWING, 0)

    def let_member_act(self, t: float, member: PlainMember, order: int, ticket: int) -> None:
        """Let a member do what was queued, if it still stands."""
        if order == JOINING:
            if member.status == WAITING:
                join(member, t)
        elif member.status != PRESENT:
            return
        elif order == LOOKING:
            if ticket == member.look_ticket:
                member.look(t)
        elif order == SPEAKING:
            member.feel_impulse(t)
        elif order == SENDING:
            member.carry_out_plan(t)
        else:
            end_term(member, t)

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
