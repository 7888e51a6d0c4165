"""What the strategies' means would be without luck, as far as a few launches in each world can tell.

The best of some noisy means is best too often by luck, and its lead looks too large. So each world's means are drawn
towards those of all worlds, as much as luck is large against the differences between worlds (empirical Bayes): with μ
the worlds' mean, T the covariance between worlds and V that of luck in a world's means, the true means of a world are
normal around μ + T(T+V)⁻¹(m − μ). T is what the means vary beyond V. Luck is known from a world's own launches only
roughly, so its covariance is drawn towards that of all worlds (Smyth 2004), by as much as the worlds agree on it.
Draws of the worlds themselves, with replacement, carry over how little is known about μ and T.

Only differences between strategies matter here, so all of it is done for orthogonal contrasts of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_SHARED = 1000.0
"""Degrees of freedom that all worlds lend to a world's variance where they do not differ at all."""

HAIR = 1e-9
"""So small a part of the variance does not count."""


@dataclass(frozen=True)
class Contrasts:
    """Worlds with at least two whole launches, in orthogonal contrasts of k strategies.

    Attributes:
        basis: shape (k, k − 1), orthonormal columns that sum to zero.
        means: contrasts of each world's means, shape (worlds, k − 1).
        luck: covariance of these by luck, drawn towards that of all worlds, shape (worlds, k − 1, k − 1).
        freedom: degrees of freedom of `luck`, shape (worlds,).
    """

    basis: Floats
    means: Floats
    luck: Floats
    freedom: Floats

    @property
    def worlds(self) -> int:
        """How many."""
        return len(self.means)

    @cached_property
    def luck_roots(self) -> Floats:
        """Square roots of `luck`, of its shape."""
        return root(self.luck)

    def variance(self, world: int, first: int, second: int) -> float:
        """Variance by luck of a difference between the means of two strategies in a world."""
        along = self.basis[first] - self.basis[second]
        # Rounding may take it below zero where nothing varies.
        return max(0.0, float(along @ self.luck[world] @ along))


def contrasts_of(launches: Sequence[Floats]) -> Contrasts:
    """The contrasts of some worlds.

    Args:
        launches: of each world, all with at least two, shape (strategies, launches of this world).
    """
    strategies = launches[0].shape[0]
    basis = _basis(strategies)
    turned = [basis.T @ one for one in launches]
    sizes = np.array([one.shape[1] for one in turned], dtype=np.float64)
    own = np.stack([np.cov(one).reshape(strategies - 1, strategies - 1) for one in turned])
    freedom = sizes - 1.0
    shared = np.average(own, axis=0, weights=freedom)
    lent = _lent(own, shared, float(1.0 / np.mean(1.0 / freedom)))
    weight = ((lent - 2.0) / (lent - 2.0 + freedom))[:, None, None]
    luck = (weight * shared + (1.0 - weight) * own) / sizes[:, None, None]
    return Contrasts(basis, np.stack([one.mean(axis=1) for one in turned]), luck, freedom + lent)


@dataclass(frozen=True)
class TrueMeans:
    """Draws from what is believed of the true means.

    Attributes:
        sampled: means of the strategies, up to what they have in common, in worlds drawn with replacement, in every
            draw others; shape (draws, worlds, strategies).
    """

    sampled: Floats


def true_means(contrasts: Contrasts, draws: int, seed: int) -> TrueMeans:
    """Draw the true means of all worlds, as often as wanted."""
    random = np.random.default_rng(seed)
    sampled = []
    for _ in range(draws):
        picked = random.integers(0, contrasts.worlds, contrasts.worlds)
        centre, between = _between(contrasts, picked)
        sampled.append(_drawn(contrasts, picked, centre, between, random))
    return TrueMeans(np.stack(sampled))


def root(matrices: Floats) -> Floats:
    """Symmetric square roots of covariances, shape (..., k, k); what is below zero by rounding counts as zero."""
    values, vectors = np.linalg.eigh(matrices)
    turned: Floats = (vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    return turned


def _between(contrasts: Contrasts, picked: NDArray[np.int64]) -> tuple[Floats, Floats | None]:
    """Mean and covariance of the true means over some worlds; no covariance where one world is all there is."""
    means = contrasts.means[picked]
    centre = means.mean(axis=0)
    if contrasts.worlds < 2:
        return centre, None
    # Drawing with replacement leaves out some of the variance.
    seen = np.atleast_2d(np.cov(means.T)) * contrasts.worlds / (contrasts.worlds - 1)
    values, vectors = np.linalg.eigh(seen - contrasts.luck[picked].mean(axis=0))
    return centre, (vectors * np.maximum(values, 0.0)) @ vectors.T


def _drawn(
    contrasts: Contrasts,
    which: NDArray[np.int64],
    centre: Floats,
    between: Floats | None,
    random: np.random.Generator,
) -> Floats:
    """True means of some worlds, each drawn once, shape (len(which), strategies)."""
    means, luck = contrasts.means[which], contrasts.luck[which]
    noise = np.einsum("wij,wj->wi", contrasts.luck_roots[which], random.standard_normal(means.shape))
    if between is None:
        return (means + noise) @ contrasts.basis.T
    # A world made up with its luck, moved to where the real one was seen, is a draw of the real one.
    made_up = centre + random.standard_normal(means.shape) @ root(between)
    apart = (means - made_up - noise)[:, :, None]
    # Where neither luck nor worlds vary in some direction, nothing is to be drawn in it: any small number will do.
    total = between + luck
    size = np.trace(total, axis1=1, axis2=2)[:, None, None]
    pull = np.linalg.solve(total + np.where(size > 0, HAIR * size, 1.0) * np.eye(total.shape[1]), apart)
    return (made_up + (between @ pull)[:, :, 0]) @ contrasts.basis.T


def _basis(strategies: int) -> Floats:
    """Helmert's contrasts, shape (strategies, strategies − 1)."""
    columns = []
    for place in range(1, strategies):
        column = np.zeros(strategies)
        column[:place], column[place] = 1.0, -float(place)
        columns.append(column / np.sqrt(place * (place + 1.0)))
    return np.stack(columns, axis=1)


def _lent(own: Floats, shared: Floats, freedom: float) -> float:
    """Degrees of freedom that all worlds lend to one: many where their variances differ by chance alone.

    For variances that follow a scaled inverse χ² with d degrees of freedom, the squared coefficient of variation is
    2 / (d − 4). It is that of the traces, less what chance alone makes of them.
    """
    total = float(np.trace(shared))
    if len(own) < 2 or total <= 0.0:
        return MOST_SHARED
    chance = 2.0 * float(np.sum(shared * shared)) / total**2 / freedom
    seen = float(np.trace(own, axis1=1, axis2=2).var(ddof=1)) / total**2
    differ = (seen - chance) / (1.0 + chance)
    return MOST_SHARED if differ <= 0.0 else min(MOST_SHARED, 4.0 + 2.0 / differ)
