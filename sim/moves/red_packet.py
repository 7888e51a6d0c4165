"""C10: red packets, split at random or equally."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import field_validator, model_validator

from sim.money import check_portions, fen, whole_fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class RedPacket(Move):
    """A sum in portions, first come first served: a burst of looks and thanks, and a habit when overused.

    WeChat's own limits apply: at most 100 portions, at least one fen and at most 200 yuan each.
    """

    number: ClassVar[int] = 10
    sources: ClassVar[tuple[str, ...]] = ("C10", "F12", "F13", "F15", "V21")

    move: Literal["red_packet"]
    when: When = When(from_hour=20.0, to_hour=20.0)
    amount_yuan: float = quantity(20.0, 0, 20_000, "yuan", sources=("C10",))
    portions: int = quantity(20, 1, 100, "portions", sources=("C10",))
    split: Literal["random", "equal"] = "random"
    minutes: float = quantity(2.0, 0, 240, "minutes")

    @field_validator("amount_yuan")
    @classmethod
    def _no_part_of_a_fen(cls, yuan: float) -> float:
        return whole_fen(yuan)

    @model_validator(mode="after")
    def _a_fen_for_each(self) -> RedPacket:
        check_portions(self.amount_yuan, self.portions)
        return self

    def acts(self) -> list[Act]:
        """One act with a packet; none without money."""
        amount = fen(self.amount_yuan)
        if amount == 0:
            return []
        return [
            act(
                **self.when.fields(),
                chat=0.1,
                invite=0.1,
                fen=amount,
                portions=self.portions,
                equal=int(self.split == "equal"),
                minutes=self.minutes,
                habit_rate=0.1,
                habit_days=14.0,
            )
        ]
