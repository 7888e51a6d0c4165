"""C15: shills, the operator's people who pass for members."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import HOST_SHILLS, Act, Move, When, act
from sim.quantities import quantity


class Shills(Move):
    """Hired accounts that chat and answer. Talk comes early; being found out costs trust, along ties.

    Covert promotion is unlawful advertising or unfair competition in many countries, China among them. The
    lab simulates it because operators ask, and shows the risk beside every verdict.
    """

    number: ClassVar[int] = 15
    sources: ClassVar[tuple[str, ...]] = ("C15", "A8", "F69", "F70", "F72")
    risk: ClassVar[str | None] = "risk.shills"

    move: Literal["shills"]
    when: When = When(from_hour=9.0, to_hour=22.5)
    number_of_shills: int = quantity(3, 0, 50, "members", sources=("C14", "C15"))
    messages_each: int = quantity(5, 0, 40, "messages_per_day", grade="assumed")
    sameness: float = quantity(0.5, 0, 1, "share", sources=("C15",), grade="assumed")
    answers: float = quantity(0.5, 0, 1, "share", grade="assumed")
    answer_minutes: float = quantity(8.0, 0.1, 1440, "minutes")
    wage_yuan: float = quantity(20.0, 0, 10_000, "yuan_per_day", sources=("D8",))
    minutes: float = quantity(1.0, 0, 60, "minutes")

    def acts(self) -> list[Act]:
        """One act: posts over the day and answers a share of the starts; none without shills or messages."""
        per_day = min(self.number_of_shills * self.messages_each, 480)
        if per_day == 0 or self.when.per_day == 0:
            return []
        fields = {**self.when.fields(), "per_day": per_day}
        return [
            act(
                **fields,
                chat=0.8,
                invite=0.7,
                host=HOST_SHILLS,
                sameness=self.sameness,
                answers_starts=self.answers,
                delay_minutes=self.answer_minutes,
                fee_fen=fen(self.number_of_shills * self.wage_yuan / per_day),
                minutes=self.minutes,
            )
        ]
