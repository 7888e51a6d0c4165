"""C18: members who have long said nothing are called, by @ or by a private note."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import AUDIENCE_SILENT, Act, Move, When, act
from sim.quantities import quantity


class WakeSilent(Move):
    """A few silent members are asked for their word. It helps for a moment, and less each time it is repeated."""

    number: ClassVar[int] = 18
    sources: ClassVar[tuple[str, ...]] = ("C18", "F90", "V20", "B9")

    move: Literal["wake_silent"]
    when: When = When(every_days=7, from_day=14, from_hour=20.0, to_hour=20.0)
    how: Literal["mention", "private"] = "mention"
    mentions: int = quantity(5, 0, 50, "members", sources=("C18",))
    silent_days: float = quantity(14.0, 0.5, 365, "days", sources=("C18",), grade="assumed")
    appeal: float = quantity(0.5, 0, 1, "share", grade="assumed")
    minutes: float = quantity(10.0, 0, 240, "minutes")
    platform_risk: float = quantity(0.0005, 0, 1, "hazard", sources=("B9",), grade="assumed")

    def acts(self) -> list[Act]:
        """One act to the silent: a topic with their names on it, or a note to each; none without names."""
        if self.mentions == 0:
            return []
        private = self.how == "private"
        return [
            act(
                **self.when.fields(),
                audience=AUDIENCE_SILENT,
                audience_value=self.silent_days,
                mentions=self.mentions,
                private=int(private),
                chat=self.appeal,
                invite=self.appeal,
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=30.0,
                ban=self.platform_risk if private else 0.0,
            )
        ]
