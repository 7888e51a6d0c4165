"""C3: whoever asks is sold to."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import HOST_OPERATOR, Act, Move, When, act
from sim.quantities import quantity


class PitchQuestions(Move):
    """Members' questions are answered with a sales pitch. They learn to ask less, and trust goes."""

    number: ClassVar[int] = 3
    sources: ClassVar[tuple[str, ...]] = ("C3", "F55")

    move: Literal["pitch_questions"]
    when: When = When()
    questions_pitched: float = quantity(0.7, 0, 1, "share", sources=("C3",), grade="assumed")
    delay_minutes: float = quantity(10.0, 0.1, 1440, "minutes")
    pressure: float = quantity(0.8, 0, 1, "share", grade="assumed")
    discount: float = quantity(0.0, 0, 0.95, "share")
    minutes: float = quantity(3.0, 0, 60, "minutes")

    def acts(self) -> list[Act]:
        """One act that posts nothing by itself and pitches at a share of the questions; none at share 0."""
        if self.questions_pitched == 0:
            return []
        return [
            act(
                **self.when.fields(),
                messages=0,
                host=HOST_OPERATOR,
                answers_starts=self.questions_pitched,
                questions_only=1,
                delay_minutes=self.delay_minutes,
                promo=self.pressure,
                invite=0.05,
                offer=1,
                discount=self.discount,
                minutes=self.minutes,
            )
        ]
