"""Standing settings of a group: who may come in, what its rules are, and what the operator keeps ready for readers.

Rows A5, A9, B5, B7, B9, C13 and C23 of the list of systems. Unlike a move, a setting has no moment; it holds from the
opening on, and each acts through a rule of docs/rules.md: at a join, at a message, at a look.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.money import fen
from sim.quantities import Declaration, quantity

Entry = Literal["open", "questionnaire", "invitation", "paid"]
ENTRIES: tuple[Entry, ...] = ("open", "questionnaire", "invitation", "paid")
Purpose = Literal["acquire", "convert", "retain", "brand", "insight"]
PURPOSES: tuple[Purpose, ...] = ("acquire", "convert", "retain", "brand", "insight")


class Settings(Declaration):
    """Entry, screening, rules, reading aids and voice. All off, this is an open group without rules."""

    purpose: Purpose = "retain"
    entry: Entry = "open"
    entry_fee_yuan: float = quantity(0.0, 0, 100_000, "yuan", sources=("B5",))
    term_days: float = quantity(0.0, 0, 3650, "days", sources=("D2", "E4"))
    screening: bool = Field(default=False, strict=True, json_schema_extra={"sources": ["A5", "C13"]})
    screening_minutes: float = quantity(1.0, 0, 60, "minutes", sources=("C13", "D8"))
    voice: float = quantity(0.0, 0, 1, "share", sources=("A9",), grade="expert")
    announcement: bool = Field(default=False, strict=True, json_schema_extra={"sources": ["B7"]})
    rules: bool = Field(default=False, strict=True, json_schema_extra={"sources": ["B7", "C23"]})
    enforcement: float = quantity(0.0, 0, 1, "share", sources=("B7", "C23"))
    removal_minutes: float = quantity(30.0, 0.1, 10_080, "minutes", sources=("C23",))
    strikes_allowed: int = quantity(2, 0, 100, "messages", sources=("C23",))
    handbook: float = quantity(0.0, 0, 1, "share", sources=("B7",), grade="assumed")
    bot_share: float = quantity(0.0, 0, 1, "share", sources=("B7", "B9"), grade="assumed")
    digest: float = quantity(0.0, 0, 1, "share", sources=("B7",), grade="assumed")

    def fixed_values(self) -> dict[str, float]:
        """The settings in the names of docs/rules.md; entry as its place in `ENTRIES`, money in fen."""
        values = self.model_dump(exclude={"purpose", "entry", "entry_fee_yuan"})
        return {
            **{name: float(value) for name, value in values.items()},
            "entry": float(ENTRIES.index(self.entry)),
            "entry_fen": float(fen(self.entry_fee_yuan)),
        }
