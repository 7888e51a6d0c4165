"""B8: a group that is meant to end, and is closed on purpose."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class PlannedEnd(Move):
    """The group is closed at its first moment, by the calendar or by what a trigger sees. Such an end is no death.

    A promotion group lasts two or three days; a group that fails the packet probe is given up.
    """

    number: ClassVar[int] = 208
    sources: ClassVar[tuple[str, ...]] = ("B8", "C29")

    move: Literal["planned_end"]
    when: When = When(from_day=2, from_hour=22.0, to_hour=22.0)
    minutes: float = quantity(5.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act: words of thanks, and the end."""
        return [act(**self.when.fields(), chat=0.1, closes=1, minutes=self.minutes)]
