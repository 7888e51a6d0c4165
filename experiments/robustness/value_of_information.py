"""Which unknown, if it were measured, would settle the choice: the expected value of partial perfect information.

It is what choosing after having learned one parameter gains on average over choosing now: E[max E[gain | φ]] − max
E[gain]. The inner expectation is a regression of each strategy's gain over the first on a natural cubic spline of φ
(Strong, Oakley and Brennan 2014), so no further runs are needed, and the luck of few launches is averaged out. What a
parameter says about others that go with it counts for it.

A spline fits noise too, and the maximum takes it for value. Three things set that right: each fit is drawn towards its
mean by as much as noise of its size would have made of it; what the same procedure finds in its residuals, given to the
worlds in random order, is taken off; and a parameter counts as telling only if it finds more than the best of all
parameters does when the gains are given to the worlds in random order, in all but 1 of 20 such shuffles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.robustness.figures import TAILS, Figure

Floats = NDArray[np.float64]

KNOTS = 4
"""Of the spline, which has as many degrees of freedom less one, and the mean."""

SHUFFLES = 400
TELLING = 0.95

HAIR = 1e-9
"""Less than this part of the largest gain is rounding."""


@dataclass(frozen=True)
class Unknown:
    """What measuring one parameter would be worth.

    Attributes:
        parameter: its name.
        value: in the measure's unit, with its interval over worlds.
        share: of the value of knowing everything, 0 to 1; NaN if that is nothing.
        other_choice: share of worlds in which one would choose otherwise for having measured it.
        telling: whether it is worth more than noise.
    """

    parameter: str
    value: Figure
    share: float
    other_choice: float
    telling: bool


def unknowns(
    means: Floats, names: Sequence[str], points: Floats, everything: float, seed: int = 0
) -> tuple[Unknown, ...]:
    """What each parameter would be worth, the most valuable first.

    Args:
        means: of the measure in each world, shape (worlds, strategies); more is better.
        names: of the parameters.
        points: the worlds, shape (worlds, parameters).
        everything: the value of knowing the world, `Winners.value_of_knowing`, in the measure's unit.
        seed: of shuffles and draws.

    Returns:
        Nothing with fewer than four worlds for each degree of freedom.
    """
    worlds = len(means)
    if worlds < 4 * KNOTS or not len(names):
        return ()
    random = np.random.default_rng(seed)
    gains = means - means[:, :1]
    bases = [spline(points[:, place]) for place in range(len(names))]
    orders = np.stack([random.permutation(worlds) for _ in range(SHUFFLES)])
    noise = np.array([_values(fitted(basis, gains[orders])) for basis in bases])
    limit = float(np.quantile(noise.max(axis=0), TELLING))
    found = [
        _unknown(name, basis, gains, orders, limit, everything, random)
        for name, basis in zip(names, bases, strict=True)
    ]
    return tuple(one for _, one in sorted(found, key=lambda one: -one[0]))


def spline(values: Floats) -> Floats:
    """An orthonormal basis of natural cubic splines of a parameter, without the constant.

    Args:
        values: in each world, shape (worlds,).

    Returns:
        Shape (worlds, at most KNOTS − 1); fewer columns where the values are too much alike.
    """
    spread = np.ptp(values)
    x = (values - values.min()) / (spread if spread > 0 else 1.0)
    knots = np.unique(np.quantile(x, np.linspace(0.05, 0.95, KNOTS)))
    columns = [x]
    if len(knots) > 2:
        last = _cubic(x, knots, -2)
        columns += [_cubic(x, knots, place) - last for place in range(len(knots) - 2)]
    table = np.stack(columns, axis=1)
    left, sizes, _ = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)
    basis: Floats = left[:, sizes > 1e-9 * max(float(sizes.max()), 1e-300)]
    return basis


def fitted(basis: Floats, gains: Floats) -> Floats:
    """What a parameter says about the gains, each fit drawn towards its mean by as much as noise would make of it.

    Args:
        basis: of the parameter, shape (worlds, degrees of freedom).
        gains: shape (..., worlds, strategies).

    Returns:
        Of the shape of `gains`.
    """
    worlds, freedom = basis.shape
    mean = gains.mean(axis=-2, keepdims=True)
    fit = basis @ (basis.T @ (gains - mean))
    around = gains - mean - fit
    left = (around**2).sum(axis=-2, keepdims=True) / (worlds - 1 - freedom)
    seen = (fit**2).sum(axis=-2, keepdims=True)
    kept = np.maximum(0.0, 1.0 - freedom * left / np.where(seen > 0, seen, np.inf))
    drawn: Floats = mean + np.sqrt(np.where(seen > 0, kept, 0.0)) * fit
    return drawn


def _values(fits: Floats) -> Floats:
    """E max − max E over the worlds, of shape (..., worlds, strategies) → (...)."""
    gained: Floats = fits.max(axis=-1).mean(axis=-1) - fits.mean(axis=-2).max(axis=-1)
    return gained


def _unknown(
    name: str,
    basis: Floats,
    gains: Floats,
    orders: NDArray[np.int64],
    limit: float,
    everything: float,
    random: np.random.Generator,
) -> tuple[float, Unknown]:
    """One parameter, and its value before it is limited to that of knowing everything."""
    fit = fitted(basis, gains)
    seen = float(_values(fit))
    # What is left in the gains when the fit, full and not drawn in, is taken off.
    mean = gains.mean(axis=0)
    whole = mean + basis @ (basis.T @ (gains - mean))
    left = gains - whole
    chance = float(_values(fitted(basis, mean + left[orders])).mean())
    whole_value = max(0.0, seen - chance)
    value = min(whole_value, max(0.0, everything))
    if value <= HAIR * float(np.abs(gains).max()):
        value = 0.0
    # Both another sample of worlds and other luck around the fit.
    others = fitted(basis, whole + left[orders])
    picked = random.integers(0, len(gains), (len(orders), len(gains)))
    drawn = _values(np.take_along_axis(others, picked[:, :, None], axis=1))
    low, high = value + np.quantile(drawn - drawn.mean(), TAILS)
    interval = Figure(value, max(0.0, min(float(low), value)), max(float(high), value))
    now = int(mean.argmax())
    return whole_value, Unknown(
        name,
        interval,
        value / everything if everything > 0 else float("nan"),
        float(np.mean(fit.argmax(axis=1) != now)),
        seen > limit,
    )


def _cubic(x: Floats, knots: Floats, place: int) -> Floats:
    """A part of the natural spline's basis (Hastie, Tibshirani and Friedman 2009, 5.2.1)."""
    inner, outer = np.maximum(0.0, x - knots[place]) ** 3, np.maximum(0.0, x - knots[-1]) ** 3
    part: Floats = (inner - outer) / (knots[-1] - knots[place])
    return part
