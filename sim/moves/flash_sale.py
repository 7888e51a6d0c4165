"""C22: the daily coupon and the flash sale for members only."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.moves.base import Act, Move, Tier, When, act, tier_bits
from sim.quantities import quantity


class FlashSale(Move):
    """A coupon a day. It brings buyers of cheap things they need often back sooner; for dear things it is an ad."""

    number: ClassVar[int] = 22
    sources: ClassVar[tuple[str, ...]] = ("C22", "E3", "B4", "F60")

    move: Literal["flash_sale"]
    when: When = When(from_day=1, from_hour=10.0, to_hour=10.0)
    discount: float = quantity(0.3, 0, 0.95, "share", sources=("C22",))
    tiers: tuple[Tier, ...] = Field(default=("strong", "medium", "weak"), min_length=1, max_length=3)
    pressure: float = quantity(0.3, 0, 1, "share", grade="assumed")
    minutes: float = quantity(5.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that carries the coupon."""
        return [
            act(
                **self.when.fields(),
                promo=self.pressure,
                invite=0.05,
                offer=1,
                discount=self.discount,
                offer_tiers=tier_bits(self.tiers),
                minutes=self.minutes,
            )
        ]
