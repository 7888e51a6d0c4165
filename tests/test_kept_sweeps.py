"""Sweeps in the lab's folder, and what is read out of their stores."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from experiments import home
from experiments.commands import output
from experiments.commands.live import live
from experiments.plans.expansion import Expansion
from experiments.plans.kept import store_for
from experiments.racing.live_standings import keeper, standings_in
from experiments.racing.results import RaceState
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.runs.materials import Scenario
from experiments.runs.store import Store
from experiments.sweeps import apart, explore, shelf
from experiments.sweeps.checking import checked, shipped_as, shipped_text
from experiments.sweeps.draft import DESIGNS, Draft, choices
from scenarios.errors import ScenarioError
from scenarios.library import plans, strategies

PATH = "world.psychology.ad_fatigue"
PLAN = """\
worlds: [strangers_60]
strategies: [hard_ads, neglect]
days: 10
seeds: {first: 3, count: 3}
factors:
  - {parameter: ad_fatigue, values: [0.03, 0.12]}
  - {parameter: answer_rate, values: [0.5, 2]}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("kept") / "store"
    expansion = Expansion(checked(PLAN, "plan").plan)
    with closing(store_for(folder, expansion, "plan")) as made:
        conduct(made, expansion, Threads(1))
    return Store.open(folder)


def kept(value: np.ndarray, reach: float | None = None) -> explore.Kept:
    """Runs of one strategy at so many points (rows), each in so many launches (columns)."""
    points, launches = value.shape
    scenarios = tuple(Scenario.of("w", "s", {PATH: float(point)}) for point in range(points))
    return explore.Kept(
        "messages",
        "messages",
        scenarios,
        np.repeat(np.arange(points), launches),
        np.tile(np.arange(launches), points),
        value.ravel(),
        reach,
    )


def test_the_launch_is_the_unit_of_luck() -> None:
    rng = np.random.default_rng(1)
    value = 10 + rng.normal(size=12) + 0.1 * rng.normal(size=(6, 12))
    (found,) = explore.by_strategy(kept(value), "w")
    means = value.mean(axis=0)
    half = stats.t.ppf(0.975, 11) * means.std(ddof=1) / np.sqrt(12)
    assert (found.runs, found.launches, found.failed) == (72, 12, 0)
    assert np.allclose(
        [found.mean, found.low, found.high], [means.mean(), means.mean() - half, means.mean() + half]
    )


def test_intervals_of_a_bounded_measure_stay_within_it_and_cover() -> None:
    """Of 400 samples of 15 lives that end on day 0 or 90, the interval of 95% misses the mean at most 28 times."""
    rng = np.random.default_rng(2)
    missed = 0
    for _ in range(400):
        (found,) = explore.by_strategy(kept(90.0 * (rng.random((1, 15)) < 0.8), 90.0), "w")
        assert 0 <= found.low <= found.mean <= found.high <= 90
        missed += not found.low <= 72 <= found.high
    assert missed <= 28
    (alike,) = explore.by_strategy(kept(np.full((1, 20), 90.0), 90.0), "w")
    assert alike.mean == alike.high == 90
    assert 70 < alike.low < 89


def test_many_values_become_few_groups_that_leave_nothing_out() -> None:
    found = explore.over_factor(kept(np.arange(50.0).reshape(25, 2)), PATH, "w")
    assert len(found) == explore.MOST_VALUES
    assert sum(one.runs for one in found) == 50
    assert all(one.low_value <= one.middle <= one.high_value for one in found)
    assert [one.mean for one in found] == sorted(one.mean for one in found)


def test_failed_runs_are_counted_and_left_out() -> None:
    value = np.array([[1.0, np.nan, 3.0, 5.0]])
    (found,) = explore.by_scenario(kept(value))
    assert (found.runs, found.failed, found.launches, found.mean) == (4, 1, 3, 3.0)
    (nothing,) = explore.by_scenario(kept(np.full((1, 3), np.nan)))
    assert np.isnan(nothing.mean)
    assert (nothing.runs, nothing.failed) == (3, 3)


def test_means_are_those_of_sql(store: Store) -> None:
    found = explore.kept_runs(store, "messages", 10)
    assert found.paths == (PATH, "world.psychology.answer_rate")
    told = {(one.strategy, one.middle): one.mean for one in explore.over_factor(found, PATH, "strangers_60")}
    question = f'SELECT strategy, "{PATH}" AS x, avg(talk) AS m FROM runs GROUP BY ALL'
    answer = apart.ask(store.folder, question)
    assert {(row[0], row[1]): row[2] for row in answer.rows} == pytest.approx(told)
    assert len(explore.by_scenario(found)) == 8
    assert explore.failures(store) == []


def test_runs_and_answers_as_parquet(store: Store, tmp_path: Path) -> None:
    import pyarrow.parquet

    (tmp_path / "runs.parquet").write_bytes(explore.parquet_of_runs(store))
    assert pyarrow.parquet.read_table(tmp_path / "runs.parquet").num_rows == 24
    answer = apart.ask(
        store.folder, "SELECT 1 AS a, 'x' AS a, [1, 2] AS b, NULL AS c, 1.5::DECIMAL(4,1) AS d"
    )
    (tmp_path / "answer.parquet").write_bytes(apart.parquet_of(answer))
    table = pyarrow.parquet.read_table(tmp_path / "answer.parquet")
    assert table.column_names == ["a", "a_2", "b", "c", "d"]
    assert table.column("d").to_pylist() == [1.5]


def test_no_question_takes_more_than_its_time(store: Store) -> None:
    began = time.monotonic()
    with pytest.raises(apart.AnswerError) as caught:
        apart.ask(store.folder, "SELECT count(*) FROM range(1000000000) a, range(1000000) b", seconds=2)
    assert caught.value.code == "slow"
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("name", plans())
def test_shipped_plans_are_known_and_small_enough(name: str) -> None:
    assert shipped_as(shipped_text(name)) == name
    assert checked(shipped_text(name), "plan").runs <= 1000


@pytest.mark.parametrize("design", DESIGNS)
def test_every_draft_is_a_plan(design: str) -> None:
    some = list(choices(("red_packets",)).values())
    moves = [one for one in some if one.path.startswith("strategy.")][:2]
    for chosen in (some[:2], moves):
        factors = tuple((one.path, one.low, one.high) for one in chosen)
        draft = Draft(("strangers_60",), ("red_packets",), 20, 3, design, 4, factors)
        points = 4 if design != "grid" else 16
        assert checked(draft.text(), "plan").runs in range(1, 3 * points + 1)


@pytest.mark.parametrize("strategy", strategies())
def test_suggested_ranges_lie_within_what_is_allowed(strategy: str) -> None:
    for one in choices((strategy,)).values():
        assert one.least <= one.low <= one.high <= one.most, one.path


@pytest.mark.parametrize("name", ["", "..", "../../x", "g" * 24, "A" * 24, "0" * 23, "0" * 24 + "\n"])
def test_only_names_are_names(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path))
    assert not shelf.is_name(name)
    assert shelf.sweep(name) is None
    assert shelf.plan_text(name) is None
    assert not shelf.delete(name)
    with pytest.raises(ValueError, match="no such sweep"):
        shelf.store_folder(name)


def test_files_cannot_be_named_in_a_pasted_plan(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text("members: 3\n", encoding="utf-8")
    for named in (str(tmp_path / "w.yaml"), "w.yaml", "../w.yaml"):
        with pytest.raises(ScenarioError) as caught:
            checked(f"worlds: [{named}]\nstrategies: [neglect]\n", "plan")
        assert caught.value.code == "plan_no_folder"


def test_unused_plans_go_and_used_ones_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path))
    monkeypatch.setattr(shelf, "UNUSED_SECONDS", -1.0)
    plan = checked(PLAN, "plan").plan
    unused = shelf.keep_plan(PLAN, plan, 24)
    used = shelf.keep_plan(PLAN + "# 1\n", plan, 24)
    assert shelf.sweep(unused) is None
    shelf.add_to_note(used, job="gone")
    shelf.keep_plan(PLAN + "# 2\n", plan, 24)
    assert [one.name for one in shelf.sweeps()] == [used]
    assert home.home() == tmp_path


def test_a_race_keeps_its_standings_for_whoever_watches(tmp_path: Path) -> None:
    assert standings_in(tmp_path) is None
    keep = keeper(tmp_path)
    state = RaceState(
        9, 21, ("b", "a"), ("b", "a"), {"c": 4, "d": 7}, {"a": 1.0, "b": 2.0, "c": 0.5, "d": 0.1}
    )
    keep(state)
    found = standings_in(tmp_path)
    assert found is not None
    assert [(one.strategy, one.left_at) for one in found.lines] == [
        ("b", None),
        ("a", None),
        ("d", 7),
        ("c", 4),
    ]
    keep(replace(state, launches=10))
    assert standings_in(tmp_path) == found
    keeper(None)(state)


def test_a_job_is_told_how_live_work_stands_and_can_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []

    def watch(title: str, done: int, total: int) -> None:
        told.append((title, done, total))
        if len(told) > 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(output, "watcher", watch)
    with pytest.raises(KeyboardInterrupt), live("Racing") as show:
        show("1 launch", "table")
        show("2 launches", "table")
    assert told == [("Racing: 1 launch", 0, 0), ("Racing: 2 launches", 0, 0)]
