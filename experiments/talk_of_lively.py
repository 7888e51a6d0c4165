"""How much is said in groups that count as lively: a definition of life may be met by very little talk."""

from __future__ import annotations

import numpy as np

from experiments.comparison import Comparison
from experiments.definitions import Definition

FAINT = 1.0
"""Messages a day below which a lively group hangs by a thread."""

LAST_DAYS = 7
"""Days up to the day of judgement over which talk is averaged."""


def talk_of_lively(comparison: Comparison, strategy: str, day: int, definition: Definition) -> float:
    """Median over the launches lively on `day` of their mean messages a day in the last week; NaN without any."""
    deaths = comparison.deaths(strategy, definition)
    deaths = deaths[~np.isnan(deaths)]
    paths = comparison.sample_paths(strategy, comparison.launches, LAST_DAYS)
    if len(paths) != len(deaths) or not np.any(deaths > day):
        return float("nan")
    return float(np.median(paths[deaths > day, day - 1]))


def faintly_lively(comparison: Comparison, day: int, definition: Definition) -> dict[str, float]:
    """Strategies whose lively launches hardly talk, and how much: fewer than `FAINT` messages a day in the median."""
    found = {name: talk_of_lively(comparison, name, day, definition) for name in comparison.strategies}
    return {name: talk for name, talk in found.items() if talk < FAINT}
