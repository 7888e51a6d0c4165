"""C27: a meeting in person."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class OfflineMeeting(Move):
    """Members meet in one room: all who come know each other afterwards, which holds for months."""

    number: ClassVar[int] = 27
    sources: ClassVar[tuple[str, ...]] = ("C27", "E4", "D8")

    move: Literal["offline_meeting"]
    when: When = When(every_days=60, from_day=30, from_hour=14.0, to_hour=14.0)
    seats: int = quantity(20, 0, 200, "members", sources=("C27",), grade="assumed")
    cost_yuan: float = quantity(50.0, 0, 10_000, "yuan", sources=("D8",), grade="assumed")
    minutes: float = quantity(120.0, 0, 1440, "minutes")

    def acts(self) -> list[Act]:
        """One act with seats at a price a head for the operator; none without seats."""
        if self.seats == 0:
            return []
        return [
            act(
                **self.when.fields(),
                meeting=self.seats,
                meeting_fen=fen(self.cost_yuan),
                chat=0.3,
                invite=0.2,
                minutes=self.minutes,
            )
        ]
