"""Whom an act of the plain model is about, and who carries it out (docs/rules.md, section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from benchmarks.plain_act import ACTIVE, ALL, NEWCOMERS, SILENT, TIER, Act
from benchmarks.plain_draws import OPERATOR

if TYPE_CHECKING:
    from benchmarks.plain_member import PlainMember
    from benchmarks.plain_mesa import PlainGroup

ACTIVE_TALK = 0.5  # recent messages
LEAST_ATTENTION = 0.1  # of a steward who still carries out acts


class PlainAudience:
    """Chooses members for acts, by the acts' own draws."""

    def __init__(self, group: PlainGroup) -> None:
        self.group = group

    @property
    def present(self) -> list[PlainMember]:
        """The members present, by position."""
        return [member for member in self.group.members if member.present]

    def uniform(self, act: Act, number: int, member: PlainMember) -> float:
        """The draw of a member for one occurrence of an act."""
        return self.group.draws.block(act.key, number, member.key, OPERATOR)[0]

    def in_order(self, act: Act, members: Iterable[PlainMember]) -> list[PlainMember]:
        """Members by their draws for the coming occurrence, the smallest first."""
        return sorted(members, key=lambda member: self.uniform(act, act.occurrences, member))

    def active_in_order(self, t: float, act: Act, members: Iterable[PlainMember]) -> list[PlainMember]:
        """Those who talk, who talked most first, equals by their draws."""
        talkers = [m for m in members if not m.dropper and m.recent_at(t) >= ACTIVE_TALK]
        return sorted(talkers, key=lambda m: (-m.recent_at(t), self.uniform(act, act.occurrences, m)))

    def eligible_in_order(self, t: float, act: Act) -> list[PlainMember]:
        """The audience of an act, in the order in which its members are chosen."""
        if act.audience == ACTIVE:
            return self.active_in_order(t, act, self.present)
        return self.in_order(act, [m for m in self.present if self.is_meant(t, act, m)])

    def is_meant(self, t: float, act: Act, member: PlainMember) -> bool:
        """Whether a member belongs to the audience of an act."""
        if act.audience == ALL:
            return True
        if act.audience == TIER:
            return member.tier == act.audience_value
        if act.audience == NEWCOMERS:
            return t - member.joined <= act.audience_value
        assert act.audience == SILENT, act.audience
        last = member.joined if member.last_said is None else member.last_said
        return t - last >= act.audience_value

    def choose_steward(
        self, t: float, act: Act, number: int, other_than: int | None = None
    ) -> PlainMember | None:
        """The steward who carries out an act, or none if none is up to it."""
        able = [
            member
            for member in self.present
            if member.steward
            and not member.muted
            and member.attention_at(t) >= LEAST_ATTENTION
            and member.position != other_than
        ]
        return min(able, key=lambda member: self.uniform(act, number, member), default=None)
