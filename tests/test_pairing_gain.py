"""What pairing saves and what limits it; the log-rank test of life curves; both in words."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats

from experiments import compare
from experiments.command_line import main
from experiments.definitions import DEFAULT
from experiments.life import log_rank
from experiments.measures import MEASURES
from experiments.pairing_gain import DIFFERENT_FATES, ENOUGH, LIMITS, STILL, different_fates, gains
from experiments.pairing_words import chance_shown, limit_words, log_rank_sentence, saved_shown
from scenarios.texts import LANGUAGES
from tests import fake_simulation
from tests.fake_simulation import FakeStrategy

STRATEGIES = {"long": FakeStrategy(100), "short": FakeStrategy(20), "middle": FakeStrategy(50, talk=7)}


@pytest.fixture
def comparison(monkeypatch: pytest.MonkeyPatch) -> compare.Comparison:
    monkeypatch.setattr("sim.build_population", fake_simulation.build_population, raising=False)
    monkeypatch.setattr("sim.simulate", fake_simulation.simulate, raising=False)
    return compare.run("world", STRATEGIES, 50, 120, threads=1, world_id="w")


def test_every_pair_and_measure_once(comparison: compare.Comparison) -> None:
    found = gains(comparison)
    assert [(one.first, one.second) for one in found[:: len(MEASURES)]] == [
        ("long", "short"), ("long", "middle"), ("short", "middle"),
    ]  # fmt: skip
    assert [one.measure for one in found[: len(MEASURES)]] == list(MEASURES)
    assert {one.limit for one in found} <= set(LIMITS)


def test_limits_follow_their_rule(comparison: compare.Comparison) -> None:
    for one in gains(comparison):
        difference = comparison.difference(one.first, one.second, one.measure)
        assert one.saved == pytest.approx(difference.saved, nan_ok=True)
        spread = sorted(
            float(np.var(comparison.values(name, one.measure))) for name in (one.first, one.second)
        )
        if spread[1] == 0:
            assert one.limit == "nothing_varies"
        elif one.saved >= ENOUGH:
            assert one.limit == ""
        elif spread[0] > 0 and one.fates > DIFFERENT_FATES:
            assert one.limit == "fates"
        else:
            assert one.limit == ("still" if spread[0] < STILL * spread[1] else "luck")


def test_fates_are_counted(comparison: compare.Comparison) -> None:
    one, other = (comparison.deaths(name) > 30 for name in ("long", "short"))
    assert different_fates(comparison, "long", "short", 30) == np.mean(one != other)


def test_log_rank_is_that_of_the_book() -> None:
    """Freireich et al. (1963), remission of leukaemia, as every textbook has it: chi-squared 16.79."""
    treated = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23] + [np.inf] * 12, dtype=float)
    closed = np.array([np.inf] * 9 + [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], dtype=float)
    placebo = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], dtype=float)
    found = log_rank(treated, placebo, 40.0, closed)
    assert found.statistic**2 == pytest.approx(16.793, abs=0.01)
    assert found.statistic < 0  # the placebo dies sooner
    assert (found.first_deaths, found.second_deaths) == (9, 21)


def test_log_rank_at_the_horizon_and_without_deaths() -> None:
    luck = np.random.default_rng(1)
    one, other = luck.exponential(30, 60), luck.exponential(60, 60)
    cut = log_rank(one, other, 50.0)
    known = stats.logrank(
        *(
            stats.CensoredData(uncensored=x[x <= 50], right=np.full((x > 50).sum(), 50.0))
            for x in (one, other)
        )
    )
    assert cut.p == pytest.approx(known.pvalue)
    nothing = log_rank(np.full(9, np.inf), np.full(9, np.inf), 50.0)
    assert np.isnan(nothing.p) and nothing.first_deaths == 0
    assert np.isnan(log_rank(np.array([np.nan]), other, 50.0).p)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words(comparison: compare.Comparison, language: str) -> None:
    for one in gains(comparison):
        assert limit_words(one, language)
        assert saved_shown(one.saved, language)
    said = log_rank_sentence(comparison, DEFAULT, "short", language)
    assert "significant" not in said and "\u663e\u8457" not in said
    assert "0.001" in said
    assert chance_shown(0.04, language) == "= 0.04"
    assert chance_shown(1e-9, language) == "< 0.001"
    assert saved_shown(float("inf"), language) == ">1,000\u00d7"


def test_the_command_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "strangers_60", "neglect", "useful_posts", "--launches", "6", "--days", "10"]
    assert main([*words, "--pairing", "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "What it saves to give two strategies the same people and the same luck" in said
    assert "log-rank" in said
    assert main([*words, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [one["measure"] for one in plain["pairing"]] == list(MEASURES)
    assert plain["results"]["neglect"]["log_rank"] is None
    assert set(plain["results"]["useful_posts"]["log_rank"]) == {
        "statistic", "p", "first_deaths", "second_deaths",
    }  # fmt: skip
