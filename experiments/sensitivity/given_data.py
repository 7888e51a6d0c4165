"""PAWN: which factors move the whole distribution of an outcome, from whatever points there are.

The points are cut into slides by one factor at a time; the index of the factor is the median over the slides of the
Kolmogorov-Smirnov distance between the outcomes of the slide and all outcomes (Pianosi and Wagener 2018). No design is
needed, and outcomes may be as skewed as days of life are. A distance is above zero for a factor without any effect too;
how far is told by the same points with the factor's values dealt anew among them. Points of one row or trajectory of a
design are dealt together, as they are no independent draws.

SALib has the same index; here slides are made of ranks, so that the levels of a screening make slides as well (SALib
leaves the highest value out of every slide), and ties in the outcome, such as groups that outlive the time, count once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SLIDES = 8
DEALS = 60
"""So many times the values are dealt anew; the floor is their 95% quantile."""

FEWEST_IN_A_SLIDE = 10


@dataclass(frozen=True)
class Distance:
    """How far a factor moves the distribution of the outcome.

    Attributes:
        path: of the factor.
        index: the median distance, 0..1; NaN with too few points.
        floor: what a factor without effect exceeds in 5% of such samples.
        points: how many outcomes it rests on.
    """

    path: str
    index: float
    floor: float
    points: int

    @property
    def above(self) -> bool:
        """Whether the index is above its floor."""
        return self.index > self.floor

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {**asdict(self), "above": self.above}


def pawn(
    paths: Sequence[str],
    points: Floats,
    outcomes: Floats,
    blocks: Integers | None = None,
    slides: int = SLIDES,
    seed: int = 0,
) -> tuple[Distance, ...]:
    """The distance of each factor.

    Args:
        paths: of the k factors.
        points: shape (n, k), in any unit; NaN where a factor was not moved, which leaves the point out for it.
        outcomes: shape (n,), NaN where a run failed.
        blocks: which points were drawn together, shape (n,); each by itself if not given.
        slides: how many.
        seed: of the dealing.
    """
    blocks = np.arange(len(points)) if blocks is None else blocks
    rng = np.random.default_rng(seed)
    found = []
    for place, path in enumerate(paths):
        kept = ~np.isnan(points[:, place]) & ~np.isnan(outcomes)
        values, shown, block = points[kept, place], outcomes[kept], blocks[kept]
        if len(values) < slides * FEWEST_IN_A_SLIDE or np.ptp(values) == 0:
            found.append(Distance(path, float("nan"), float("nan"), len(values)))
            continue
        order, last = np.argsort(shown, kind="stable"), _ends_of_ties(shown)
        index = _index(values, order, last, slides, rng)
        dealt = [_index(_dealt(values, block, rng), order, last, slides, rng) for _ in range(DEALS)]
        found.append(Distance(path, index, float(np.quantile(dealt, 0.95)), len(values)))
    return tuple(found)


def _ends_of_ties(outcomes: Floats) -> NDArray[np.bool_]:
    """Of the sorted outcomes, which are the last of their like: there the distribution functions are compared."""
    ordered = np.sort(outcomes)
    return np.append(ordered[1:] != ordered[:-1], True)


def _index(
    values: Floats, order: Integers, last: NDArray[np.bool_], slides: int, rng: np.random.Generator
) -> float:
    """The median distance of slides of equal size; equal values are parted at random."""
    number = len(values)
    ranks = np.empty(number, dtype=np.int64)
    ranks[np.lexsort((rng.random(number), values))] = np.arange(number)
    slide = (ranks * slides // number)[order]
    everyone = np.arange(1, number + 1)[last] / number
    distances = []
    for one in range(slides):
        inside = np.cumsum(slide == one)
        distances.append(np.max(np.abs(inside[last] / inside[-1] - everyone)))
    return float(np.median(distances))


def _dealt(values: Floats, blocks: Integers, rng: np.random.Generator) -> Floats:
    """The values given to other points, block by block of the same size."""
    order = np.argsort(blocks, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(blocks[order]) != 0))
    sizes = np.diff(np.append(starts, len(order)))
    found = np.empty_like(values)
    for size in np.unique(sizes):
        places = order[starts[sizes == size][:, None] + np.arange(size)]
        found[places] = values[places[rng.permutation(len(places))]]
    return found
