"""How long groups live: Kaplan–Meier curves with bands, and the mean of a life cut off at a horizon.

A launch that outlives the horizon is censored there: we know that it lived so long and no more. So is one that its
operator closed on purpose, at that moment. The curve is
Kaplan and Meier's (1958). The band at a day is Wilson's (1927) interval for a share, with the sample size
that would have Greenwood's variance (Rothman 1978), and no more than the launches that were not closed before; without
earlier censoring that is the number of launches itself, and the band stays honest where all or none are alive.
Where no launch is watched any longer the curve goes on as it was. The restricted mean (Royston and
Parmar 2013) is the area under the curve. Two curves are compared with Mantel's (1966) log-rank test, as support for
the difference in days and no more: it says nothing about how large a difference is.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LifeCurve:
    """A life curve on a grid of days.

    Attributes:
        days: moments in days, shape (m,).
        share: share of launches still lively after each moment, shape (m,).
        low, high: pointwise band, shape (m,).
        launches: number of launches behind it.
    """

    days: Floats
    share: Floats
    low: Floats
    high: Floats
    launches: int


def _known(death: Floats, closed: Floats | None) -> tuple[Floats, Floats]:
    """The launches that did not fail: their days of death, and until when each was watched."""
    kept = ~np.isnan(death)
    return death[kept], np.full(int(kept.sum()), np.inf) if closed is None else closed[kept]


def steps(death: Floats, horizon: float, closed: Floats | None = None) -> tuple[Floats, Floats, Floats]:
    """Kaplan–Meier's steps.

    Args:
        death: day of death of each launch, shape (n,); ``inf`` or anything above `horizon` is alive at the
            horizon; NaN (a launch that failed) is left out.
        horizon: day at which the living are censored.
        closed: day on which each was closed on purpose, ``inf`` if it was not, shape (n,); none was if not given. A
            launch that is closed at another's death was still there.

    Returns:
        The distinct days of death, the share alive from that day on, and Greenwood's variance of that share.
    """
    death, watched = _known(death, closed)
    moments, deaths = np.unique(death[death <= horizon], return_counts=True)
    gone = np.sort(np.where(death <= horizon, np.inf, watched))  # closed before they died
    at_risk = death.size - (np.cumsum(deaths) - deaths) - np.searchsorted(gone, moments, side="left")
    alive = at_risk - deaths
    share = np.cumprod(alive / at_risk).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(alive > 0, deaths / (at_risk * np.maximum(alive, 1)), 0.0)
    return moments, share, share**2 * np.cumsum(terms)


def wilson(share: Floats, size: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's interval for a share.

    Args:
        share: shares in 0..1, any shape.
        size: number of observations behind each (may be fractional, > 0).
        level: how sure, such as 0.95.

    Returns:
        Lower and upper ends, inside 0..1.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return np.clip(middle - half, 0.0, share), np.clip(middle + half, share, 1.0)


def life_curve(
    death: Floats, days: Floats, horizon: float, level: float = 0.95, closed: Floats | None = None
) -> LifeCurve:
    """The curve with its band at the moments `days` (see the module's text for the method).

    Args:
        death: day of death of each launch, shape (n,), ``inf`` where it lives; NaN is left out.
        days: moments at which to read the curve, ascending, none above `horizon`.
        horizon: day at which the living are censored.
        level: how sure the band is at each moment.
        closed: as for `steps`.
    """
    size = int(np.count_nonzero(~np.isnan(death)))
    if size == 0:
        nothing = np.full(days.shape, np.nan)
        return LifeCurve(days, nothing, nothing.copy(), nothing.copy(), 0)
    moments, shares, variances = steps(death, horizon, closed)
    position = np.searchsorted(moments, days, side="right")
    share = np.concatenate(([1.0], shares))[position]
    variance = np.concatenate(([0.0], variances))[position]
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(variance > 0, share * (1 - share) / variance, float(size))
    known, watched = _known(death, closed)
    gone = np.sort(np.where(known <= horizon, np.inf, watched))
    effective = np.minimum(effective, size - np.searchsorted(gone, days, side="left"))
    low, high = wilson(share, np.maximum(effective, 1.0), level)
    return LifeCurve(days, share, low, high, size)


def restricted_mean(death: Floats, horizon: float, closed: Floats | None = None) -> float:
    """Mean days lived in the first `horizon` days, the area under the curve; NaN without launches."""
    if np.all(np.isnan(death)):
        return float("nan")
    moments, shares, _ = steps(death, horizon, closed)
    edges = np.concatenate(([0.0], moments, [horizon]))
    return float(np.sum(np.diff(edges) * np.concatenate(([1.0], shares))))


def share_alive(death: Floats, day: float, horizon: float, closed: Floats | None = None) -> float:
    """Share alive after `day`; NaN without launches."""
    if np.all(np.isnan(death)):
        return float("nan")
    moments, shares, _ = steps(death, horizon, closed)
    position = int(np.searchsorted(moments, day, side="right"))
    return float(shares[position - 1]) if position else 1.0


def half_life(death: Floats, horizon: float, closed: Floats | None = None) -> float:
    """First day on which at most half of the launches are lively; ``inf`` if beyond the horizon."""
    moments, shares, _ = steps(death, horizon, closed)
    below = np.flatnonzero(shares <= 0.5 + 1e-12)
    return float(moments[below[0]]) if below.size else float("inf")


@dataclass(frozen=True)
class LogRank:
    """How two life curves differ, by the log-rank test.

    Attributes:
        statistic: standard normal if they do not differ; positive if the first dies sooner. NaN where nobody died.
        p: chance of curves at least so far apart if neither lived longer than the other, from independent launches; on
            the same people the true chance is smaller, so it errs on the side of no difference. NaN as above.
        first_deaths, second_deaths: deaths behind it.
    """

    statistic: float
    p: float
    first_deaths: int
    second_deaths: int


def log_rank(
    first: Floats,
    second: Floats,
    horizon: float,
    first_closed: Floats | None = None,
    second_closed: Floats | None = None,
) -> LogRank:
    """The log-rank test of two sets of launches, two-sided.

    Args:
        first: days of death as for `steps`, shape (n,).
        second: the same of the others, shape (m,).
        horizon: day at which the living are censored.
        first_closed: as `closed` of `steps`.
        second_closed: the same of the others.
    """
    from scipy.stats import CensoredData, logrank

    watched, deaths = [], []
    for death, closed in ((first, first_closed), (second, second_closed)):
        days, until = _known(death, closed)
        until = np.minimum(until, horizon)
        died = days <= until
        watched.append(CensoredData(uncensored=days[died], right=until[~died]))
        deaths.append(int(np.count_nonzero(died)))
    if not sum(deaths) or not all(len(one) for one in watched):
        return LogRank(float("nan"), float("nan"), *deaths)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = logrank(watched[0], watched[1])
    return LogRank(float(found.statistic), float(found.pvalue), *deaths)
