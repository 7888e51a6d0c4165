"""Which points of the factors' space are run: a grid, points that fill the space, or the plausible worlds.

Points lie in the unit cube first, one axis a factor, and are then spread over each factor's values or range. The same
plan gives the same points, bit for bit. Latin hypercube: McKay, Beckman and Conover (1979); Sobol's sequence with
Owen's scrambling, as scipy.stats.qmc has them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plans.declaration import LEVELS, Design, DesignKind, Plan
from experiments.plans.dimensions import Dimension, dimensions

Floats = NDArray[np.float64]

DIGITS = 12
"""Significant digits of a drawn value, so that a file can say it."""


POWERS = np.array([float(f"1e{exponent}") for exponent in range(23)])


@dataclass(frozen=True)
class Points:
    """Points of a design.

    Attributes:
        paths: d of them, of the numbers that are varied.
        labels: what reports call these.
        values: shape (n, d), each row once.
    """

    paths: tuple[str, ...]
    labels: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        return len(self.values)


def points_of(plan: Plan) -> Points:
    """The points of a plan; one without values if nothing is varied.

    Where factors take whole numbers or a few values only, a design that fills the space can meet the same point
    twice; it is run once.
    """
    design = plan.design or Design()
    if design.kind == "plausible_worlds":
        return _plausible(design.points or 0)
    axes = dimensions(plan)
    paths, labels = tuple(one.path for one in axes), tuple(one.label for one in axes)
    if not axes:
        return Points((), (), np.zeros((1, 0)))
    if design.kind == "grid":
        levels = [levels_of(one, design.levels or LEVELS) for one in axes]
        crossed = np.meshgrid(*levels, indexing="ij")
        return Points(paths, labels, np.stack(crossed, axis=-1).reshape(-1, len(axes)))
    unit = unit_points(design.kind, design.points or 0, len(axes), design.seed)
    spread_out = np.column_stack([spread(unit[:, place], one) for place, one in enumerate(axes)])
    return Points(paths, labels, _once(spread_out))


def number_of_points(plan: Plan) -> int:
    """How many points a plan asks for, without making them."""
    design = plan.design or Design()
    if design.kind != "grid":
        return design.points or 0
    return math.prod(len(levels_of(one, design.levels or LEVELS)) for one in dimensions(plan))


def unit_points(kind: DesignKind, points: int, axes: int, seed: int) -> Floats:
    """Points that fill the unit cube.

    Args:
        kind: "latin_hypercube", "sobol" (a power of two points) or "random".
        points: how many.
        axes: dimensions of the cube.
        seed: of the draws.

    Returns:
        Shape (points, axes), in [0, 1).

    Raises:
        ValueError: for another kind.
    """
    rng = np.random.default_rng(seed)
    if kind == "random":
        return rng.random((points, axes))
    from scipy.stats import qmc

    if kind == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(axes, scramble=True, optimization=None, rng=rng).random(points))
    if kind == "sobol":
        return np.asarray(qmc.Sobol(axes, scramble=True, rng=rng).random_base2(points.bit_length() - 1))
    raise ValueError(f"{kind} is not drawn in the unit cube")


def levels_of(axis: Dimension, levels: int) -> tuple[float, ...]:
    """The values of a factor in a grid: its own, or so many from its least to its greatest, each once."""
    if axis.values:
        return axis.values
    steps = np.linspace(0, 1, levels)
    if axis.scale == "log":
        between = np.exp(math.log(axis.low) + steps * math.log(axis.high / axis.low))
    else:
        between = axis.low + steps * (axis.high - axis.low)
    return tuple(dict.fromkeys(_written(between, axis).tolist()))


def spread(unit: Floats, axis: Dimension) -> Floats:
    """Places in [0, 1) as values of a factor, shape (n,).

    Each of a factor's own values, and each whole number of a linear range, gets an equal share of the places.
    """
    if axis.values:
        return np.array(axis.values)[(unit * len(axis.values)).astype(int)]
    if axis.scale == "log":
        return _written(np.exp(math.log(axis.low) + unit * math.log(axis.high / axis.low)), axis)
    if axis.whole:
        return np.minimum(axis.low + np.floor(unit * (axis.high - axis.low + 1)), axis.high)
    return _written(axis.low + unit * (axis.high - axis.low), axis)


def _written(values: Floats, axis: Dimension) -> Floats:
    """Values as a file says them: whole numbers, whole fen, or `DIGITS` digits; never beyond the range."""
    if axis.whole:
        rounded = np.rint(values)
    elif axis.unit == "yuan":
        rounded = np.round(values, 2)
    else:
        rounded = _significant(values)
    return np.clip(rounded, axis.low, axis.high)


def _significant(values: Floats) -> Floats:
    """Values with `DIGITS` significant digits: each the number nearest to a decimal of so many digits.

    Powers of ten up to the 22nd are numbers exactly, so a whole number divided by one is the nearest there is.
    """
    greatest = np.floor(np.log10(np.abs(np.where(values == 0, 1.0, values))))
    decimals = np.clip(DIGITS - 1 - greatest, 0, len(POWERS) - 1).astype(int)
    return np.rint(values * POWERS[decimals]) / POWERS[decimals]


def _once(values: Floats) -> Floats:
    """Rows in their order, each once."""
    if all_differ(values):
        return values
    _, first = np.unique(values, axis=0, return_index=True)
    return values[np.sort(first)]


def all_differ(values: Floats) -> bool:
    """Whether one column alone tells all rows apart, as one of a real number does; far quicker than sorting rows."""
    return any(len(np.unique(column)) == len(values) for column in values.T)


def _plausible(number: int) -> Points:
    from experiments.calibration.ensemble import plausible_worlds
    from experiments.ordinary import chosen_worlds

    chosen = chosen_worlds(plausible_worlds(), number)
    names: Sequence[str] = sorted(chosen[0])
    paths = tuple(f"world.psychology.{name}" for name in names)
    return Points(paths, tuple(names), np.array([[one[name] for name in names] for one in chosen]))
