"""A quick stand-in for the model: what each pattern would come to at a point that was not evaluated.

Per pattern a quadratic in the d coordinates, with all products of two, fitted by ridge regression. What is fitted is
arsinh(z / stretch), where z is the value's distance from the target's middle in half-widths: what is far out need not
be told apart. The penalty, the stretch, and whether the quadratic is worth having over the plain linear form are chosen
by the error that each point would have if it were left out, which ridge regression gives without refitting; the same
error says how far the stand-in can be trusted. It holds the simulation's noise as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.calibration.implausibility import scale_of
from experiments.calibration.space import Space
from experiments.calibration.store import Point

PENALTIES = tuple(10.0**power for power in range(-2, 5))
STRETCHES = (1.0, 3.0, 10.0)
"""Half-widths within which an emulated value is about linear."""

FARTHEST = 30.0
"""Half-widths beyond which all values are the same."""

FEWEST_POINTS = 20
"""With fewer values of a pattern there is nothing to learn from."""

SMALLEST_ERROR = 0.02
"""No stand-in is trusted beyond this, in emulated units."""

THERE = 0.5
"""The share of points nearby at which a pattern must have been measurable."""

THERE_ERROR = 0.1
"""Error that the share is given: a single point's yes or no has none that would be of use."""


def features(points: np.ndarray, quadratic: bool) -> np.ndarray:
    """Linear or quadratic terms of points.

    Args:
        points: shape (n, d), coordinates 0..1.
        quadratic: whether squares and products follow the d linear terms.

    Returns:
        Shape (n, d) or (n, d + d (d + 1) / 2); each term has a mean near 0 over the cube.
    """
    centred = 2 * points - 1
    if not quadratic:
        return centred
    first, second = np.triu_indices(points.shape[1])
    products = centred[:, first] * centred[:, second]
    return np.hstack([centred, products - (first == second) / 3])


@dataclass(frozen=True, eq=False)
class Basis:
    """The axes in which regressions on the same points are diagonal.

    Attributes:
        quadratic: form of the features.
        centre: their mean, shape (f,).
        axes: shape (f, f).
        n: points that they are of.
    """

    quadratic: bool
    centre: np.ndarray
    axes: np.ndarray
    n: int

    def along(self, points: np.ndarray) -> np.ndarray:
        """Coordinates of points, shape (n, d), in these axes; shape (n, f)."""
        return (features(points, self.quadratic) - self.centre) @ self.axes


@dataclass(frozen=True)
class Regression:
    """A fitted ridge regression of one number.

    Attributes:
        basis: its axes.
        mean: of the number.
        weights: shape (f,), along the axes.
        held: shape (f,): the leverage of a point x is ``x**2 @ held + 1/n``, x along the axes.
        error: root mean square of the left-out errors.
        typical: mean of 1 + the leverage of the left-out points, at which `error` was seen.
    """

    basis: Basis
    mean: float
    weights: np.ndarray
    held: np.ndarray
    error: float
    typical: float

    def predict(self, along: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The expected number at n points along the axes, shape (n, f), and its standard error; both of shape (n,)."""
        leverage = along**2 @ self.held + 1 / self.basis.n
        return self.mean + along @ self.weights, self.error * np.sqrt((1 + leverage) / self.typical)


def fit(points: np.ndarray, numbers: np.ndarray) -> list[Regression]:
    """Fit each of m numbers in the form and with the penalty that leave the least left-out error.

    Args:
        points: shape (n, d).
        numbers: shape (n, m).
    """
    best: list[Regression | None] = [None] * numbers.shape[1]
    means = numbers.mean(axis=0)
    for quadratic in (False, True):
        terms = features(points, quadratic)
        centre = terms.mean(axis=0)
        # In the axes of the features' own covariance every penalty is a division.
        squares, axes = np.linalg.eigh((terms - centre).T @ (terms - centre))
        basis = Basis(quadratic, centre, axes, len(points))
        along = basis.along(points)
        projected = along.T @ (numbers - means)
        for penalty in PENALTIES:
            held = 1 / (np.maximum(squares, 0) + penalty)
            residual = numbers - means - along @ (held[:, None] * projected)
            without = np.maximum(1 - along**2 @ held - 1 / len(points), 1e-6)
            errors = np.sqrt(np.mean((residual / without[:, None]) ** 2, axis=0))
            typical = float(np.mean(1 / without))
            for i, error in enumerate(errors.tolist()):
                former = best[i]
                if former is None or error < former.error:
                    best[i] = Regression(basis, float(means[i]), held * projected[:, i], held, error, typical)
    return [regression for regression in best if regression is not None]


@dataclass(frozen=True)
class Emulated:
    """One number that the emulator stands in for.

    Attributes:
        label: of the pattern.
        regression: the stand-in.
        low: where the number must lie, in emulated units.
        high: the same.
        error: its error, where that is not the regression's.
    """

    label: str
    regression: Regression
    low: float
    high: float
    error: float | None = None

    def implausibility(self, along: np.ndarray) -> np.ndarray:
        """Distance from the target in units of the error, shape (n,), of n points along the regression's axes."""
        value, error = self.regression.predict(along)
        outside = np.maximum(0.0, np.maximum(self.low - value, value - self.high))
        return outside / np.maximum(error if self.error is None else self.error, SMALLEST_ERROR)


@dataclass(frozen=True)
class Emulator:
    """The stand-ins for all patterns that are held against a point."""

    numbers: tuple[Emulated, ...]

    def implausibility(self, points: np.ndarray) -> np.ndarray:
        """The greatest implausibility at each of n points, shape (n,), of points of shape (n, d)."""
        greatest = np.zeros(len(points))
        along: dict[Basis, np.ndarray] = {}
        for number in self.numbers:
            basis = number.regression.basis
            if basis not in along:
                along[basis] = basis.along(points)
            greatest = np.maximum(greatest, number.implausibility(along[basis]))
        return greatest


def emulator_of(space: Space, points: Sequence[Point]) -> Emulator:
    """Fit a stand-in for each pattern, and one for whether it can be measured where that is not everywhere so."""
    evaluated = [point for point in points if point.results is not None]
    where = np.array([space.point(point.values) for point in evaluated]).reshape(-1, space.dimension)
    values: dict[str, np.ndarray] = {}
    targets: dict[str, tuple[float, float]] = {}
    for row, point in enumerate(evaluated):
        for result in point.results or ():
            if result.counts and result.value is not None:
                column = values.setdefault(result.label, np.full(len(evaluated), math.nan))
                column[row] = result.value
                targets[result.label] = (result.low, result.high)
    if len(evaluated) < FEWEST_POINTS:
        return Emulator(())
    partly = [label for label, column in values.items() if np.isnan(column).any()]
    numbers = _there(where, {label: ~np.isnan(values[label]) for label in partly})
    # Patterns that were measured at the same points share what is costly.
    together: dict[bytes, list[str]] = {}
    for label, column in values.items():
        together.setdefault(np.isnan(column).tobytes(), []).append(label)
    for labels in together.values():
        numbers += _numbers(where, {label: values[label] for label in labels}, targets)
    return Emulator(tuple(numbers))


def _there(where: np.ndarray, measured: Mapping[str, np.ndarray]) -> list[Emulated]:
    """Stand-ins for whether patterns can be measured."""
    if not measured:
        return []
    fitted = fit(where, np.column_stack(list(measured.values())).astype(float))
    return [
        Emulated(f"{label}?", regression, THERE, math.inf, THERE_ERROR)
        for label, regression in zip(measured, fitted, strict=True)
    ]


def _numbers(
    where: np.ndarray, values: Mapping[str, np.ndarray], targets: Mapping[str, tuple[float, float]]
) -> list[Emulated]:
    """Stand-ins for patterns that were measured at the same points."""
    there = ~np.isnan(next(iter(values.values())))
    if there.sum() < FEWEST_POINTS:
        return []
    stretched = [
        emulated(column[there], *targets[label], stretch)
        for label, column in values.items()
        for stretch in STRETCHES
    ]
    fitted = iter(fit(where[there], np.column_stack(stretched)))
    made = []
    for label in values:
        # Errors at the target's end, where they decide, in half-widths.
        stretch, regression = min(
            [(stretch, next(fitted)) for stretch in STRETCHES],
            key=lambda one: one[1].error * math.hypot(one[0], 1),
        )
        # An open end stays open.
        low, high = (
            float(emulated(end, *targets[label], stretch)) if math.isfinite(end) else end
            for end in targets[label]
        )
        made.append(Emulated(label, regression, low, high))
    return made


def emulated(value: np.ndarray | float, low: float, high: float, stretch: float) -> np.ndarray:
    """A value in emulated units.

    Args:
        value: as simulated, of any shape.
        low: lower end of the target.
        high: upper end.
        stretch: half-widths within which the result is about linear.
    """
    ends = [end for end in (low, high) if math.isfinite(end)]
    middle = sum(ends) / len(ends) if ends else 0.0
    far = (np.asarray(value, dtype=float) - middle) / scale_of(low, high)
    return np.arcsinh(np.clip(far, -FARTHEST, FARTHEST) / stretch)
