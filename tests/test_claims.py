"""Sayings of the trade as questions: known answers on made-up deaths, and error rates of the intervals."""

import numpy as np
import pytest

from experiments import claims
from experiments.claims import (
    SPANS,
    about_two_years,
    auc,
    dead_by,
    death_table,
    first_seven_days,
    half_life_interval,
    half_lives,
    known_until,
    ninety_five_die,
)
from experiments.definitions import Definition, all_definitions
from experiments.outcome_rows import COLUMNS, POSITION
from scenarios.texts import LANGUAGES, has_text

INF = np.inf


def rows_of(deaths, code="first_silence_7"):
    rows = np.full((len(deaths), len(COLUMNS)), INF)
    rows[:, POSITION[code]] = deaths
    return rows


def test_a_silence_shows_only_once_it_has_lasted():
    assert known_until(180, Definition("first_silence", 30)) == 150
    assert known_until(180, Definition("probe_dead")) == 180
    deaths = np.array([3.0, 100.0, INF, np.nan])
    assert dead_by(deaths, 90, 90).count == 1
    assert dead_by(deaths, 90, 90).of == 3
    assert np.isnan(dead_by(deaths, 90, 89).share)
    assert np.isnan(dead_by(np.array([np.nan]), 90, 180).share)


def test_the_table_has_every_definition_and_span():
    table = death_table(rows_of([5.0, 20.0, INF, INF], "cold"), 200)
    assert table.keys() == {one.code for one in all_definitions()}
    assert [table["cold"][day].count for day in SPANS] == [1, 2, 2, 2, 0, 0]
    assert [table["cold"][day].of for day in SPANS] == [4, 4, 4, 4, 0, 0]
    assert [table["ads_wall"][day].count for day in (7, 180)] == [0, 0]


def test_half_life():
    found = half_life_interval(np.arange(1.0, 101.0), 365)
    # Ranks 40 and 61 of 100 are the 95% interval of a median.
    assert (found.day, found.low, found.high) == (50, 40, 61)
    assert half_life_interval(np.array([1.0, 2.0, INF, INF, INF]), 365).day == INF
    assert half_life_interval(np.full(5, np.nan), 365).day != half_life_interval(np.full(5, np.nan), 365).day
    few = half_life_interval(np.array([1.0, 2.0]), 365)
    assert (few.low, few.high) == (0.0, INF)
    assert half_lives(rows_of([1.0, 2.0, 3.0]), 90)["first_silence_7"].day == 2


@pytest.mark.statistical
def test_the_half_lifes_interval_holds_what_it_says():
    """Of 2000 samples of 37 with median 100, at least 95% of intervals hold it; fails by chance below 1 in 1000."""
    draws = np.random.default_rng(7)
    hits = 0
    for sample in draws.exponential(100 / np.log(2), (2000, 37)):
        found = half_life_interval(np.where(sample > 300, INF, sample), 300)
        hits += found.low <= 100 <= found.high
    assert hits >= 0.934 * 2000


def test_ninety_five_of_a_hundred():
    deaths = np.array([5.0] * 990 + [INF] * 10)
    found = ninety_five_die(deaths, 100)
    assert found.answers == {
        7: "yes",
        30: "yes",
        90: "yes",
        180: "beyond_horizon",
        365: "beyond_horizon",
        730: "beyond_horizon",
    }
    assert found.reached == 5.0
    late = ninety_five_die(np.array([50.0] * 60 + [INF] * 40), 800)
    assert [late.answers[day] for day in (7, 730)] == ["no", "no"]
    assert late.reached == INF
    assert ninety_five_die(np.array([5.0] * 19 + [INF]), 100).answers[90] == "open"
    assert ninety_five_die(np.array([5.0] * 18 + [60.0, INF]), 100).reached == 60.0


def launches(number=200):
    """Launches of a hundred members: the dull half dies on day 20, the lively half lives."""
    first_week = np.array([50.0, 300.0] * (number // 2))
    return first_week, np.full(number, 100.0), np.array([20.0, INF] * (number // 2))


def test_the_first_week_that_decides():
    found = first_seven_days(*launches(), days=120)
    assert (found.dull.count, found.dull.of) == (100, 100)
    assert (found.lively.count, found.lively.of) == (0, 100)
    assert found.answer == "yes"
    assert found.predicts[0] == found.predicts_survivors[0] == 1.0


def test_the_first_week_that_decides_nothing():
    first_week, members, _ = launches()
    deaths = np.array([20.0, 20.0, INF, INF] * 50)
    found = first_seven_days(first_week, members, deaths, 120)
    assert found.dull.share == found.lively.share == 0.5
    assert found.answer == "no"
    assert found.predicts[0] == 0.5


def test_groups_already_dead_tell_nothing_of_the_first_weeks_foresight():
    """Those dead within the week had no talk; among the others it means nothing."""
    first_week = np.array([0.0] * 50 + [200.0, 300.0] * 50)
    deaths = np.array([0.0] * 50 + [40.0, 40.0, INF, INF] * 25)
    found = first_seven_days(first_week, np.full(150, 100.0), deaths, 120)
    assert found.predicts[0] > 0.7
    assert found.predicts_survivors[0] == 0.5


def test_the_first_week_of_runs_that_are_too_short_or_failed():
    found = first_seven_days(*launches(), days=96)
    assert found.answer == "beyond_horizon"
    assert np.isnan(found.predicts[0])
    first_week, members, deaths = launches()
    deaths[:100] = np.nan
    assert first_seven_days(first_week, members, deaths, 97).dull.of == 50
    lively = first_seven_days(np.full(4, 500.0), np.full(4, 100.0), np.full(4, INF), 120)
    assert lively.answer == "open"
    assert np.isnan(lively.predicts[0])


def test_auc_by_counting_pairs():
    draws = np.random.default_rng(3)
    score, positive = draws.integers(0, 6, 60).astype(float), draws.random(60) < 0.4
    above = [(a > b) + 0.5 * (a == b) for a in score[positive] for b in score[~positive]]
    assert auc(score, positive)[0] == pytest.approx(np.mean(above))
    area, low, high = auc(-score, positive)
    assert area == pytest.approx(1 - np.mean(above))
    assert 0 <= low < area < high <= 1


@pytest.mark.statistical
def test_aucs_interval_holds_what_it_says():
    """Normal scores one deviation apart: AUC 0.7602. Of 1000 intervals 95% hold it; below 92%, 1 in 1000."""
    draws = np.random.default_rng(5)
    positive = np.arange(120) < 50
    hits = 0
    for noise in draws.normal(size=(1000, 120)):
        _, low, high = auc(noise + positive, positive)
        hits += low <= 0.7602 <= high
    assert hits >= 920


@pytest.mark.parametrize(
    ("deaths", "days", "answer"),
    [
        ([20.0] * 100, 1000, "no"),
        ([20.0] * 100, 60, "no"),
        ([700.0] * 100, 1000, "yes"),
        ([INF] * 100, 365, "beyond_horizon"),
        ([INF] * 100, 1000, "no"),
        ([500.0] * 50 + [700.0] * 50, 1000, "open"),
    ],
)
def test_about_two_years(deaths, days, answer):
    found = about_two_years(np.array(deaths), days)
    assert found.answer == answer
    assert np.isnan(found.dead.share) == (days < 737)


def test_texts():
    answers = {claims.YES, claims.NO, claims.OPEN, claims.BEYOND_HORIZON}
    codes = [f"claim.answer.{answer}" for answer in answers]
    codes += ["claim.ninety_five", "claim.first_seven_days", "claim.two_years"]
    for language in LANGUAGES:
        assert [code for code in codes if not has_text(code, language)] == []
