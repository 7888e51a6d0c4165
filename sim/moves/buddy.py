"""C38: each newcomer gets a buddy among the members who are at home."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import TRIGGER_JOIN, Act, Move, When, act
from sim.quantities import quantity


class Buddy(Move):
    """Newcomer and buddy are introduced to each other: a first tie, and someone who answers the first question.

    Like the welcome it begins on the day after the opening, and there has to be somebody who has talked lately.
    """

    number: ClassVar[int] = 38
    sources: ClassVar[tuple[str, ...]] = ("C38", "C17", "F43", "F46")

    move: Literal["buddy"]
    when: When = When(from_day=1)
    warmth: float = quantity(0.5, 0, 1, "share", grade="assumed")
    delay_minutes: float = quantity(60.0, 0, 1440, "minutes")
    minutes: float = quantity(3.0, 0, 60, "minutes")

    def acts(self) -> list[Act]:
        """One act at each join, with both names on it; none at warmth 0."""
        if self.warmth == 0:
            return []
        fields = {**self.when.fields(), "trigger": TRIGGER_JOIN, "threshold": 0.0, "cooldown_days": 0.0}
        return [
            act(
                **fields,
                buddy=1,
                mentions=1,
                chat=self.warmth,
                invite=self.warmth,
                delay_minutes=self.delay_minutes,
                minutes=self.minutes,
            )
        ]
