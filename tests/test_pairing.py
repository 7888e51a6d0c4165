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


def skewed_sample(luck: np.random.Generator, size: int) -> np.ndarray:
    """Log-normal differences, whose true mean is 0."""
    return luck.lognormal(0.0, 1.0, size) - np.exp(0.5)


@pytest.mark.statistical
@pytest.mark.parametrize("size", [20, 30, 50])
def test_coverage_of_skewed_differences(size: int) -> None:
    """At least 90% where Student's falls short of it or hardly keeps it.

    In 600 samples an interval that holds in 92% (as this one does in long runs) is right in fewer than 540 about once
    in 25 times, which with a fixed seed happens never or always; it does not.
    """
    luck = np.random.default_rng(4)
    hits = students = 0
    for _ in range(600):
        difference = skewed_sample(luck, size)
        found = paired(difference, np.zeros(size))
        hits += found.low <= 0 <= found.high
        student = stats.ttest_1samp(difference, 0.0).confidence_interval(0.95)
        students += student.low <= 0 <= student.high
    assert hits >= 540
    assert hits > students


@pytest.mark.statistical
def test_coverage_of_differences_that_hardly_ever_differ() -> None:
    """Counts that are mostly zero, as orders are: 95% is promised; of 400 samples fewer than 360 would be a failure."""
    luck = np.random.default_rng(5)
    hits = 0
    for _ in range(400):
        found = paired(luck.poisson(0.3, 60).astype(float), np.zeros(60))
        hits += found.low <= 0.3 <= found.high
    assert hits >= 360


def test_which_interval_is_taken() -> None:
    luck = np.random.default_rng(6)
    zeros = np.zeros(4000)
    assert paired(luck.normal(0, 1, 50), zeros[:50]).method == "student"
    assert paired(luck.normal(0, 1, 50), zeros[:50], reach=90.0).method == "bounded"
    skewed = luck.lognormal(0, 1, 4000)
    assert paired(skewed[:50], zeros[:50]).method == "bootstrap_t"
    assert paired(skewed[:19], zeros[:19]).method == "student"
    assert paired(skewed, zeros).method == "student"  # so many that the mean is as good as normal
    few = np.zeros(40)
    few[:3] = (5.0, 2.0, 9.0)
    assert paired(few, zeros[:40]).method == "student"


def test_the_bootstrap_is_always_the_same_and_turns_with_the_sign() -> None:
    difference = skewed_sample(np.random.default_rng(7), 40)
    one, again = paired(difference, np.zeros(40)), paired(difference, np.zeros(40))
    turned = paired(np.zeros(40), difference)
    assert one == again
    assert one.method == turned.method == "bootstrap_t"
    assert turned.low == pytest.approx(-one.high, rel=0.02)
    assert turned.high == pytest.approx(-one.low, rel=0.02)
    assert one.high - one.mean > one.mean - one.low  # the long tail is above


def test_surer_intervals_are_wider() -> None:
    difference = skewed_sample(np.random.default_rng(8), 40)
    widths = [
        found.high - found.low
        for found in (paired(difference, np.zeros(40), level) for level in (0.9, 0.95, 0.995, 0.9992))
    ]
    assert widths == sorted(widths)
