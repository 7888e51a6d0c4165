"""Everything the operator decides: a list of moves and the standing settings of the staff.

A `Strategy` is a frozen, typed value that compiles to acts (docs/rules.md section 8). An empty one is
neglect.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import Field

from sim.moves import AnyMove
from sim.moves.base import Act
from sim.quantities import Declaration
from sim.settings import Settings
from sim.staffing import Staffing
from sim.wording import Words


class Strategy(Declaration):
    """What the operator does in one group."""

    title: Words = Words()
    about: Words = Words()
    moves: tuple[AnyMove, ...] = Field(default=(), max_length=40)
    staffing: Staffing = Staffing()
    settings: Settings = Settings()

    def acts(self) -> list[Act]:
        """The acts in the order of the moves, each with a key of its move's kind and ordinal among its like."""
        seen: Counter[str] = Counter()
        found: list[Act] = []
        for move in self.moves:
            kind = move.kind()
            acts = move.keyed_acts(seen[kind])
            found.extend(acts)
            seen[kind] += bool(acts)  # a move at dose zero is no move, and shifts nobody's luck
        return found

    @property
    def risks(self) -> tuple[str, ...]:
        """Text codes of the legal and ethical risks of its moves that do anything, each once."""
        return tuple(dict.fromkeys(move.risk for move in self.moves if move.risk and move.acts()))

    def fixed_values(self) -> dict[str, float]:
        """Staff and standing settings, in the names of docs/rules.md."""
        staffing = {name: float(value) for name, value in self.staffing.model_dump().items()}
        return {**staffing, **self.settings.fixed_values()}

    def setup(self) -> dict[str, Any]:
        """Plain values for an engine: {"staffing": {name: number}, "acts": [acts]}."""
        return {"staffing": self.fixed_values(), "acts": self.acts()}
