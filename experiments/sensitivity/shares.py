"""Sobol's shares of the variance of an outcome, with luck as a factor beside the others.

The variance of a launch's outcome has two parts: how the expected outcome varies with the factors, and luck, which is
what the seed decides once all factors are known. Points are Saltelli's design (2010): rows of two samples A and B, and
A with one factor taken from B. Every point of A, and of A with something from B, has the row's R seeds, and B has R
others, so that with two seeds or more all of these are without bias:

- luck: the mean variance within a point;
- first order of a factor, what knowing it would take away: mean of B (AB − A) (Saltelli et al. 2010), on means;
- total order, what would be left if all but it were known: half the mean product of AB − A in two different seeds
  (Jansen 1999, without the part that is luck). A factor that only reshuffles luck has a total share around zero.

All are divided by the variance of a single launch. Intervals are from a bootstrap of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.sensitivity.factors import Factor

Floats = NDArray[np.float64]

RESAMPLES = 1000
FEWEST_SEEDS = 2


@dataclass(frozen=True)
class Part:
    """A share of the variance of a launch's outcome, with its 95% interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class FactorShare:
    """The shares of one factor.

    Attributes:
        path: of the factor.
        first: what knowing it alone would take away.
        total: the same with its interplay with other factors.
    """

    path: str
    first: Part
    total: Part


@dataclass(frozen=True)
class Shares:
    """Where the variance of a launch's outcome comes from.

    Attributes:
        factors: shares of each, in their order.
        luck: the share of luck.
        interplay: what is neither luck nor any factor's first share.
        variance: of a launch's outcome, in the square of its unit.
        mean: of the outcome.
        rows: whole rows of the design that it rests on.
        adds_up: whether the shares can be what they claim: luck and first shares come to at most the whole, luck and
            total shares to at least it, both within their intervals. If not, there are too few points.
    """

    factors: tuple[FactorShare, ...]
    luck: Part
    interplay: Part
    variance: float
    mean: float
    rows: int
    adds_up: bool

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


def design(factors: int, rows: int, seed: int) -> Floats:
    """Saltelli's design from a scrambled Sobol sequence.

    Args:
        factors: how many (k).
        rows: of A (N), a power of two.
        seed: of the scrambling.

    Returns:
        Shape (N, k + 2, k): A, A with each factor from B, B.

    Raises:
        ValueError: if `rows` is no power of two.
    """
    if rows < 2 or rows & (rows - 1):
        raise ValueError("the number of rows is a power of two")
    from SALib.sample.sobol import sample

    problem = {"num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0, 1]] * factors}
    points = sample(problem, rows, calc_second_order=False, scramble=True, seed=seed)
    return np.asarray(points, dtype=np.float64).reshape(rows, factors + 2, factors)


def seeds_of(rows: int, factors: int, number: int, first: int) -> NDArray[np.int64]:
    """The seeds of a design's points, shape (N, k + 2, R): B's are others than the rest of its row's."""
    own = first + np.arange(rows * number).reshape(rows, 1, number)
    return np.concatenate([np.repeat(own, factors + 1, axis=1), own + rows * number], axis=1)


def shares(factors: Sequence[Factor], outcomes: Floats, seed: int = 0) -> Shares:
    """The shares from the outcomes of a design; rows in which a run failed are left out.

    Args:
        factors: k of them.
        outcomes: shape (N, k + 2, R), NaN where a run failed.
        seed: of the bootstrap.

    Raises:
        ValueError: if there are fewer than two seeds or two whole rows.
    """
    outcomes = outcomes[~np.isnan(outcomes).any(axis=(1, 2))]
    rows, points, seeds = outcomes.shape
    if seeds < FEWEST_SEEDS or rows < 2:
        raise ValueError("shares take two seeds and two rows at least")
    mean = float(outcomes[:, (0, -1)].mean())
    terms = _terms(outcomes - mean)
    counts = np.random.default_rng(seed).multinomial(rows, np.full(rows, 1 / rows), size=RESAMPLES)
    variance, found = _parts(terms.mean(axis=0), points - 2, seeds, rows)
    _, again = _parts(counts @ terms / rows, points - 2, seeds, rows)
    low, high = np.nanquantile(again, (0.025, 0.975), axis=0)
    parts = [Part(*map(float, one)) for one in zip(found, low, high, strict=True)]
    k = len(factors)
    luck, interplay, whole = parts[0], parts[1], parts[2]
    return Shares(
        tuple(FactorShare(one.path, parts[3 + i], parts[3 + k + i]) for i, one in enumerate(factors)),
        luck,
        interplay,
        float(variance),
        mean,
        rows,
        bool(interplay.high >= 0 and whole.high >= 1),
    )


def _terms(outcomes: Floats) -> Floats:
    """What the shares are means of, row by row: shape (N, 3 + 2 k)."""
    seeds = outcomes.shape[2]
    means = outcomes.mean(axis=2)
    a, mixed, b = means[:, :1], means[:, 1:-1], means[:, -1:]
    change = outcomes[:, 1:-1] - outcomes[:, :1]
    # The mean over pairs of different seeds of the product of their changes.
    product = (change.sum(axis=2) ** 2 - (change**2).sum(axis=2)) / (seeds * (seeds - 1))
    within = outcomes.var(axis=2, ddof=1).mean(axis=1, keepdims=True)
    return np.concatenate([(a + b) / 2, (a**2 + b**2) / 2, within, b * (mixed - a), product / 2], axis=1)


def _parts(terms: Floats, factors: int, seeds: int, rows: int) -> tuple[Floats, Floats]:
    """Variance, and shares: luck, interplay, luck with all total shares, first of each factor, total of each factor."""
    centre, square, within = terms[..., 0], terms[..., 1], terms[..., 2]
    unbiased = 2 * rows / (2 * rows - 1)
    variance = np.asarray((square - centre**2) * unbiased + within * (1 - 1 / seeds))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(variance[..., None] > 0, terms[..., 2:] / variance[..., None], np.nan)
    luck, first, total = share[..., :1], share[..., 1 : 1 + factors], share[..., 1 + factors :]
    interplay = 1 - luck - first.sum(axis=-1, keepdims=True)
    whole = luck + total.sum(axis=-1, keepdims=True)
    return variance, np.concatenate([luck, interplay, whole, first, total], axis=-1)
