"""Fair shares of a loss: Shapley values of games worked out by hand, their axioms, and sampled orders."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from experiments.autopsy.shapley import exact, joining, paired_orders, sampled, smallest


def game(worth, players):
    return np.array([worth({i for i in range(players) if one >> i & 1}) for one in range(1 << players)])


def test_shapley_values_of_games_worked_out_by_hand():
    # One left glove and two right ones: a pair is worth 1 (Shapley and Shubik 1969).
    gloves = game(lambda s: float(0 in s and bool(s & {1, 2})), 3)
    np.testing.assert_allclose(exact(gloves).values, [2 / 3, 1 / 6, 1 / 6])
    # Votes of 50, 49 and 1, 51 needed: the smallest party has as much power as the second.
    votes = np.array([50, 49, 1])
    voting = game(lambda s: float(votes[list(s)].sum() >= 51), 3)
    np.testing.assert_allclose(exact(voting).values, [2 / 3, 1 / 6, 1 / 6])
    own = np.array([3.0, -1.0, 0.0, 5.5])
    np.testing.assert_allclose(exact(game(lambda s: own[list(s)].sum(), 4)).values, own, atol=1e-12)
    # An airport's runway (Littlechild and Owen 1973): each length is paid by those who need it.
    np.testing.assert_allclose(
        exact(game(lambda s: max((i + 1 for i in s), default=0), 3)).values, [1 / 3, 5 / 6, 11 / 6]
    )
    assert exact(np.array([7.0])).values.shape == (0,)


@pytest.mark.parametrize("players", [1, 2, 5, 8])
def test_shapley_values_keep_their_axioms_in_any_game(players):
    luck = np.random.default_rng(players)
    worth, other = luck.normal(size=(2, 1 << players)) * 50
    values = exact(worth).values
    assert values.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)
    np.testing.assert_allclose(exact(worth + other).values, values + exact(other).values, atol=1e-9)
    # A player who changes nothing, put last, gets nothing and changes nobody's value.
    with_null = exact(np.concatenate([worth, worth])).values
    assert with_null[-1] == 0
    np.testing.assert_allclose(with_null[:-1], values, atol=1e-9)


def test_players_who_do_the_same_get_the_same():
    luck = np.random.default_rng(3)
    by_size_and_last = luck.normal(size=(6, 2))
    worth = game(lambda s: by_size_and_last[len(s), int(4 in s)] if s else 0.0, 5)
    values = exact(worth).values
    np.testing.assert_allclose(values[:4], values[0])


def test_orders_come_with_their_reverse_and_join_one_by_one():
    orders = paired_orders(6, 5, 1)
    assert orders.shape == (10, 6)
    assert (orders[::2] == orders[1::2, ::-1]).all()
    sets = joining(orders)
    assert (sets[:, 0] == 0).all()
    assert (sets[:, -1] == 63).all()
    assert all((int(b) ^ int(a)).bit_count() == 1 for row in sets for a, b in pairwise(row))
    assert not (paired_orders(6, 5, 2) == orders).all()


@pytest.mark.statistical
def test_sampled_values_are_near_the_exact_ones():
    """200 pairs of orders, 10 players: at most 3 of 10 intervals of 95% may miss (chance of more: 0.001)."""
    luck = np.random.default_rng(11)
    worth = luck.normal(size=1 << 10) + 4 * np.bitwise_count(np.arange(1 << 10))
    orders = paired_orders(10, 200, 5)
    found = sampled(orders, dict(enumerate(worth.tolist())))
    truth = exact(worth).values
    assert found.values.sum() == pytest.approx(worth[-1] - worth[0])
    missed = (truth < found.low) | (truth > found.high)
    assert missed.sum() <= 3
    assert np.abs(found.values - truth).max() < 4 * (found.high - found.values).max()


def test_two_players_need_one_pair_of_orders():
    worth = {0: 0.0, 1: 3.0, 2: 5.0, 3: 10.0}
    found = sampled(paired_orders(2, 1, 0), worth)
    np.testing.assert_allclose(found.values, exact(np.array([0.0, 3.0, 5.0, 10.0])).values)
    assert np.isinf(found.high).all()


def test_smallest_sets():
    assert smallest([0b111, 0b011, 0b101, 0b11]) == (0b011, 0b101)
    assert smallest([]) == ()
