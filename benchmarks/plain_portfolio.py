"""Several plain groups run as one: a shared desk, and people carried on to others (docs/rules.md, section 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.plain_desk import Desk
from benchmarks.plain_draws import ARRIVAL
from benchmarks.plain_joining import FULL
from benchmarks.plain_member import PlainMember
from benchmarks.plain_mesa import PlainGroup
from benchmarks.plain_person import CARRIED, MOVED, REFUSED, VACANT

NO_GROUP = -1
CARRIED_INDEX = 2**30  # of the draw that decides when a carried person comes


class PlainPortfolio:
    """Groups that share the staff's minutes, and to which members move on.

    Args:
        setups: one for each group, as for `PlainGroup`; `group` may name the group that takes those for
            whom there is no room as `overflow` (its number, −1 for none).
        seed: of the launch, the same for all groups: the members' keys tell them apart.
        days: the horizon.

    Attributes:
        groups: the groups, by number.
        carried: how many people went on to another group.
        lost: how many found no place there.
    """

    def __init__(
        self, setups: Sequence[Mapping[str, Any]], seed: int, days: int, record_events: bool = True
    ) -> None:
        self.desk = Desk()
        self.days = days
        self.day = 0
        self.groups = [PlainGroup(setup, seed, days, record_events, self.desk) for setup in setups]
        self.overflows = [int(setup["group"].get("overflow", NO_GROUP)) for setup in setups]
        self.carried = 0
        self.lost = 0

    def run(self) -> None:
        """All days that remain."""
        while self.day < self.days:
            self.step()

    def step(self) -> None:
        """One day of all groups, in the order of time, and the midnight after it."""
        self.day += 1
        while True:
            group = min(self.groups, key=lambda each: each.next_time)  # of equal ones the first
            if group.next_time >= self.day:
                break
            group.do_next()
        for group in self.groups:
            group.day = self.day
        self.carry_people(self.day)

    def carry_people(self, t: int) -> None:
        """Midnight: bring those who moved on, or found no room, to where they go next."""
        for number, origin in enumerate(self.groups):
            for member in origin.members:
                to = self.destination(number, member)
                if to != NO_GROUP:
                    self.carry(origin, member, self.groups[to], t)

    def destination(self, number: int, member: PlainMember) -> int:
        """The number of the group that a member is to be carried to, if any."""
        if member.status == MOVED:
            to = member.moved_to
        elif member.status == REFUSED and member.refused_because == FULL:
            to = self.overflows[number]
        else:
            return NO_GROUP
        return to if 0 <= to < len(self.groups) and to != number else NO_GROUP

    def carry(self, origin: PlainGroup, member: PlainMember, target: PlainGroup, t: int) -> None:
        """Let the first vacant record of the target become this person, who comes during the morning or later."""
        member.status = CARRIED
        place = next((each for each in target.members if each.status == VACANT), None)
        if place is None:
            self.lost += 1
            return
        self.carried += 1
        place.become(
            {
                **member.person,
                "tier": member.tier,
                "vouched": member.vouched,
                "intent": member.intent,
                "trust_at_joining": member.trust,
                "pool": -1,
                "join_time": float(t),
            }
        )
        place.carried_in = True
        place.purchases = member.purchases
        place.last_purchase = member.last_purchase
        place.satisfied = member.satisfied
        self.copy_ties(origin, member, target, place)
        uniform = origin.draws.block(CARRIED_INDEX, t, member.key, ARRIVAL)[0]
        target.queue_join(t + (9 + 12 * uniform) / 24, place)

    def copy_ties(
        self, origin: PlainGroup, member: PlainMember, target: PlainGroup, place: PlainMember
    ) -> None:
        """Those who know each other from the origin know each other in the target."""
        there = {each.key: each.position for each in origin.members}
        for other in target.members:
            if other is not place and other.key in there:
                tie = origin.ties[member.position][there[other.key]]
                target.ties[place.position][other.position] = tie
                target.ties[other.position][place.position] = tie
