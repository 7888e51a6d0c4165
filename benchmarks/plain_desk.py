"""The staff's working time: one account of minutes a day, whichever group uses them (docs/rules.md, section 10)."""

from __future__ import annotations

from collections import defaultdict


class Desk:
    """Minutes used, by day; groups of a portfolio share one desk."""

    def __init__(self) -> None:
        self.used: dict[int, float] = defaultdict(float)

    def covers(self, t: float, minutes: float, minutes_per_day: float) -> bool:
        """Whether the day of t still has these minutes."""
        return self.used[int(t)] + minutes <= minutes_per_day

    def use(self, t: float, minutes: float) -> None:
        """Use minutes of the day of t."""
        self.used[int(t)] += minutes
