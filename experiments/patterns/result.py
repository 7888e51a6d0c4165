"""What the model shows for one number of the table of patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PatternResult:
    """One number of the table as simulated.

    Attributes:
        id: pattern, such as "V10".
        part: which of its numbers; empty where there is one.
        strength: stars; with one it is reported, not judged.
        low: least accepted value.
        high: greatest accepted value.
        value: as simulated; `nan` where too few groups were live or a group ran away.
        interval_low: lower end of the 95% bootstrap interval over runs.
        interval_high: its upper end.
        passed: whether `value` is accepted.
        runs: simulated runs behind it.
    """

    id: str
    part: str
    strength: int
    low: float
    high: float
    value: float
    interval_low: float
    interval_high: float
    passed: bool
    runs: int

    @property
    def key(self) -> str:
        """Id and part in one, such as "V10.top_10"."""
        return f"{self.id}.{self.part}" if self.part else self.id


def counted(results: Sequence[PatternResult], strength: int) -> tuple[int, int]:
    """Patterns of a strength that passed, and how many there are; all parts of that strength have to pass."""
    verdicts: dict[str, bool] = {}
    for one in results:
        if one.strength == strength:
            verdicts[one.id] = verdicts.get(one.id, True) and one.passed
    return sum(verdicts.values()), len(verdicts)
