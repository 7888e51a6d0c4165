"""How many launches it saves to give two strategies the same people and the same luck, and what limits that.

Pairing takes away what two launches have in common. It saves much where the two strategies do much the same to a
group, and little once one group lives and the other is dead: then there is nothing in common left to take away.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np

from experiments.comparison import Comparison
from experiments.definitions import DEFAULT, Definition
from experiments.measures import DEFAULT_WAGE_FEN, MEASURES

ENOUGH = 5.0
"""Saving so many times the launches, pairing is limited by nothing worth naming."""

DIFFERENT_FATES = 0.1
"""From this share of launches with different fates on, these are what limits the saving."""

STILL = 0.1
"""A strategy whose measure has less than this share of the other's variance hardly varies beside it."""

LIMITS = ("", "nothing_varies", "fates", "still", "luck")
"""What limits the saving. Nothing; neither of the two varies at all; in too many launches one lives and the other
dies; one of the two does not vary, or hardly so, and has nothing in common with the other to be taken away; or, if it
is none of these, luck after the strategies first did something different."""

SPANS = {"messages_7": 7, "messages_30": 30}
"""Measures that look at the first days only: the fates that count for them are those of that day."""


@dataclass(frozen=True)
class Gain:
    """What pairing saves for two strategies and one measure.

    Attributes:
        first, second: the strategies.
        measure: code of the measure.
        saved: how many times as many launches it would take unpaired (`experiments.pairing.Difference.saved`).
        fates: share of launches in which one is lively on the measure's day and the other is not; NaN without launches.
        limit: one of `LIMITS`.
    """

    first: str
    second: str
    measure: str
    saved: float
    fates: float
    limit: str

    def as_dict(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def gains(
    comparison: Comparison,
    day: int | None = None,
    definition: Definition = DEFAULT,
    wage_fen: float = DEFAULT_WAGE_FEN,
    measures: tuple[str, ...] = MEASURES,
) -> list[Gain]:
    """What pairing saves, for every pair of strategies in their order and every measure.

    Args:
        comparison: the launches.
        day: up to which life is judged; its `judged_day` if not given.
        definition: of death.
        wage_fen: an hour of staff time, for profit.
        measures: codes of measures.
    """
    judged = comparison.judged_day if day is None else day
    return [
        _gain(comparison, first, second, code, judged, definition, wage_fen)
        for first, second in combinations(comparison.strategies, 2)
        for code in measures
    ]


def _gain(
    comparison: Comparison,
    first: str,
    second: str,
    code: str,
    day: int,
    definition: Definition,
    wage_fen: float,
) -> Gain:
    found = comparison.difference(first, second, code, day, definition, wage_fen)
    fates = different_fates(comparison, first, second, min(day, SPANS.get(code, day)), definition)
    values = [comparison.values(name, code, day, definition, wage_fen) for name in (first, second)]
    spread = sorted(float(np.nanvar(one)) if np.any(~np.isnan(one)) else 0.0 for one in values)
    return Gain(first, second, code, found.saved, fates, _limit(found.saved, fates, spread[0], spread[1]))


def different_fates(
    comparison: Comparison, first: str, second: str, day: int, definition: Definition = DEFAULT
) -> float:
    """Share of launches in which one of two strategies is lively after `day` and the other is not."""
    one, other = comparison.deaths(first, definition), comparison.deaths(second, definition)
    kept = ~(np.isnan(one) | np.isnan(other))
    return float(np.mean((one[kept] > day) != (other[kept] > day))) if np.any(kept) else float("nan")


def _limit(saved: float, fates: float, less: float, more: float) -> str:
    if np.isnan(saved) or more == 0.0:
        return "nothing_varies"
    if saved >= ENOUGH:
        return ""
    if less > 0.0 and fates > DIFFERENT_FATES:
        return "fates"
    return "still" if less < STILL * more else "luck"
