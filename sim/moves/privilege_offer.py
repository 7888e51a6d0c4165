"""C7: straight to the offer, with a privilege that others do not have."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.moves.base import Act, Move, Tier, When, act, tier_bits
from sim.quantities import quantity


class PrivilegeOffer(Move):
    """The product named at once, at a price for fans only. Those who came for it feel honoured; others see an ad.

    The privilege takes the sting out of the promotion for the tiers it is meant for, and only for them.
    """

    number: ClassVar[int] = 7
    sources: ClassVar[tuple[str, ...]] = ("C7", "E2", "F61")

    move: Literal["privilege_offer"]
    when: When = When(every_days=7, from_day=1, from_hour=20.0, to_hour=20.0)
    discount: float = quantity(0.2, 0, 0.95, "share", sources=("C7", "E2"))
    tiers: tuple[Tier, ...] = Field(default=("strong",), min_length=1, max_length=3)
    pressure: float = quantity(0.6, 0, 1, "share", grade="assumed")
    privilege: float = quantity(0.9, 0, 1, "share", sources=("C7",), grade="assumed")
    minutes: float = quantity(10.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that carries the offer and the privilege."""
        return [
            act(
                **self.when.fields(),
                useful=0.2,
                promo=self.pressure,
                invite=0.15,
                offer=1,
                discount=self.discount,
                offer_tiers=tier_bits(self.tiers),
                privilege=self.privilege,
                minutes=self.minutes,
            )
        ]
