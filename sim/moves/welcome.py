"""C17: the welcome, a few words to each newcomer by name."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import TRIGGER_JOIN, Act, Move, When, act
from sim.quantities import quantity


class Welcome(Move):
    """Whoever joins is greeted and asked something.

    It begins on the day after the opening: nobody greets a whole crowd one by one.
    """

    number: ClassVar[int] = 17
    sources: ClassVar[tuple[str, ...]] = ("C17", "F43", "F46", "V19")

    move: Literal["welcome"]
    when: When = When(from_day=1)
    warmth: float = quantity(0.6, 0, 1, "share", grade="assumed")
    delay_minutes: float = quantity(5.0, 0, 1440, "minutes")
    minutes: float = quantity(2.0, 0, 60, "minutes")

    def acts(self) -> list[Act]:
        """One act at each join: a message to the newcomer, who is @-mentioned; none at warmth 0."""
        if self.warmth == 0:
            return []
        fields = {**self.when.fields(), "trigger": TRIGGER_JOIN, "threshold": 0.0, "cooldown_days": 0.0}
        return [
            act(
                **fields,
                chat=self.warmth,
                invite=self.warmth,
                mentions=1,
                delay_minutes=self.delay_minutes,
                minutes=self.minutes,
            )
        ]
