"""C14: breaking the ice in the first days: host, announcement, topics with @, a small packet."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import field_validator, model_validator

from sim.money import check_portions, fen, whole_fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class IceBreaking(Move):
    """The first week: the host introduces themself, says what the group is for, asks people by name.

    The two or three helpers who chat along in the source document are a move of their own (`shills`),
    because they carry a risk of their own.
    """

    number: ClassVar[int] = 14
    sources: ClassVar[tuple[str, ...]] = ("C14", "A10", "V19", "V20")

    move: Literal["ice_breaking"]
    when: When = When(until_day=6, per_day=2, from_hour=12.5, to_hour=24.0)
    mentions: int = quantity(6, 0, 50, "members", sources=("C14", "F90"))
    appeal: float = quantity(0.8, 0, 1, "share", grade="assumed")
    packet_yuan: float = quantity(10.0, 0, 2000, "yuan", sources=("C14",))
    packet_portions: int = quantity(20, 1, 100, "portions")
    minutes: float = quantity(15.0, 0, 240, "minutes")

    @field_validator("packet_yuan")
    @classmethod
    def _no_part_of_a_fen(cls, yuan: float) -> float:
        return whole_fen(yuan)

    @model_validator(mode="after")
    def _a_fen_for_each(self) -> IceBreaking:
        check_portions(self.packet_yuan, self.packet_portions)
        return self

    def acts(self) -> list[Act]:
        """Introduction and announcement on the first evening, topics with @, a packet every third day."""
        if self.appeal == 0 and self.mentions == 0:
            return []
        first, last = self.when.from_day, self.when.until_day
        evening = {"first_day": first, "from_hour": 20.0, "to_hour": 20.0}
        programme = [
            act(
                **evening,
                last_day=first,
                useful=0.3,
                chat=self.appeal,
                invite=self.appeal,
                minutes=self.minutes,
            ),
            act(
                first_day=first,
                last_day=first,
                from_hour=20.1,
                to_hour=20.1,
                useful=0.3,
                invite=0.1,
                minutes=self.minutes,
            ),
            act(
                **self.when.fields(),
                useful=0.1 * self.appeal,
                chat=self.appeal,
                invite=self.appeal,
                mentions=self.mentions,
                minutes=self.minutes,
            ),
        ]
        amount = fen(self.packet_yuan)
        if amount > 0:
            programme.append(
                act(
                    first_day=first,
                    last_day=last,
                    every_days=3,
                    from_hour=20.5,
                    to_hour=20.5,
                    chat=0.1,
                    invite=0.1,
                    fen=amount,
                    portions=self.packet_portions,
                    minutes=2.0,
                )
            )
        return [] if self.when.per_day == 0 else programme
