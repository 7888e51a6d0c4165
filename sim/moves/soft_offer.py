"""C16: an offer after trust, with a visible privilege for those who want it (C7)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.moves.base import Act, Move, Tier, When, act, tier_bits
from sim.quantities import quantity


class SoftOffer(Move):
    """Product knowledge that ends in an offer: little pressure, a discount, and only for the tiers named."""

    number: ClassVar[int] = 16
    sources: ClassVar[tuple[str, ...]] = ("C16", "C7", "F61")

    move: Literal["soft_offer"]
    when: When = When(every_days=7, from_day=14, from_hour=20.0, to_hour=20.0)
    discount: float = quantity(0.2, 0, 0.95, "share", sources=("C7", "E2"))
    tiers: tuple[Tier, ...] = Field(default=("strong", "medium"), min_length=1, max_length=3)
    pressure: float = quantity(0.25, 0, 1, "share", grade="assumed")
    minutes: float = quantity(10.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that carries the offer."""
        return [
            act(
                **self.when.fields(),
                useful=0.2,
                promo=self.pressure,
                invite=0.15,
                offer=1,
                discount=self.discount,
                offer_tiers=tier_bits(self.tiers),
                minutes=self.minutes,
            )
        ]
