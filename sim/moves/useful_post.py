"""C12: the operator's own useful content."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class UsefulPost(Move):
    """Something worth reading, in one's own words: value at once, trust slowly."""

    number: ClassVar[int] = 12
    sources: ClassVar[tuple[str, ...]] = ("C12", "C20", "F36")

    move: Literal["useful_post"]
    when: When = When(per_day=2, from_hour=12.0, to_hour=22.0)
    quality: float = quantity(0.6, 0, 1, "share", grade="assumed")
    minutes: float = quantity(20.0, 0, 480, "minutes")

    def acts(self) -> list[Act]:
        """One act: use, and something to remark on; none at quality 0."""
        if self.quality == 0:
            return []
        return [
            act(
                **self.when.fields(),
                useful=self.quality,
                chat=0.1,
                invite=0.3,
                minutes=self.minutes,
                habit_rate=0.02,
                habit_days=30.0,
            )
        ]
