"""C28: members take part in making the product."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import AUDIENCE_ACTIVE, Act, Move, When, act
from sim.quantities import quantity


class CoCreation(Move):
    """Members are asked how the product should be. Who answers makes it their own: belonging, and word of mouth."""

    number: ClassVar[int] = 28
    sources: ClassVar[tuple[str, ...]] = ("C28", "B1", "F45")

    move: Literal["co_creation"]
    when: When = When(every_days=7, from_day=7, from_hour=20.0, to_hour=20.0)
    mentions: int = quantity(6, 0, 50, "members", sources=("C28",), grade="assumed")
    contribution: float = quantity(0.05, 0, 1, "share", sources=("C28",), grade="assumed")
    appeal: float = quantity(0.7, 0, 1, "share", grade="assumed")
    minutes: float = quantity(20.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act: a topic to the active whose answers count as contributions; none with nothing to contribute."""
        if self.contribution == 0:
            return []
        return [
            act(
                **self.when.fields(),
                audience=AUDIENCE_ACTIVE,
                mentions=self.mentions,
                contribution=self.contribution,
                useful=0.1 * self.appeal,
                chat=self.appeal,
                invite=self.appeal,
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=14.0,
            )
        ]
