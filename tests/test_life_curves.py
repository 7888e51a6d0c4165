"""Life curves against scipy's survival functions, textbook values and hand counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, binomtest, ecdf

from experiments.life import half_life, life_curve, restricted_mean, steps, wilson

DEATHS = np.array([4.0, 10.5, 10.5, 33.0, 90.0, np.inf, np.inf, 2.0, 61.0, np.inf])
HORIZON = 100.0


def test_shares_equal_scipys_kaplan_meier() -> None:
    alive = np.isinf(DEATHS)
    known = ecdf(CensoredData(uncensored=DEATHS[~alive], right=np.full(alive.sum(), HORIZON))).sf
    moments, shares, variances = steps(DEATHS, HORIZON)
    np.testing.assert_allclose(shares, known.probabilities[: moments.size], rtol=1e-14)
    low = known.confidence_interval(0.95, method="linear").low.probabilities[: moments.size]
    half = 1.959963984540054 * np.sqrt(variances)
    np.testing.assert_allclose(np.clip(shares - half, 0, 1), np.clip(low, 0, 1), atol=1e-12)


def test_band_without_early_censoring_is_wilsons() -> None:
    curve = life_curve(DEATHS, np.array([0.0, 20.0, 99.0]), HORIZON)
    for position, alive in enumerate((10, 6, 3)):
        known = binomtest(alive, 10).proportion_ci(0.95, method="wilson")
        assert curve.share[position] == pytest.approx(alive / 10)
        assert curve.low[position] == pytest.approx(known.low, abs=1e-12)
        assert curve.high[position] == pytest.approx(known.high, abs=1e-12)


def test_band_stays_honest_when_all_live_or_all_die() -> None:
    all_live = life_curve(np.full(100, np.inf), np.array([50.0]), 90.0)
    assert (all_live.share[0], all_live.high[0]) == (1.0, 1.0)
    assert 0.95 < all_live.low[0] < 0.97
    all_dead = life_curve(np.full(100, 3.0), np.array([50.0]), 90.0)
    assert all_dead.share[0] == 0.0
    assert 0.03 < all_dead.high[0] < 0.05


def test_a_death_counts_from_its_own_moment() -> None:
    curve = life_curve(np.array([10.0, 20.0]), np.array([9.99, 10.0, 20.0]), 30.0)
    assert curve.share.tolist() == [1.0, 0.5, 0.0]


def test_failed_launches_are_left_out() -> None:
    with_failures = np.concatenate((DEATHS, [np.nan, np.nan]))
    days = np.arange(101.0)
    assert life_curve(with_failures, days, HORIZON).launches == 10
    np.testing.assert_array_equal(
        life_curve(with_failures, days, HORIZON).share, life_curve(DEATHS, days, HORIZON).share
    )
    nothing = life_curve(np.array([np.nan]), days, HORIZON)
    assert nothing.launches == 0
    assert np.isnan(nothing.share).all()


def test_half_life() -> None:
    assert half_life(DEATHS, HORIZON) == 33.0
    assert half_life(np.array([1.0, np.inf, np.inf]), 10.0) == np.inf
    assert half_life(np.array([1.0, 2.0, 3.0]), 10.0) == 2.0


@given(
    st.lists(st.floats(0, 200) | st.just(float("inf")), min_size=1, max_size=40),
    st.floats(1, 180),
)
def test_restricted_mean_is_the_mean_of_lives_cut_off(deaths: list[float], day: float) -> None:
    deaths_array = np.array(deaths)
    assert restricted_mean(deaths_array, day) == pytest.approx(np.minimum(deaths_array, day).mean(), rel=1e-9)


def test_wilson_against_a_printed_value() -> None:
    # Wilson 1927 as worked in Newcombe 1998, Table I: 81 of 263 gives 0.2553 to 0.3662.
    low, high = wilson(np.array(81 / 263), np.array(263.0))
    assert (round(float(low), 4), round(float(high), 4)) == (0.2553, 0.3662)
