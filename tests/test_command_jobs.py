"""Commands in the background, as they are: real processes that are started, watched, cancelled and killed."""

from __future__ import annotations

import itertools
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments import jobs
from experiments.job_status import Status, process_is_worker_of
from tests.command_lines import good, qunlab
from tests.fake_worker import PlainStrategy, PlainWorld

QUICK = ("compare", "strangers_60", "neglect", "hard_ads", "--launches", "4", "--days", "10")
LONG = ("compare", "interest_250", "trust_playbook", "kol_sharing", "--launches", "100000")


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


def until(job_id: str, wanted: Callable[[Status], bool], seconds: float = 120.0) -> Status:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = jobs.status(job_id)
        assert found is not None
        if wanted(found):
            return found
        time.sleep(0.05)
    pytest.fail(f"still {found} after {seconds} s")


def test_a_command_in_the_background_prints_what_it_prints_in_front() -> None:
    job = good("start", *QUICK).decode().strip()
    assert until(job, lambda found: found.finished).state == "done"
    assert jobs.output(job).encode() == good(*QUICK)
    assert jobs.command_of(job) == QUICK
    listed = good("jobs").decode()
    assert job in listed
    assert "strangers_60" in listed
    shown = json.loads(good("jobs", job, "--json"))
    assert shown["state"] == "done"
    assert shown["command"] == list(QUICK)


def test_it_is_cancelled_from_another_terminal() -> None:
    job = good("start", *LONG).decode().strip()
    under_way = until(job, lambda found: found.total == 200_000 and found.done > 0)
    assert b"Cancelled" in good("jobs", job, "--cancel")
    assert jobs.status(job).state == "cancelled"  # type: ignore[union-attr]
    end = time.monotonic() + 10
    while process_is_worker_of(under_way.pid, jobs.job_folder(job)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not process_is_worker_of(under_way.pid, jobs.job_folder(job))


def test_a_killed_one_has_crashed() -> None:
    job = good("start", *LONG).decode().strip()
    os.kill(until(job, lambda found: found.state == "running" and found.pid > 0).pid, signal.SIGKILL)
    assert until(job, lambda found: found.finished, 10).state == "crashed"


def test_a_command_that_goes_wrong_says_why() -> None:
    job = good("start", "compare", "strangers_60", "neglect", "no_such_one").decode().strip()
    found = until(job, lambda found: found.finished)
    assert found.state == "failed"
    assert "no_such_one" in found.values["error"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("start", "start", "compare"), "cannot run in the background"),
        (("start", "lab"), "cannot run in the background"),
        (("jobs", "nosuchjob"), "no job 'nosuchjob'"),
        (("jobs", "../../etc"), "no job"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: tuple[str, ...], says: str) -> None:
    found = qunlab(*words)
    assert found.returncode == 2
    assert says in found.stderr.decode()
    assert len(found.stderr.decode().strip().splitlines()) == 1


def test_a_jumping_clock_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of day jumps by days in the worker and in the reader, before, while and after the job runs."""
    from experiments.question import Question

    monkeypatch.setattr(jobs, "WORKER", ("-m", "tests.jumping_worker"))
    true, jumps = time.time, itertools.cycle((0.0, 86_400.0, -86_400.0, 3_600.0))
    monkeypatch.setattr(time, "time", lambda: true() + next(jumps))
    strategies = {"a": PlainStrategy(20.0, seconds=0.02), "b": PlainStrategy(60.0)}
    asked = Question.of(PlainWorld({"name": "w"}), strategies, 60, 90, 0, "w")  # type: ignore[arg-type]
    job = jobs.start(asked, threads=1)
    seen = set()
    end = time.monotonic() + 60
    while time.monotonic() < end and "done" not in seen:
        found = jobs.status(job.id)
        assert found is not None
        seen.add(found.state)
        time.sleep(0.02)
    assert seen <= {"queued", "running", "done"}, seen
    assert "running" in seen
    second = jobs.start(Question.of(PlainWorld({"name": "v"}), {"c": PlainStrategy(hang=True)}, 5, 9, 0, "v"))  # type: ignore[arg-type]
    until(second.id, lambda found: found.state == "running" and found.message == "job.message.running")
    jobs.cancel(second.id)
    assert jobs.status(second.id).state == "running"  # type: ignore[union-attr]
    assert until(second.id, lambda found: found.finished, 15).state == "cancelled"
