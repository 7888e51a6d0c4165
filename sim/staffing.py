"""C8: who answers questions, how fast, how well, and how many minutes a day there are for everything.

Staff time is the operator's scarcest means: an act for which no minutes are left is dropped, a question
waits until the next day.
"""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.quantities import Declaration, quantity


class Staffing(Declaration):
    """Standing settings of the operator's staff. With `answer_share` 0 nobody answers."""

    answer_share: float = quantity(0.0, 0, 1, "share", sources=("C8",))
    answer_minutes: float = quantity(30.0, 0.1, 10_080, "minutes", sources=("C8",))
    answer_quality: float = quantity(0.35, 0, 1, "share", sources=("C8",), grade="assumed")
    answer_cost_minutes: float = quantity(4.0, 0, 240, "minutes", sources=("C8", "D8"))
    staff_from: float = quantity(9.0, 0, 24, "hour", sources=("A8",))
    staff_to: float = quantity(21.0, 0, 24, "hour", sources=("A8",))
    minutes_per_day: float = quantity(240.0, 0, 14_400, "minutes", sources=("A8",))

    @model_validator(mode="after")
    def _in_order(self) -> Staffing:
        if self.staff_from >= self.staff_to:
            raise PydanticCustomError(
                "wrong_order",
                "{first} is not before {second}",
                {"first": "staff_from", "second": "staff_to", "low": self.staff_from, "high": self.staff_to},
            )
        return self
