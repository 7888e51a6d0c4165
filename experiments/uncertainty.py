"""Luck and ignorance apart: how far a figure could be off because few groups were run, and because nature is unknown.

Groups are run in several plausible worlds, which are psychologies that all agree with the evidence. Groups of one world
differ by luck; more of them narrow it. Worlds differ because nobody knows which of them is ours; only better evidence
narrows that. The variance between worlds is what their figures vary beyond what luck alone would make (analysis of
variance, one way, random effects). *Luck* is the 95% interval of the mean over these worlds. *Ignorance* holds the
middle 95% of the worlds' figures after they have been drawn towards their mean until they vary by the variance between
worlds alone, so that it has no assumed shape; and since few worlds show little of the extremes, it is as much wider as
Student's interval for one more world is. The *whole* interval adds both in squares at either end (Newcombe 1998). With
one world nothing is known about ignorance, and the whole interval is luck's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.life import wilson
from experiments.pairing import paired

Floats = NDArray[np.float64]
Interval = tuple[float, float]

LEAST_GROUPS = 2
"""Worlds with fewer groups than this say nothing about luck, and so nothing about ignorance."""

NORMAL = 1.959964
UNKNOWN = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95% intervals; NaN where there is nothing to say.

    Attributes:
        mean: over all groups.
        luck: what more groups would narrow.
        ignorance: what only better evidence would narrow; NaN with fewer than two worlds.
        whole: both together.
        groups: behind it.
    """

    mean: float
    luck: Interval
    ignorance: Interval
    whole: Interval
    groups: int


@dataclass(frozen=True)
class Bands:
    """The same for k figures at once; every array has shape (k,).

    Attributes:
        mean: over all groups.
        luck, ignorance, whole: (low, high) of each.
        groups: behind every one of them.
    """

    mean: Floats
    luck: tuple[Floats, Floats]
    ignorance: tuple[Floats, Floats]
    whole: tuple[Floats, Floats]
    groups: int

    def at(self, place: int) -> Estimate:
        """One of the figures."""

        def ends(pair: tuple[Floats, Floats]) -> Interval:
            return float(pair[0][place]), float(pair[1][place])

        return Estimate(
            float(self.mean[place]), ends(self.luck), ends(self.ignorance), ends(self.whole), self.groups
        )


def separated(
    mean: Floats,
    luck: tuple[Floats, Floats],
    values: Floats,
    variances: Floats,
    bounds: Interval,
    groups: int,
) -> Bands:
    """Put luck and ignorance together.

    Args:
        mean: the figures over all groups, shape (k,).
        luck: their interval for these worlds, each end of shape (k,).
        values: the figures of each world, shape (worlds, k).
        variances: how much luck makes each of these vary, shape (worlds, k).
        bounds: least and greatest value that a figure can have.
        groups: behind the figures.
    """
    if len(values) < LEAST_GROUPS:
        unknown = np.full_like(mean, np.nan)
        return Bands(mean, luck, (unknown, unknown), luck, groups)
    every = values.var(axis=0, ddof=1)
    between = np.maximum(0.0, every - variances.mean(axis=0))
    drawn = np.sqrt(between / np.where(every > 0, every, 1.0))
    centred = mean + (values - values.mean(axis=0)) * drawn * _one_more(len(values))
    low, high = np.clip(np.quantile(centred, (0.025, 0.975), axis=0, method="weibull"), *bounds)
    low, high = np.minimum(low, mean), np.maximum(high, mean)
    whole = (
        np.maximum(bounds[0], mean - np.hypot(mean - luck[0], mean - low)),
        np.minimum(bounds[1], mean + np.hypot(luck[1] - mean, high - mean)),
    )
    return Bands(mean, luck, (low, high), whole, groups)


def _one_more(worlds: int) -> float:
    """How much wider Student's 95% interval for one more world is than that of a known normal distribution."""
    # Imported here: a page that only shows names should not wait for it.
    from scipy.special import stdtrit

    return float(stdtrit(worlds - 1, 0.975)) / NORMAL * float(np.sqrt(1 + 1 / worlds))


def shares(counts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Bands:
    """Shares of groups.

    Args:
        counts: groups of each world of which something holds, for k things, shape (worlds, k).
        sizes: groups of each world, shape (worlds,).

    Returns:
        The k shares; NaN without groups.
    """
    groups = int(sizes.sum())
    if groups == 0:
        nothing = np.full(counts.shape[1], np.nan)
        return Bands(nothing, (nothing, nothing), (nothing, nothing), (nothing, nothing), 0)
    mean = counts.sum(axis=0) / groups
    telling = sizes >= LEAST_GROUPS
    values = counts[telling] / sizes[telling, None]
    variances = values * (1 - values) / (sizes[telling, None] - 1)
    return separated(mean, wilson(mean, np.array(float(groups))), values, variances, (0.0, 1.0), groups)


def mean_of(worlds: Sequence[Floats], reach: float) -> Estimate:
    """A mean over groups of something between −reach and reach, such as a paired difference of days.

    Args:
        worlds: the values of each world's groups, NaN where a group has none.
        reach: see above.
    """
    kept = [one[~np.isnan(one)] for one in worlds]
    kept = [one for one in kept if one.size]
    groups = sum(one.size for one in kept)
    if groups == 0:
        return Estimate(float("nan"), UNKNOWN, UNKNOWN, UNKNOWN, 0)
    mean = float(np.concatenate(kept).mean())
    # Without what sets the worlds apart, and with the freedom that their means have used up.
    around = np.concatenate([one - one.mean() for one in kept])
    around *= np.sqrt((groups - 1) / max(1, groups - len(kept)))
    found = paired(mean + around, np.zeros(groups), reach=reach)
    telling = [one for one in kept if one.size >= LEAST_GROUPS]
    values = np.array([[one.mean()] for one in telling]).reshape(-1, 1)
    variances = np.array([[one.var(ddof=1) / one.size] for one in telling]).reshape(-1, 1)
    luck = np.array([found.low]), np.array([found.high])
    return separated(np.array([mean]), luck, values, variances, (-reach, reach), groups).at(0)


def mean_figure(figures: Sequence[tuple[float, float, float]], groups: int) -> Estimate:
    """The mean over worlds of a figure between 0 and 1 that each world has with a 95% interval, such as an AUC.

    Args:
        figures: (figure, low, high) of each world, NaN where it has none.
        groups: behind them.
    """
    known = np.array([one for one in figures if not np.isnan(one[0])]).reshape(-1, 3)
    if len(known) == 0:
        return Estimate(float("nan"), UNKNOWN, UNKNOWN, UNKNOWN, 0)
    value, low, high = known.T
    # An interval that 0 or 1 cuts off tells its width at the other end.
    variances = (np.maximum(value - low, high - value) / NORMAL) ** 2
    mean, half = float(value.mean()), NORMAL * float(np.sqrt(variances.sum())) / len(known)
    luck = np.array([max(0.0, mean - half)]), np.array([min(1.0, mean + half)])
    return separated(np.array([mean]), luck, value[:, None], variances[:, None], (0.0, 1.0), groups).at(0)


@dataclass(frozen=True)
class DayReached:
    """The first day on which a rising share reaches a value, with its 95% intervals; ``inf`` if it is not seen to.

    The ends are the first days on which the ends of the share's intervals reach it.
    """

    day: float
    luck: Interval
    ignorance: Interval
    whole: Interval


def day_reached(bands: Bands, share: float) -> DayReached:
    """Read a day off the shares of days 0, 1, …, k − 1."""

    def first(line: Floats) -> float:
        reached = line >= share - 1e-9
        return float(np.argmax(reached)) if reached.any() else float("inf")

    def ends(pair: tuple[Floats, Floats]) -> Interval:
        return UNKNOWN if np.isnan(pair[0]).any() else (first(pair[1]), first(pair[0]))

    if np.isnan(bands.mean).any():
        return DayReached(float("nan"), UNKNOWN, UNKNOWN, UNKNOWN)
    return DayReached(first(bands.mean), ends(bands.luck), ends(bands.ignorance), ends(bands.whole))
