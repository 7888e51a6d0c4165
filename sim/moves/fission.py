"""C21: fission, invite three friends and get a reward."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.money import fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class Fission(Move):
    """A poster that members pass on: three friends in, and the card, course or coupon is theirs.

    The group grows along the trees of who knows whom, mostly by people of weak intent. A steady funnel lets a member
    earn the reward again and again. Rewarded invitations carry a hazard of losing the group.
    """

    number: ClassVar[int] = 21
    sources: ClassVar[tuple[str, ...]] = ("C21", "E5", "E6", "B9", "F07", "F64", "F65")
    risk: ClassVar[str | None] = "risk.rewarded_invites"

    move: Literal["fission"]
    when: When = When(every_days=2, from_day=1, until_day=30, from_hour=20.0, to_hour=20.0)
    invites_needed: int = quantity(3, 1, 50, "members", sources=("C21", "E6"))
    reward_yuan: float = quantity(20.0, 0, 10_000, "yuan", sources=("C21",), grade="assumed")
    cost_share: float = quantity(1.0, 0, 1, "share", sources=("C21", "E5"), grade="assumed")
    gift: float = quantity(0.0, 0, 1, "share", sources=("A4", "C21"), grade="assumed")
    steady: bool = Field(default=False, strict=True, json_schema_extra={"sources": ["C21"]})
    minutes: float = quantity(8.0, 0, 240, "minutes")
    platform_risk: float = quantity(0.002, 0, 1, "hazard", sources=("B9",), grade="assumed")

    def acts(self) -> list[Act]:
        """One act with the poster; none with neither reward nor gift."""
        amount = fen(self.reward_yuan)
        if amount == 0 and self.gift == 0:
            return []
        return [
            act(
                **self.when.fields(),
                chat=0.1,
                promo=0.2,
                invite=0.1,
                invites_needed=self.invites_needed,
                reward_fen=int(amount * self.cost_share + 0.5),
                worth_fen=amount,
                gift=self.gift,
                repeats=int(self.steady),
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=14.0,
                ban=self.platform_risk,
            )
        ]
