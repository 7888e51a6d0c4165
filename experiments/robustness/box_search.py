"""The patient rule induction method (Friedman and Fisher 1999): the box of few parameters that holds most cases.

From the box of all worlds a thin slice is peeled off again and again, always the one that leaves the greatest share of
cases; a little at a time, so that a bad slice can be made up for. Of every box on the way the limits that it can best
do without are dropped, until at most `MOST_LIMITS` are left and each is worth its price. The box with the most cases
beyond its due is kept, by its hypergeometric z-score, and its faces are pushed out again as long as the share of cases
does not fall.

Among many parameters and few worlds nearly every slice looks good. So only those `SCREENED` parameters are peeled whose
ranks differ most between cases and others (Wilcoxon); what matters only together with another may be missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

SLICE = 0.15
"""Share of a box's worlds that is peeled off at a time; among some hundred worlds thinner ones follow noise."""

SMALLEST = 0.06
"""A box with a smaller share of all worlds is not looked at."""

FEWEST = 5
MOST_LIMITS = 3
SCREENED = 6
PRICE = 1.0
"""A limit must raise the z-score by this much to stay."""


@dataclass(frozen=True)
class Box:
    """Limits for some parameters; −inf and inf where there are none.

    Attributes:
        low, high: shape (parameters,); a world is inside if all its values lie between them.
    """

    low: Floats
    high: Floats

    def holds(self, points: Floats) -> Booleans:
        """Which of these worlds are inside; `points` has shape (worlds, parameters)."""
        inside: Booleans = np.all((points >= self.low) & (points <= self.high), axis=1)
        return inside

    @property
    def limited(self) -> list[int]:
        """Places of the parameters that are limited."""
        return [int(place) for place in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))]

    def with_limit(self, place: int, low: float, high: float) -> Box:
        """The box with other limits for one parameter."""
        lows, highs = self.low.copy(), self.high.copy()
        lows[place], highs[place] = low, high
        return Box(lows, highs)

    def without(self, place: int) -> Box:
        """The box without limits for one parameter."""
        return self.with_limit(place, -np.inf, np.inf)


def find_box(points: Floats, cases: Booleans) -> Box | None:
    """The box that holds the most cases beyond its due.

    Args:
        points: parameters of some worlds, shape (worlds, parameters).
        cases: which of them are cases, shape (worlds,).

    Returns:
        None if no box holds more than its due; there must be both cases and others.
    """
    least = max(FEWEST, round(SMALLEST * len(points)))
    screened = _screened(points, cases)
    nothing = np.full(points.shape[1], np.inf)
    box: Box | None = Box(-nothing, nothing)
    best, highest = None, 0.0
    while box is not None:
        simple = _simpler(box, points, cases)
        score = _net(simple, points, cases)
        if simple.limited and score > highest + 1e-9:
            best, highest = simple, score
        box = _peeled(box, points, cases, least, screened)
    return None if best is None else _pasted(best, points, cases)


def beyond_due(box: Box, points: Floats, cases: Booleans) -> float:
    """How many standard deviations more cases a box holds than worlds drawn blindly would."""
    inside = box.holds(points)
    worlds, number, found = len(points), int(inside.sum()), int(cases[inside].sum())
    share = float(cases.mean())
    variance = number * share * (1 - share) * (worlds - number) / max(1, worlds - 1)
    return (found - number * share) / variance**0.5 if variance > 0 else 0.0


def tail(found: int, inside: int, cases: int, worlds: int) -> float:
    """Chance of at least so many cases among `inside` worlds drawn blindly from `worlds` (hypergeometric)."""
    ways = sum(
        comb(cases, k) * comb(worlds - cases, inside - k) for k in range(found, min(cases, inside) + 1)
    )
    return ways / comb(worlds, inside)


def binomial_tail(found: int, number: int, share: float) -> float:
    """Chance of at least so many of `number` at a share."""
    return sum(comb(number, k) * share**k * (1 - share) ** (number - k) for k in range(found, number + 1))


def _screened(points: Floats, cases: Booleans) -> list[int]:
    """Places of the parameters whose ranks differ most between cases and others."""
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable").astype(np.float64)
    # Equal values share their rank.
    for place in range(points.shape[1]):
        _, group, sizes = np.unique(points[:, place], return_inverse=True, return_counts=True)
        ranks[:, place] = (np.bincount(group, ranks[:, place]) / sizes)[group]
    spread = ranks.std(axis=0)
    apart = np.abs(ranks[cases].mean(axis=0) - ranks[~cases].mean(axis=0))
    told = np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0)
    return sorted(int(place) for place in np.argsort(-told, kind="stable")[:SCREENED])


def _net(box: Box, points: Floats, cases: Booleans) -> float:
    return beyond_due(box, points, cases) - PRICE * len(box.limited)


def _peeled(box: Box, points: Floats, cases: Booleans, least: int, screened: list[int]) -> Box | None:
    """The box after the best peel; None if every peel would leave too few worlds."""
    inside = box.holds(points)
    here, found = points[inside], cases[inside]
    cut = max(1, int(SLICE * len(here)))
    if len(here) - cut < least or found.all() or not found.any():
        return None
    best, highest = None, (-1.0, 0)
    for place in screened:
        values = here[:, place]
        ordered = np.sort(values)
        for low in (True, False):
            edge = _edge(ordered, cut, low)
            if edge is None:
                continue
            kept = values >= edge if low else values <= edge
            number = int(kept.sum())
            if number < least:
                continue
            # Of slices that leave the same share the thinner one is more patient.
            score = float(found[kept].mean()), number
            if score > highest:
                limits = (edge, box.high[place]) if low else (box.low[place], edge)
                best, highest = box.with_limit(place, float(limits[0]), float(limits[1])), score
    return best


def _edge(ordered: Floats, cut: int, low: bool) -> float | None:
    """Where to cut so that at least `cut` worlds go: half way between the last that goes and the first that stays."""
    last = ordered[cut - 1] if low else ordered[-cut]
    staying = ordered[ordered > last] if low else ordered[ordered < last]
    if staying.size == 0:
        return None
    return float(last + (staying[0] if low else staying[-1])) / 2.0


def _simpler(box: Box, points: Floats, cases: Booleans) -> Box:
    """The box without the limits that it can best do without."""
    score = _net(box, points, cases)
    while box.limited:
        others = [box.without(place) for place in box.limited]
        scores = [_net(other, points, cases) for other in others]
        best = int(np.argmax(scores))
        if len(box.limited) <= MOST_LIMITS and scores[best] < score:
            break
        box, score = others[best], scores[best]
    return box


def _pasted(box: Box, points: Floats, cases: Booleans) -> Box:
    """The box with its faces pushed out as long as the share of cases inside does not fall."""
    moved = True
    while moved:
        moved = False
        for place in box.limited:
            for low in (True, False):
                wider = _wider(box, place, low, points)
                if wider is None:
                    continue
                before, after = (float(cases[one.holds(points)].mean()) for one in (box, wider))
                if after >= before and wider.limited:
                    box, moved = wider, True
    return box


def _wider(box: Box, place: int, low: bool, points: Floats) -> Box | None:
    """The box with one face pushed out over a few worlds."""
    face = box.low[place] if low else box.high[place]
    if not np.isfinite(face):
        return None
    free = box.without(place).holds(points)
    values = np.sort(points[free, place])
    beyond = values[values < face][::-1] if low else values[values > face]
    step = max(1, int(SLICE / 2 * free.sum()))
    end = -np.inf if low else np.inf
    new = end if beyond.size <= step else float(beyond[step - 1] + beyond[step]) / 2.0
    return box.with_limit(place, new, box.high[place]) if low else box.with_limit(place, box.low[place], new)
