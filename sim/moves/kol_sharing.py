"""C11: a well-known person shares what they know, on a fixed evening."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class KolSharing(Move):
    """A session of several messages by an opinion leader: real use, talk around it, and a fee each time."""

    number: ClassVar[int] = 11
    sources: ClassVar[tuple[str, ...]] = ("C11", "C20", "F63")

    move: Literal["kol_sharing"]
    when: When = When(every_days=7, from_day=2, from_hour=20.0, to_hour=20.0)
    messages: int = quantity(8, 0, 60, "messages")
    spacing_minutes: float = quantity(5.0, 0.1, 60, "minutes")
    quality: float = quantity(0.85, 0, 1, "share", grade="assumed")
    fee_yuan: float = quantity(500.0, 0, 1_000_000, "yuan", sources=("D8",))
    minutes: float = quantity(45.0, 0, 480, "minutes")

    def acts(self) -> list[Act]:
        """One act that posts the whole session; none without quality."""
        if self.quality == 0:
            return []
        return [
            act(
                **self.when.fields(),
                messages=self.messages,
                spacing_minutes=self.spacing_minutes,
                useful=self.quality,
                chat=0.4,
                invite=0.6,
                programme=0.3,
                fee_fen=fen(self.fee_yuan),
                minutes=self.minutes,
                habit_rate=0.03,
                habit_days=30.0,
            )
        ]
