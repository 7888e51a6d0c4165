"""C24: those who never speak are removed now and then."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import AUDIENCE_SILENT, Act, Move, When, act
from sim.quantities import quantity


class PurgeLurkers(Move):
    """Silent members are thrown out. Activity a head looks better; those who bought in silence are gone as well."""

    number: ClassVar[int] = 24
    sources: ClassVar[tuple[str, ...]] = ("C24",)

    move: Literal["purge_lurkers"]
    when: When = When(every_days=30, from_day=30, from_hour=22.0, to_hour=22.0)
    removals: int = quantity(20, 0, 500, "members", sources=("C24",), grade="assumed")
    silent_days: float = quantity(30.0, 0.5, 365, "days", sources=("C24",), grade="assumed")
    minutes: float = quantity(15.0, 0, 480, "minutes")

    def acts(self) -> list[Act]:
        """One act that says so and removes up to so many silent members; none without removals."""
        if self.removals == 0:
            return []
        return [
            act(
                **self.when.fields(),
                audience=AUDIENCE_SILENT,
                audience_value=self.silent_days,
                purge=self.removals,
                chat=0.05,
                invite=0.05,
                minutes=self.minutes,
            )
        ]
