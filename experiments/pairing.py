"""The difference between two strategies, launch by launch, on the same people and the same luck.

Subtracting inside a launch before averaging removes what the two have in common. The interval is Student's
for the mean difference. Where the measure has a known range, as days lived in the first 90 have, two
launches' worth of made-up observations are added for the interval only: one without a difference, and half
a one at either end of the range (Agresti and Min 2005 for paired shares). So five launches that all end
alike do not pass for certainty. The mean shown is the plain one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """A paired difference, first minus second.

    Attributes:
        mean: mean difference over the launches.
        low, high: ends of its interval.
        launches: number of pairs.
        more, same, fewer: in how many launches the first had more than, as much as, less than the second.
        saved: variance of the difference with independent people, over the paired one: how many times as
            many launches it would have taken unpaired for the same width. ``inf`` if the difference is the
            same everywhere, NaN if neither varies.
        level: how sure the interval is.
    """

    mean: float
    low: float
    high: float
    launches: int
    more: int
    same: int
    fewer: int
    saved: float
    level: float

    def as_dict(self) -> dict[str, float | int]:
        """The fields by name."""
        return asdict(self)


def paired(first: Floats, second: Floats, level: float = 0.95, reach: float | None = None) -> Difference:
    """The paired difference of two columns.

    Args:
        first: values of the first strategy by launch, shape (n,); NaN where its run failed.
        second: values of the second in the same launches, shape (n,).
        level: how sure the interval is to be, such as 0.95.
        reach: the largest difference that can be, if there is one; see the module's text.
    """
    # Imported here: a page that only shows names should not wait for it.
    from scipy.special import stdtrit

    kept = ~(np.isnan(first) | np.isnan(second))
    first, second = first[kept], second[kept]
    difference = first - second
    n = int(difference.size)
    if n == 0:
        return Difference(*(float("nan"),) * 3, 0, 0, 0, 0, float("nan"), level)
    mean = float(np.mean(difference))
    low, high = -np.inf, np.inf
    if reach is not None:
        size = n + 2.0
        centre = float(np.sum(difference)) / size
        squares = float(np.sum((difference - centre) ** 2)) + centre**2 + reach**2 + centre**2
        half = float(stdtrit(size - 1, 0.5 + level / 2)) * np.sqrt(squares / (size - 1) / size)
        low, high = min(mean, max(centre - half, -reach)), max(mean, min(centre + half, reach))
    elif n > 1:
        half = float(stdtrit(n - 1, 0.5 + level / 2)) * float(np.std(difference, ddof=1)) / np.sqrt(n)
        low, high = mean - half, mean + half
    return Difference(
        mean,
        float(low),
        float(high),
        n,
        int(np.count_nonzero(difference > 0)),
        int(np.count_nonzero(difference == 0)),
        int(np.count_nonzero(difference < 0)),
        _saved(first, second, difference),
        level,
    )


def _saved(first: Floats, second: Floats, difference: Floats) -> float:
    if difference.size < 2:
        return float("nan")
    apart, together = float(np.var(first) + np.var(second)), float(np.var(difference))
    if apart == 0.0:
        return float("nan")
    return float("inf") if together <= 1e-12 * apart else apart / together
