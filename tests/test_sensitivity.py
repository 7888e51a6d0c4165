"""Sensitivity analysis: on functions whose shares are known, with luck whose share is known, and once for real."""

import numpy as np
import pytest

import scenarios
from experiments.commands.sensitivity import bad_factor
from experiments.ranges import Range
from experiments.sensitivity import given_data, screening
from experiments.sensitivity import shares as sobol
from experiments.sensitivity.factors import Factor, FactorError, default_factors, factors_of, values_at

ISHIGAMI_VARIANCE = 13.8446
"""1/2 + a²/8 + b π⁴/5 + b² π⁸/18 for a = 7 and b = 0.1 (Ishigami and Homma 1990)."""


def factors(number):
    return tuple(Factor(f"world.psychology.x{place}", Range(0.0, 1.0)) for place in range(number))


def ishigami(points):
    x = -np.pi + 2 * np.pi * points
    first = np.sin(x[..., 0])
    return first + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * first


def launches(values, noise, seeds, rng):
    """Outcomes with additive normal luck, shape (…, seeds)."""
    return values[..., None] + noise * rng.standard_normal((*values.shape, seeds))


# ---- ranges and factors


@pytest.mark.parametrize(
    ("one", "share", "value"),
    [
        (Range(0.0, 10.0), 0.25, 2.5),
        (Range(1.0, 100.0, logarithmic=True), 0.5, 10.0),
        (Range(1.0, 3.0, whole=True), 0.0, 1.0),
        (Range(1.0, 3.0, whole=True), 0.34, 2.0),
        (Range(1.0, 3.0, whole=True), 1.0, 3.0),
        (Range(0.0, 10.0, step=0.25), 0.333, 3.25),
        (Range(6.664, 9.0, step=0.01), 0.0, 6.67),
    ],
)
def test_a_share_of_a_range_is_a_value(one, share, value):
    assert one.value(share) == pytest.approx(value)


def test_a_value_has_the_share_it_came_from():
    for one in (Range(0.5, 5.0, logarithmic=True), Range(-3.0, 4.0), Range(1.0, 40.0, True, whole=True)):
        for share in np.linspace(0, 1, 41):
            value = one.value(share)
            assert one.value(one.share(value)) == value
    assert {Range(1.0, 4.0, whole=True).value(share) for share in np.linspace(0, 1, 400)} == {1, 2, 3, 4}


def test_factors_are_the_priors_of_the_calibration_or_what_is_named():
    world, strategy = scenarios.load_world("strangers_60"), scenarios.load_strategy("red_packets")
    usual = {one.path: one.range for one in default_factors()}
    assert len(usual) == 25
    assert usual["world.psychology.answer_rate"] == Range(0.5, 5.0, True)
    named = factors_of("answer_rate, ad_fatigue=0.01:0.02,strategy.moves.0.amount_yuan=5:50", world, strategy)
    assert [one.path for one in named] == [
        "world.psychology.answer_rate",
        "world.psychology.ad_fatigue",
        "strategy.moves.0.amount_yuan",
    ]
    values = values_at(named, np.array([0.5, np.nan, 0.1234567]))
    assert values.keys() == {"world.psychology.answer_rate", "strategy.moves.0.amount_yuan"}
    yuan = values["strategy.moves.0.amount_yuan"]
    assert yuan == round(yuan, 2)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("answer_rat", "unknown"),
        ("strategy.moves.7.amount_yuan=1:2", "unknown"),
        ("strategy.moves.0.amount_yuan", "no_range"),
        ("answer_rate=1:99", "range"),
        ("answer_rate=2:1", "range"),
        ("answer_rate=5", "range"),
        ("strategy.moves.0.portions=1.5:3", "range"),
        ("answer_rate,world.psychology.answer_rate", "twice"),
        (" , ", "none"),
    ],
)
def test_factors_that_cannot_be_are_refused_in_words(given, code):
    world, strategy = scenarios.load_world("strangers_60"), scenarios.load_strategy("red_packets")
    with pytest.raises(FactorError) as caught:
        factors_of(given, world, strategy)
    assert caught.value.code == code
    for language in ("en", "zh"):
        assert bad_factor(caught.value).in_language(language)


# ---- screening


def test_effects_are_those_that_salib_finds():
    from SALib.analyze.morris import analyze

    points = screening.trajectories(5, 12, 3)
    values = points @ np.array([3.0, -2.0, 1.0, 0.5, 0.0]) + points[..., 0] * points[..., 1]
    found = screening.elementary_effects(points, values)
    problem = {"num_vars": 5, "names": list("abcde"), "bounds": [[0, 1]] * 5}
    expected = analyze(problem, points.reshape(-1, 5), values.ravel(), seed=1)
    assert np.abs(found).mean(axis=0) == pytest.approx(np.array(expected["mu_star"]))
    assert found.std(axis=0, ddof=1) == pytest.approx(np.array(expected["sigma"]), abs=1e-12)


def test_a_linear_model_is_ranked_exactly_and_what_does_nothing_does_not_survive():
    weights = np.array([4.0, -8.0, 1.0, 2.0, 0.5, 0.0])
    points = screening.trajectories(6, 8, 1)
    outcomes = launches(points @ weights, 0.0, 4, np.random.default_rng(0))
    found = screening.screen(factors(6), points, outcomes)
    assert [one.mu for one in found.mean] == pytest.approx(weights)
    assert [one.sigma for one in found.mean] == pytest.approx(np.zeros(6), abs=1e-9)
    assert [one[-1] for one in found.survivors] == ["1", "0", "3", "2", "4"]
    assert found.luck == 0.0


@pytest.mark.statistical
def test_factors_without_effect_survive_as_often_as_promised():
    """Each of 400 factors that do nothing survives with 5%: more than 40 of them would (binomial) once in 10⁵ times."""
    rng = np.random.default_rng(5)
    survived = 0
    for seed in range(40):
        points = screening.trajectories(10, 10, seed)
        found = screening.screen(factors(10), points, launches(np.zeros(points.shape[:2]), 1.0, 4, rng), seed)
        survived += sum(one.survives for one in found.mean)
    assert 5 <= survived <= 40


def test_luck_alone_makes_the_effects_that_the_halves_say():
    """Of 20 factors without effect, mean μ* and mean noise agree within a tenth: three standard errors are 8%."""
    rng = np.random.default_rng(2)
    points = screening.trajectories(20, 60, 1)
    outcomes = launches(np.zeros(points.shape[:2]), 1.0, 6, rng)
    found = screening.screen(factors(20), points, outcomes)
    for effects in (found.mean, found.spread):
        seen = np.mean([one.mu_star for one in effects])
        assert np.mean([one.noise for one in effects]) == pytest.approx(seen, rel=0.1)
    assert found.luck == pytest.approx(1.0, abs=0.05)


@pytest.mark.statistical
def test_what_changes_only_the_spread_is_found_there():
    """In each of 30 designs; of 60 factors without effect at 5% each, more than 11 would be once in 10,000 times."""
    rng = np.random.default_rng(3)
    found, falsely = 0, 0
    for seed in range(30):
        points = screening.trajectories(3, 20, seed)
        luck = rng.standard_normal((*points.shape[:2], 8)) * (0.2 + 3 * points[..., 1:2])
        survives = [one.survives for one in screening.screen(factors(3), points, luck, seed).spread]
        found += survives[1]
        falsely += survives[0] + survives[2]
    assert found == 30
    assert falsely <= 11


def test_a_trajectory_with_a_failed_run_is_left_out():
    points = screening.trajectories(3, 6, 1)
    outcomes = launches(points @ np.array([1.0, 2.0, 3.0]), 0.0, 2, np.random.default_rng(0))
    outcomes[2, 1, 0] = np.nan
    found = screening.screen(factors(3), points, outcomes)
    assert found.trajectories == 5
    assert [one.mu for one in found.mean] == pytest.approx([1, 2, 3])
    assert found.spread == ()


# ---- shares


def test_shares_of_the_ishigami_function():
    points = sobol.design(4, 2048, 1)
    found = sobol.shares(factors(4), launches(ishigami(points), 0.0, 2, np.random.default_rng(0)))
    assert found.variance == pytest.approx(ISHIGAMI_VARIANCE, rel=0.02)
    assert found.luck.share == 0.0
    first, total = zip(*((one.first.share, one.total.share) for one in found.factors), strict=True)
    assert first == pytest.approx([0.3139, 0.4424, 0.0, 0.0], abs=0.03)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437, 0.0], abs=0.03)
    assert found.interplay.share == pytest.approx(0.2437, abs=0.05)
    assert found.adds_up


@pytest.mark.statistical
def test_luck_of_half_the_variance_is_found_and_halves_all_other_shares():
    """Each of seven figures lies outside of its 95% interval widened by a half in fewer than 1 of 300 samples."""
    points = sobol.design(4, 512, 2)
    outcomes = launches(ishigami(points), np.sqrt(ISHIGAMI_VARIANCE), 4, np.random.default_rng(4))
    found = sobol.shares(factors(4), outcomes)
    known = [(found.luck, 0.5)]
    known += zip((one.first for one in found.factors), np.array([0.3139, 0.4424, 0.0, 0.0]) / 2, strict=True)
    known += zip(
        (one.total for one in found.factors), np.array([0.5576, 0.4424, 0.2437, 0.0]) / 2, strict=True
    )
    for part, value in known:
        half = 0.75 * (part.high - part.low)
        assert abs(part.share - value) <= max(half, 1e-9)
    assert found.adds_up


def test_shares_of_the_sobol_g_function():
    weights = np.array([0.0, 1.0, 4.5, 9.0])
    points = sobol.design(4, 2048, 3)
    values = np.prod((np.abs(4 * points - 2) + weights) / (1 + weights), axis=-1)
    parts = 1 / 3 / (1 + weights) ** 2
    variance = np.prod(1 + parts) - 1
    totals = parts * np.prod(1 + parts) / (1 + parts) / variance
    found = sobol.shares(factors(4), launches(values, 0.0, 2, np.random.default_rng(0)))
    assert found.variance == pytest.approx(variance, rel=0.03)
    assert [one.first.share for one in found.factors] == pytest.approx(parts / variance, abs=0.03)
    assert [one.total.share for one in found.factors] == pytest.approx(totals, abs=0.03)


@pytest.mark.statistical
def test_a_factor_that_only_reshuffles_luck_has_no_share():
    """Luck drawn anew at every point, as a chaotic model does: its total share lies within its 95% interval of 0."""
    points = sobol.design(3, 512, 1)
    outcomes = launches(points[..., 0], 1.0, 4, np.random.default_rng(7))
    found = sobol.shares(factors(3), outcomes)
    assert found.factors[1].total.low <= 0 <= found.factors[1].total.high
    assert found.factors[0].total.low > 0
    assert found.luck.share == pytest.approx(12 / 13, abs=0.03)


@pytest.mark.statistical
def test_intervals_of_shares_hold_what_they_promise():
    """Luck's 95% interval holds in at least 86 of 100 designs; a true 95% falls below that once in 3,000 times."""
    rng = np.random.default_rng(9)
    held = 0
    for seed in range(100):
        points = sobol.design(2, 64, seed + 1)
        values = 4 * points[..., 0] + points[..., 1]
        part = sobol.shares(factors(2), launches(values, 1.0, 3, rng), seed).luck
        held += part.low <= 1 / (1 + 17 / 12) <= part.high
    assert held >= 86


def test_seeds_of_b_are_others_than_those_of_its_row():
    seeds = sobol.seeds_of(8, 3, 4, 100)
    assert seeds.shape == (8, 5, 4)
    assert (seeds[:, :-1] == seeds[:, :1]).all()
    assert len({*seeds[:, 0].ravel(), *seeds[:, -1].ravel()}) == 64
    assert seeds.min() == 100
    with pytest.raises(ValueError, match="power of two"):
        sobol.design(2, 48, 1)


# ---- PAWN


def test_distances_are_those_that_salib_finds():
    from SALib.analyze import pawn

    points = np.random.default_rng(1).random((1600, 4))
    values = ishigami(points)
    found = given_data.pawn(list("abcd"), points, values)
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    expected = pawn.analyze(problem, points, values, S=given_data.SLIDES)["median"]
    assert [one.index for one in found] == pytest.approx(np.array(expected), abs=0.004)
    assert [one.path for one in sorted(found, key=lambda one: -one.index)] == list("bacd")
    assert [one.above for one in found] == [True, True, True, False]


@pytest.mark.statistical
def test_a_factor_without_effect_seldom_exceeds_its_floor_even_in_a_design():
    """At 5% each, more than 7 of 30 would exceed it once in 4,000 times."""
    above = 0
    for seed in range(30):
        points = sobol.design(3, 32, seed + 1)
        values = 8 * points[..., 0] + points[..., 1]
        blocks = np.repeat(np.arange(32), 5)
        above += given_data.pawn(list("abc"), points.reshape(-1, 3), values.ravel(), blocks, seed=seed)[
            2
        ].above
    assert above <= 7


def test_points_where_a_factor_was_not_moved_and_failed_runs_are_left_out():
    rng = np.random.default_rng(1)
    points = rng.random((400, 2))
    points[200:, 1] = np.nan
    outcomes = points[:, 0].copy()
    outcomes[:10] = np.nan
    found = given_data.pawn(["a", "b"], points, outcomes)
    assert [one.points for one in found] == [390, 190]
    few = given_data.pawn(["a"], points[:50, :1], points[:50, 0])
    assert np.isnan(few[0].index)
    assert not few[0].above
