"""C36: an offer at the moment at which members talk about the thing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.moves.base import Act, Move, Tier, When, act, tier_bits
from sim.quantities import quantity


class PromptedOffer(Move):
    """Members talk about the subject, and the offer fits in: more buy than at an offer out of the blue, fewer tire.

    At each of its moments the operator looks at what was written within the last hour.
    """

    number: ClassVar[int] = 36
    sources: ClassVar[tuple[str, ...]] = ("C36", "F61")

    move: Literal["prompted_offer"]
    when: When = When(
        from_day=7,
        per_day=12,
        from_hour=9.0,
        to_hour=23.0,
        trigger="talk",
        talk_messages=3.0,
        cooldown_days=4.0,
    )
    discount: float = quantity(0.1, 0, 0.95, "share", grade="assumed")
    tiers: tuple[Tier, ...] = Field(default=("strong", "medium"), min_length=1, max_length=3)
    pressure: float = quantity(0.15, 0, 1, "share", grade="assumed")
    minutes: float = quantity(8.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that carries the offer, triggered by talk."""
        return [
            act(
                **self.when.fields(),
                useful=0.2,
                chat=0.1,
                promo=self.pressure,
                invite=0.15,
                offer=1,
                discount=self.discount,
                offer_tiers=tier_bits(self.tiers),
                minutes=self.minutes,
            )
        ]
