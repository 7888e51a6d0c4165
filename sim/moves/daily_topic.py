"""C9: the owner opens a topic every day and @s the members whose word is wanted."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, Whom, act
from sim.quantities import quantity


class DailyTopic(Move):
    """A question to the group with a few names on it. Without the @ hardly anyone takes it up."""

    number: ClassVar[int] = 9
    sources: ClassVar[tuple[str, ...]] = ("C9", "F90", "V20")

    move: Literal["daily_topic"]
    when: When = When(from_hour=20.0, to_hour=20.0)
    whom: Whom = Whom()
    mentions: int = quantity(5, 0, 50, "members", sources=("C9", "F90"))
    appeal: float = quantity(0.6, 0, 1, "share", grade="assumed")
    minutes: float = quantity(12.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act: chat that invites answers, and mentions; none with neither appeal nor a mention."""
        if self.appeal == 0 and self.mentions == 0:
            return []
        return [
            act(
                **self.when.fields(),
                **self.whom.fields(),
                useful=0.1 * self.appeal,
                chat=self.appeal,
                invite=self.appeal,
                mentions=self.mentions,
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=14.0,
            )
        ]
