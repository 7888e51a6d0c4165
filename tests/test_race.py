"""Races: what is decided from given launches, on the model, and by the command."""

from __future__ import annotations

import json

import numpy as np
import pytest

import scenarios
from experiments.measures import Measure
from experiments.racing.drawing import drive
from experiments.racing.halving import halve, rounds_of
from experiments.racing.kim_nelson import KimNelson, WinnerOrTossUp, squared_h
from experiments.racing.ocba import allocate, always_valid, shares
from experiments.racing.pairs import Pairs
from experiments.racing.race import Question, decided, race
from experiments.runs.materials import Materials, Scenario
from experiments.runs.source import Runs
from scenarios.formats import number
from tests.command_lines import good, qunlab

NAMES = ("light_care", "useful_posts", "hard_ads")


def drawn(values):
    return lambda which, first, number: values[first : first + number, list(which)]


def question(strategies, rule="winner_or_toss_up", difference=0.5, more=True, reach=None, **given):
    judged = Measure("messages" if more else "leaves", "messages", more, difference, reach)
    scenarios_ = {f"s{one}": Scenario("w", f"s{one}") for one in range(strategies)}
    return Question(scenarios_, judged, difference, rule=rule, **given)


def luck(means, launches=4000, seed=1):
    return np.random.default_rng(seed).normal(means, 1.0, size=(launches, len(means)))


def test_h_is_that_of_the_published_tables():
    # Rinott-free check by hand: k = 2, α = 0.05, n = 10: η = ½((0.1)^(-2/9) − 1) = 0.3341, h² = 18 η.
    assert squared_h(0.05, 10) == pytest.approx(18 * 0.5 * (0.1 ** (-2 / 9) - 1))
    assert squared_h(0.05, 10) == pytest.approx(6.014, abs=0.01)


def test_a_clear_winner_is_named_and_the_others_leave_in_turn():
    found = decided(question(3), drawn(luck([2.0, 0.0, -3.0])), 1)
    assert found.code == "winner"
    assert found.leaders == ("s0",)
    assert [one.strategy for one in found.standings] == ["s0", "s1", "s2"]
    assert found.standing("s2").left_at <= found.standing("s1").left_at
    assert found.standing("s0").left_at is None
    assert found.standing("s1").behind == pytest.approx(2.0, abs=0.7)
    one = found.standing("s1")
    assert one.ahead + one.same + one.worse == one.common
    assert found.runs < found.equal_runs


def test_less_can_be_better():
    found = decided(question(2, more=False), drawn(-luck([2.0, 0.0])), 1)
    # The values given stand for the model's, already turned round; the means are shown as they were.
    assert found.leaders == ("s1",)
    assert found.standing("s1").mean == pytest.approx(0.0, abs=0.5)
    assert found.standing("s0").mean == pytest.approx(2.0, abs=0.5)


def test_the_same_strategy_twice_is_a_toss_up_and_kim_nelson_takes_the_first():
    values = luck([0.0])[:, [0, 0]]
    for reach in (None, 10.0):
        found = decided(question(2, reach=reach), drawn(values), 1)
        assert found.code == "toss_up"
        assert found.leaders == ("s0", "s1")
    named = decided(question(2, rule="kim_nelson"), drawn(values), 1)
    assert (named.code, named.leaders) == ("best_within_difference", ("s0",))


def test_twenty_equal_launches_do_not_pass_for_certainty_where_the_range_is_known():
    values = np.tile([1.0, 0.0], (4000, 1))
    without = decided(question(2, difference=0.9), drawn(values), 1)
    within = decided(question(2, difference=0.9, reach=10.0), drawn(values), 1)
    assert without.launches == 20
    assert within.launches > 40
    assert within.leaders == without.leaders == ("s0",)


def test_a_race_stops_at_its_limit_and_says_who_is_still_in():
    found = decided(question(2, most_launches=30, difference=0.1), drawn(luck([0.0, 0.0])), 1)
    assert found.code == "stopped_at_limit"
    assert found.leaders == ("s0", "s1")
    assert found.launches == 30
    assert found.open_pairs == (("s0", "s1"),)


def test_a_strategy_with_nothing_open_rests():
    # The first two are alike; the third differs from both by about what matters and takes longer.
    rng = np.random.default_rng(4)
    values = np.stack([rng.normal(0, 0.1, 4000), rng.normal(0, 0.1, 4000), rng.normal(0, 2.0, 4000)], axis=1)
    rule = WinnerOrTossUp(3, 0.5)
    drive(rule, drawn(values), 4000)
    assert rule.alive.all()
    assert rule.pairs.counts[0, 1] >= rule.pairs.first_stage
    assert rule.not_better[0, 1] and rule.not_better[1, 0]


@pytest.mark.parametrize("kind", [WinnerOrTossUp, KimNelson])
def test_how_many_launches_are_run_at_a_time_changes_nothing(kind):
    values = luck([0.4, 0.3, 0.0, -1.0], seed=5)
    ends = []
    for ahead in (1, 7, 50):
        rule = kind(4, 0.5)
        taken = drive(rule, drawn(values), 4000, look_ahead=ahead)
        ends.append((rule.left_at.tolist(), rule.left_by.tolist(), np.nan_to_num(taken, nan=-99.0).tolist()))
    assert ends[0] == ends[1] == ends[2]


def test_at_most_so_many_launches_are_left():
    rule = WinnerOrTossUp(3, 0.5)
    values, promised = luck([0.2, 0.0, -0.1], seed=6), []
    assert np.isnan(rule.most_left)
    for launch in values:
        rule.observe(launch)
        if rule.over:
            break
        if rule.launches >= 20:
            promised.append(rule.launches + float(rule.most_left))
    # The variance may still grow a little; once it does not, the promise holds.
    assert rule.launches <= max(promised)
    assert float(rule.most_left) == 0.0


def test_failed_runs_drop_out_of_their_pairs_only():
    values = luck([2.0, 0.0, 0.0])
    values[::3, 2] = np.nan
    found = decided(question(3), drawn(values), 1)
    assert found.leaders == ("s0",)
    pairs = Pairs(3)
    for launch in values[:30]:
        pairs.observe(launch, np.ones(3, dtype=bool))
    assert pairs.counts[0, 1] == 30
    assert pairs.counts[0, 2] == pairs.counts[2, 1] == 20
    kept = values[:30][~np.isnan(values[:30, 2])]
    assert pairs.variances[0, 2] == pytest.approx(np.var(kept[:20, 2] - kept[:20, 0], ddof=1))
    assert pairs.means[0, 2] == pytest.approx(np.mean(kept[:, 2] - kept[:, 0]))


def test_a_strategy_whose_runs_all_fail_leaves():
    values = luck([2.0, 0.0, 5.0])
    values[:, 2] = np.nan
    for rule in ("winner_or_toss_up", "halving", "ocba"):
        found = decided(question(3, rule=rule, budget=600), drawn(values), 1)
        assert found.leaders == ("s0",), rule
        assert found.standing("s2").launches == 0


def test_state_shows_what_is_still_open():
    states = []
    decided(question(3), drawn(luck([0.6, 0.0, -3.0])), 1, states.append)
    assert states[0].launches == 20
    assert states[0].alive[0] == "s0"
    assert [one.runs for one in states] == sorted(one.runs for one in states)
    assert states[-1].alive == ("s0",)
    assert states[-1].most_left == 0
    assert set(states[-1].left) == {"s1", "s2"}


def test_standings_are_shown_on_stderr_while_a_race_runs(monkeypatch, capsys):
    from experiments.commands import live as shown
    from experiments.commands.race_shown import state_shown

    monkeypatch.setattr(shown, "SECONDS_BEFORE_PROGRESS", 0.0)
    strategies = {f"s{one}": scenarios.load_strategy("neglect") for one in range(3)}
    with shown.live("Racing") as show:
        decided(
            question(3),
            drawn(luck([0.6, 0.0, -3.0])),
            1,
            lambda s: show(*state_shown(s, strategies, "messages", "en")),
        )
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("Racing: 20 launches, still in: ")
    assert "at most" in printed.err


def test_halving_keeps_to_its_budget_and_to_common_launches():
    assert rounds_of(6, 600) == [(6, 33), (3, 66), (2, 100)]
    assert rounds_of(2, 100) == [(2, 50)]
    with pytest.raises(ValueError, match="budget"):
        rounds_of(6, 10)
    asked = []

    def draw(which, first, number_):
        asked.append((tuple(which), first, number_))
        return np.tile(-np.array(which, dtype=float), (number_, 1))

    values, ranked = halve(draw, 6, 600)
    assert asked == [((0, 1, 2, 3, 4, 5), 0, 33), ((0, 1, 2), 33, 66), ((0, 1), 99, 100)]
    assert ranked == [0, 1]
    assert np.count_nonzero(~np.isnan(values)) <= 600


def test_ocba_spends_its_budget_where_it_is_close():
    values = luck([1.0, 0.8, -2.0, -4.0])
    spent = np.count_nonzero(~np.isnan(allocate(drawn(values), 4, 500)), axis=0)
    assert spent.sum() == 500
    assert spent[0] > 100 and spent[1] > 100
    assert spent[3] == 20
    assert shares(np.array([1.0, 1.0]), np.zeros(2)) == pytest.approx([0.5, 0.5])


def test_interval_that_always_holds_is_wider_than_students():
    from experiments.pairing import paired

    values = luck([0.3, 0.0], 200)
    plain = paired(values[:, 0], values[:, 1], 0.95)
    always = always_valid(values[:, 0], values[:, 1], 0.95, None)
    assert always.mean == plain.mean
    assert 1.2 < (always.high - always.low) / (plain.high - plain.low) < 2.0


def test_question_refuses_what_has_no_direction():
    with pytest.raises(ValueError, match="better"):
        Question({}, Measure("minutes", "minutes", None, 1.0), 1.0)
    with pytest.raises(ValueError, match="rule"):
        question(2, rule="coin")


@pytest.fixture(scope="module")
def on_the_model():
    world = scenarios.load_world("strangers_60")
    strategies = {name: scenarios.load_strategy(name) for name in (*NAMES, "shills")}
    renamed = strategies["useful_posts"].model_dump(mode="json") | {"title": {"en": "The same again"}}
    materials = Materials.of({"w": world}, strategies, 67)
    return Materials(materials.worlds, {**materials.strategies, "again": renamed}, 67)


def test_race_on_the_model_leaves_risky_strategies_out(on_the_model):
    entered = {name: Scenario("w", name) for name in (*NAMES, "shills")}
    runs = Runs(on_the_model)
    found = race(runs, entered, "lively_days", day=60)
    assert found.code == "winner"
    assert found.leaders == ("light_care",)
    assert found.left_out == ("shills",)
    assert found.risks["shills"] == ("risk.shills",)
    assert found.runs <= runs.computed < found.equal_runs / 3
    json.dumps(found.as_dict())


def test_the_same_strategy_under_two_names_is_a_toss_up_on_the_model(on_the_model):
    entered = {name: Scenario("w", name) for name in ("useful_posts", "again", "hard_ads")}
    found = race(Runs(on_the_model), entered, "lively_days", day=60)
    assert found.code == "toss_up"
    assert found.leaders == ("useful_posts", "again")


def test_fewer_than_two_cannot_be_ranked(on_the_model):
    entered = {name: Scenario("w", name) for name in ("useful_posts", "shills")}
    found = race(Runs(on_the_model), entered, "lively_days", day=60)
    assert found.code == "nothing_to_rank"
    assert found.left_out == ("shills",)


def test_command_says_who_won_in_both_languages_and_in_json():
    words = ("race", "strangers_60", *NAMES, "--day", "20", "--difference", "5", "--threads", "1")
    english = good(*words).decode()
    assert "Winner\nLight care wins" in english
    assert "Of 100 races" in english
    chinese = good(*words, "--language", "zh").decode()
    assert "\u8f7b\u5ea6\u7ef4\u62a4\u80dc\u51fa" in chinese
    study = json.loads(good(*words, "--json"))
    assert study["kind"] == "race"
    assert study["result"]["leaders"] == ["light_care"]
    assert number(study["result"]["runs"], "en") in english


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("race", "strangers_60", "neglect"), "strategies were given"),
        (("race", "strangers_60", "neglect", "columns", "--measure", "minutes"), "better"),
        (("race", "strangers_60", "neglect", "columns", "--rule", "coin"), "rule"),
        (("race", "strangers_60", "neglect", "columns", "--rule", "ocba", "--budget", "9"), "at least 40"),
        (("race", "strangers_60", "neglect", "columns", "--days", "5"), "longer than 7"),
    ],
)
def test_command_refuses_what_it_cannot_race(words, said):
    found = qunlab(*words)
    assert found.returncode == 2
    assert said in found.stderr.decode()
    assert found.stdout == b""
