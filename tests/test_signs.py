"""What comparisons keep of symptoms, senses and tiers: right for one launch, added up over many, and saved whole."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from experiments import compare
from experiments.by_tier import by_tier
from experiments.comparison import Comparison
from experiments.comparison_files import changed_tables, digests
from experiments.definitions import DEFAULT
from experiments.reproducing import compare_command, files_of
from experiments.senses import SENSES, senses
from experiments.signs import LOGGED, SYMPTOM_CODES, TIER_FIELDS, TIERS, Signs, signs_of, symptoms_seen
from experiments.symptoms import symptom_days
from experiments.talk_of_lively import faintly_lively, talk_of_lively
from scenarios import load_strategy, load_world
from tests import small_worlds

DAYS, LAUNCHES = 30, LOGGED + 3
WORLD = small_worlds.world("friends")
STRATEGIES = {
    "everything": small_worlds.strategy("everything"),
    "ads": sim.Strategy.model_validate({"moves": [{"move": "hard_ads"}]}),
}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare.run(WORLD, STRATEGIES, LAUNCHES, DAYS, threads=2)


def test_the_signs_are_those_of_the_launches(comparison: Comparison) -> None:
    outcomes = [
        sim.simulate(WORLD, STRATEGIES["everything"], seed, days=DAYS, events=True)
        for seed in range(LAUNCHES)
    ]
    people = [sim.build_population(WORLD, seed, DAYS).people for seed in range(LAUNCHES)]
    expected = np.array([list(symptom_days(one.daily).values()) for one in outcomes])
    assert np.array_equal(comparison.ensemble.signs.symptoms[:, 0], expected)
    freshness = np.mean([senses(one.daily)["freshness"] for one in outcomes], axis=0)
    assert comparison.sense("everything", "freshness") == pytest.approx(freshness)
    # Belonging needs the event log, which only the first launches have.
    belonging = [senses(one.daily, one.events)["belonging"] for one in outcomes[:LOGGED]]
    assert comparison.sense("everything", "belonging") == pytest.approx(np.nanmean(belonging, axis=0))
    found = comparison.tiers("everything")
    each = [
        by_tier(one.events, mine["tier"])
        for one, mine in zip(outcomes[:LOGGED], people[:LOGGED], strict=True)
    ]
    for tier in TIERS:
        assert found[tier].joined == sum(one[tier].joined for one in each)
        assert found[tier].revenue_fen == pytest.approx(sum(one[tier].revenue_fen for one in each))
    assert comparison.logged == LOGGED


def test_a_log_changes_nothing_else(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.launches.LOGGED", 0)
    without = compare.run(WORLD, STRATEGIES, LAUNCHES, DAYS, threads=1)
    assert digests(without.ensemble)["launches"] == digests(comparison.ensemble)["launches"]
    assert digests(without.ensemble)["symptoms"] == digests(comparison.ensemble)["symptoms"]
    assert without.tiers("everything") == {}


def test_signs_are_saved_and_watched(comparison: Comparison, tmp_path) -> None:
    comparison.save(tmp_path / "kept")
    found = Comparison.load(tmp_path / "kept")
    mine, theirs = comparison.ensemble.signs, found.ensemble.signs
    for name in ("symptoms", "sense_sums", "sense_counts", "tiers"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name), equal_nan=True)
    found.ensemble.signs.symptoms[0, 0, 0] = 5.0
    assert digests(found.ensemble)["symptoms"] != digests(comparison.ensemble)["symptoms"]
    assert changed_tables(tmp_path / "kept") == ()


def test_what_has_run_so_far_has_its_signs() -> None:
    stop = iter([False] * 10 + [True] * 100)
    partial = compare.run(WORLD, STRATEGIES, LAUNCHES, DAYS, should_stop=lambda: next(stop))
    assert 0 < partial.launches < LAUNCHES
    assert partial.ensemble.signs.symptoms.shape == (partial.launches, 2, len(SYMPTOM_CODES))
    assert partial.symptoms("ads")[0].of == partial.launches


def test_symptoms_are_counted_to_a_day() -> None:
    days = np.full((5, len(SYMPTOM_CODES)), np.inf)
    days[:, 2] = [3.0, 10.0, 11.0, np.inf, np.nan]
    days[4] = np.nan
    seen = symptoms_seen(days, 10)[2]
    assert (seen.code, seen.count, seen.of, seen.began) == ("operator_monologue", 2, 4, 6.5)
    assert np.isnan(symptoms_seen(days, 2)[2].began)


def test_failed_runs_and_short_ones_have_no_signs() -> None:
    signs = Signs.empty(2, 1, 6)
    outcome = sim.simulate(WORLD, STRATEGIES["ads"], 0, days=6)
    signs.take(1, 0, signs_of(outcome, None))
    assert np.isnan(signs.symptoms[0]).all()
    assert not np.isnan(signs.symptoms[1]).any()
    assert signs.sense_sums.shape == (1, 0, len(SENSES))
    assert signs.tiers.shape == (2, 1, len(TIERS), len(TIER_FIELDS))


def test_faint_groups_are_named(comparison: Comparison) -> None:
    found = faintly_lively(comparison, DAYS, DEFAULT)
    for name in comparison.strategies:
        talk = talk_of_lively(comparison, name, DAYS, DEFAULT)
        assert (name in found) == (talk < 1.0)
    paths = comparison.ensemble.talk_paths
    kept = paths.copy()
    paths[:] = 0.4
    try:
        assert set(faintly_lively(comparison, DAYS, DEFAULT)) == {
            name for name in comparison.strategies if comparison.lively(name, DAYS).count
        }
    finally:
        paths[:] = kept


def test_the_command_names_files_where_something_is_not_as_shipped(tmp_path) -> None:
    world, neglect = load_world("strangers_60"), load_strategy("neglect")
    edited = load_strategy("hard_ads").model_copy(update={"moves": ()})
    shipped = compare.run(world, {"neglect": neglect}, 2, 9, first_seed=3, world_id="strangers_60")
    assert files_of(shipped) == {}
    command = compare_command(shipped, {}, "cold", "neglect")
    assert command == (
        "qunlab compare strangers_60 neglect --launches 2 --days 9 --first-seed 3 --death cold"
    )
    mixed = compare.run(world, {"neglect": neglect, "hard_ads": edited}, 1, 9, world_id="own_mine")
    files = files_of(mixed)
    assert set(files) == {"own_mine.yaml", "hard_ads.yaml"}
    assert compare_command(mixed, files, baseline="hard_ads").startswith(
        "qunlab compare own_mine.yaml neglect hard_ads.yaml --launches 1"
    )
    (tmp_path / "hard_ads.yaml").write_text(files["hard_ads.yaml"], encoding="utf-8")
    assert load_strategy(tmp_path / "hard_ads.yaml") == edited
