"""C19: so many days of checking in, with a deposit that comes back on completion."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.money import fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class CheckInChallenge(Move):
    """Who signs up has a reason to come every day until it is over: a habit for some, a drop after the end.

    The deposit makes fewer people sign up and more of them go through with it. It opens with a message a day from
    `from_day` on for as long as the challenge lasts.
    """

    number: ClassVar[int] = 19
    sources: ClassVar[tuple[str, ...]] = ("C19", "E9", "F66", "F67")

    move: Literal["check_in_challenge"]
    when: When = When(from_day=7, from_hour=7.5, to_hour=7.5)
    challenge_days: int = quantity(21, 0, 365, "days", sources=("C19", "E9"))
    deposit_yuan: float = quantity(0.0, 0, 10_000, "yuan", sources=("C19", "E9"))
    misses: int = quantity(2, 0, 364, "days", grade="assumed")
    minutes: float = quantity(5.0, 0, 240, "minutes")

    @model_validator(mode="after")
    def _some_days_are_due(self) -> CheckInChallenge:
        if 0 < self.challenge_days <= self.misses:
            raise PydanticCustomError(
                "too_many_misses",
                "{misses} of {days} days may be missed",
                {"misses": self.misses, "days": self.challenge_days},
            )
        return self

    def acts(self) -> list[Act]:
        """One act: the opening message of each day; none without days."""
        if self.challenge_days == 0:
            return []
        last = min(self.when.until_day, self.when.from_day + self.challenge_days - 1)
        return [
            act(
                **{**self.when.fields(), "last_day": last},
                chat=0.2,
                invite=0.1,
                challenge_days=self.challenge_days,
                deposit_fen=fen(self.deposit_yuan),
                misses=self.misses,
                minutes=self.minutes,
            )
        ]
