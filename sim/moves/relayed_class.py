"""C40: one live class, relayed to many groups at once."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class RelayedClass(Move):
    """A class that runs in many groups at the same time: the cost is shared, and nobody is spoken to in person."""

    number: ClassVar[int] = 40
    sources: ClassVar[tuple[str, ...]] = ("C40", "C11", "D8")

    move: Literal["relayed_class"]
    when: When = When(every_days=7, from_day=2, from_hour=20.0, to_hour=20.0)
    groups: int = quantity(10, 1, 10_000, "groups", sources=("C40",), grade="assumed")
    messages: int = quantity(8, 0, 60, "messages")
    spacing_minutes: float = quantity(5.0, 0.1, 60, "minutes")
    quality: float = quantity(0.85, 0, 1, "share", grade="assumed")
    fee_yuan: float = quantity(500.0, 0, 1_000_000, "yuan", sources=("D8",))
    minutes: float = quantity(45.0, 0, 480, "minutes")

    def acts(self) -> list[Act]:
        """One act that posts the whole class at this group's share of the cost; none without quality.

        Four fifths of the quality arrive: the teacher answers no one here. (assumed)
        """
        if self.quality == 0:
            return []
        return [
            act(
                **self.when.fields(),
                messages=self.messages,
                spacing_minutes=self.spacing_minutes,
                useful=0.8 * self.quality,
                chat=0.2,
                invite=0.3,
                programme=0.5,
                fee_fen=fen(self.fee_yuan / self.groups),
                minutes=self.minutes / self.groups,
                habit_rate=0.03,
                habit_days=30.0,
            )
        ]
