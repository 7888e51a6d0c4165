"""The search over levers: on made runs whose front is known, on luck alone, and once for real."""

import json

import numpy as np
import pytest

import scenarios
from experiments.command_line import main
from experiments.runs.materials import Run, Scenario
from experiments.searching.levers import USUAL, chosen_levers, usual_levers, values_of_levers
from experiments.searching.retest import MOST_RETESTED, Size, search_and_retest
from experiments.searching.search import Asked, front, search, valid
from experiments.sensitivity.factors import FactorError
from sim.moves import MOVES
from sim.moves.base import When
from sim.quantities import quantities
from sim.staffing import Staffing
from tests.command_lines import good
from tests.made_runs import MadeRuns

SHARE, MINUTES = "strategy.staffing.answer_share", "strategy.staffing.minutes_per_day"
LEVERS = ("staffing.answer_share=0:1", "staffing.minutes_per_day=0:100")
ASKED = Asked("world", "light_care", ("lively_days", "profit"))


def levers():
    return chosen_levers(LEVERS, scenarios.load_strategy("light_care"))


def made(noise=0.0, threads=1):
    """Days are best at a share of 0.2, profit at 0.8, and both at 30 minutes: the front lies in between.

    The strategy as it stands has a share of 0.4 and 60 minutes.
    """

    def formula(values, luck):
        share, minutes = values.get(SHARE, 0.4), values.get(MINUTES, 60.0)
        lost = 20 * ((minutes - 30) / 100) ** 2
        days = 80 - 50 * (share - 0.2) ** 2 - lost + noise * luck.normal()
        money = 80 - 50 * (share - 0.8) ** 2 - lost + noise * luck.normal()
        return {"first_silence_7": days, "revenue_fen": 10_000 * money}

    return MadeRuns(formula, threads=threads)


def gap(means):
    """How far the best of some points are from the true front: the mean over ten weights of the loss of the best."""
    means = np.array(means) * [1.0, 1e-4]
    shares = np.linspace(0.2, 0.8, 601)
    ideal = np.stack([80 - 50 * (shares - 0.2) ** 2, 80 - 50 * (shares - 0.8) ** 2], axis=1)
    weights = np.stack([np.linspace(0.05, 0.95, 10), np.linspace(0.95, 0.05, 10)])
    return float(np.mean((ideal @ weights).max(axis=0) - (means @ weights).max(axis=0)))


# ---- levers


def test_the_usual_levers_are_numbers_that_moves_and_staff_have():
    known = {one.name for declaration in (*MOVES, When, Staffing) for one in quantities(declaration)}
    assert known >= USUAL


@pytest.mark.parametrize("name", sorted(scenarios.strategies()))
def test_every_end_of_every_usual_lever_of_a_shipped_strategy_can_be_run(name):
    strategy = scenarios.load_strategy(name)
    materials = MadeRuns(lambda values, luck: {}, name).materials
    for lever in usual_levers(strategy):
        assert lever.range.low <= lever.present <= lever.range.high
        for share in (0.0, 0.37, 1.0):
            values = values_of_levers([lever], [share])
            if not lever.path.endswith(("portions", "amount_yuan", "packet_yuan")):
                assert valid(materials, Scenario.of("world", name, values)), (lever, share)


def test_ranges_lie_around_the_present_value_by_the_rule():
    strategy = scenarios.load_strategy("red_packets")
    found = {one.path: one.range for one in usual_levers(strategy)}
    yuan = found["strategy.moves.0.amount_yuan"]
    assert (yuan.low, yuan.high) == pytest.approx((20 / 3, 60))
    assert yuan.logarithmic
    portions = found["strategy.moves.0.portions"]
    assert (portions.low, portions.high, portions.whole) == (7, 60, True)
    assert (found["strategy.moves.0.when.per_day"].low, found["strategy.moves.0.when.per_day"].high) == (1, 3)
    hours = found["strategy.moves.0.when.from_hour"]
    assert (hours.low, hours.high) == (16, 23.99)
    share = found["strategy.staffing.answer_share"]
    assert (share.low, share.high, share.logarithmic) == (0, 0.3, False)


def test_the_end_of_a_span_of_hours_goes_along():
    strategy = scenarios.load_strategy("hard_ads")
    lever = next(one for one in usual_levers(strategy) if one.path.endswith("from_hour"))
    when = strategy.moves[0].when
    values = lever.values(0.9)
    path = lever.path.replace("from_hour", "to_hour")
    assert values[lever.path] != when.from_hour
    assert values[path] - values[lever.path] == pytest.approx(when.to_hour - when.from_hour)
    assert values[path] <= 24


def test_levers_that_cannot_be_are_refused():
    strategy = scenarios.load_strategy("light_care")
    for given, code in (
        ("moves.9.mentions", "unknown"),
        ("moves.0.mentions=1:999", "range"),
        ("settings.entry_fee_yuan", "no_range"),
    ):
        with pytest.raises(FactorError) as caught:
            chosen_levers([given], strategy)
        assert caught.value.code == code
    with pytest.raises(FactorError):
        chosen_levers(["moves.0.mentions", "strategy.moves.0.mentions=1:5"], strategy)


# ---- the front


def test_a_front_is_what_nothing_beats():
    means = np.array([[1, 1], [2, 0], [0, 2], [0, 0], [1, 1], [np.nan, 9], [2, -1]], dtype=float)
    assert front(means, np.array([1.0, 1.0])).tolist() == [True, True, True, False, False, False, False]
    assert front(means, np.array([1.0, -1.0])).tolist() == [False] * 6 + [True]


def test_the_front_found_is_near_the_true_one_and_nearer_than_chance():
    """Without luck; over four seeds the distance is under 0.6 of that of as many random settings."""
    close, far = [], []
    for seed in range(4):
        close.append(gap([trial.means for trial in search(made(), ASKED, levers(), 60, range(1), seed)]))
        points = np.random.default_rng(seed).random((60, 2))
        settings = [Scenario.of("world", "light_care", values_of_levers(levers(), one)) for one in points]
        far.append(gap(ASKED.outcomes(made().rows([Run(one, 0) for one in settings]))))
    assert np.mean(close) < 0.5
    assert np.mean(close) < 0.6 * np.mean(far)


def test_the_strategy_as_it_stands_is_the_first_trial():
    found = search(made(), ASKED, levers(), 5, range(3))
    assert found[0].scenario == Scenario.of("world", "light_care")
    assert found[0].number == 0
    assert all(trial.scenario.values for trial in found[1:])


def test_the_same_seed_finds_the_same_front_with_one_thread_and_with_two():
    size = Size(trials=30, launches=4, retest=10)
    one, two = (search_and_retest(made(3.0, threads), ASKED, levers(), size) for threads in (1, 2))
    assert one.as_dict() == two.as_dict()
    other = search_and_retest(made(3.0), ASKED, levers(), Size(30, 4, 10, search_seed=9))
    assert other.as_dict() != one.as_dict()


def test_the_front_runs_again_on_seeds_that_the_search_never_saw():
    runs = made(2.0)
    size = Size(trials=20, launches=5, retest=7, first_seed=100)
    found = search_and_retest(runs, ASKED, levers(), size)
    searched = [run.seed for run in runs.asked[: 20 * 5]]
    again = [run.seed for run in runs.asked if run.seed not in searched]
    assert set(searched) == set(range(100, 105))
    assert set(again) == set(range(105, 112))
    assert len(again) % 7 == 0
    assert len(again) // 7 <= MOST_RETESTED + 1
    assert len(runs.asked) <= found.runs <= size.most_runs


def test_on_luck_alone_what_the_search_promised_is_gone_in_the_second_test():
    """No lever does anything: the winner's curse is above half a standard deviation, what is left is about none.

    Five searches of 60 trials; a mean of about 30 retested settings, whose paired differences share the present
    strategy's luck, has a standard error below 0.35 days, the promise is about 3 days.
    """

    def formula(values, luck):
        return {"first_silence_7": 45 + 8 * luck.normal(), "revenue_fen": 1e5 * luck.normal()}

    promised, left, sure = [], [], 0
    for seed in range(5):
        size = Size(60, 8, 60, first_seed=1000 * seed, search_seed=seed)
        found = search_and_retest(MadeRuns(formula), ASKED, levers(), size)
        promised.append(found.searched_gain[0])
        left.append(found.gain[0])
        sure += sum(one.surely_better for one in found.settings)
    assert np.mean(promised) > 2.0
    assert abs(np.mean(left)) < 1.2
    assert sure <= 1


def test_real_gains_stay_and_are_called_sure():
    found = search_and_retest(made(1.0), ASKED, levers(), Size(60, 10, 60))
    assert found.settings
    sure = [one for one in found.settings if one.surely_better]
    assert sure
    assert found.settings[0] is sure[0]
    for one in sure:
        assert all(gain.low > -known.matters for gain, known in zip(one.gains, found.measures, strict=True))
        assert 15 < dict(one.values).get(MINUTES, 60.0) < 50
    assert [one.number for one in found.settings] == list(range(1, len(found.settings) + 1))


def test_gains_in_what_should_be_few_are_losses_of_it():
    def formula(values, luck):
        return {"leaves": 10 * values.get(SHARE, 0.4), "first_silence_7": 30.0}

    asked = Asked("world", "light_care", ("leaves",))
    found = search_and_retest(MadeRuns(formula), asked, levers(), Size(30, 2, 20))
    assert found.settings[0].means[0] < 0.5
    assert found.settings[0].gains[0].mean == pytest.approx(4.0 - found.settings[0].means[0])


def test_what_cannot_be_run_is_tried_and_passed_over():
    def formula(values, luck):
        return {"first_silence_7": 30 + values.get("strategy.moves.0.amount_yuan", 20.0) / 10}

    chosen = chosen_levers(
        ["moves.0.amount_yuan=1:20000", "moves.0.portions=1:100"], scenarios.load_strategy("red_packets")
    )
    asked = Asked("world", "red_packets", ("lively_days",))
    found = search_and_retest(MadeRuns(formula, "red_packets"), asked, chosen, Size(40, 2, 4))
    assert 0 < found.failed < 40
    best = dict(found.settings[0].values)
    assert best["strategy.moves.0.amount_yuan"] <= 200 * best.get("strategy.moves.0.portions", 20)


def test_an_unknown_objective_is_refused():
    with pytest.raises(ValueError, match="unknown measure"):
        Asked("world", "light_care", ("joy",))


# ---- the command

SMALL = ("search", "strangers_60", "red_packets", "--days", "15", "--trials", "12", "--launches", "3")


def test_the_command_finds_writes_and_repeats_itself(tmp_path, capsys):
    kept, file = str(tmp_path / "kept"), tmp_path / "better.yaml"
    small = (*SMALL, "--retest", "6", "--objectives", "profit,leaves", "--save", kept)
    english = good(*small, "--threads", "1").decode()
    assert "as it stands" in english
    assert "Profit" in english
    assert main(["--language", "zh", *small, "--threads", "2", "--write", "1", str(file)]) == 0
    assert "现状" in capsys.readouterr().out
    assert main([*small, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    first = plain["result"]["settings"][0]
    written = scenarios.load_strategy(str(file))
    assert written.moves[0].when.every_days == first["values"].get("strategy.moves.0.when.every_days", 1)
    assert written.moves[0].amount_yuan == first["values"]["strategy.moves.0.amount_yuan"]
    assert plain["kind"] == "search"
    assert plain["command"].startswith("qunlab search strangers_60 red_packets")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--lever", "moves.0.sweetness"), "sweetness"),
        (("--objectives", "joy"), "joy"),
        (("--objectives", "profit,profit"), "profit"),
        (("--write", "1", "better.txt"), "better.txt"),
        (("--write", "x", "better.yaml"), "'x'"),
        (("--trials", "1"), "'1'"),
    ],
)
def test_bad_input_ends_in_one_sentence(more, said, capsys):
    assert main(["--language", "en", *SMALL, *more]) == 2
    sentence = capsys.readouterr().err
    assert said in sentence
    assert len(sentence.strip().splitlines()) == 1
