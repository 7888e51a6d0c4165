"""C20: a column, something that comes at its own hour and can be looked forward to."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity

Content = Literal["news", "knowledge", "interaction"]
# Use, chat and invitation to talk of one instalment, before its quality.
_MAKE_UP: dict[str, tuple[float, float, float]] = {
    "news": (0.3, 0.0, 0.05),
    "knowledge": (1.0, 0.1, 0.3),
    "interaction": (0.1, 0.6, 0.6),
}


class Column(Move):
    """A fixed column of news, knowledge or interaction: members come to expect it, and look in at its hour.

    The same thing over and over wears off; `variety` formats in rotation (C32) slow that down by as many times, and
    cost preparation.
    """

    number: ClassVar[int] = 20
    sources: ClassVar[tuple[str, ...]] = ("C20", "C32", "F36")

    move: Literal["column"]
    when: When = When(every_days=7, from_day=2, from_hour=20.0, to_hour=20.0)
    content: Content = "knowledge"
    quality: float = quantity(0.6, 0, 1, "share", grade="assumed")
    variety: int = quantity(1, 1, 20, "formats", sources=("C32",), grade="assumed")
    minutes: float = quantity(25.0, 0, 480, "minutes")
    minutes_per_format: float = quantity(5.0, 0, 240, "minutes", sources=("C32", "D8"), grade="assumed")

    def acts(self) -> list[Act]:
        """One act with a programme that is expected; none at quality 0."""
        if self.quality == 0:
            return []
        useful, chat, invite = _MAKE_UP[self.content]
        return [
            act(
                **self.when.fields(),
                useful=useful * self.quality,
                chat=chat * self.quality,
                invite=invite * self.quality,
                programme=0.5,
                minutes=self.minutes + self.minutes_per_format * (self.variety - 1),
                habit_rate=0.06 / self.variety,
                habit_days=30.0,
            )
        ]
