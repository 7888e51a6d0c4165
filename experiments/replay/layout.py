"""Where each member stands in the drawing: near those whom they know, and at the same place every day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.population import Population

FRIENDS = 3
"""So many of each one's strongest ties are drawn and draw the two together."""
WEAKEST = 0.05
"""A tie below this is none to be seen."""
LAYOUT_SEED = 20
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True)
class Layout:
    """A drawing's geometry.

    Attributes:
        places: x and y of each person, within the unit disc; shape (people, 2).
        ties: pairs of people whose tie is drawn, the smaller number first; shape (ties, 2).
    """

    places: NDArray[np.float64]
    ties: NDArray[np.int64]


def strongest_ties(ties: NDArray[np.float64]) -> NDArray[np.int64]:
    """Each one's strongest ties, each pair once; shape (pairs, 2).

    Args:
        ties: symmetric strengths with zero diagonal; shape (n, n).
    """
    n = len(ties)
    most = min(FRIENDS, max(0, n - 1))
    if most == 0:
        return np.zeros((0, 2), dtype=np.int64)
    friends = np.argsort(-ties, axis=1, kind="stable")[:, :most]
    mine = np.repeat(np.arange(n), most)
    theirs = friends.ravel()
    pairs = np.sort(np.stack([mine, theirs], axis=1)[ties[mine, theirs] >= WEAKEST], axis=1)
    return np.unique(pairs, axis=0).reshape(-1, 2)


def layout_of(population: Population, shown: NDArray[np.int64] | None = None) -> Layout:
    """Place the people: those with ties by springs (Fruchterman and Reingold), those without around them.

    Args:
        population: the people, with the ties they bring.
        shown: numbers of those who need a place, each once; everybody if None. The others stand in the middle.
    """
    import networkx

    # Ties are kept as of day 0, so those of later arrivals can be stored as more than 1.
    strengths = np.minimum(population.ties, 1.0)
    people = np.arange(len(population)) if shown is None else shown
    pairs = people[strongest_ties(strengths[np.ix_(people, people)])]
    n = len(people)
    known = np.unique(pairs)
    alone = np.setdiff1d(people, known)
    places = np.zeros((len(population), 2))
    # Discs of areas in proportion to how many stand in them, a little more for those who know nobody.
    inner = np.sqrt(len(known) / n) if n else 0.0
    if len(known):
        graph = networkx.Graph()
        graph.add_nodes_from(known.tolist())
        graph.add_weighted_edges_from((int(a), int(b), float(strengths[a, b])) for a, b in pairs if a != b)
        width = 1.6 / np.sqrt(len(known))
        found = networkx.spring_layout(graph, k=width, iterations=40, seed=LAYOUT_SEED)
        placed = np.array([found[i] for i in known.tolist()])
        places[known] = inner * _evened(placed)
    if len(alone):
        # A sunflower's spiral: nobody stands on anybody.
        rank = np.arange(len(alone))
        radius = np.sqrt(inner**2 + (1.0 - inner**2) * (rank + 0.5) / len(alone))
        angle = rank * GOLDEN_ANGLE
        places[alone] = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return Layout(places, pairs)


def _evened(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same directions from the middle, with radii as in an evenly filled unit disc; shape (n, 2)."""
    centred = places - places.mean(axis=0)
    radius = np.hypot(centred[:, 0], centred[:, 1])
    rank = np.argsort(np.argsort(radius, kind="stable"), kind="stable")
    even = np.sqrt((rank + 0.5) / len(places))
    return np.asarray(centred * (even / np.maximum(radius, 1e-9))[:, None])
