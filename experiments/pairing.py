"""The difference between two strategies, launch by launch, on the same people and the same luck.

Subtracting inside a launch before averaging removes what the two have in common. The interval of the mean difference
is one of three, by a fixed rule, and `Difference.method` says which:

- ``bounded``: where the measure has a known range, as days lived in the first 90 have, it is Student's with two
  launches' worth of made-up observations: one without a difference, and half a one at either end of the range
  (Agresti and Min 2005 for paired shares). So five launches that all end alike do not pass for certainty.
- ``bootstrap_t``: where there is no such range and the differences are skewed: there are at least `FEWEST_RESAMPLED` of
  them, their skewness is beyond ±1, and they are fewer than 25 times its square, which is Cochran's (1977) rule for
  when the normal interval starts to do. It is the studentised bootstrap (Efron 1979; Hall 1988), from launches drawn
  again with a fixed seed. (The BCa bootstrap keeps its promise no better than Student's in such samples.)
- ``student``: everywhere else, and where so few launches differ at all that drawing them again tells nothing.

The mean shown is the plain one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_RESAMPLED = 20
"""With fewer launches than this none are drawn again: too few to know their shape by."""

MOST_RESAMPLED = 10_000
"""With more launches than this Student's interval is as good, whatever their shape."""

SKEWED = 1.0
"""Skewness from which differences count as skewed."""

RESAMPLES = 1_999
"""So many times launches are drawn again for an interval of 95%; for surer ones more."""

MOST_RESAMPLES = 9_999
SEED = 20_260_101
SANE = 2.0
"""An interval of the mean wider than so many times the range of the differences comes of too few that differ."""

CHUNK = 1_000_000
"""So many launches are drawn at a time, which bounds the memory."""


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
        method: "bounded", "bootstrap_t" or "student"; see the module's text.
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
    method: str = "student"

    def as_dict(self) -> dict[str, float | int | str]:
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
    method, low, high = "student", -np.inf, np.inf
    resampled = _bootstrap_t(difference, level) if reach is None and skewed(difference) else None
    if reach is not None:
        method = "bounded"
        size = n + 2.0
        centre = float(np.sum(difference)) / size
        squares = float(np.sum((difference - centre) ** 2)) + centre**2 + reach**2 + centre**2
        half = float(stdtrit(size - 1, 0.5 + level / 2)) * np.sqrt(squares / (size - 1) / size)
        low, high = min(mean, max(centre - half, -reach)), max(mean, min(centre + half, reach))
    elif resampled is not None:
        method, (low, high) = "bootstrap_t", resampled
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
        method,
    )


def skewed(difference: Floats) -> bool:
    """Whether differences, shape (n,), are so skewed and so few that Student's interval falls short."""
    n = difference.size
    if not FEWEST_RESAMPLED <= n <= MOST_RESAMPLED:
        return False
    around = difference - np.mean(difference)
    spread = float(np.mean(around**2))
    if spread == 0.0:
        return False
    skewness = float(np.mean(around**3)) / spread**1.5
    return abs(skewness) > SKEWED and n < 25.0 * skewness**2


def _bootstrap_t(difference: Floats, level: float) -> tuple[float, float] | None:
    """The studentised bootstrap interval of a mean; None where too many draws have no spread to speak of."""
    n = difference.size
    number = int(min(MOST_RESAMPLES, max(RESAMPLES, np.ceil(100 / (1 - level)))))
    luck = np.random.default_rng(SEED)
    mean, spread = float(np.mean(difference)), float(np.std(difference, ddof=1))
    found = []
    for begin in range(0, number, max(1, CHUNK // n)):
        drawn = difference[luck.integers(0, n, (min(max(1, CHUNK // n), number - begin), n))]
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append((drawn.mean(axis=1) - mean) / drawn.std(axis=1, ddof=1))
    tail = (1 - level) / 2
    # "nearest" keeps a draw without spread (infinite, or unknown) from being averaged into its neighbour.
    below, above = np.quantile(np.concatenate(found), [tail, 1 - tail], method="nearest")
    low, high = mean - above * spread, mean - below * spread
    # A draw of the same value everywhere has rounding for its spread; an interval of many samples' width is such a one.
    sane = np.isfinite([low, high]).all() and high - low <= SANE * (np.max(difference) - np.min(difference))
    return (float(low), float(high)) if sane else None


def _saved(first: Floats, second: Floats, difference: Floats) -> float:
    if difference.size < 2:
        return float("nan")
    apart, together = float(np.var(first) + np.var(second)), float(np.var(difference))
    if apart == 0.0:
        return float("nan")
    return float("inf") if together <= 1e-12 * apart else apart / together


def mean_of_launches(
    values: Floats, reach: float | None = None, level: float = 0.95
) -> tuple[float, float, float]:
    """A mean over launches with its interval, by the rules of `paired`.

    Args:
        values: of each launch, shape (n,); NaN where its run failed.
        reach: the greatest value that can be, if there is one; the least is then 0.
        level: how sure the interval is to be.

    Returns:
        Mean, lower and upper end.
    """
    # Against the middle of the range, where there is one: then what `paired` makes up lies evenly within it.
    middle = 0.0 if reach is None else reach / 2
    found = paired(values, np.full_like(values, middle), level, None if reach is None else middle)
    return found.mean + middle, found.low + middle, found.high + middle
