"""C2: sales staff who write to members privately."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, Whom, act
from sim.quantities import quantity


class PrivateSales(Move):
    """A sales pitch into members' own chats: a few buy, others block, leave and trust less.

    Nothing of it is seen in the group. Mass private messages are what platforms close accounts for, so each
    message carries a small hazard of losing the group.
    """

    number: ClassVar[int] = 2
    sources: ClassVar[tuple[str, ...]] = ("C2", "B9", "F57")
    risk: ClassVar[str | None] = "risk.private_messages"

    move: Literal["private_sales"]
    when: When = When(from_day=1, from_hour=10.0, to_hour=18.0)
    whom: Whom = Whom()
    contacts: int = quantity(10, 0, 200, "members", sources=("C2",), grade="assumed")
    pressure: float = quantity(0.8, 0, 1, "share", grade="assumed")
    discount: float = quantity(0.0, 0, 0.95, "share")
    minutes: float = quantity(20.0, 0, 480, "minutes")
    platform_risk: float = quantity(0.0005, 0, 1, "hazard", sources=("B9",), grade="assumed")

    def acts(self) -> list[Act]:
        """One act: an offer to each of a few members alone; none without members to write to."""
        if self.contacts == 0:
            return []
        return [
            act(
                **self.when.fields(),
                **self.whom.fields(),
                private=1,
                mentions=self.contacts,
                promo=self.pressure,
                invite=0.1,
                offer=1,
                discount=self.discount,
                minutes=self.minutes,
                ban=self.platform_risk,
            )
        ]
