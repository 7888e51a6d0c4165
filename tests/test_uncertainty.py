"""Luck and ignorance apart: known cases, and error rates of the intervals."""

import numpy as np
import pytest

from experiments.uncertainty import mean_figure, mean_of, shares


def test_one_world_knows_luck_only():
    found = shares(np.array([[5]]), np.array([10])).at(0)
    assert found.mean == 0.5
    assert found.whole == found.luck == pytest.approx((0.2366, 0.7634), abs=1e-4)  # Wilson's, 5 of 10
    assert np.isnan(found.ignorance).all()


def test_worlds_that_agree_leave_luck_and_worlds_that_differ_leave_ignorance():
    alike = shares(np.array([[50]] * 8), np.array([100] * 8)).at(0)
    assert alike.ignorance == (0.5, 0.5)
    assert alike.whole == alike.luck
    apart = shares(np.array([[0], [100]] * 4), np.array([100] * 8)).at(0)
    assert apart.ignorance == (0.0, 1.0)
    assert apart.whole == (0.0, 1.0)
    assert apart.luck[1] - apart.luck[0] < 0.08


def test_worlds_without_groups_and_no_groups_at_all():
    some = shares(np.array([[3], [0], [1]]), np.array([4, 0, 1])).at(0)
    assert (some.mean, some.groups) == (0.8, 5)
    none = shares(np.array([[0], [0]]), np.array([0, 0])).at(0)
    assert np.isnan([none.mean, *none.luck, *none.ignorance, *none.whole]).all()
    assert none.groups == 0


@pytest.mark.statistical
def test_luck_and_ignorance_hold_what_they_say():
    """Twenty worlds of 40 groups, shares from Beta(6, 4), 400 times.

    Luck holds the mean of the worlds' true shares in 95% of the trials (fails by chance below 1 in 1000), and ignorance
    holds 92% of all worlds, for the variance between worlds is itself an estimate; without drawing in, it
    would be wider in every trial.
    """
    draws = np.random.default_rng(11)
    true = draws.beta(6, 4, (400, 20))
    counts = draws.binomial(40, true)
    every = np.sort(draws.beta(6, 4, 20_000))
    one_more = 2.093 / 1.96 * np.sqrt(1 + 1 / 20)  # Student's, 19 degrees of freedom
    hits, held, narrower = 0, [], 0
    for worlds, deaths in zip(true, counts, strict=True):
        found = shares(deaths[:, None], np.full(20, 40)).at(0)
        hits += found.luck[0] <= worlds.mean() <= found.luck[1]
        low, high = np.searchsorted(every, found.ignorance) / len(every)
        held.append(high - low)
        raw = np.quantile(deaths / 40, (0.025, 0.975), method="weibull") * one_more
        narrower += found.ignorance[1] - found.ignorance[0] < raw[1] - raw[0]
        assert found.whole[0] <= min(found.luck[0], found.ignorance[0])
        assert found.whole[1] >= max(found.luck[1], found.ignorance[1])
    assert hits >= 0.915 * 400
    assert 0.9 < np.mean(held) < 0.97
    assert narrower == 400


@pytest.mark.statistical
def test_a_mean_of_days_holds_what_it_says():
    """Means of 5 worlds of 12 differences, worlds 30 days apart by chance, 400 times; below 0.915, 1 in 1000."""
    draws = np.random.default_rng(13)
    hits = 0
    for centres in draws.normal(100, 30, (400, 5)):
        groups = [centre + draws.normal(0, 40, 12) for centre in centres]
        found = mean_of(groups, 730)
        hits += found.luck[0] <= centres.mean() <= found.luck[1]
        assert found.ignorance[0] <= found.mean <= found.ignorance[1]
    assert hits >= 0.915 * 400


def test_a_mean_of_alike_groups_is_not_certain():
    found = mean_of([np.full(5, 20.0)], 730)
    assert found.mean == 20
    assert found.luck[0] < 0 < 20 < found.luck[1]
    assert np.isnan(mean_of([np.array([np.nan])], 730).mean)


def test_figures_of_worlds():
    found = mean_figure([(0.7, 0.6, 0.8), (0.9, 0.8, 1.0), (np.nan, np.nan, np.nan)], 30)
    assert found.mean == pytest.approx(0.8)
    assert found.luck == pytest.approx((0.8 - 0.1 / np.sqrt(2), 0.8 + 0.1 / np.sqrt(2)))
    assert found.ignorance[0] < 0.8 < found.ignorance[1]
    assert np.isnan(mean_figure([(np.nan, np.nan, np.nan)], 0).mean)
