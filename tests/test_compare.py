"""Comparisons on a stand-in model: order, threads, failures, cancelling, files, and each figure's meaning."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from experiments import compare
from experiments.comparison import QUANTILES, Comparison
from experiments.comparison_format import FORMAT
from experiments.definitions import DEFAULT, Definition, all_definitions
from experiments.kpis import KPIS
from experiments.launches import PATHS
from experiments.measures import MEASURES
from experiments.money import Money
from experiments.outcome_rows import COLUMNS
from tests import fake_simulation
from tests.fake_simulation import FakeStrategy

STRATEGIES = {"long": FakeStrategy(100), "short": FakeStrategy(20), "middle": FakeStrategy(50, talk=7)}
DAYS = 120


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.build_population", fake_simulation.build_population, raising=False)
    monkeypatch.setattr("sim.simulate", fake_simulation.simulate, raising=False)


@pytest.fixture
def comparison() -> Comparison:
    return compare.run("world", STRATEGIES, 50, DAYS, first_seed=7, threads=2, world_id="w")


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_same_bytes_on_any_number_of_threads(tmp_path: Path) -> None:
    for threads in (1, 2, 3):
        compare.run("world", STRATEGIES, 37, DAYS, threads=threads).save(tmp_path / str(threads))
    assert folder_bytes(tmp_path / "1") == folder_bytes(tmp_path / "2") == folder_bytes(tmp_path / "3")


def test_a_launch_is_a_seed(comparison: Comparison) -> None:
    one = compare.run("world", {"short": STRATEGIES["short"]}, 1, DAYS, first_seed=7 + 11)
    np.testing.assert_array_equal(comparison.ensemble.rows[11, 1], one.ensemble.rows[0, 0])


def test_files_give_back_the_same_comparison(comparison: Comparison, tmp_path: Path) -> None:
    comparison.save(tmp_path / "kept")
    loaded = Comparison.load(tmp_path / "kept")
    assert loaded.strategies == comparison.strategies
    assert loaded.verdict() == comparison.verdict()
    np.testing.assert_array_equal(loaded.ensemble.rows, comparison.ensemble.rows)
    np.testing.assert_array_equal(loaded.ensemble.talk_paths, comparison.ensemble.talk_paths)
    np.testing.assert_array_equal(loaded.hidden("long").trust, comparison.hidden("long").trust)
    loaded.save(tmp_path / "again")
    assert folder_bytes(tmp_path / "kept") == folder_bytes(tmp_path / "again")
    comparison.save(tmp_path / "kept")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "kept"]


def test_a_file_of_another_version_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    comparison.save(tmp_path / "kept")
    head = tmp_path / "kept" / "comparison.json"
    head.write_text(head.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(ValueError, match="another version"):
        Comparison.load(tmp_path / "kept")
    with pytest.raises(OSError):
        Comparison.load(tmp_path / "none")


def test_one_failing_run_is_one_line() -> None:
    fails = {"fine": FakeStrategy(50), "fails": FakeStrategy(50, fails=frozenset({3, 5}))}
    comparison = compare.run("world", fails, 30, DAYS, threads=2)
    assert [(f.launch, f.seed, f.strategy) for f in comparison.failures] == [(3, 3, "fails"), (5, 5, "fails")]
    assert comparison.failures[0].error == "ZeroDivisionError: division by zero"
    assert comparison.lively("fails", 10).of == 28
    assert comparison.lively("fine", 10).of == 30
    assert comparison.difference("fine", "fails").launches == 28
    assert comparison.verdict(day=60).code == "toss_up"
    assert not np.isnan(comparison.fan("fails")).any()


def test_everything_failing_is_still_an_answer(tmp_path: Path) -> None:
    comparison = compare.run("broken", STRATEGIES, 4, DAYS)
    assert len(comparison.failures) == 12
    assert comparison.verdict().code == "nothing_to_rank"
    assert comparison.life_curve("long").launches == 0
    assert comparison.money("long").launches == 0
    assert comparison.dots("long", 90) == []
    comparison.save(tmp_path / "kept")
    assert Comparison.load(tmp_path / "kept").failures == comparison.failures


def test_stopping_keeps_what_is_done() -> None:
    seen: list[int] = []
    asked = threading.Event()

    def progress(done: int, total: int) -> None:
        assert total == 300
        seen.append(done)
        if done >= 30:
            asked.set()

    comparison = compare.run(
        "world", STRATEGIES, 100, DAYS, threads=2, on_progress=progress, should_stop=asked.is_set
    )
    assert not comparison.complete
    assert 10 <= comparison.launches < 100
    assert seen == sorted(seen)
    whole = compare.run("world", STRATEGIES, comparison.launches, DAYS)
    np.testing.assert_array_equal(whole.ensemble.rows, comparison.ensemble.rows)
    np.testing.assert_array_equal(whole.ensemble.day_sums, comparison.ensemble.day_sums)


def test_partial_results_are_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[Comparison] = []
    monkeypatch.setattr("experiments.launches.time.monotonic", iter(range(0, 10_000, 3)).__next__)
    compare.run("world", STRATEGIES, 6, DAYS, on_partial=parts.append)
    assert [part.launches for part in parts] == [1, 2, 3, 4, 5]
    assert parts[2].lively("long", 50).of == 3
    assert not parts[2].complete


@pytest.mark.parametrize(
    ("launches", "days", "threads", "seed", "strategies"),
    [
        (0, 9, 1, 0, STRATEGIES),
        (1, 0, 1, 0, STRATEGIES),
        (1, 9, 0, 0, STRATEGIES),
        (1, 9, 1, 0, {}),
        (2, 9, 1, 2**63 - 1, STRATEGIES),
    ],
)
def test_nothing_to_run_is_refused(
    launches: int, days: int, threads: int, seed: int, strategies: dict
) -> None:
    with pytest.raises(ValueError):
        compare.run("world", strategies, launches, days, seed, threads)


def test_life(comparison: Comparison) -> None:
    curve = comparison.life_curve("short")
    assert curve.days.tolist() == list(range(DAYS + 1))
    assert curve.share[0] == 1.0
    assert curve.share[-1] == 0.0
    assert np.all(np.diff(curve.share) <= 0)
    assert np.all((curve.low <= curve.share) & (curve.share <= curve.high))
    lively = comparison.lively("short", 20)
    assert lively.count == np.count_nonzero(comparison.deaths("short") > 20)
    assert comparison.life_days == (7, 30, 90, 120)
    assert comparison.lively_days("short", 90) < comparison.lively_days("middle", 90) < 90


def test_every_definition_answers(comparison: Comparison) -> None:
    for definition in all_definitions():
        assert Definition.parse(definition.code) == definition
        assert definition.code in COLUMNS
        assert comparison.life_curve("short", definition).launches == 50
    assert all_definitions()[0] == DEFAULT
    with pytest.raises(ValueError, match="first_silence_7"):
        Definition.parse("final_silence_8")
    with pytest.raises(ValueError):
        Definition("first_silence", 8)


def test_dots(comparison: Comparison) -> None:
    dots = comparison.dots("short", 20)
    assert [dot.launch for dot in dots] == list(range(50))
    assert dots[3].seed == 10
    assert sum(dot.lively for dot in dots) == comparison.lively("short", 20).count
    many = compare.run("world", STRATEGIES, 450, 60)
    dots = many.dots("short", 20)
    assert len(dots) == 100
    assert abs(sum(dot.lively for dot in dots) - 100 * many.lively("short", 20).share) <= 1
    assert many.ensemble.talk_paths.shape[0] == PATHS


def test_fan(comparison: Comparison) -> None:
    fan = comparison.fan("long")
    assert fan.shape == (len(QUANTILES), DAYS)
    assert np.all(np.diff(fan, axis=0) >= 0)
    np.testing.assert_allclose(fan[2], np.median(comparison.sample_paths("long", 50), axis=0))
    smooth = comparison.sample_paths("long", 1, smooth_days=7)[0]
    raw = comparison.sample_paths("long", 1)[0]
    assert smooth[0] == raw[0]
    assert smooth[20] == pytest.approx(raw[14:21].mean())


def test_hidden_measures(comparison: Comparison) -> None:
    hidden = comparison.hidden("long")
    assert np.all((hidden.trust > 0.5) & (hidden.trust < 0.53))
    assert np.all(np.diff(hidden.left_share) >= 0)
    assert hidden.looks[0] == 50
    np.testing.assert_allclose(comparison.mean_by_day("long", "revenue_fen"), 1000)


def test_money_adds_up(comparison: Comparison) -> None:
    money = comparison.money("long", wage_fen=6000)
    assert money.revenue == 1000 * DAYS
    assert money.minutes == 30 * DAYS
    assert money.staff == 30 * DAYS * 100
    assert money.profit == money.revenue - money.goods - money.packets - money.fees - money.staff
    assert money.loss_share == 1.0
    assert isinstance(comparison.money("long"), Money)


def test_key_figures(comparison: Comparison) -> None:
    kpis = comparison.kpis("short")
    assert list(kpis) == list(KPIS)
    assert kpis["unanswered_share"] == pytest.approx(0.25)
    assert kpis["dead_90"] == 1 - comparison.lively("short", 90).share
    assert np.isnan(kpis["dead_180"])
    assert kpis["exit_rate_7"] == pytest.approx(comparison.column("short", "leaves_7").sum() / 5000)


def test_differences(comparison: Comparison) -> None:
    for code in MEASURES:
        difference = comparison.difference("long", "short", code)
        assert difference.launches == 50
        assert difference.low <= difference.mean <= difference.high
        assert comparison.measure(code).matters > 0
    assert comparison.difference("long", "short").mean == pytest.approx(
        comparison.lively_days("long", DAYS) - comparison.lively_days("short", DAYS)
    )
    with pytest.raises(ValueError):
        comparison.values("long", "nonsense")
