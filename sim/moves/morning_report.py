"""C5: the morning report, the one post a day by which an operator pretends that the group lives."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class MorningReport(Move):
    """Headlines copied in every morning: hardly of use, nothing to answer, soon passed over."""

    number: ClassVar[int] = 5
    sources: ClassVar[tuple[str, ...]] = ("C5", "D5")

    move: Literal["morning_report"]
    when: When = When(from_hour=8.0, to_hour=8.0)
    quality: float = quantity(0.1, 0, 1, "share", grade="assumed")
    minutes: float = quantity(5.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act: a little use that wears off fast, no invitation to talk; none at quality 0."""
        if self.quality == 0:
            return []
        return [
            act(
                **self.when.fields(),
                useful=self.quality,
                invite=0.03,
                minutes=self.minutes,
                habit_rate=0.1,
                habit_days=30.0,
            )
        ]
