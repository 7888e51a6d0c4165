"""Evaluated points are kept whatever happens, and no process computes one a second time."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from experiments.calibration import version, waves
from experiments.calibration.space import (
    default_values,
)
from experiments.calibration.store import Point, Store, key_of
from experiments.calibration.waves import EvaluationError
from experiments.calibration.workers import LOST, TOO_LONG, Answer, ChangedModelError, Workers
from tests.calibrating import EFFORT, HERE, SPACE, InThisProcess, fake_results, go, result
from tests.command_lines import ROOT

# ---- the store


def test_a_finished_stage_computes_nothing_again_and_a_longer_one_only_the_rest(tmp_path) -> None:
    store = Store(tmp_path)
    first = InThisProcess()
    go(store, "prior", 20, first)
    store.close()
    again, more = InThisProcess(), InThisProcess()
    reopened = Store(tmp_path)
    assert go(reopened, "prior", 20, again) == 20
    assert go(reopened, "prior", 33, more) == 33
    reopened.close()
    assert (len(first.evaluated), len(again.evaluated), len(more.evaluated)) == (20, 0, 13)
    assert not set(first.evaluated) & set(more.evaluated)


def test_points_come_back_as_they_were(tmp_path) -> None:
    store = Store(tmp_path)
    values = default_values()
    kept = []
    for number, results in enumerate(
        [fake_results(values), None, (result(math.nan), result(None), result(math.inf))]
    ):
        key = key_of(values, EFFORT, number, HERE)
        assert store.claim(key)
        point = Point(key, "prior", values, EFFORT, number, HERE, results, "" if results else "why", 1.5)
        kept.append(point)
        store.add(point)
    store.close()
    other = Store(tmp_path)
    other.refresh()
    assert [repr(point) for point in other.points(HERE)] == [repr(point) for point in kept]
    assert other.points("another model") == []


def test_a_half_written_line_is_passed_over_until_it_is_whole(tmp_path) -> None:
    store = Store(tmp_path)
    go(store, "prior", 4)
    store.close()
    (part,) = tmp_path.glob("points-*.jsonl")
    whole = part.read_bytes()
    part.write_bytes(whole[:-20])
    torn = Store(tmp_path)
    torn.refresh()
    assert len(torn.points()) == 3
    part.write_bytes(whole)
    torn.refresh()
    assert len(torn.points()) == 4


def test_effort_seed_and_model_are_parts_of_a_point(tmp_path) -> None:
    values = default_values()
    keys = {
        key_of(values, EFFORT, 0, HERE),
        key_of(values, EFFORT, 1, HERE),
        key_of(values, 1.0, 0, HERE),
        key_of(values, EFFORT, 0, "another"),
        key_of(values | {"stay": 0.6}, EFFORT, 0, HERE),
    }
    assert len(keys) == 5
    assert key_of(dict(reversed(values.items())), EFFORT, 0, HERE) in keys


def test_the_version_follows_code_and_not_words() -> None:
    code = 'def f(x):\n    """Say."""\n    return x + 1\n'
    assert version.code_of(code) == version.code_of(
        'def f(x):  # new\n    """Other."""\n    return (x + 1)\n'
    )
    assert version.code_of(code) != version.code_of(code.replace("1", "2"))
    assert version.model_version() == version.model_version()


# ---- processes

SCRIPT = """
import sys
from pathlib import Path
from experiments.calibration.space import free_space
from experiments.calibration.store import Store
from experiments.calibration.version import model_version
from experiments.calibration.waves import run_stage, stage_of
from experiments.calibration.workers import Workers

if __name__ == "__main__":
    store, version = Store(Path(sys.argv[1])), model_version()
    with Workers(1, 0.5, 0, version, 60, "tests.fake_patterns:slow") as workers:
        stage = stage_of("prior", free_space(), 0.5, 0, int(sys.argv[2]))
        run_stage(stage, int(sys.argv[2]), store, workers, version, lambda done, total: None)
"""


def begun(folder):
    return [path.read_text() for path in folder.iterdir()]


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def process(tmp_path):
    """Starts processes that calibrate on the slow fake: `process(points)`; what they begin is in `tmp_path / "log"`."""
    script = tmp_path / "calibrate.py"
    script.write_text(SCRIPT)
    (tmp_path / "log").mkdir()
    started = []

    def start(points):
        environment = {**os.environ, "FAKE_PATTERNS": str(tmp_path / "log"), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(script), str(tmp_path / "store"), str(points)]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def test_a_kill_loses_one_point_and_a_resumed_run_computes_no_other_again(process, tmp_path) -> None:
    killed = process(30)
    until(lambda: len(begun(tmp_path / "log")) >= 4)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    store = Store(tmp_path / "store")
    store.refresh()
    kept = len(store.points())
    # Its worker ends with it, before or after one more beginning that nobody hears of.
    assert len(begun(tmp_path / "log")) - 1 <= kept + 1
    assert kept >= 2
    assert process(8).wait(60) == 0
    store.refresh()
    assert len(store.points()) == 8
    counts = Counter(begun(tmp_path / "log"))
    assert len(counts) == 8
    assert sum(counts.values()) <= 9


def test_two_processes_share_a_stage_and_never_a_point(process, tmp_path) -> None:
    both = [process(10), process(10)]
    assert [one.wait(60) for one in both] == [0, 0]
    counts = Counter(begun(tmp_path / "log"))
    assert len(counts) == sum(counts.values()) == 10
    store = Store(tmp_path / "store")
    store.refresh()
    assert len(store.points()) == 10
    parts = [part.read_bytes().count(b"\n") for part in (tmp_path / "store").glob("points-*.jsonl")]
    assert sum(parts) == 10


def test_what_hangs_is_killed_and_what_dies_or_fails_is_noted(tmp_path, monkeypatch) -> None:
    from experiments.calibration import workers

    monkeypatch.setattr(workers, "START_SECONDS", 0.0)
    attention = SPACE.axes[SPACE.names.index("attention_rate")]
    moods = {"hangs": 0.058, "fails": 0.052, "dies": 0.047, "works": 0.03}
    assert attention.low < min(moods.values()) < max(moods.values()) < attention.high
    answers = {}
    with Workers(2, EFFORT, 0, version.model_version(), 10.0, "tests.fake_patterns:moody") as pool:
        for name, value in moods.items():
            while not pool.free():
                answer = pool.next()
                answers[answer.key] = answer
            pool.submit(name, default_values() | {"attention_rate": value})
        while len(answers) < len(moods):
            answer = pool.next()
            answers[answer.key] = answer
    assert answers["hangs"].failure == TOO_LONG
    assert answers["dies"].failure == LOST
    assert answers["fails"].failure == "ValueError: no such attention"
    assert answers["works"].results == fake_results(default_values() | {"attention_rate": 0.03})
    assert [name for name, answer in answers.items() if answer.results] == ["works"]


def test_workers_of_another_model_refuse() -> None:
    with Workers(1, EFFORT, 0, "an older model", 60, "tests.fake_patterns:evaluate") as pool:
        pool.submit("key", default_values())
        with pytest.raises(ChangedModelError):
            pool.next()


def test_errors_one_after_another_stop_the_stage(tmp_path) -> None:
    class Broken(InThisProcess):
        def next(self) -> Answer:
            key, _ = self.waiting.popleft()
            self.evaluated.append(key)
            return Answer(key, None, "ValueError: broken", 0.0)

    broken = Broken()
    with pytest.raises(EvaluationError, match="broken"):
        go(Store(tmp_path), "prior", 50, broken)
    assert len(broken.evaluated) == waves.MOST_ERRORS
