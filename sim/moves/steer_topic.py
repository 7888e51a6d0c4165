"""C33: bringing the talk back to what the group is about."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class SteerTopic(Move):
    """When the talk has drifted off, the owner calms things down and picks up the subject again."""

    number: ClassVar[int] = 33
    sources: ClassVar[tuple[str, ...]] = ("C33", "B3", "D5")

    move: Literal["steer_topic"]
    when: When = When(per_day=4, from_hour=10.0, to_hour=22.0, trigger="drift", cooldown_days=1.0)
    steer: float = quantity(0.3, 0, 1, "share", sources=("C33",), grade="assumed")
    minutes: float = quantity(5.0, 0, 240, "minutes")

    def acts(self) -> list[Act]:
        """One act that moves the topicality of the talk up; none at 0."""
        if self.steer == 0:
            return []
        return [
            act(
                **self.when.fields(),
                steer=self.steer,
                useful=0.1,
                chat=0.2,
                invite=0.2,
                minutes=self.minutes,
            )
        ]
