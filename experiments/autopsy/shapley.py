"""Fair shares of a loss among the causes that made it together: Shapley values, exact and by sampled orders.

The game: causes join one after the other, and each is charged with what the loss grows by when it joins; its share is
the mean over all orders in which they can join (Shapley 1953). It is the only way of sharing that gives out exactly
what was lost (efficiency), treats equals alike (symmetry), charges nothing to what changes nothing (null player), and
adds up over games. Sampled orders come in pairs, each with its reverse (Mitchell and others 2022, *JMLR* 23(43)): what
joins early in one joins late in the other, which takes out much of the noise; the interval is Student's over the pairs.

A set of players is a whole number whose bit i says whether player i is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Shares:
    """Shapley values.

    Attributes:
        values: shape (k,); they add up to what all players together are worth.
        low, high: 95% intervals of sampled values, shape (k,); the values themselves where they are exact.
    """

    values: Floats
    low: Floats
    high: Floats


def exact(worth: Floats) -> Shares:
    """Shapley values from the worth of every set of players.

    Args:
        worth: of each set, by its number, shape (2**k,); only differences count.
    """
    worth = np.asarray(worth, dtype=np.float64)
    players = worth.size.bit_length() - 1
    sets = np.arange(worth.size)
    sizes = np.bitwise_count(sets)
    orders = factorial(players)
    weights = np.array([factorial(s) * factorial(players - s - 1) / orders for s in range(players)])
    values = np.zeros(players)
    for player in range(players):
        without = sets[sets >> player & 1 == 0]
        values[player] = np.sum(weights[sizes[without]] * (worth[without | 1 << player] - worth[without]))
    return Shares(values, values.copy(), values.copy())


def paired_orders(players: int, pairs: int, seed: int) -> Integers:
    """Random orders in which players join, each followed by its reverse; shape (2 · pairs, players)."""
    luck = np.random.default_rng(seed)
    orders = [luck.permutation(players) for _ in range(pairs)]
    return np.array([one for order in orders for one in (order, order[::-1])]).reshape(2 * pairs, players)


def joining(orders: Integers) -> Integers:
    """The sets that come about while the players of each order join; shape (orders, players + 1)."""
    sets = np.zeros((orders.shape[0], orders.shape[1] + 1), dtype=np.int64)
    sets[:, 1:] = np.cumsum(np.int64(1) << orders, axis=1)
    return sets


def sampled(orders: Integers, worth: Mapping[int, float]) -> Shares:
    """Shapley values from orders of `paired_orders`.

    Args:
        orders: shape (2 · pairs, players), each even row followed by its reverse.
        worth: of every set in `joining(orders)`.
    """
    from scipy.special import stdtrit

    sets = joining(orders)
    along = np.array([[worth[int(one)] for one in row] for row in sets])
    charged = np.zeros(orders.shape)
    np.put_along_axis(charged, orders, np.diff(along, axis=1), axis=1)
    pairs = charged.reshape(-1, 2, orders.shape[1]).mean(axis=1)
    values = pairs.mean(axis=0)
    if len(pairs) < 2:
        unknown = np.full(values.shape, np.inf)
        return Shares(values, -unknown, unknown)
    half = float(stdtrit(len(pairs) - 1, 0.975)) * pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return Shares(values, values - half, values + half)


def smallest(sets: Sequence[int]) -> tuple[int, ...]:
    """Those of some sets that have the fewest players, ascending."""
    if not sets:
        return ()
    fewest = min(one.bit_count() for one in sets)
    return tuple(sorted(one for one in set(sets) if one.bit_count() == fewest))
