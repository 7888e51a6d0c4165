"""The trial itself, tried out: groups drawn from the model's runs, and the test that would be made of them.

Days lived have two humps, revenue a long tail; a formula for normal groups may promise too much or too little. So the
planned trial is played many times: groups an arm are drawn, with replacement, from the runs of each arm, and Welch's
test is made. The same with arms shifted to the same mean shows how often the test would see what is not there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TRIALS = 2_000
SEED = 20_260_102
CHUNK = 1_000_000
"""So many groups of an arm are drawn at a time."""


@dataclass(frozen=True)
class Played:
    """What came of playing a trial many times.

    Attributes:
        groups: in each arm.
        trials: how many were played.
        power: share that ended significant in the direction of the difference.
        low, high: ends of Wilson's 95% interval of that share.
        false_alarms: share that ended significant, either way, without any difference.
    """

    groups: int
    trials: int
    power: float
    low: float
    high: float
    false_alarms: float

    def as_dict(self) -> dict[str, float]:
        """The fields by name."""
        return asdict(self)


def play(
    first: Floats, second: Floats, groups: int, level: float = 0.95, trials: int = TRIALS, seed: int = SEED
) -> Played:
    """Play a trial.

    Args:
        first: the measure of the runs of one arm, shape (n,).
        second: of the other, shape (m,).
        groups: in each arm, at least 2.
        level: 1 − α.
        trials: how many to play.
        seed: of the draws.
    """
    from experiments.life import wilson

    luck = np.random.default_rng(seed)
    direction = float(np.sign(first.mean() - second.mean()))
    found = _tested(luck, first, second, groups, level, trials)
    true = float(np.mean(found == direction)) if direction else 0.0
    found = _tested(luck, first - first.mean(), second - second.mean(), groups, level, trials)
    low, high = wilson(np.array([true]), np.array([float(trials)]))
    return Played(groups, trials, true, float(low[0]), float(high[0]), float(np.mean(found != 0)))


def _tested(
    luck: np.random.Generator, first: Floats, second: Floats, groups: int, level: float, trials: int
) -> Floats:
    """Play some trials at a time, as memory allows; shape (trials,), as `significant`."""
    found = []
    for begin in range(0, trials, max(1, CHUNK // groups)):
        shape = (min(trials - begin, max(1, CHUNK // groups)), groups)
        found.append(significant(luck.choice(first, shape), luck.choice(second, shape), level))
    return np.concatenate(found)


def significant(first: Floats, second: Floats, level: float) -> Floats:
    """Welch's two-sided test of many trials.

    Args:
        first: groups of one arm, shape (trials, n).
        second: of the other, shape (trials, m).
        level: 1 − α.

    Returns:
        +1 where the first is significantly greater, -1 where it is less, 0 elsewhere; shape (trials,). Where nothing
        varies at all, any difference counts.
    """
    from scipy.special import stdtrit

    n, m = first.shape[1], second.shape[1]
    one, other = first.var(axis=1, ddof=1) / n, second.var(axis=1, ddof=1) / m
    error = np.sqrt(one + other)
    gap = first.mean(axis=1) - second.mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = (one + other) ** 2 / (one**2 / (n - 1) + other**2 / (m - 1))
        bound = np.where(error > 0, stdtrit(freedom, 0.5 + level / 2) * error, 0.0)
    return np.where(np.abs(gap) > bound, np.sign(gap), 0.0)
