"""Paired differences: against scipy's paired t, what pairing saves, and small or one-sided samples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from experiments.pairing import paired


def test_interval_is_students_on_the_differences() -> None:
    luck = np.random.default_rng(1)
    first, second = luck.normal(5, 2, 40), luck.normal(4, 2, 40)
    found = paired(first, second)
    known = stats.ttest_rel(first, second).confidence_interval(0.95)
    assert found.mean == pytest.approx(np.mean(first - second))
    assert found.low == pytest.approx(known.low)
    assert found.high == pytest.approx(known.high)
    assert found.launches == 40
    assert found.more + found.same + found.fewer == 40


def test_pairing_saves_what_the_common_luck_is() -> None:
    luck = np.random.default_rng(2)
    people = luck.normal(0, 3, 4000)
    found = paired(people + luck.normal(1, 1, 4000), people + luck.normal(0, 1, 4000))
    assert found.saved == pytest.approx(10.0, rel=0.15)  # (9 + 1 + 9 + 1) / 2


def test_the_same_column_is_no_difference() -> None:
    column = np.arange(30.0)
    found = paired(column, column, reach=90.0)
    assert found.mean == 0.0
    assert found.low < 0 < found.high
    assert found.high < 7
    assert found.same == 30
    assert np.isinf(found.saved)


@pytest.mark.parametrize(("launches", "sure"), [(3, False), (5, False), (100, True)])
def test_few_launches_that_all_end_alike_are_no_certainty(launches: int, sure: bool) -> None:
    found = paired(np.full(launches, 90.0), np.zeros(launches), reach=90.0)
    assert found.mean == 90.0
    assert (found.low > 80) == sure
    assert found.high == 90.0


def test_coverage_of_a_bounded_measure() -> None:
    luck = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        first = np.where(luck.random(30) < 0.9, 90.0, luck.uniform(0, 90, 30))
        second = np.where(luck.random(30) < 0.8, 90.0, luck.uniform(0, 90, 30))
        found = paired(first, second, reach=90.0)
        hits += found.low <= 45 * 0.1 <= found.high
    assert (
        hits >= 372
    )  # 95% of 400 is 380; below 372 by chance about once in 100 with a fixed seed: not at all


def test_failed_launches_leave_both_sides() -> None:
    found = paired(np.array([1.0, np.nan, 3.0]), np.array([0.0, 0.0, np.nan]))
    assert found.launches == 1
    assert found.mean == 1.0
    assert found.low == -np.inf
    nothing = paired(np.array([np.nan]), np.array([1.0]))
    assert nothing.launches == 0
    assert np.isnan(nothing.mean)
