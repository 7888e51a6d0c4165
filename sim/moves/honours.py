"""C25: thanks in public, ranks and small rewards for those who keep the group going."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import AUDIENCE_ACTIVE, Act, Move, When, act
from sim.quantities import quantity


class Honours(Move):
    """The most active members of the last weeks are named and rewarded, which keeps them.

    They feel at home and speak more readily; the others see what is thought well of.
    """

    number: ClassVar[int] = 25
    sources: ClassVar[tuple[str, ...]] = ("C25", "A6", "C38", "F45")

    move: Literal["honours"]
    when: When = When(every_days=7, from_day=7, from_hour=21.0, to_hour=21.0)
    mentions: int = quantity(5, 0, 50, "members", sources=("C25",))
    warmth: float = quantity(0.05, 0, 1, "share", grade="assumed")
    reward_yuan: float = quantity(5.0, 0, 10_000, "yuan", sources=("C25", "D8"), grade="assumed")
    minutes: float = quantity(10.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that names the most active; none without a name."""
        if self.mentions == 0:
            return []
        return [
            act(
                **self.when.fields(),
                audience=AUDIENCE_ACTIVE,
                mentions=self.mentions,
                warmth=self.warmth,
                reward_fen=fen(self.reward_yuan),
                chat=0.3,
                invite=0.3,
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=30.0,
            )
        ]
