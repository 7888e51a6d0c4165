"""The guarantees of races, checked by simulation on problems whose answer is known.

Each promise "at most α" (or "at least 1 − α") is checked on some hundred races with a fixed seed, and the test fails
beyond α plus 3 standard errors of a share in that many: were a promise kept exactly at its limit, one of these tests
would fail by bad luck for one seed in 700. Races run side by side, along a leading axis.
"""

from __future__ import annotations

import numpy as np
import pytest

from experiments.measures import Measure
from experiments.racing.equal import equal_launches
from experiments.racing.kim_nelson import KimNelson, WinnerOrTossUp
from experiments.racing.ocba import estimated_chance, shares
from experiments.racing.race import Question, decided
from experiments.runs.materials import Scenario

pytestmark = pytest.mark.statistical
RACES = 400


def most(promised, races=RACES):
    return promised + 3 * np.sqrt(promised * (1 - promised) / races)


def normal(means, deviation=1.0, common=0.0):
    means = np.array(means, dtype=np.float64)

    def launch(luck, races):
        own = luck.normal(size=(races, means.size)) * np.sqrt(1 - common)
        return means + deviation * (own + luck.normal(size=(races, 1)) * np.sqrt(common))

    return launch


def lively_or_dead(chances):
    """Groups that live for 90 days with a chance each, and else die soon: two humps far apart."""

    def launch(luck, races):
        shape = (races, len(chances))
        return np.where(luck.random(shape) < chances, 90.0, np.minimum(90.0, luck.exponential(8.0, shape)))

    return launch


def raced(kind, launch, strategies, difference, seed, reach=None, races=RACES):
    luck = np.random.default_rng(seed)
    rule = kind(strategies, difference, 0.95, reach, races=(races,))
    runs = np.zeros(races)
    while not rule.over.all():
        runs += rule.running.sum(axis=-1)
        rule.observe(launch(luck, races))
    return rule, runs


def won(rule, strategy=0):
    return float(np.mean(rule.alive[:, strategy] & (rule.alive.sum(axis=-1) == 1)))


def named_a_winner(rule):
    return float(np.mean(rule.alive.sum(axis=-1) == 1))


def test_kim_nelson_finds_the_best_of_twelve_that_is_just_better_by_what_matters():
    rule, _ = raced(KimNelson, normal([0.5] + [0.0] * 11, 1.5), 12, 0.5, seed=1)
    assert (rule.alive.sum(axis=-1) == 1).all()
    assert 1 - won(rule) <= most(0.05)


def test_kim_nelson_takes_the_best_or_one_less_than_delta_below_it():
    means = np.random.default_rng(14).normal(0, 0.5, size=(RACES, 5))
    rule, _ = raced(KimNelson, lambda luck, races: means + luck.normal(size=(races, 5)), 5, 0.5, seed=15)
    chosen = means[rule.alive]
    assert np.mean(chosen <= means.max(axis=1) - 0.5) <= most(0.05)


def test_common_luck_makes_a_race_cheaper_and_no_worse():
    means = [0.5] + [0.0] * 11
    apart, runs_apart = raced(KimNelson, normal(means, 1.5), 12, 0.5, seed=2)
    together, runs_together = raced(KimNelson, normal(means, 1.5, common=0.7), 12, 0.5, seed=2)
    assert 1 - won(together) <= most(0.05)
    assert runs_together.mean() < runs_apart.mean() / 2
    assert equal_launches(together).mean() < equal_launches(apart).mean() / 2


@pytest.mark.parametrize("strategies", [2, 6])
def test_a_winner_that_is_better_by_what_matters_is_found(strategies):
    rule, _ = raced(WinnerOrTossUp, normal([0.5] + [0.0] * (strategies - 1)), strategies, 0.5, seed=3)
    assert 1 - won(rule) <= most(0.05)


@pytest.mark.parametrize("means", [[0, 0], [0] * 6, [0, 0, -0.3, -0.3, -0.3], [0, 0, -1, -2, -3, -4]])
def test_on_a_tie_a_toss_up_is_called(means):
    rule, _ = raced(WinnerOrTossUp, normal(means), len(means), 0.5, seed=4)
    assert named_a_winner(rule) <= most(0.05)
    both_in = rule.alive[:, 0] & rule.alive[:, 1]
    assert np.mean(both_in) >= 1 - most(0.05)


def test_whatever_the_means_what_is_said_of_the_best_is_true():
    """The best is among those left, and those left with it are less than δ below it."""
    means = np.random.default_rng(5).normal(0, 0.5, size=(RACES, 4))
    rule, _ = raced(WinnerOrTossUp, lambda luck, races: means + luck.normal(size=(races, 4)), 4, 0.5, seed=6)
    best = means.max(axis=1, keepdims=True)
    gone = ~np.take_along_axis(rule.alive, means.argmax(axis=1, keepdims=True), axis=1)[:, 0]
    far = (rule.alive & (means <= best - 0.5)).any(axis=1)
    assert np.mean(gone | far) <= most(0.05)


@pytest.mark.parametrize("chances", [[0.5, 0.5], [0.9, 0.9], [0.1] * 4, [0.95, 0.95, 0.3]])
def test_groups_that_live_or_die_tie_honestly(chances):
    rule, _ = raced(WinnerOrTossUp, lively_or_dead(chances), len(chances), 7.0, seed=7, reach=90.0)
    assert named_a_winner(rule) <= most(0.05)


@pytest.mark.parametrize("chances", [[0.6, 0.5], [0.98, 0.88], [0.15, 0.05, 0.05]])
def test_groups_that_live_or_die_race_honestly(chances):
    # A tenth more that live is 8.2 days more: beyond the 7 that matter.
    rule, _ = raced(WinnerOrTossUp, lively_or_dead(chances), len(chances), 7.0, seed=8, reach=90.0)
    assert 1 - won(rule) <= most(0.05)


def test_skewed_outcomes_tie_honestly_and_their_limit_is_known():
    alike, _ = raced(WinnerOrTossUp, lambda luck, races: luck.lognormal(size=(races, 2)), 2, 1.0, seed=9)
    assert named_a_winner(alike) <= most(0.05)

    def skewed_and_constant(luck, races):
        return np.stack([luck.exponential(1.0, races), np.ones(races)], axis=1)

    unlike, _ = raced(WinnerOrTossUp, skewed_and_constant, 2, 0.5, seed=10)
    # Documented as a limit: beyond what is promised, but not by much.
    assert 0.05 < named_a_winner(unlike) < 0.12


def test_equal_allocation_gives_the_same_assurance_and_costs_more():
    """Clark and Yang's number of launches is enough on the hardest problem, and a race needs fewer."""
    luck = np.random.default_rng(11)
    rule, runs = raced(KimNelson, normal([0.5] + [0.0] * 5, 1.5), 6, 0.5, seed=11)
    needed = equal_launches(rule)
    assert runs.mean() < 6 * needed.mean() / 2
    # The mean of N launches, in a race of which N was asked for.
    means = luck.normal(size=(RACES, 6)) * 1.5 / np.sqrt(needed)[:, None]
    means[:, 0] += 0.5
    assert np.mean(means.argmax(axis=1) != 0) <= most(0.05)


def spent(rule, means, deviation, budget, seed):
    luck = np.random.default_rng(seed).normal(means, deviation, size=(budget, len(means)))
    judged = Measure("messages", "messages", True, 0.5)
    scenarios = {str(one): Scenario("world", str(one)) for one in range(len(means))}
    question = Question(scenarios, judged, 0.5, rule=rule, budget=budget)
    return decided(question, lambda which, first, number: luck[first : first + number, list(which)], 1)


@pytest.mark.parametrize("rule", ["halving", "ocba"])
def test_budgets_are_better_spent_than_evenly(rule):
    """Twelve strategies 0.15 apart, 1,200 runs: evenly shared out the best is ahead in about 73 of 100."""
    means, races = -0.15 * np.arange(12), 150
    evenly = np.random.default_rng(12).normal(means, 1.5 / 10, size=(20_000, 12)).argmax(axis=1) == 0
    found = [spent(rule, means, 1.5, 1200, seed) for seed in range(races)]
    first = np.mean([one.standings[0].strategy == "0" for one in found])
    assert all(one.runs <= 1200 for one in found)
    # Three standard errors of 150 races above what an even allocation gets: chance of that without a gain 1 in 700.
    assert first > evenly.mean() + 3 * np.sqrt(evenly.mean() * (1 - evenly.mean()) / races)


@pytest.mark.parametrize("rule", ["halving", "ocba"])
@pytest.mark.parametrize(("strategies", "budget"), [(2, 150), (6, 600)])
def test_budget_rules_claim_no_winner_on_a_tie(rule, strategies, budget):
    races = 120
    found = [spent(rule, np.zeros(strategies), 1.5, budget, seed).code for seed in range(races)]
    assert np.mean([code == "winner" for code in found]) <= most(0.05, races)


def test_ocba_shares_are_those_of_the_textbook():
    # Chen and Lee (2011), p. 49: means 1 to 5, of which less is better, variances 1, 1, 9, 9, 4, a budget of 50.
    found = 50 * shares(-np.arange(1.0, 6.0), np.sqrt([1.0, 1.0, 9.0, 9.0, 4.0]))
    assert np.round(found).astype(int).tolist() == [11, 9, 19, 9, 2]


def test_estimated_chance_is_cautious_and_grows_with_launches():
    means, deviations = np.array([0.3, 0.0, -0.2]), np.full(3, 1.0)
    for launches in (20, 80, 320):
        found = estimated_chance(means, deviations, np.full(3, float(launches)))
        draws = np.random.default_rng(13).normal(means, deviations / np.sqrt(launches), size=(40_000, 3))
        true = np.mean(draws.argmax(axis=1) == 0)
        assert found <= true + 0.01
        assert found > true - 0.12
