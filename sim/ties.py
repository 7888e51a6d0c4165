"""Who knows whom, and how well: graphs of the opening crowd, and the ties that later arrivals bring.

The graph of the members at the opening comes from networkx with a seed of its own; strengths, and
everything about later arrivals, come from keyed draws, so that a longer horizon changes nothing about those
who came before.
"""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt

from sim.draws import TIE, uniforms
from sim.tie_patterns import Blocks, FromFile, InvitationTree, KolHub, SmallWorld, Strangers, TiePattern

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Indices in the stream TIE.
_INVITER, _PAIR, _GRAPH = range(3)
_PAIR_BASE = 65_536


def graph_seed(seed: int, group: int = 0) -> int:
    """The integer seed that networkx gets for a run, for group number `group` of a portfolio."""
    return int(uniforms(seed, TIE, np.array([group], np.int64), _GRAPH, 0)[0, 0] * 2**32)


def _pairs(seed: int, first: Integers, second: Integers) -> Floats:
    """Uniforms of each pair of member keys, whichever is named first; shape (number of pairs, 4)."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return uniforms(seed, TIE, low * _PAIR_BASE + high, _PAIR, 0)


def _invitation_tree(pattern: InvitationTree, n: int, chance: random.Random) -> list[tuple[int, int]]:
    edges: list[tuple[int, int]] = []
    friends: list[list[int]] = [[] for _ in range(n)]
    closes = pattern.closure
    for member in range(min(pattern.first_members, n), n):
        inviter = chance.randrange(member)
        known = [inviter, *(friend for friend in friends[inviter] if chance.random() < closes)]
        friends[member] = known
        for friend in known:
            friends[friend].append(member)
            edges.append((friend, member))
    return edges


def opening_edges(pattern: TiePattern, n: int, seed: int, main_topic: Integers, group: int = 0) -> Integers:
    """Edges among the members at the opening by their places, shape (number of edges, 2), each pair once.

    Args:
        pattern: What the world declares, other than ties from a file.
        n: Members at the opening.
        seed: Run seed.
        main_topic: Each member's strongest interest (0, 1, 2), shape (n,); only blocks use it.
        group: Number of the group in a portfolio.
    """
    import networkx

    chance = graph_seed(seed, group)
    graph: networkx.Graph[int]
    if isinstance(pattern, InvitationTree):
        graph = networkx.Graph(_invitation_tree(pattern, n, random.Random(chance)))
        edges = list(graph.edges)
    elif isinstance(pattern, SmallWorld):
        if n <= pattern.neighbours + 1:
            edges = list(networkx.complete_graph(n).edges)
        else:
            edges = list(
                networkx.connected_watts_strogatz_graph(
                    n, pattern.neighbours, pattern.rewired, 1000, chance
                ).edges
            )
    elif isinstance(pattern, Blocks):
        members = np.argsort(main_topic, kind="stable")
        sizes = [size for size in np.bincount(main_topic, minlength=3).tolist() if size]
        rates = [
            [pattern.within if i == j else pattern.between for j in range(len(sizes))]
            for i in range(len(sizes))
        ]
        graph = networkx.stochastic_block_model(sizes, rates, seed=chance)
        return members[np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2)]
    elif isinstance(pattern, KolHub):
        graph = networkx.fast_gnp_random_graph(n, pattern.background, seed=chance)
        generator = random.Random(chance)
        for hub in range(min(pattern.hubs, n)):
            graph.add_edges_from(
                (hub, other) for other in range(n) if other != hub and generator.random() < pattern.reach
            )
        edges = list(graph.edges)
    elif isinstance(pattern, Strangers):
        edges = (
            list(networkx.fast_gnp_random_graph(n, pattern.acquainted, seed=chance).edges)
            if pattern.acquainted
            else []
        )
    else:
        raise TypeError(f"no graph for {type(pattern).__name__}")
    return np.array(edges, dtype=np.int64).reshape(-1, 2)


def opening_ties(
    pattern: TiePattern, keys: Integers, seed: int, main_topic: Integers, ties: Floats, group: int = 0
) -> None:
    """Write the ties among the members at the opening into `ties`.

    Args:
        pattern: What the world declares.
        keys: Keys of the members at the opening, shape (n,), in the order of their places.
        seed: Run seed.
        main_topic: Each member's strongest interest, shape (n,).
        ties: Shape at least (n, n), zero before; changed in place.
        group: Number of the group in a portfolio.
    """
    if isinstance(pattern, FromFile):
        pairs = np.array([(first, second) for first, second, _ in pattern.edges], dtype=np.int64)
        given = np.array([np.nan if strength is None else strength for _, _, strength in pattern.edges])
    else:
        pairs = opening_edges(pattern, len(keys), seed, main_topic, group)
        given = np.full(len(pairs), np.nan)
    if not len(pairs):
        return
    first, second = pairs.min(axis=1), pairs.max(axis=1)  # a pair named twice has one tie: the last named
    drawn = (
        pattern.weakest
        + (pattern.strongest - pattern.weakest) * _pairs(seed, keys[first], keys[second])[:, 0]
    )
    strength = np.where(np.isnan(given), drawn, given)
    ties[first, second] = strength
    ties[second, first] = strength


def arrival_ties(
    pattern: TiePattern, seed: int, keys: Integers, invited: Floats, opening: int, ties: Floats
) -> None:
    """Tie each later arrival to an inviter and, by closure, to some of the inviter's acquaintances.

    Args:
        pattern: Strength range and chance of closure.
        seed: Run seed.
        keys: All member keys in order of coming, shape (n,).
        invited: Each member's channel's share of people who come through a member, shape (n,).
        opening: Number of members at the opening.
        ties: (n, n) strengths; rows and columns from `opening` on are filled in place.
    """
    luck = uniforms(seed, TIE, keys[opening:], _INVITER, 0)
    span = pattern.strongest - pattern.weakest
    for own in range(opening, len(keys)):
        u = luck[own - opening]
        if own == 0 or u[0] >= invited[own]:
            continue
        inviter = min(int(u[1] * own), own - 1)
        strength = pattern.weakest + span * u[2]
        friends = np.flatnonzero(ties[inviter, :own])
        ties[own, inviter] = ties[inviter, own] = strength
        if len(friends):
            pair = _pairs(seed, keys[friends], np.full(len(friends), keys[own]))
            closed = friends[pair[:, 1] < pattern.closure]
            strengths = pattern.weakest + span * pair[pair[:, 1] < pattern.closure, 0]
            ties[own, closed] = strengths
            ties[closed, own] = strengths
