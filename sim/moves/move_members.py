"""C30, C34, C37: some members are moved to another group."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.money import fen
from sim.moves.base import Act, Move, Tier, When, act, tier_bits
from sim.quantities import quantity


class MoveMembers(Move):
    """A door to another group, for some: what is left behind lacks the members it lived by.

    One class for four rows. Merging or restarting (C30): all tiers, free, and this group closes at the end. Upgrading
    (C30) or skimming the most interested early (C34): the strong tier, at a price. A core group of the lively (C37):
    `talk_least` above 0, free.
    """

    number: ClassVar[int] = 30
    sources: ClassVar[tuple[str, ...]] = ("C30", "C34", "C37", "C6", "E1")

    move: Literal["move_members"]
    when: When = When(from_day=30, until_day=36, from_hour=20.0, to_hour=20.0)
    to: str = Field(default="", max_length=44)
    target: int = quantity(-1, -1, 63, "1", sources=("C30",))
    tiers: tuple[Tier, ...] = Field(default=("strong", "medium", "weak"), min_length=1, max_length=3)
    talk_least: float = quantity(0.0, 0, 100, "messages", sources=("C37",), grade="assumed")
    price_yuan: float = quantity(0.0, 0, 100_000, "yuan", sources=("C30", "C34"))
    pressure: float = quantity(0.2, 0, 1, "share", grade="assumed")
    closes_group: bool = Field(default=False, strict=True, json_schema_extra={"sources": ["C30"]})
    minutes: float = quantity(10.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """The invitation to move over and, if wanted, the closing late on the last day."""
        if self.when.per_day == 0:
            return []
        last = self.when.until_day
        invitation = act(
            **self.when.fields(),
            moves=1,
            target=self.target,
            offer_tiers=tier_bits(self.tiers),
            move_talk=self.talk_least,
            price_fen=fen(self.price_yuan),
            useful=0.1,
            promo=self.pressure,
            invite=0.1,
            minutes=self.minutes,
        )
        closing = act(first_day=last, last_day=last, from_hour=23.9, to_hour=23.9, invite=0.1, closes=1)
        return [invitation, closing] if self.closes_group else [invitation]
