"""Points within the region that the emulator does not rule out, and points around those that pass.

The region may be a millionth of the cube, so it cannot be hit by chance. A population of points is let in step by step
(subset simulation, Au and Beck 2001): the bar is the median implausibility of the population, or the final bar once
that is higher; who is above is replaced by a copy of one below; then all move by differential evolution (ter Braak
2006), staying below the bar.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import qmc

from experiments.calibration.emulator import Emulator
from experiments.calibration.space import Space
from experiments.calibration.store import Point

BAR = 3.0
"""A point is ruled out beyond three standard errors: at most 5% of any error with a single peak lie beyond
(Pukelsheim 1994)."""

POPULATION = 250
LEVELS = 40
MOVES = 4
"""Moves of the population at each level."""

MOVES_AT_LAST = 20

FIRST_OUTER = 50
"""As long as fewer points pass, the best of the others join them as centres for new ones."""

PRIOR_POINTS = 10.0
"""The prior's own covariance counts as so many points in that of the passing ones."""

SCALES = (0.15, 1.0)
"""Steps around passing points, as factors of their spread; the factor is drawn anew for each step."""

INNER_BAR = 1.0
"""Around passing points, a new point should not be farther than this from any target, as emulated."""

WALKS = (2, 10, 40, 100)
"""Moves after which new points are taken: near ones pass more often, far ones show how wide the region is."""

ONE_ANEW = 0.5
"""Share of moves that draw one parameter from its whole prior: along what no pattern speaks about, the way is free."""


def sample_prior(dimension: int, count: int, seed: int) -> np.ndarray:
    """The first points of a scrambled Sobol sequence, shape (count, d); more of them begin with the same."""
    sequence = qmc.Sobol(dimension, seed=np.random.default_rng(seed))
    return sequence.random_base2((count - 1).bit_length())[:count]


def sample_region(
    emulator: Emulator, start: np.ndarray, count: int, draws: np.random.Generator
) -> np.ndarray:
    """Points that the emulator does not rule out, or that it rules out the least where that is all there is.

    Args:
        emulator: the stand-in for the model.
        start: points to set out from, shape (n, d), such as those evaluated already.
        count: how many are wanted.
        draws: random numbers.

    Returns:
        Distinct points, shape (at most count, d).
    """
    dimension = start.shape[1]
    population = np.vstack([start, sample_prior(dimension, POPULATION, int(draws.integers(2**31)))])
    far = emulator.implausibility(population)
    population = population[np.argsort(far, kind="stable")[:POPULATION]]
    far = np.sort(far, kind="stable")[:POPULATION]
    bar = np.inf
    for _ in range(LEVELS):
        bar = max(BAR, float(np.median(far)))
        inside = np.flatnonzero(far <= bar)
        chosen = np.concatenate([inside, draws.choice(inside, len(far) - len(inside))])
        population, far = population[chosen], far[chosen]
        for _ in range(MOVES_AT_LAST if bar <= BAR else MOVES):
            population, far = _moved(population, far, bar, emulator, draws)
        if bar <= BAR:
            break
    distinct = np.unique(population, axis=0)
    return distinct[draws.permutation(len(distinct))[:count]]


def _moved(
    population: np.ndarray, far: np.ndarray, bar: float, emulator: Emulator, draws: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """One step of each point along the difference of two others, in some of the coordinates."""
    size, dimension = population.shape
    one, other = (draws.integers(size, size=size) for _ in range(2))
    # The steps that mix best in as many coordinates as move, and now and then one from mode to mode.
    chance = draws.choice(np.array([2 / dimension, 0.3, 1.0]), (size, 1))
    moving = np.less(draws.random((size, dimension)), chance)
    length = 2.38 / np.sqrt(2 * np.maximum(moving.sum(axis=1, keepdims=True), 1))
    length[draws.random(size) < 0.1] = 1.0
    step = length * (population[one] - population[other]) + draws.normal(0, 0.01, population.shape)
    anew = np.less(draws.random(size), ONE_ANEW)
    tried = reflected(population + np.where(moving & ~anew[:, None], step, 0.0))
    tried[anew, draws.integers(dimension, size=int(anew.sum()))] = draws.random(int(anew.sum()))
    return _better(population, far, tried, bar, emulator)


def _better(
    population: np.ndarray, far: np.ndarray, tried: np.ndarray, bar: float, emulator: Emulator
) -> tuple[np.ndarray, np.ndarray]:
    """Tried points where they are below the bar, or at least no farther than the points that they would replace."""
    found = emulator.implausibility(tried)
    taken = found <= np.maximum(bar, far)
    return np.where(taken[:, None], tried, population), np.where(taken, found, far)


def sample_around(
    space: Space, emulator: Emulator, points: Sequence[Point], count: int, draws: np.random.Generator
) -> np.ndarray:
    """New points around those that pass.

    From each it is a Gaussian step with the covariance of all that pass, and then a walk on which the emulator has to
    agree. The walk is what lets the points spread: without it, a parameter that nothing speaks about would look as
    narrow as the first few passing points happened to lie.

    Args:
        space: the parameters.
        emulator: the stand-in for the model.
        points: evaluated ones, passing or not; there must be one.
        count: how many are wanted.
        draws: random numbers.

    Returns:
        Shape (count, d).
    """
    passing = [point for point in points if point.judgement.plausible]
    if len(passing) < FIRST_OUTER:
        passing = sorted(points, key=lambda point: (point.judgement.rank, point.key))[:FIRST_OUTER]
    centres = np.array([space.point(point.values) for point in passing])
    own = np.cov(centres, rowvar=False) if len(centres) > 1 else np.zeros((space.dimension, space.dimension))
    prior = np.eye(space.dimension) / 12
    covariance = (len(centres) * own + PRIOR_POINTS * prior) / (len(centres) + PRIOR_POINTS)
    population = centres[draws.integers(len(centres), size=POPULATION)]
    far = emulator.implausibility(population)
    low, high = np.log(SCALES)
    steps = draws.multivariate_normal(np.zeros(space.dimension), covariance, POPULATION)
    steps *= np.exp(draws.uniform(low, high, (POPULATION, 1)))
    population, far = _better(population, far, reflected(population + steps), INNER_BAR, emulator)
    taken = []
    for move in range(1, max(WALKS) + 1):
        population, far = _moved(population, far, INNER_BAR, emulator, draws)
        if move in WALKS:
            taken.append(population[draws.permutation(POPULATION)[:count]])
    return draws.permutation(np.concatenate(taken))[:count]


def reflected(points: np.ndarray) -> np.ndarray:
    """Points folded back into the cube at its faces."""
    folded = np.mod(points, 2.0)
    return np.where(folded > 1, 2 - folded, folded)
