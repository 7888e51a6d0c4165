"""In which share of plausible worlds each strategy wins, and how much it costs to have chosen it where it does not.

A few launches a world make some winners by luck. So beside the plain counts there are shares and regrets without luck,
from draws of the worlds' true means (`experiments.robustness.true_means`). The regret of a strategy in a world is what
the best one there has more than it (Savage 1951).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.robustness.figures import UNKNOWN, Figure, figure_of
from experiments.robustness.true_means import Contrasts, TrueMeans
from experiments.verdict import level_for_all_pairs

Floats = NDArray[np.float64]

UNSEEN = 95
"""Percentile of the regrets over the worlds that is given beside the worst."""

HAIR = 1e-9
"""Means that differ by less than this part of the largest count as equal: it is rounding."""


@dataclass(frozen=True)
class Regret:
    """Of a strategy over the worlds, in the measure's unit: its mean, 95th percentile and worst."""

    mean: Figure
    percentile_95: Figure
    worst: Figure


@dataclass(frozen=True)
class Standing:
    """How one strategy does over the worlds.

    Attributes:
        strategy: its id.
        mean: of the measure over the worlds, as it is.
        best: number of worlds in which its mean alone is best, luck and all.
        surely: of these, worlds in which the paired interval tells it from the second.
        wins: share of worlds in which it is best, without luck; with its interval over worlds.
        safe: share of worlds in which it is not behind the best by more than matters, without luck.
        plain_regret: mean regret with luck in it, which makes it too large.
        regret: without luck.
    """

    strategy: str
    mean: float
    best: int
    surely: int
    wins: Figure
    safe: Figure
    plain_regret: float
    regret: Regret


@dataclass(frozen=True)
class Winners:
    """All strategies over the worlds.

    Attributes:
        standings: in the order given.
        worlds: that have a whole launch.
        tied: worlds in which two or more have the same best mean.
        toss_ups: worlds in which the paired interval does not tell the best two apart; those tied are among them.
        mean_best: the strategy with the best mean over the worlds.
        least_regret: the one whose worst regret is smallest (without luck, where that is known).
        value_of_knowing: what knowing the world before choosing would gain on average; the expected value of perfect
            information. It is the smallest mean regret.
    """

    standings: tuple[Standing, ...]
    worlds: int
    tied: int
    toss_ups: int
    mean_best: str
    least_regret: str
    value_of_knowing: Figure


def winners(
    strategies: Sequence[str],
    gains: Sequence[Floats],
    direction: float,
    matters: float,
    contrasts: Contrasts | None,
    believed: TrueMeans | None,
    level: float = 0.95,
) -> Winners:
    """Who wins where.

    Args:
        strategies: their ids.
        gains: of each world with any whole launch, shape (strategies, launches of this world); more is better.
        direction: 1, or -1 where the measure is the gain with its sign turned.
        matters: the smallest difference that matters.
        contrasts: of the worlds that have two whole launches or more, in their order; None if there are none.
        believed: draws of the true means of these.
        level: how sure the intervals of one world's best two are.
    """
    means = np.array([one.mean(axis=1) for one in gains])
    best = means.max(axis=1, keepdims=True)
    ahead = means >= best - HAIR * np.abs(means).max()
    alone = ahead.sum(axis=1) == 1
    leader = means.argmax(axis=1)
    sure = _surely(gains, means, alone, contrasts, level)
    plain = (best - means).mean(axis=0)
    shares = _shares(believed, matters, len(strategies))
    standings = tuple(
        Standing(
            name,
            direction * float(means[:, place].mean()),
            int(np.count_nonzero(alone & (leader == place))),
            int(np.count_nonzero(sure & (leader == place))),
            *shares[place][:2],
            float(plain[place]),
            shares[place][2],
        )
        for place, name in enumerate(strategies)
    )
    least = min((one.regret.mean for one in standings), key=lambda one: one.value)
    # Without draws nothing is known without luck.
    worst = [one.regret.worst.value for one in standings] if believed else list((best - means).max(axis=0))
    return Winners(
        standings,
        len(means),
        int(np.count_nonzero(~alone)),
        int(np.count_nonzero(~sure)),
        strategies[int(means.mean(axis=0).argmax())],
        strategies[int(np.argmin(worst))],
        least,
    )


def regrets(draws: Floats) -> Floats:
    """What each strategy is behind the best of its world, of the shape given (..., strategies)."""
    return draws.max(axis=-1, keepdims=True) - draws


def won(draws: Floats) -> Floats:
    """1 where a strategy is best, parted evenly among those that are equal, of the shape given (..., strategies)."""
    first = regrets(draws) <= HAIR * np.abs(draws).max()
    return first / first.sum(axis=-1, keepdims=True)


def _shares(believed: TrueMeans | None, matters: float, number: int) -> list[tuple[Figure, Figure, Regret]]:
    """Wins, safety and regret of each strategy, without luck."""
    if believed is None:
        return [(UNKNOWN, UNKNOWN, Regret(UNKNOWN, UNKNOWN, UNKNOWN))] * number
    behind = regrets(believed.sampled)
    wins, safe = won(believed.sampled).mean(axis=1), (behind <= matters).mean(axis=1)
    mean, worst = behind.mean(axis=1), behind.max(axis=1)
    unseen = np.percentile(behind, UNSEEN, axis=1)
    return [
        (
            figure_of(wins[:, place]),
            figure_of(safe[:, place]),
            Regret(*(figure_of(one[:, place]) for one in (mean, unseen, worst))),
        )
        for place in range(number)
    ]


def _surely(
    gains: Sequence[Floats],
    means: Floats,
    alone: NDArray[np.bool_],
    contrasts: Contrasts | None,
    level: float,
) -> NDArray[np.bool_]:
    """In which worlds the paired interval of the best two lies off zero, shape (worlds,).

    Its variance is drawn towards that of all worlds, and it is wide enough for all pairs at once.
    """
    # Imported here: a page that only shows names should not wait for it.
    from scipy.special import stdtrit

    sure = np.zeros(len(means), dtype=bool)
    if contrasts is None:
        return sure
    each = level_for_all_pairs(means.shape[1], level)
    telling = [place for place, one in enumerate(gains) if one.shape[1] > 1]
    for row, place in enumerate(telling):
        second, first = np.argsort(means[place], kind="stable")[-2:]
        times = float(stdtrit(contrasts.freedom[row], 0.5 + each / 2))
        half = times * contrasts.variance(row, int(first), int(second)) ** 0.5
        sure[place] = alone[place] and means[place, first] - means[place, second] > half
    return sure
