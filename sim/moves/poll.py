"""C35: polls and surveys, a word that costs a tap."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import RESPONSE_POLL, Act, Move, When, act
from sim.quantities import quantity


class Poll(Move):
    """A question with answers to tap. Many take part who would never write, and the operator learns what they want."""

    number: ClassVar[int] = 35
    sources: ClassVar[tuple[str, ...]] = ("C35", "B1")

    move: Literal["poll"]
    when: When = When(every_days=14, from_day=7, from_hour=12.0, to_hour=12.0)
    response: float = quantity(0.5, 0, 1, "share", sources=("C35",), grade="assumed")
    minutes: float = quantity(15.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that can be responded to by a vote; none without response."""
        if self.response == 0:
            return []
        return [
            act(
                **self.when.fields(),
                response=self.response,
                response_kind=RESPONSE_POLL,
                useful=0.1,
                chat=0.2,
                invite=0.2,
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=30.0,
            )
        ]
