"""The numbers that describe talk, on counts and gaps whose answer is known on paper."""

import math

import numpy as np
import pytest

from experiments.statistics_of_talk import burstiness, gini, memory, top_share


def test_gini_of_equal_authors_is_zero_and_of_one_author_almost_one():
    assert gini([7, 7, 7, 7]) == pytest.approx(0)
    assert gini([0, 0, 0, 12]) == pytest.approx(3 / 4)


def test_gini_equals_its_definition_by_pairs():
    counts = np.array([1, 1, 2, 5, 11])
    by_pairs = np.abs(counts[:, None] - counts).mean() / (2 * counts.mean())
    assert gini(counts) == pytest.approx(by_pairs)
    assert gini(counts[::-1]) == pytest.approx(by_pairs)
    assert gini(10 * counts) == pytest.approx(by_pairs)


@pytest.mark.parametrize(("share", "part"), [(0.1, 0.5), (0.2, 0.6), (0.25, 0.65), (1, 1)])
def test_top_share_rounds_the_number_of_authors_up(share, part):
    assert top_share([2, 10, 1, 1, 1, 1, 1, 1, 1, 1], share) == pytest.approx(part)


def test_top_share_of_thirty_is_three_authors():
    assert top_share([4] * 3 + [1] * 27, 0.1) == pytest.approx(12 / 39)


def test_burstiness_of_a_clock_of_chance_and_of_bursts():
    assert burstiness([5] * 100) == pytest.approx(-1)
    # The quantiles of the exponential distribution: gaps of a Poisson process without its chance.
    chance = -np.log1p(-(np.arange(100_000) + 0.5) / 100_000)
    assert burstiness(chance) == pytest.approx(0, abs=0.001)
    # Two gaps, 0 and 2m: deviation and mean are both m. One long gap in n: the deviation is sqrt(n - 1) means.
    assert burstiness([0, 2]) == pytest.approx(0)
    assert burstiness([0] * 9 + [1]) == pytest.approx((3 - 1) / (3 + 1))


def test_memory_knows_the_order():
    assert memory([1, 5, 1, 5, 1, 5]) == pytest.approx(-1)
    assert memory([1, 2, 3, 4, 5]) == pytest.approx(1)
    # Before and after, (1, 1, 2, 2) and (1, 2, 2, 1): every deviation is a half, and the products cancel.
    assert memory([1, 1, 2, 2, 1]) == pytest.approx(0)


@pytest.mark.parametrize("statistic", [gini, lambda counts: top_share(counts, 0.1)])
@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_nobody_has_no_inequality(statistic, counts):
    assert math.isnan(statistic(counts))


@pytest.mark.parametrize("statistic", [burstiness, memory])
@pytest.mark.parametrize("gaps", [[], [3], [0, 0]])
def test_too_few_gaps_have_no_rhythm(statistic, gaps):
    assert math.isnan(statistic(gaps))


def test_equal_gaps_have_no_memory():
    assert math.isnan(memory([4, 4, 4]))
