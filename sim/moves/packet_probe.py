"""C29: the red packet probe, dozens of small portions to see who is still there."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import field_validator, model_validator

from sim.money import check_portions, fen, whole_fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class PacketProbe(Move):
    """Dozens of small portions: are they all gone within two hours, the group lives; if not, it is given up.

    What follows is up to other moves, with the triggers "probe_passed" and "probe_failed".
    """

    number: ClassVar[int] = 29
    sources: ClassVar[tuple[str, ...]] = ("C29", "E10", "D5")

    move: Literal["packet_probe"]
    when: When = When(every_days=90, from_day=60, from_hour=20.0, to_hour=20.0)
    amount_yuan: float = quantity(6.0, 0, 20_000, "yuan", sources=("C29",), grade="assumed")
    portions: int = quantity(30, 1, 100, "portions", sources=("C29",))
    minutes: float = quantity(2.0, 0, 240, "minutes")

    @field_validator("amount_yuan")
    @classmethod
    def _no_part_of_a_fen(cls, yuan: float) -> float:
        return whole_fen(yuan)

    @model_validator(mode="after")
    def _a_fen_for_each(self) -> PacketProbe:
        check_portions(self.amount_yuan, self.portions)
        return self

    def acts(self) -> list[Act]:
        """One act with a packet and hardly a word; none without money."""
        amount = fen(self.amount_yuan)
        if amount == 0:
            return []
        return [
            act(
                **self.when.fields(),
                chat=0.05,
                invite=0.05,
                fen=amount,
                portions=self.portions,
                minutes=self.minutes,
            )
        ]
