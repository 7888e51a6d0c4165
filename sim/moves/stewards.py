"""C26: active members become stewards and run part of the group."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import HOST_STEWARDS, Act, Move, When, act
from sim.quantities import quantity


class Stewards(Move):
    """Stewards answer and open topics in the operator's place: fewer staff hours, a group that carries on by itself.

    Once a week (`when`) vacant places are filled from the most active who feel at home, and every steward is paid.
    The operator has to be there for that; what stewards do costs no staff time.
    """

    number: ClassVar[int] = 26
    sources: ClassVar[tuple[str, ...]] = ("C26", "A6", "E7", "D8")

    move: Literal["stewards"]
    when: When = When(every_days=7, from_day=14, from_hour=20.0, to_hour=20.0)
    number_of_stewards: int = quantity(3, 0, 50, "members", sources=("C26", "E7"))
    reward_yuan: float = quantity(20.0, 0, 10_000, "yuan", sources=("C26", "D8"), grade="assumed")
    answers: float = quantity(0.5, 0, 1, "share", grade="assumed")
    quality: float = quantity(0.3, 0, 1, "share", grade="assumed")
    delay_minutes: float = quantity(30.0, 0.1, 1440, "minutes", grade="assumed")
    topic_every_days: int = quantity(1, 1, 365, "days", grade="assumed")
    topic_mentions: int = quantity(3, 0, 50, "members", grade="assumed")
    appeal: float = quantity(0.5, 0, 1, "share", grade="assumed")
    minutes: float = quantity(15.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """Promotion and pay by the operator; answers and topics by the stewards; none without stewards."""
        if self.number_of_stewards == 0 or self.when.per_day == 0:
            return []
        window = {"first_day": self.when.from_day, "last_day": self.when.until_day}
        programme = [
            act(
                **self.when.fields(),
                promote=self.number_of_stewards,
                reward_fen=fen(self.reward_yuan),
                chat=0.1,
                invite=0.1,
                minutes=self.minutes,
            )
        ]
        if self.answers > 0:
            programme.append(
                act(
                    **window,
                    host=HOST_STEWARDS,
                    messages=0,
                    answers_starts=self.answers,
                    delay_minutes=self.delay_minutes,
                    useful=self.quality,
                    chat=0.3,
                    invite=0.3,
                )
            )
        if self.appeal > 0 or self.topic_mentions > 0:
            programme.append(
                act(
                    **window,
                    host=HOST_STEWARDS,
                    every_days=self.topic_every_days,
                    from_hour=20.5,
                    to_hour=20.5,
                    useful=0.1 * self.appeal,
                    chat=self.appeal,
                    invite=self.appeal,
                    mentions=self.topic_mentions,
                    habit_rate=0.05,
                    habit_days=14.0,
                )
            )
        return programme
