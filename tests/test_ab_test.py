"""Plans for tests with real groups: known answers, made data, small runs of the model, and the command."""

from __future__ import annotations

import json

import numpy as np
import pytest

import scenarios
from experiments.ab_test.members import design_effect, intraclass_correlation, member_view, outcomes_of
from experiments.ab_test.plan import Question, plan
from experiments.ab_test.power import FEWEST, MOST, groups_needed, power, smallest_detectable
from experiments.ab_test.trials import play, significant
from experiments.measures import values_of
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.pieces import Workshop
from experiments.runs.source import Runs, launches_of
from tests.command_lines import good, qunlab

WORLD, FIRST, SECOND = "strangers_60", "light_care", "useful_posts"


@pytest.mark.parametrize(
    ("effect", "wanted", "groups"), [(0.5, 0.8, 64), (0.8, 0.8, 26), (0.2, 0.8, 394), (0.5, 0.9, 86)]
)
def test_groups_needed_are_those_of_the_textbook(effect, wanted, groups):
    # Cohen (1988), two-sided 5%, equal spread.
    assert groups_needed(effect, 1.0, 1.0, wanted) == groups
    assert groups_needed(10 * effect, 10.0, 10.0, wanted) == groups


def test_power_of_unlike_spreads_agrees_with_playing_the_test():
    luck = np.random.default_rng(1)
    first, second = luck.normal(3.0, 5.0, (20_000, 15)), luck.normal(0.0, 1.0, (20_000, 15))
    played = np.mean(significant(first, second, 0.95) == 1)
    assert power(3.0, 5.0, 1.0, 15) == pytest.approx(played, abs=0.01)


def test_power_and_its_inverses_agree():
    groups = groups_needed(4.0, 6.0, 9.0, 0.8)
    assert power(4.0, 6.0, 9.0, groups) >= 0.8 > power(4.0, 6.0, 9.0, groups - 1)
    assert smallest_detectable(6.0, 9.0, groups) <= 4.0 < smallest_detectable(6.0, 9.0, groups - 1)
    assert power(-4.0, 6.0, 9.0, groups) < 0.001


def test_limits_of_power():
    assert groups_needed(0.0, 1.0, 1.0) is None
    assert groups_needed(1e-4, 1.0, 1.0) is None
    assert groups_needed(100.0, 1.0, 1.0) == FEWEST
    assert groups_needed(1.0, 0.0, 0.0) == FEWEST
    assert power(1.0, 0.0, 0.0, 5) == 1.0
    assert power(1.0, 1.0, 1.0, MOST) == 1.0
    assert power(1.0, 1.0, 1.0, 1) == 0.0
    assert smallest_detectable(0.0, 0.0, 5) == 0.0
    assert np.isnan(smallest_detectable(1.0, 1.0, 1))


@pytest.mark.statistical
@pytest.mark.parametrize("correlation", [0.0, 0.05, 0.4])
def test_correlation_of_made_groups_is_found(correlation):
    """1,000 groups of 10 to 60 members; the bound is 4 standard errors of the estimate, 1 false alarm in 10,000."""
    luck = np.random.default_rng(2)
    arms = []
    for shift in (0.0, 3.0):
        fates = luck.normal(0, np.sqrt(correlation), 500)
        sizes = luck.integers(10, 61, 500)
        arms.append(
            [
                shift + fate + luck.normal(0, np.sqrt(1 - correlation), size)
                for fate, size in zip(fates, sizes, strict=True)
            ]
        )
    members = 30
    error = np.sqrt(2 / 1000) * (1 - correlation) * (1 + (members - 1) * correlation) / members
    assert intraclass_correlation(arms) == pytest.approx(correlation, abs=4 * error)


def test_correlation_of_groups_that_are_all_of_a_piece():
    whole = [[np.ones(5), np.zeros(5)], [np.ones(5), np.zeros(5)]]
    assert intraclass_correlation(whole) == pytest.approx(1.0)
    assert design_effect(5, 1.0) == 5.0
    assert design_effect(150, 0.02) == pytest.approx(3.98)
    assert design_effect(20, -0.1) == 1.0
    assert np.isnan(intraclass_correlation([[np.ones(5)] * 3, [np.ones(5)] * 3]))
    assert np.isnan(intraclass_correlation([[np.ones(5)], []]))


def test_members_of_one_group_are_worth_less_than_as_many_people():
    luck = np.random.default_rng(3)
    arms = [[luck.random(40) < np.clip(luck.normal(p, 0.1), 0, 1) for _ in range(200)] for p in (0.5, 0.4)]
    view = member_view("spoke", 30, [[group.astype(float) for group in arm] for arm in arms])
    assert view.members == 40
    assert view.worth == pytest.approx(40 / view.design_effect)
    assert view.worth < 35
    # People: (1.96 + 0.84)² (0.25 + 0.24) / 0.1², with 40 to a group, about 10 groups an arm.
    assert view.if_independent == pytest.approx(10, abs=2)
    assert view.groups == pytest.approx(view.if_independent * view.design_effect, abs=2)
    alike = member_view("spoke", 30, [[np.ones(5), np.zeros(5)], [np.zeros(5), np.ones(5)]])
    assert alike.groups is None


@pytest.mark.statistical
def test_played_trials_agree_with_the_formula_for_normal_groups():
    """Power of 64 groups an arm at d = 0.5 is 0.80; 4,000 trials from 20,000 groups; 4 standard errors: 1 in 10,000."""
    luck = np.random.default_rng(4)
    first, second = luck.normal(0.5, 1, 20_000), luck.normal(0.0, 1, 20_000)
    found = play(first, second, 64, trials=4000)
    expected = power(float(first.mean() - second.mean()), float(first.std()), float(second.std()), 64)
    assert found.power == pytest.approx(expected, abs=4 * np.sqrt(0.16 / 4000))
    assert found.false_alarms == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 4000))
    assert found.low < found.power < found.high


def test_welch_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    luck = np.random.default_rng(5)
    first, second = luck.normal(0.8, 1, (50, 12)), luck.normal(0, 3, (50, 12))
    found = significant(first, second, 0.95)
    tested = stats.ttest_ind(first, second, axis=1, equal_var=False)
    assert (found != 0).tolist() == (tested.pvalue < 0.05).tolist()
    assert (np.sign(tested.statistic)[found != 0] == found[found != 0]).all()
    assert significant(np.ones((2, 4)), np.zeros((2, 4)), 0.95).tolist() == [1.0, 1.0]


@pytest.fixture(scope="module")
def materials():
    strategies = {name: scenarios.load_strategy(name) for name in (FIRST, SECOND)}
    return Materials.of({WORLD: scenarios.load_world(WORLD)}, strategies, 37)


def test_outcomes_of_members_add_up_to_those_of_the_group(materials):
    outcome = Workshop(materials).outcome(Run(Scenario(WORLD, FIRST), 3), events=True)
    for day in (5, 37):
        found = outcomes_of(outcome.events, float(day))
        daily = outcome.daily[:day]
        assert found["messages"].sum() == daily["talk"].sum() + daily["dropper"].sum()
        assert found["left"].sum() == daily["leaves"].sum()
        assert found["spoke"].size == daily["joins"].sum()
    assert outcomes_of(outcome.events[:0], 5.0)["spoke"].size == 0


def test_plan_on_the_model(materials):
    asked = Question(
        WORLD, FIRST, SECOND, days=(10, 30), available=20, launches=60, member_launches=6, world_launches=8
    )
    steps = []
    worlds = [{"answer_rate": 0.2}, {"answer_rate": 0.3}]
    found = plan(Runs(materials), asked, worlds, lambda done, total: steps.append((done, total)))
    rows = Runs(materials).rows(launches_of([Scenario(WORLD, FIRST)], range(60)))
    lives = values_of(rows, "lively_days", 30)
    last = found.days[-1]
    assert last.first == pytest.approx(lives.mean())
    assert last.first_deviation == pytest.approx(lives.std(ddof=1))
    assert last.difference == pytest.approx(last.first - last.second)
    assert last.power_available == pytest.approx(
        power(abs(last.difference), last.first_deviation, last.second_deviation, 10)
    )
    assert found.code == "plan"
    best = found.best
    assert best.groups == min(one.groups for one in found.days if one.groups)
    assert best.groups_every_look > best.groups
    assert best.group_days == 2 * best.groups * best.day
    assert found.played.groups == best.groups
    assert found.played.power == pytest.approx(0.8, abs=0.12)
    assert found.ignorance.worlds == len(found.ignorance.differences) == 2
    assert 0 <= found.ignorance.surely_opposite <= found.ignorance.opposite <= 1
    assert {one.outcome for one in found.members} == {"spoke", "left", "messages", "bought"}
    assert steps[-1] == (found.runs, found.runs) == (2 * (60 + 6 + 2 * 8),) * 2
    json.dumps(found.as_dict())


def test_sums_are_those_of_runs_that_end_on_the_day(materials):
    asked = Question(WORLD, FIRST, SECOND, "messages", days=(5, 20), launches=20, member_launches=2)
    found = plan(Runs(materials), asked)
    short = Materials(materials.worlds, materials.strategies, 5)
    rows = Runs(short).rows(launches_of([Scenario(WORLD, SECOND)], range(20)))
    assert found.days[0].second == pytest.approx(values_of(rows, "messages", 5).mean())
    assert found.days[0].second < found.days[1].second
    assert found.ignorance is None


def test_a_strategy_against_itself_gives_nothing_to_confirm(materials):
    both = Materials(materials.worlds, {**materials.strategies, "again": materials.strategies[FIRST]}, 37)
    asked = Question(WORLD, FIRST, "again", days=(30,), launches=30, member_launches=4)
    found = plan(Runs(both), asked, [{}])
    assert found.code == "not_sure"
    assert found.ignorance is None
    assert found.best.groups is None
    assert found.played is None
    assert found.best.groups_for_matters > FEWEST


SMALL = (
    "plan-test",
    WORLD,
    FIRST,
    SECOND,
    "--days",
    "10,30",
    "--launches",
    "40",
    "--worlds",
    "2",
    "--threads",
    "1",
)


def test_command_plans_in_both_languages_and_in_json():
    more = ("--world-launches", "5", "--groups-available", "12")
    english = good(*SMALL, *more).decode()
    assert "groups into each arm by lot" in english
    assert "Plausible worlds looked at: 2." in english
    assert "With the 12 groups there are" in english
    study = json.loads(good(*SMALL, *more, "--json"))
    assert study["kind"] == "ab_test"
    assert (
        f"put {study['result']['days'][-1]['groups']} groups" in english or study["result"]["best_day"] == 10
    )
    chinese = good(*SMALL, *more, "--language", "zh").decode()
    assert "\u62bd\u7b7e" in chinese


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--days", "0"), "--days"),
        (("--measure", "joy"), "measure"),
        (("--power", "2"), "--power"),
        (("--groups-available", "3"), "--groups-available"),
    ],
)
def test_command_refuses_what_it_cannot_plan(words, said):
    found = qunlab("plan-test", WORLD, FIRST, SECOND, *words)
    assert found.returncode == 2
    assert said in found.stderr.decode()
