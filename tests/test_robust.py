"""Robust winners: known answers on made launches, error rates of what is told, and the command on a small world."""

import json

import numpy as np
import pytest
from scipy.stats import norm

from experiments.measures import Measure
from experiments.robustness.box_search import Box, binomial_tail, find_box, tail
from experiments.robustness.flips import flips
from experiments.robustness.judge import judge
from experiments.robustness.luck_or_ignorance import split
from experiments.robustness.over_worlds import over_worlds, parameters_of, runs_over_worlds
from experiments.robustness.true_means import contrasts_of, true_means
from experiments.robustness.value_of_information import fitted, spline, unknowns
from experiments.robustness.words import Words
from experiments.runs.materials import Materials
from experiments.runs.source import Runs
from experiments.studies.study import Study
from scenarios.texts import LANGUAGES
from tests.command_lines import good, qunlab

MESSAGES = Measure("messages", "messages", True, 1.0)
WORLDS, LAUNCHES, UNKNOWNS = 100, 8, 6


def launches_of_two(a, b, noise, seed, worlds=WORLDS, launches=LAUNCHES):
    """A is ahead of B by a + b·θ, with noise in each launch; what they have in common varies much more."""
    draws = np.random.default_rng(seed)
    theta = draws.normal(size=(worlds, UNKNOWNS))
    common = 5.0 * draws.normal(size=(worlds, launches))
    lead = a + b * theta[:, :1] + noise * draws.normal(size=(worlds, launches))
    plausible = [{f"p{i}": value for i, value in enumerate(row)} for row in theta]
    return np.stack([common + lead, common], axis=1), plausible


def expected(a, b):
    """Share of worlds A wins; regret of A and of B, where the lead is normal with mean a and standard deviation b."""
    regret = b * norm.pdf(a / b) - a * norm.cdf(-a / b)
    return norm.cdf(a / b), regret, regret + a


@pytest.mark.statistical
def test_shares_regrets_and_values_are_those_of_the_normal_case():
    """Eight sets of 100 worlds of 8 launches; means within 5.4 standard errors (by chance beyond in 1 of 1000)."""
    a, b, noise = 2.0, 3.0, 4.0
    wins, first, second = expected(a, b)
    rows, codes = [], []
    for seed in range(8):
        values, plausible = launches_of_two(a, b, noise, seed)
        found = judge(values, ["A", "B"], MESSAGES, plausible, seed)
        one, other = found.winners.standings
        known = {unknown.parameter: unknown for unknown in found.unknowns}
        rows.append(
            [
                one.wins.value - wins,
                one.regret.mean.value - first,
                other.regret.mean.value - second,
                found.winners.value_of_knowing.value - first,
                # All there is to know is θ, so it is worth as much as knowing everything.
                known["p0"].value.value - first,
                found.leads["B"].share.value - b**2 / (b**2 + noise**2),
                found.leads["B"].mean.value - a,
            ]
        )
        codes.append(found.verdict.code)
        assert set(found.verdict.leaders) == ({"A", "B"} if codes[-1] == "depends" else set())
        assert found.leader == found.winners.mean_best == found.winners.least_regret == "A"
        assert found.unknowns[0].parameter == "p0" and found.unknowns[0].telling
        assert found.unknowns[0].share > 0.85 and found.worth_measuring
        assert 0.1 < found.unknowns[0].other_choice < 0.4
        assert one.plain_regret > one.regret.mean.value  # luck makes winners
        assert one.best + other.best == WORLDS
        (flip,) = found.flips
        limit = next(limit for limit in flip.limits if limit.parameter == "p0")
        assert np.isinf(limit.low) and limit.high < 0.5 and limit.quasi_p < 0.01
    assert codes.count("depends") >= 6
    rows = np.array(rows)
    errors = rows.std(axis=0, ddof=1) / np.sqrt(len(rows))
    assert np.all(np.abs(rows.mean(axis=0)) < 5.4 * errors + 0.02)  # Student's, 7 degrees of freedom


@pytest.mark.statistical
def test_intervals_hold_what_they_say():
    """Forty sets: the true share won, regret, and the parts of variance lie in their intervals in about 95%.

    Fewer than 34 of 40 happen by chance in 1 of 100 such figures.
    """
    a, b, noise = 1.0, 2.0, 3.0
    wins, first, _ = expected(a, b)
    held = []
    for seed in range(40):
        values, _ = launches_of_two(a, b, noise, 100 + seed, worlds=60)
        plausible = [{}] * 60
        found = judge(values, ["A", "B"], MESSAGES, plausible, seed)
        one, part = found.winners.standings[0], found.leads["B"]
        inside = [(one.wins, wins), (one.regret.mean, first)]
        inside += [(part.share, b**2 / (b**2 + noise**2)), (part.ignorance, b**2), (part.luck, noise**2)]
        held.append([figure.low <= true <= figure.high for figure, true in inside])
    assert np.all(np.sum(held, axis=0) >= 34)


@pytest.mark.statistical
def test_luck_alone_makes_no_robust_winner_and_nothing_worth_measuring():
    """No difference at all, sixteen times: hardly ever a winner, a flip or a telling unknown.

    Flips and unknowns each have a false-alarm rate of 5%: more than 4 of 16 happen by chance in 1 of 1000.
    """
    codes, told, telling = [], 0, 0
    for seed in range(16):
        values, plausible = launches_of_two(0.0, 0.0, 2.0, 200 + seed)
        found = judge(values, ["A", "B"], MESSAGES, plausible, seed)
        codes.append(found.verdict.code)
        told += bool(found.flips)
        telling += any(one.telling for one in found.unknowns)
        assert found.winners.toss_ups > 80
        assert max(one.wins.high - one.wins.low for one in found.winners.standings) > 0.3
    assert codes.count("toss_up") >= 14 and "depends" not in codes
    assert told <= 4 and telling <= 4


def test_a_winner_by_much_a_safe_choice_and_a_toss_up_by_little():
    values, plausible = launches_of_two(5.0, 1.0, 1.0, 1)
    won = judge(values, ["A", "B"], MESSAGES, plausible)
    assert (won.verdict.code, won.verdict.leaders) == ("robust_winner", ("A",))
    assert won.worth_measuring is False
    # Of three, C is best by little in half of the worlds, and A never far behind; B is.
    values, plausible = launches_of_two(3.0, 0.0, 0.3, 2)
    ahead = np.where(np.arange(WORLDS) % 2, 0.6, -3.0)[:, None]
    three = np.concatenate([values, (values[:, 0] + ahead)[:, None]], axis=1)
    safe = judge(three, ["A", "B", "C"], MESSAGES, plausible)
    assert (safe.verdict.code, safe.verdict.leaders) == ("safe_choice", ("A",))
    assert safe.winners.least_regret == "A"
    values, plausible = launches_of_two(0.2, 0.1, 0.1, 3)
    level = judge(values, ["A", "B"], MESSAGES, plausible)
    assert (level.verdict.code, level.verdict.leaders) == ("toss_up", ("A", "B"))


def test_less_is_better_where_it_is():
    values, plausible = launches_of_two(5.0, 1.0, 1.0, 4)
    leaves = Measure("leaves", "members", False, 1.0)
    found = judge(values, ["A", "B"], leaves, plausible)
    assert found.verdict.leaders == ("B",)
    assert found.winners.standings[0].mean == pytest.approx(values[:, 0].mean())
    assert found.leads["A"].mean.value == pytest.approx((values[:, 1] - values[:, 0]).mean())
    with pytest.raises(ValueError, match="neither"):
        judge(values, ["A", "B"], Measure("minutes", "minutes", None, 1.0), plausible)


def test_one_world_one_launch_and_failed_runs():
    values, plausible = launches_of_two(5.0, 1.0, 1.0, 5)
    world = judge(values[:1], ["A", "B"], MESSAGES, plausible[:1])
    assert world.verdict.code == "need_more_launches" and world.winners.standings[0].best == 1
    assert np.isnan(world.leads["B"].share.value)
    launch = judge(values[:, :, :1], ["A", "B"], MESSAGES, plausible)
    assert launch.verdict.code == "need_more_launches" and launch.worth_measuring is None
    assert np.isnan(launch.winners.standings[0].wins.value) and launch.winners.toss_ups == WORLDS
    assert launch.leader == "A" and launch.unknowns == ()
    broken = values.copy()
    broken[0] = np.nan
    broken[1, 0, 3] = np.nan
    some = judge(broken, ["A", "B"], MESSAGES, plausible)
    assert some.failed == LAUNCHES + 1 and some.winners.worlds == WORLDS - 1
    assert some.verdict.code == "robust_winner"
    nothing = judge(np.full_like(values, np.nan), ["A", "B"], MESSAGES, plausible)
    assert nothing.winners is None and nothing.verdict.code == "need_more_launches"
    same = judge(np.full_like(values, 3.0), ["A", "B"], MESSAGES, plausible)
    assert same.verdict.code == "toss_up" and same.winners.tied == same.winners.toss_ups == WORLDS
    names = {"A": "A", "B": "B"}
    for found in (world, launch, some, nothing, same):
        for language in LANGUAGES:
            words = Words(found, names, language)
            said = [words.word(), *words.sentences(), *words.choices(), *words.flips(), words.unknowns()[0]]
            assert all(said) and len(words.standings()) in (1, 3)
        json.dumps(found.as_dict())


def test_the_split_is_that_of_the_textbook():
    # Balanced: mean squares 2.0 within and 24.0 between, so (24 − 2) / 3 = 22 / 3.
    found = split([np.array([1.0, 2.0, 3.0]) * 2**0.5, np.array([1.0, 2.0, 3.0]) * 2**0.5 + 4.0])
    assert found.luck.value == pytest.approx(2.0)
    assert found.ignorance.value == pytest.approx(22.0 / 3.0)
    assert found.share.value == pytest.approx(22.0 / 28.0)
    assert (found.worlds, found.launches) == (2, 6)
    alike = split([np.array([0.0, 1.0, np.nan]), np.array([0.0, 1.0])])
    assert alike.ignorance.value == pytest.approx(-0.25) and alike.share.value == 0.0
    assert alike.narrower == 1.0  # nothing but luck


def test_the_variance_of_luck_is_drawn_towards_that_of_all_worlds():
    draws = np.random.default_rng(1)
    worlds = [draws.normal(size=(2, 4)) for _ in range(50)]
    contrasts = contrasts_of(worlds)
    own = np.array([np.var((one[0] - one[1]), ddof=1) / 4 for one in worlds])
    drawn = np.array([contrasts.variance(place, 0, 1) for place in range(50)])
    assert drawn.std() < 0.5 * own.std()
    assert drawn.mean() == pytest.approx(own.mean())
    sampled = true_means(contrasts, 50, 0).sampled
    assert sampled.shape == (50, 50, 2)
    assert np.allclose(sampled.sum(axis=-1), 0.0)


def test_tails_and_boxes():
    assert tail(3, 3, 3, 6) == pytest.approx(1 / 20)
    assert tail(0, 3, 3, 6) == pytest.approx(1.0)
    assert binomial_tail(2, 2, 0.5) == pytest.approx(0.25)
    box = Box(np.array([-np.inf, 0.5]), np.array([np.inf, 1.0]))
    assert box.limited == [1]
    assert box.holds(np.array([[9.0, 0.7], [9.0, 0.2]])).tolist() == [True, False]
    line = np.linspace(0.0, 1.0, 100)[:, None]
    found = find_box(line, line[:, 0] > 0.7)
    assert found.limited == [0] and found.low[0] == pytest.approx(0.7, abs=0.02) and np.isinf(found.high[0])
    assert find_box(np.ones((100, 1)), line[:, 0] > 0.7) is None


def planted(seed, worlds, parameters):
    draws = np.random.default_rng(seed)
    points = draws.random((worlds, parameters))
    inside = (points[:, 3] < 0.4) & (points[:, 7] > 0.4)
    means = np.full((worlds, 2), 0.5)
    means[:, 1] = draws.random(worlds) < np.where(inside, 0.85, 0.08)
    return means, points


@pytest.mark.statistical
def test_a_planted_box_is_found_and_told():
    """Two of 25 parameters decide in 200 worlds, and are both named in 91% of trials.

    Fewer than 8 of 12 happen by chance in 1 of 500.
    """
    names = [f"p{i}" for i in range(25)]
    right = 0
    for seed in range(12):
        told = flips(["A", "B"], "A", *_arguments(seed, names), seed)
        assert len(told) == 1
        (one,) = told
        assert (one.leader, one.rival) == ("A", "B") and one.p_value <= 0.05
        assert one.inside.found / one.inside.of > 0.5 > 0.25 > one.outside.found / one.outside.of
        assert one.inside.of + one.outside.of == 200 and len(one.limits) <= 3
        assert one.coverage > 0.4 and all(limit.quasi_p < 0.2 for limit in one.limits)
        right += {"p3", "p7"} <= {limit.parameter for limit in one.limits}
    assert right >= 8


def _arguments(seed, names):
    means, points = planted(seed, 200, 25)
    return means, names, points


@pytest.mark.statistical
def test_no_box_is_told_in_noise():
    """At a false-alarm rate of 5% more than 8 of 60 happen by chance in 1 of 250."""
    names = [f"p{i}" for i in range(25)]
    told = 0
    for seed in range(60):
        means, points = planted(seed, 100, 25)
        np.random.default_rng(seed).shuffle(means[:, 1])
        told += bool(flips(["A", "B"], "A", means, names, points, seed))
    assert told <= 8


def test_splines_are_natural_and_noise_is_worth_nothing():
    x = np.random.default_rng(2).normal(size=200)
    basis = spline(x)
    assert basis.shape == (200, 3)
    assert np.allclose(basis.T @ basis, np.eye(3)) and np.allclose(basis.sum(axis=0), 0.0)
    # A straight line is in their span, and passes unchanged.
    line = np.stack([np.zeros(200), 2.0 * x + 1.0], axis=1)
    assert np.allclose(fitted(basis, line), line)
    # Beyond the outer knots they are straight: second differences over evenly spaced values vanish there.
    even = spline(np.linspace(0.0, 1.0, 400))
    assert np.abs(np.diff(even, 2, axis=0)[:15]).max() < 1e-9
    assert spline(np.array([0.0, 1.0] * 50)).shape == (100, 1)
    noise = np.random.default_rng(3).normal(size=(200, 2))
    points = np.random.default_rng(4).normal(size=(200, 10))
    worth = unknowns(noise, [str(i) for i in range(10)], points, 0.5)
    assert np.mean([one.value.value for one in worth]) < 0.02 and not any(one.telling for one in worth)
    assert unknowns(noise[:10], ["0"], points[:10, :1], 0.5) == ()


def test_worlds_differ_in_luck_and_strategies_share_it():
    plausible = [{"answer_rate": 2.0, "stay": 0.5}, {"answer_rate": 3.0, "stay": 0.5}]
    runs = list(runs_over_worlds("w", ["a", "b"], plausible, 3, first_seed=10))
    assert [run.seed for run in runs] == [10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15]
    assert [run.scenario.strategy for run in runs[:4]] == ["a", "b", "a", "b"]
    assert dict(runs[-1].scenario.values) == {
        "world.psychology.answer_rate": 3.0,
        "world.psychology.stay": 0.5,
    }
    names, points = parameters_of(plausible)
    assert names == ("answer_rate",) and points.tolist() == [[2.0], [3.0]]


def test_over_worlds_gives_each_run_its_place():
    import scenarios

    both = {name: scenarios.load_strategy(name) for name in ("useful_posts", "light_care")}
    materials = Materials.of({"strangers_60": scenarios.load_world("strangers_60")}, both, 10)
    plausible = [{"answer_rate": 0.5}, {"answer_rate": 6.0}]
    asked = ("strangers_60", list(both), plausible, 2, "messages", 10)
    values = over_worlds(Runs(materials), *asked)
    assert values.shape == (2, 2, 2)
    alone = over_worlds(Runs(materials), *asked[:2], plausible[1:], 2, *asked[4:], first_seed=2)
    assert np.array_equal(alone[0], values[1])
    broken = over_worlds(Runs(materials), *asked[:2], [{"answer_rate": 99.0}], *asked[3:])
    assert np.isnan(broken).all()


SMALL = (
    "robust",
    "strangers_60",
    "light_care",
    "hard_ads",
    "--worlds",
    "4",
    "--launches",
    "2",
    "--days",
    "12",
)


def test_the_command(tmp_path):
    said = good(*SMALL, "--measure", "messages").decode()
    assert "Not enough runs" in said and "of 4 plausible worlds" in said and "Luck or ignorance" in said
    chinese = good(*SMALL, "--measure", "messages", "--language", "zh", "--threads", "1").decode()
    assert "\u8fd0\u6c14\u8fd8\u662f\u672a\u77e5" in chinese
    found = json.loads(good(*SMALL, "--measure", "messages", "--json", "--save", tmp_path / "kept"))
    assert found["kind"] == "robust" and found["runs"] == 16 and not found["failures"]
    assert found["result"]["worlds"] == 4 and found["result"]["leader"] in ("light_care", "hard_ads")
    study = Study.load(tmp_path / "kept")
    again = good(*study.command, "--json")
    assert json.loads(again)["result"] == found["result"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--measure", "minutes"), "cannot be ranked"),
        (("--measure", "lively_days", "--days", "5"), "at least 8"),
        (("--day", "13"), "--day"),
    ],
)
def test_bad_input_is_one_sentence(more, sentence):
    found = qunlab(*SMALL, *more)
    assert found.returncode == 2 and sentence in found.stderr.decode()


def test_risky_strategies_are_left_out_unless_asked_for():
    few = (
        "robust",
        "strangers_60",
        "light_care",
        "shills",
        "--worlds",
        "2",
        "--launches",
        "2",
        "--days",
        "9",
    )
    refused = qunlab(*few)
    assert refused.returncode == 2 and "--include-risky" in refused.stderr.decode()
    assert good(*few, "--include-risky")
    assert b"left out" in good(*few[:3], "hard_ads", *few[3:])
