"""All that is said about strategies over plausible worlds, from the measure of every launch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.measures import Measure
from experiments.robustness.flips import Flip, flips
from experiments.robustness.luck_or_ignorance import Split, split
from experiments.robustness.over_worlds import parameters_of, whole_launches
from experiments.robustness.true_means import contrasts_of, true_means
from experiments.robustness.value_of_information import Unknown, unknowns
from experiments.robustness.verdict import RobustVerdict, decide
from experiments.robustness.winners import Winners, winners

Floats = NDArray[np.float64]

DRAWS = 400
WORTH_MEASURING = 0.1
"""If knowing everything would gain less than this part of the smallest difference that matters, nothing is to be gained
by measuring."""


@dataclass(frozen=True)
class Robustness:
    """See the module's text.

    Attributes:
        strategies: ids, in the order given.
        measure: what was judged, and the smallest difference that matters.
        worlds: asked for.
        launches: asked for in each world, of each strategy.
        failed: launches left out because a strategy's run failed.
        verdict: in a word.
        winners: who wins where; None if no launch is whole.
        leader: who wins in most worlds without luck (or with it, where luck is unknown); "" if no launch is whole.
        flips: where others beat the leader.
        outcomes: the measure of each strategy taken apart into luck and ignorance, in the order given.
        leads: likewise the leader's paired difference to each other strategy, by its id; the leader's less the other's.
        worth_measuring: whether there is anything to be gained by it; None if that is unknown.
        unknowns: what each parameter would be worth, the most valuable first.
    """

    strategies: tuple[str, ...]
    measure: Measure
    worlds: int
    launches: int
    failed: int
    verdict: RobustVerdict
    winners: Winners | None
    leader: str
    flips: tuple[Flip, ...]
    outcomes: tuple[Split, ...]
    leads: Mapping[str, Split]
    worth_measuring: bool | None
    unknowns: tuple[Unknown, ...]

    def as_dict(self) -> dict[str, Any]:
        """The fields by name; what is unknown is NaN, and a limit that is not there infinite."""
        return asdict(self)


def judge(
    values: Floats,
    strategies: Sequence[str],
    measure: Measure,
    plausible: Sequence[Mapping[str, float]],
    seed: int = 0,
) -> Robustness:
    """Judge strategies over worlds.

    Args:
        values: of the measure, shape (worlds, strategies, launches), NaN where a run failed; a launch counts only if
            no strategy failed in it.
        strategies: their ids, two or more.
        measure: with a direction.
        plausible: the parameters of each world.
        seed: of all draws.

    Raises:
        ValueError: if of the measure neither more nor less is better.
    """
    if measure.more_is_better is None:
        raise ValueError(f"of {measure.code} neither more nor less is better")
    direction = 1.0 if measure.more_is_better else -1.0
    launches = whole_launches(direction * values)
    names, points = parameters_of(plausible)
    some = [place for place, one in enumerate(launches) if one.shape[1]]
    several = [one for one in launches if one.shape[1] > 1]
    contrasts = contrasts_of(several) if several else None
    believed = None if contrasts is None else true_means(contrasts, DRAWS, seed)
    whole = [launches[place] for place in some]
    found, leader = None, ""
    told: tuple[Flip, ...] = ()
    worth: tuple[Unknown, ...] = ()
    enough: bool | None = None
    if whole:
        found = winners(strategies, whole, direction, measure.matters, contrasts, believed)
        leader = _leader(found)
        means, points = np.array([one.mean(axis=1) for one in whole]), points[some]
        told = flips(strategies, leader, means, names, points, seed)
        everything = found.value_of_knowing.value
        if believed is not None:
            enough = everything >= WORTH_MEASURING * measure.matters
            worth = unknowns(means, names, points, everything, seed)
    return Robustness(
        tuple(strategies),
        measure,
        len(values),
        values.shape[2],
        int(values.shape[0] * values.shape[2] - sum(one.shape[1] for one in launches)),
        decide(strategies, believed, measure.matters),
        found,
        leader,
        told,
        tuple(split([direction * one[place] for one in whole], seed) for place in range(len(strategies))),
        _leads(strategies, leader, [direction * one for one in whole], seed),
        enough,
        worth,
    )


def _leader(found: Winners) -> str:
    """Who wins in most worlds; the better mean decides between equals."""
    unknown = np.isnan(found.standings[0].wins.value)
    shares = [one.best if unknown else one.wins.value for one in found.standings]
    best = [one for one, share in zip(found.standings, shares, strict=True) if share == max(shares)]
    names = [one.strategy for one in best]
    return found.mean_best if found.mean_best in names else names[0]


def _leads(
    strategies: Sequence[str], leader: str, values: Sequence[Floats], seed: int
) -> Mapping[str, Split]:
    if not leader:
        return {}
    first = strategies.index(leader)
    return {
        name: split([one[first] - one[place] for one in values], seed)
        for place, name in enumerate(strategies)
        if place != first
    }
