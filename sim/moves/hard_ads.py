"""C1: hard ads, flooding the group with "buy now"."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class HardAds(Move):
    """Plain advertisements to everyone. Tires and drives out members, costs trust, sells a little first."""

    number: ClassVar[int] = 1
    sources: ClassVar[tuple[str, ...]] = ("C1", "F54", "F55", "V26", "V27")

    move: Literal["hard_ads"]
    when: When = When(per_day=5, from_hour=9.0, to_hour=22.0)
    discount: float = quantity(0.0, 0, 0.95, "share")
    minutes: float = quantity(3.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act: pure promotion that carries an offer to all tiers."""
        return [
            act(
                **self.when.fields(),
                promo=1.0,
                invite=0.02,
                offer=1,
                discount=self.discount,
                minutes=self.minutes,
            )
        ]
