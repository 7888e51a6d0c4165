"""What became of strong, medium and weak intent: results of one launch by the members' tier.

Whether to split a group by tier or to mix it is a question about tiers, and a mean over all members hides the
answer. The tier is the one with which a member came; what members become later is not counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class TierResults:
    """One tier in one launch; money in fen.

    Attributes:
        tier: "strong", "medium" or "weak".
        joined: members of the tier who came into the group.
        speakers: those of them who ever wrote.
        messages: what they wrote: conversation starts, answers, and further messages of a turn. Ad droppers'
            messages count, packets' own notes do not.
        left: those who left.
        muted: those who ever muted the group.
        buyers: those who bought at least once.
        orders: their purchases.
        revenue_fen: what they paid.
        claimed_fen: red packet money that they took.
    """

    tier: str
    joined: int
    speakers: int
    messages: int
    left: int
    muted: int
    buyers: int
    orders: int
    revenue_fen: float
    claimed_fen: float

    @property
    def rates(self) -> dict[str, float]:
        """Messages, leaving, muting, buying and revenue for each member who joined; NaN if nobody did."""
        names = {
            "messages_a_member": self.messages,
            "left_share": self.left,
            "muted_share": self.muted,
            "buyer_share": self.buyers,
            "revenue_fen_a_member": self.revenue_fen,
        }
        return {name: value / self.joined if self.joined else float("nan") for name, value in names.items()}


def by_tier(events: NDArray[Any], tiers: NDArray[np.int64]) -> dict[str, TierResults]:
    """Results by tier, from an event log.

    Args:
        events: the launch's event log, records of dtype `sim.records.EVENT`.
        tiers: tier of each person, 0 strong, 1 medium, 2 weak, as in `sim.Population.people["tier"]`; shape
            (people,).

    Returns:
        Tier → results, in the order strong, medium, weak.
    """
    from sim import records
    from sim.moves.base import TIERS

    own = events[events["member"] >= 0]
    tier = tiers[own["member"]]

    def rows(position: int, *kinds: int) -> NDArray[Any]:
        return own[(tier == position) & np.isin(own["kind"], kinds)]

    def people(position: int, *kinds: int) -> int:
        return len(np.unique(rows(position, *kinds)["member"]))

    talk = (records.SAY, records.ANSWER, records.GO_ON)
    return {
        name: TierResults(
            tier=name,
            joined=people(position, records.JOIN),
            speakers=people(position, *talk),
            messages=len(rows(position, *talk)),
            left=people(position, records.LEAVE),
            muted=people(position, records.MUTE),
            buyers=people(position, records.BUY),
            orders=len(rows(position, records.BUY)),
            revenue_fen=float(rows(position, records.BUY)["value"].sum()),
            claimed_fen=float(rows(position, records.CLAIM)["value"].sum()),
        )
        for position, name in enumerate(TIERS)
    }
