"""C4: money for whoever pulls people in, whoever these are."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.money import fen
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class PullInRewards(Move):
    """So many people pulled in, so much money: the headcount rises, the intent of those who come falls.

    Nobody is screened by this move; screening is a setting of the group. Rewarded invitations break the rules of
    messaging platforms: every announcement and every rewarded join carries a small hazard of losing the group.
    """

    number: ClassVar[int] = 4
    sources: ClassVar[tuple[str, ...]] = ("C4", "A2", "B9", "F65")
    risk: ClassVar[str | None] = "risk.rewarded_invites"

    move: Literal["pull_in_rewards"]
    when: When = When(every_days=3, from_day=1, until_day=30, from_hour=12.0, to_hour=12.0)
    invites_needed: int = quantity(5, 1, 50, "members", sources=("C4",), grade="assumed")
    reward_yuan: float = quantity(5.0, 0, 10_000, "yuan", sources=("C4",), grade="assumed")
    minutes: float = quantity(5.0, 0, 240, "minutes")
    platform_risk: float = quantity(0.002, 0, 1, "hazard", sources=("B9",), grade="assumed")

    def acts(self) -> list[Act]:
        """One act that announces the reward; none without a reward."""
        amount = fen(self.reward_yuan)
        if amount == 0:
            return []
        return [
            act(
                **self.when.fields(),
                chat=0.1,
                promo=0.2,
                invite=0.1,
                invites_needed=self.invites_needed,
                reward_fen=amount,
                worth_fen=amount,
                repeats=1,
                minutes=self.minutes,
                habit_rate=0.05,
                habit_days=14.0,
                ban=self.platform_risk,
            )
        ]
