"""How much of what a measure varies is luck, which more launches narrow, and how much is ignorance, which they do not.

Launches of one world differ by their seeds, worlds by their parameters: Var(Y) = E[Var(Y|θ)] + Var(E[Y|θ]). Both parts
are estimated without bias by the analysis of variance, one way, random effects, for worlds with different numbers of
launches (Searle, Casella and McCulloch 1992), and their intervals by drawing the worlds again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.robustness.figures import TAILS, UNKNOWN, Figure
from experiments.uncertainty import separated

Floats = NDArray[np.float64]

RESAMPLES = 1000


@dataclass(frozen=True)
class Split:
    """The variance of one measure, or of a paired difference, between seeds and between worlds.

    Attributes:
        mean: over all launches, with an interval for what it is in our one world, whichever that is.
        luck: variance within worlds, with its interval.
        ignorance: variance between worlds; below zero if luck alone makes the worlds differ more than they do.
        share: of ignorance in the variance of one launch, 0 to 1.
        narrower: by how much of its width endless launches in every world would narrow the interval of `mean`, 0 to 1.
        worlds, launches: behind it.
    """

    mean: Figure
    luck: Figure
    ignorance: Figure
    share: Figure
    narrower: float
    worlds: int
    launches: int


def split(worlds: Sequence[Floats], seed: int = 0) -> Split:
    """Take a measure apart.

    Args:
        worlds: the values of each world's launches, NaN where a run failed.
        seed: of the draws.
    """
    kept = [one[~np.isnan(one)] for one in worlds]
    kept = [one for one in kept if one.size]
    sizes = np.array([one.size for one in kept], dtype=np.float64)
    launches = int(sizes.sum())
    mean = float(np.concatenate(kept).mean()) if kept else float("nan")
    if len(kept) < 2 or launches == len(kept):
        known = Figure(mean, float("nan"), float("nan"))
        return Split(known, UNKNOWN, UNKNOWN, UNKNOWN, float("nan"), len(kept), launches)
    means = np.array([one.mean() for one in kept])
    squares = np.array([((one - one.mean()) ** 2).sum() for one in kept])
    luck, ignorance = _parts(sizes, means, squares)
    picked = np.random.default_rng(seed).integers(0, len(kept), (RESAMPLES, len(kept)))
    lucks, ignorances = _parts(sizes[picked], means[picked], squares[picked])
    # Worlds drawn again differ less than those they are drawn from, by just this.
    ignorances = ignorances + (lucks / np.mean(sizes) + ignorances) / (len(kept) - 1)
    whole, narrower = _interval(means, sizes, squares)
    return Split(
        whole,
        _figure(luck, lucks),
        _figure(ignorance, ignorances),
        _figure(_share(luck, ignorance), _share(lucks, ignorances)),
        narrower,
        len(kept),
        launches,
    )


def _parts(sizes: Floats, means: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Variances within and between worlds, over the last axis."""
    worlds, launches = sizes.shape[-1], sizes.sum(axis=-1)
    within = squares.sum(axis=-1) / np.maximum(1.0, launches - worlds)
    grand = (sizes * means).sum(axis=-1) / launches
    between = (sizes * (means - grand[..., None]) ** 2).sum(axis=-1) / (worlds - 1)
    usual = (launches - (sizes**2).sum(axis=-1) / launches) / (worlds - 1)
    return within, (between - within) / usual


def _share(luck: Floats, ignorance: Floats) -> Floats:
    known = np.maximum(0.0, ignorance)
    total = luck + known
    return np.divide(known, total, out=np.full_like(total, np.nan), where=total > 0)


def _figure(value: Floats, draws: Floats) -> Figure:
    if np.isnan(value):
        return UNKNOWN
    low, high = np.nanquantile(draws, TAILS)
    return Figure(float(value), min(float(low), float(value)), max(float(high), float(value)))


def _interval(means: Floats, sizes: Floats, squares: Floats) -> tuple[Figure, float]:
    """The mean with its whole interval, and how much of that goes with luck."""
    # Imported here: a page that only shows names should not wait for it.
    from scipy.special import stdtrit

    launches = float(sizes.sum())
    freedom = launches - len(sizes)
    within = float(squares.sum()) / freedom
    half = float(stdtrit(freedom, 0.975)) * np.sqrt(within / launches)
    mean = np.array([float((sizes * means).sum()) / launches])
    found = separated(
        mean,
        (mean - half, mean + half),
        means[:, None],
        (within / sizes)[:, None],
        (-np.inf, np.inf),
        int(launches),
    ).at(0)
    width, known = np.ptp(found.whole), np.ptp(found.ignorance)
    narrower = 1.0 - float(known / width) if width > 0 else float("nan")
    return Figure(found.mean, *found.whole), narrower
