"""The few numbers by which talk is described everywhere: who writes how much, and in what rhythm.

Written once, so that the patterns a group should show and the comparison with real groups mean the same by
"Gini" or "burstiness". They know nothing of groups: counts and gaps go in, one number comes out, `nan` where
it is not defined.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["burstiness", "gini", "memory", "top_share"]


def gini(counts: npt.ArrayLike) -> float:
    """Gini coefficient of how much each author wrote: 0 if all wrote the same, (n - 1) / n if one wrote all.

    Args:
        counts: messages of each author, none below 0; shape (authors,). Only those who are counted matter:
            authors of no message raise the coefficient.

    Returns:
        The coefficient, without correction for small numbers; `nan` without authors or messages.
    """
    ordered = np.sort(np.asarray(counts, dtype=np.float64))
    if ordered.size == 0 or ordered.sum() == 0:
        return float("nan")
    ranks = np.arange(1, ordered.size + 1)
    return float((2 * ranks - ordered.size - 1) @ ordered / (ordered.size * ordered.sum()))


def top_share(counts: npt.ArrayLike, share: float) -> float:
    """Part of all messages written by the `share` of authors who wrote most.

    Args:
        counts: messages of each author, none below 0; shape (authors,).
        share: from above 0 to 1. The number of authors is rounded up, so that there is always one.

    Returns:
        From 0 to 1; `nan` without authors or messages.
    """
    ordered = np.sort(np.asarray(counts, dtype=np.float64))[::-1]
    if ordered.size == 0 or ordered.sum() == 0:
        return float("nan")
    # Less a hair: a tenth of 30 authors is 3.0000000000000004 to the machine, and means 3.
    first = max(1, int(np.ceil(share * ordered.size - 1e-9)))
    return float(ordered[:first].sum() / ordered.sum())


def burstiness(gaps: npt.ArrayLike) -> float:
    """Burstiness of gaps, (s - m) / (s + m) of their standard deviation s and mean m.

    -1 for a clock, 0 for a Poisson process, towards 1 for bursts. Goh and Barabási, EPL 81 (2008) 48002.

    Args:
        gaps: times between messages, in any unit; shape (gaps,).

    Returns:
        From -1 to 1; `nan` for fewer than two gaps or if all are 0.
    """
    given = np.asarray(gaps, dtype=np.float64)
    if given.size < 2 or given.max() == 0:
        return float("nan")
    spread, mean = given.std(), given.mean()
    return float((spread - mean) / (spread + mean))


def memory(gaps: npt.ArrayLike) -> float:
    """Correlation between each gap and the next. Goh and Barabási, EPL 81 (2008) 48002.

    Args:
        gaps: times between messages in their order, in any unit; shape (gaps,).

    Returns:
        From -1 to 1; `nan` for fewer than three gaps or if either side of the pairs does not vary.
    """
    given = np.asarray(gaps, dtype=np.float64)
    if given.size < 3:
        return float("nan")
    before, after = given[:-1], given[1:]
    if np.ptp(before) == 0 or np.ptp(after) == 0:
        return float("nan")
    return float(np.corrcoef(before, after)[0, 1])
