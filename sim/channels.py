"""Where members come from, and what that says about them (A1, A2, A4, A5 of the source documents).

The channel decides the mix of intent: readers of one's official account come because they want the thing,
people pulled in by friends or by a giveaway come for the friend or for the gift. Each kind brings its own
usual numbers; a world states only what differs.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.quantities import Declaration, quantity

ChannelKind = Literal[
    "official_account", "new_media", "moments", "friends", "giveaway", "offline", "paid_ads"
]
CHANNEL_KINDS: tuple[ChannelKind, ...] = (
    "official_account",
    "new_media",
    "moments",
    "friends",
    "giveaway",
    "offline",
    "paid_ads",
)


class Tiers(Declaration):
    """Shares of strong, medium and weak intent among those who come through a channel; they add up to 1."""

    strong: float = quantity(None, 0, 1, "share", sources=("A1",))
    medium: float = quantity(None, 0, 1, "share", sources=("A1",))
    weak: float = quantity(None, 0, 1, "share", sources=("A1",))

    @model_validator(mode="after")
    def _add_up(self) -> Tiers:
        total = self.strong + self.medium + self.weak
        if abs(total - 1) > 1e-6:
            raise PydanticCustomError(
                "tiers_do_not_add_up", "the shares add up to {total}", {"total": round(total, 6)}
            )
        return self


def _usual(tiers: tuple[float, float, float], **values: float) -> dict[str, Any]:
    return {"tiers": dict(zip(("strong", "medium", "weak"), tiers, strict=True)), **values}


_USUAL: dict[str, dict[str, Any]] = {
    "official_account": _usual(
        (0.60, 0.30, 0.10), trust=0.50, greed=0.20, droppers=0.0, invited=0.05, fit=0.60
    ),
    "new_media": _usual((0.20, 0.60, 0.20), trust=0.30, greed=0.30, droppers=0.01, invited=0.0, fit=0.50),
    "moments": _usual((0.10, 0.30, 0.60), trust=0.40, greed=0.35, droppers=0.01, invited=0.80, fit=0.30),
    "friends": _usual((0.10, 0.30, 0.60), trust=0.40, greed=0.30, droppers=0.01, invited=1.0, fit=0.30),
    "giveaway": _usual((0.04, 0.16, 0.80), trust=0.20, greed=0.70, droppers=0.04, invited=0.60, fit=0.15),
    "offline": _usual((0.30, 0.45, 0.25), trust=0.50, greed=0.30, droppers=0.0, invited=0.20, fit=0.45),
    "paid_ads": _usual((0.10, 0.40, 0.50), trust=0.20, greed=0.45, droppers=0.02, invited=0.0, fit=0.35),
}


class Channel(Declaration):
    """One way into the group: how many come, when, and what they are like."""

    kind: ChannelKind
    members: int = quantity(0, 0, 10_000, "members", sources=("A2",))
    joins_on_day: float = quantity(0.0, 0, 365, "day", sources=("A10",))
    reserve: int = quantity(0, 0, 2000, "members", sources=("C4", "C21", "C31"))
    price_yuan: float = quantity(0.0, 0, 10_000, "yuan", sources=("A2",))
    arrivals_per_day: float = quantity(0.0, 0, 20, "members_per_day", sources=("A2", "C31"))
    arrivals_from_day: int = quantity(0, 0, 3650, "day")
    arrivals_until_day: int = quantity(3650, 0, 3650, "day")
    tiers: Tiers
    trust: float = quantity(0.3, 0.01, 0.99, "share", sources=("F70",), grade="assumed")
    greed: float = quantity(0.3, 0.01, 0.99, "share", sources=("A4",), grade="assumed")
    droppers: float = quantity(0.0, 0, 1, "share", sources=("A5",), grade="assumed")
    invited: float = quantity(0.0, 0, 1, "share", sources=("A2", "F07"), grade="assumed")
    fit: float = quantity(0.4, 0, 1, "share", sources=("A3",), grade="assumed")
    spending: float = quantity(0.5, 0.01, 0.99, "share", sources=("A3", "E8"), grade="assumed")

    @model_validator(mode="before")
    @classmethod
    def _fill_in_the_usual(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        usual = _USUAL.get(str(value.get("kind")), _USUAL["friends"])
        return {**usual, **value}
