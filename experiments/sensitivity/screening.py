"""Morris' screening of many factors with few runs, for outcomes that luck moves too.

A trajectory walks through the unit cube of the factors and moves one of them at a time; the change of the outcome over
the step is that factor's elementary effect (Morris 1991). μ* is the mean of their absolute values, σ their standard
deviation (Campolongo, Cariboni and Saltelli 2007). Effects are for going through a factor's whole range.

The outcome of a point is a statistic of R runs with seeds of their own: the mean, and the standard deviation. All
points of a trajectory have the same seeds, the next trajectory has others. Luck alone makes a μ* above zero; how large
a one is told by splitting the seeds in two halves: half the difference between the halves varies as the whole does, and
no factor's effect is in it. A factor survives if its μ* is above that of luck by more than chance over the trajectories
explains (bootstrap, one-sided 95%).

SALib makes the trajectories. Its analysis gives the same μ* and σ, but not the effects that the comparison with luck
needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.sensitivity.factors import Factor

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]

LEVELS = 4
MOST_SURVIVORS = 10
RESAMPLES = 2000
MOST_SPLITS = 20
FEWEST_SEEDS = 2
"""Two halves of one seed each."""
FEWEST_SEEDS_FOR_SPREAD = 4
"""A half needs two seeds to have a standard deviation."""


@dataclass(frozen=True)
class Effect:
    """What moving one factor through its range does to one statistic of the outcome, in the outcome's unit.

    Attributes:
        path: of the factor.
        mu: mean effect, with its sign.
        mu_star: mean absolute effect.
        low, high: its 95% bootstrap interval over trajectories.
        sigma: standard deviation of the effect over trajectories: how much it hangs on the other factors.
        noise: the μ* that luck alone makes.
        survives: whether `mu_star` is above that.
    """

    path: str
    mu: float
    mu_star: float
    low: float
    high: float
    sigma: float
    noise: float
    survives: bool


@dataclass(frozen=True)
class Screening:
    """Effects of all factors, in their order.

    Attributes:
        mean: effects on the mean over seeds.
        spread: effects on the standard deviation over seeds; none with fewer than `FEWEST_SEEDS_FOR_SPREAD` seeds.
        trajectories: how many were whole.
        luck: share of the variance over all runs that is within points.
    """

    mean: tuple[Effect, ...]
    spread: tuple[Effect, ...]
    trajectories: int
    luck: float

    @property
    def survivors(self) -> tuple[str, ...]:
        """Paths of those that move the mean, the strongest first, `MOST_SURVIVORS` at most."""
        found = sorted((one for one in self.mean if one.survives), key=lambda one: -one.mu_star)
        return tuple(one.path for one in found[:MOST_SURVIVORS])

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {**asdict(self), "survivors": self.survivors}


def trajectories(factors: int, number: int, seed: int) -> Floats:
    """Points of Morris' design, trajectory by trajectory.

    Args:
        factors: how many (k).
        number: of trajectories (r).
        seed: of the design.

    Returns:
        Shape (r, k + 1, k), within 0..1.
    """
    from SALib.sample.morris import sample

    problem = {"num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0, 1]] * factors}
    points = sample(problem, number, num_levels=LEVELS, seed=seed)
    return np.asarray(points, dtype=np.float64).reshape(number, factors + 1, factors)


def screen(factors: Sequence[Factor], points: Floats, outcomes: Floats, seed: int = 0) -> Screening:
    """Effects from the outcomes of a design; trajectories in which a run failed are left out.

    Args:
        factors: k of them.
        points: shape (r, k + 1, k), of `trajectories`.
        outcomes: shape (r, k + 1, R), NaN where a run failed.
        seed: of the bootstrap.

    Raises:
        ValueError: if there are fewer than two seeds or no whole trajectory.
    """
    whole = ~np.isnan(outcomes).any(axis=(1, 2))
    points, outcomes = points[whole], outcomes[whole]
    seeds = outcomes.shape[2]
    if seeds < FEWEST_SEEDS or not len(points):
        raise ValueError("a screening takes two seeds and a trajectory at least")
    mean = _effects(factors, points, outcomes, _mean, 0, seed)
    spread = _effects(factors, points, outcomes, _spread, 1, seed) if seeds >= FEWEST_SEEDS_FOR_SPREAD else ()
    within = float(np.mean(np.var(outcomes, axis=2, ddof=1)))
    between = float(np.var(outcomes.mean(axis=2), ddof=1)) - within / seeds
    total = within + max(0.0, between)
    return Screening(mean, spread, len(points), within / total if total > 0 else float("nan"))


def elementary_effects(points: Floats, values: Floats) -> Floats:
    """The effect of each factor in each trajectory.

    Args:
        points: shape (r, k + 1, k).
        values: shape (..., r, k + 1).

    Returns:
        Shape (..., r, k): change of the value over change of the factor, which is a share of its range.
    """
    steps = np.diff(points, axis=1)
    moved = np.argmax(np.abs(steps), axis=2)
    effects = np.diff(values, axis=-1) / np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    found = np.empty_like(effects)
    np.put_along_axis(found, np.broadcast_to(moved, effects.shape), effects, axis=-1)
    return found


def _mean(outcomes: Floats) -> Floats:
    return np.mean(outcomes, axis=-1)


def _spread(outcomes: Floats) -> Floats:
    return np.std(outcomes, axis=-1, ddof=1)


def _effects(
    factors: Sequence[Factor], points: Floats, outcomes: Floats, statistic: Statistic, lost: int, seed: int
) -> tuple[Effect, ...]:
    """Effects on a statistic that has as many degrees of freedom as seeds less `lost`."""
    found = elementary_effects(points, statistic(outcomes))
    luck = np.abs(elementary_effects(points, _halved(outcomes, statistic, lost))).mean(axis=0)
    size = np.abs(found)
    drawn = np.random.default_rng(seed).integers(len(found), size=(RESAMPLES, len(found)))
    again, excess = size[drawn].mean(axis=1), (size - luck)[drawn].mean(axis=1)
    low, high = np.quantile(again, (0.025, 0.975), axis=0)
    above = np.quantile(excess, 0.05, axis=0) > 0
    sigma = found.std(axis=0, ddof=1) if len(found) > 1 else np.full(len(factors), np.nan)
    columns = np.stack([found.mean(axis=0), size.mean(axis=0), low, high, sigma, luck.mean(axis=0)])
    effects = []
    for factor, column, is_above in zip(factors, columns.T, above, strict=True):
        mu, mu_star, least, most, deviation, noise = map(float, column)
        effects.append(Effect(factor.path, mu, mu_star, least, most, deviation, noise, bool(is_above)))
    return tuple(effects)


def _halved(outcomes: Floats, statistic: Statistic, lost: int) -> Floats:
    """The statistic's luck: differences between halves of the seeds, scaled to vary as the whole does.

    Returns:
        Shape (splits, r, k + 1).
    """
    seeds = outcomes.shape[2]
    first = seeds // 2
    scale = np.sqrt((1 / (seeds - lost)) / (1 / (first - lost) + 1 / (seeds - first - lost)))
    splits = list(combinations(range(seeds), first))
    if 2 * first == seeds:
        splits = splits[: len(splits) // 2]  # the other half of them are the same splits turned round
    splits = splits[:: -(-len(splits) // MOST_SPLITS)]
    found = []
    for half in splits:
        others = [place for place in range(seeds) if place not in half]
        found.append((statistic(outcomes[:, :, list(half)]) - statistic(outcomes[:, :, others])) * scale)
    return np.stack(found)
