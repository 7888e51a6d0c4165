"""Where the ranking flips: the kind of world in which another strategy beats the leader, told as limits of parameters.

A search finds a box in noise too. So it is made on half of the worlds, and its box is told only if it holds among the
other half as well: if so many cases fall inside there by chance in at most `HOLDS` of such searches. Each half is
searched and judged by the other, which halves what is allowed to each. Each limit carries its quasi-p-value (Bryant and
Lempert 2010): the chance of as high a share of cases if that limit said nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.robustness.box_search import Box, binomial_tail, find_box, tail

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

HOLDS = 0.05
"""False-alarm rate for each pair of strategies."""

FEWEST_CASES = 6
"""With fewer worlds that flip, or that do not, there is nothing to search."""


@dataclass(frozen=True)
class Limit:
    """Of one parameter: between `low` and `high`, either of which may be infinite, with its quasi-p-value."""

    parameter: str
    low: float
    high: float
    quasi_p: float


@dataclass(frozen=True)
class Count:
    """So many of so many worlds."""

    found: int
    of: int


@dataclass(frozen=True)
class Flip:
    """A kind of world in which the leader loses.

    Attributes:
        leader: who usually wins.
        rival: who beats it there.
        limits: at most three.
        inside: worlds of this kind in which the leader loses, of all of this kind.
        outside: the same of all others.
        held: the same as `inside` for the half of the worlds that the search had not seen.
        coverage: share of all flips that are inside.
        density: share of flips among the worlds inside.
        p_value: chance of `held` if the box said nothing, for both searches.
    """

    leader: str
    rival: str
    limits: tuple[Limit, ...]
    inside: Count
    outside: Count
    held: Count
    coverage: float
    density: float
    p_value: float


def flips(
    strategies: Sequence[str], leader: str, means: Floats, names: Sequence[str], points: Floats, seed: int = 0
) -> tuple[Flip, ...]:
    """Where each rival beats the leader, most telling first; none where nothing holds out of sample.

    Args:
        strategies: their ids.
        leader: one of them.
        means: of the measure in each world, shape (worlds, strategies); more is better.
        names: of the parameters.
        points: the worlds, shape (worlds, parameters).
        seed: of the split into halves.
    """
    first = strategies.index(leader)
    found = []
    for place, rival in enumerate(strategies):
        if place == first:
            continue
        one = flip(means[:, place] > means[:, first], names, points, leader, rival, seed)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.p_value))


def flip(
    cases: Booleans, names: Sequence[str], points: Floats, leader: str, rival: str, seed: int = 0
) -> Flip | None:
    """The kind of world in which the cases are, if there is one that holds.

    Args:
        cases: the worlds in which the rival is ahead, shape (worlds,).
        names: of the parameters.
        points: the worlds, shape (worlds, parameters).
        leader: who usually wins.
        rival: who is ahead there.
        seed: of the split into halves.
    """
    if min(int(cases.sum()), int((~cases).sum())) < FEWEST_CASES or not len(names):
        return None
    shuffled = np.random.default_rng(seed).permutation(len(cases))
    halves = np.sort(shuffled[::2]), np.sort(shuffled[1::2])
    tried = []
    for seen, unseen in (halves, halves[::-1]):
        box = find_box(points[seen], cases[seen])
        if box is not None:
            inside = box.holds(points[unseen])
            held = Count(int(cases[unseen][inside].sum()), int(inside.sum()))
            chance = tail(held.found, held.of, int(cases[unseen].sum()), len(unseen))
            tried.append((min(1.0, 2.0 * chance), held, box))
    if not tried:
        return None
    p_value, held, box = min(tried, key=lambda one: one[0])
    if p_value > HOLDS:
        return None
    inside = box.holds(points)
    count = Count(int(cases[inside].sum()), int(inside.sum()))
    return Flip(
        leader,
        rival,
        tuple(_limit(box, place, names, points, cases) for place in box.limited),
        count,
        Count(int(cases[~inside].sum()), int((~inside).sum())),
        held,
        count.found / int(cases.sum()),
        count.found / count.of,
        p_value,
    )


def _limit(box: Box, place: int, names: Sequence[str], points: Floats, cases: Booleans) -> Limit:
    inside, wider = box.holds(points), box.without(place).holds(points)
    share = float(cases[wider].mean())
    quasi_p = binomial_tail(int(cases[inside].sum()), int(inside.sum()), share)
    return Limit(names[place], float(box.low[place]), float(box.high[place]), quasi_p)
