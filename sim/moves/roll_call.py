"""C39: the roll call before an event, “type 1 if you are here”."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import RESPONSE_ROLL_CALL, Act, Move, When, act
from sim.quantities import quantity


class RollCall(Move):
    """Many tiny posts at once, minutes before something begins: people take part, and then come to the event.

    `when` says when the event begins, so that the same cadence can stand at both moves; the roll call comes
    `minutes_before`.
    """

    number: ClassVar[int] = 39
    sources: ClassVar[tuple[str, ...]] = ("C39", "D6")

    move: Literal["roll_call"]
    when: When = When(every_days=7, from_day=2, from_hour=20.0, to_hour=20.0)
    minutes_before: float = quantity(10.0, 0, 120, "minutes", sources=("C39",), grade="assumed")
    response: float = quantity(0.6, 0, 1, "share", sources=("C39",), grade="assumed")
    minutes: float = quantity(3.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that is answered by ticks; none without response."""
        if self.response == 0:
            return []
        fields = self.when.fields()
        for hour in ("from_hour", "to_hour"):
            fields[hour] = max(0.0, fields[hour] - self.minutes_before / 60)
        return [
            act(
                **fields,
                response=self.response,
                response_kind=RESPONSE_ROLL_CALL,
                chat=0.1,
                invite=0.1,
                minutes=self.minutes,
                habit_rate=0.03,
                habit_days=30.0,
            )
        ]
