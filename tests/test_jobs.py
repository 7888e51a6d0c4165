"""Jobs as they are: real processes that are started, watched, cancelled, killed and found again."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import scenarios
from experiments import home, job_status, jobs
from experiments.comparison import Comparison
from experiments.job_status import Status, read_status, write_status
from experiments.job_turns import next_turn
from experiments.question import Question, model_version
from tests.fake_worker import PlainStrategy, PlainWorld


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(jobs, "WORKER", ("-m", "tests.fake_worker"))


def question(launches: int = 6, seed: int = 0, **behaviour: object) -> Question:
    strategies = {"a": PlainStrategy(20.0), "b": PlainStrategy(**{"life": 60.0, **behaviour})}  # type: ignore[arg-type]
    return Question.of(PlainWorld({"name": "w"}), strategies, launches, 90, seed, "w")


def until(job: jobs.Job, wanted: Callable[[Status], bool], seconds: float = 60.0) -> Status:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = jobs.status(job.id)
        assert found is not None
        if wanted(found):
            return found
        time.sleep(0.03)
    pytest.fail(f"still {found} after {seconds} s; log: {(job.folder / 'log.txt').read_text()}")


def finished(found: Status) -> bool:
    return found.finished


def running(found: Status) -> bool:
    return found.state == "running" and found.pid > 0 and found.done > 0


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether no process is left, not even a zombie, once it had a moment to end."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        jobs.reap()
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_job_is_done_and_its_answer_found_again() -> None:
    asked = question(seconds=0.02)
    assert jobs.cached(asked) is None
    job = jobs.start(asked, threads=2)
    found = until(job, finished)
    assert (found.state, found.done, found.total) == ("done", 12, 12)
    answer = jobs.result(job.id)
    assert answer is not None
    assert answer.launches == 6
    assert answer.world_id == "w"
    assert jobs.question_of(job.id) == asked
    again = jobs.start(asked)
    assert again.id != job.id
    assert until(again, finished, 0.5).state == "done"
    assert not (again.folder / "log.txt").exists()
    kept = jobs.result(again.id)
    assert kept is not None
    np.testing.assert_array_equal(kept.ensemble.rows, answer.ensemble.rows)


def test_progress_grows_and_partial_results_come_as_they_are() -> None:
    job = jobs.start(question(launches=60, seconds=0.1), threads=1)
    seen: list[int] = []

    def first_partial(found: Status) -> bool:
        seen.append(found.done)
        return bool(found.partial)

    found = until(job, first_partial)
    assert found.eta_seconds is not None
    part = jobs.partial(job.id)
    assert isinstance(part, Comparison)
    assert 0 < part.launches < 60
    assert seen == sorted(seen)
    cancelled = jobs.cancel(job.id, wait_seconds=10)
    assert cancelled is not None
    assert cancelled.state == "cancelled"
    rest = jobs.partial(job.id)
    assert rest is not None
    assert rest.launches >= part.launches
    assert jobs.result(job.id) is None
    assert gone(found.pid)


def test_cancelling_twice_and_too_late_changes_nothing() -> None:
    job = jobs.start(question())
    assert until(job, finished).state == "done"
    assert jobs.cancel(job.id) == jobs.status(job.id)
    assert jobs.result(job.id) is not None


def test_a_run_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.5)
    job = jobs.start(question(hang=True), threads=1)
    pid = until(job, lambda found: found.state == "running" and found.message == "job.message.running").pid
    assert jobs.cancel(job.id).state == "running"  # type: ignore[union-attr]
    found = until(job, finished, 10)
    assert found.state == "cancelled"
    assert gone(pid)
    assert jobs.status(job.id) == found


def test_a_killed_worker_has_crashed_and_is_no_zombie() -> None:
    job = jobs.start(question(launches=500, seconds=0.05))
    pid = until(job, running).pid
    os.kill(pid, signal.SIGKILL)
    found = until(job, finished, 5)
    assert (found.state, found.message) == ("crashed", "job.message.crashed")
    assert gone(pid)
    assert jobs.result(job.id) is None


def test_a_worker_that_hangs_as_a_whole_is_told_by_its_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    job = jobs.start(question(launches=500, seconds=0.05))
    pid = until(job, running).pid
    try:
        os.kill(pid, signal.SIGSTOP)
        monkeypatch.setattr(job_status, "STALE_SECONDS", 1.5)
        assert until(job, finished, 10).state == "crashed"
        os.kill(pid, signal.SIGCONT)
        assert until(job, running, 10).pid == pid
    finally:
        os.kill(pid, signal.SIGCONT)
        jobs.cancel(job.id, wait_seconds=10)


def test_a_worker_that_is_told_to_end_stops_in_order() -> None:
    job = jobs.start(question(launches=500, seconds=0.02))
    os.kill(until(job, running).pid, signal.SIGTERM)
    assert until(job, finished, 10).state == "cancelled"


def test_further_jobs_wait_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUNLAB_JOBS", "1")
    first = jobs.start(question(launches=500, seconds=0.02), threads=1)
    until(first, running)
    second = jobs.start(question(seed=1), threads=1)
    third = jobs.start(question(seed=2), threads=1)
    time.sleep(1.0)
    assert [jobs.status(job.id).state for job in (second, third)] == ["queued", "queued"]  # type: ignore[union-attr]
    assert jobs.cancel(third.id, wait_seconds=10).state == "cancelled"  # type: ignore[union-attr]
    assert jobs.status(first.id).state == "running"  # type: ignore[union-attr]
    jobs.cancel(first.id, wait_seconds=10)
    assert until(second, finished).state == "done"


def test_a_killed_job_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUNLAB_JOBS", "1")
    first = jobs.start(question(hang=True), threads=1)
    pid = until(first, lambda found: found.message == "job.message.running").pid
    second = jobs.start(question(seed=1))
    os.kill(pid, signal.SIGKILL)
    assert until(second, finished).state == "done"


def test_too_many_jobs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 1)
    job = jobs.start(question(hang=True))
    with pytest.raises(jobs.TooManyJobsError):
        jobs.start(question(seed=1))
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.1)
    jobs.cancel(job.id, wait_seconds=10)


def test_one_persons_jobs_are_capped_and_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_OF_ONE", 1)
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.1)
    first = jobs.start(question(hang=True), owner="ann@school.edu")
    with pytest.raises(jobs.TooManyJobsError) as refused:
        jobs.start_command(["lists"], home.home(), "en", "ann@school.edu")
    assert refused.value.code == "job.message.too_many_of_one"
    assert refused.value.values == {"unfinished": 1, "most": 1}
    other = jobs.start(question(seed=1, hang=True), owner="bob@school.edu")
    nobodys = [jobs.start(question(seed=seed, hang=True)) for seed in (2, 3)]
    for job in (first, other, *nobodys):
        jobs.cancel(job.id, wait_seconds=10)
        kept = "".join(path.read_text() for path in job.folder.iterdir())
        assert "school.edu" not in kept
    found = jobs.start(question(), owner="ann@school.edu")
    assert until(found, finished).state == "done"


def test_turns_go_round_among_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """One place: Ann's second and third job are older than Bob's, and still his goes before them."""
    monkeypatch.setenv("QUNLAB_JOBS", "1")
    ann = [jobs.start(question(launches=500, seconds=0.02), threads=1, owner="ann")]
    until(ann[0], running)
    ann += [jobs.start(question(seed=seed), owner="ann") for seed in (1, 2)]
    bob = jobs.start(question(seed=3), owner="bob")
    jobs.cancel(ann[0].id)
    began = [until(job, finished).began for job in (bob, *ann[1:])]
    assert began == sorted(began)


def test_the_fewest_running_jobs_go_first() -> None:
    def one(state: str, owner: str, created: float, began: float = 0.0) -> Status:
        return Status(state, owner=owner, created=created, began=began)

    found = {
        "a1": one("running", "ann", 1.0, 1.0),
        "a2": one("queued", "ann", 2.0),
        "b1": one("done", "bob", 3.0, 9.0),
        "b2": one("queued", "bob", 4.0),
        "c1": one("queued", "", 5.0),
        "c2": one("queued", "", 6.0),
    }
    order = []
    while next_turn(found):
        order.append(next_turn(found))
        found[order[-1]] = one("running", found[order[-1]].owner, 0.0, 10.0 + len(order))
    assert order == ["c1", "b2", "a2", "c2"]
    waiting = {"a": one("queued", "ann", 1.0), "b": one("queued", "bob", 2.0)}
    assert next_turn(waiting, {"a"}) == "b"
    assert next_turn({}) == ""


def test_a_question_that_cannot_be_answered_says_why() -> None:
    job = jobs.start(Question({}, {"a": {"nonsense": 1}}, 3, 30))
    found = until(job, finished)
    assert (found.state, found.message) == ("failed", "job.message.failed")
    assert "nonsense" in found.values["error"]
    every_run = jobs.start(Question({}, {"a": {"fails": True}}, 3, 30))
    assert until(every_run, finished).values["error"] == "MemoryError: no room"


def test_an_answer_with_a_failed_run_is_not_taken_for_the_question(tmp_path: Path) -> None:
    asked = Question({}, {"a": {}, "b": {"fails": True}}, 3, 30)
    job = jobs.start(asked)
    assert until(job, finished).state == "done"
    answer = jobs.result(job.id)
    assert answer is not None
    assert len(answer.failures) == 3
    assert jobs.cached(asked) is None


@pytest.mark.parametrize("job_id", ["", "nothing", "../../etc", "a/b", "a" * 65, "..", "a\0b", "中文"])
def test_ids_from_links_are_not_trusted(job_id: str) -> None:
    assert jobs.status(job_id) is None
    assert jobs.cancel(job_id) is None
    assert jobs.result(job_id) is None
    assert jobs.partial(job_id) is None
    assert jobs.question_of(job_id) is None


def test_the_name_of_a_question_is_what_the_answer_depends_on() -> None:
    names = [
        question().name,
        question(launches=7).name,
        question(seed=1).name,
        question(life=61.0).name,
        Question.of(PlainWorld({"name": "v"}), {"a": PlainStrategy()}, 6, 90).name,
    ]
    assert len(set(names)) == len(names)
    assert question().name == question().name
    turned = question()
    turned = Question(turned.world, dict(reversed(turned.strategies.items())), 6, 90, 0, "w")
    assert turned.name != question().name
    assert len(model_version()) == 16


@pytest.mark.parametrize("name", list(scenarios.worlds()))
def test_shipped_worlds_and_strategies_survive_being_plain(name: str) -> None:
    world = scenarios.load_world(name)
    strategies = {one: scenarios.load_strategy(one) for one in scenarios.strategies()}
    asked = Question.of(world, strategies, 1, 1)
    through_json = Question(**json.loads(json.dumps(asked.as_dict())))
    assert through_json.things() == (world, strategies)
    assert through_json.name == asked.name


def test_the_real_model_answers_in_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WORKER", ("-m", "experiments.worker"))
    strategies = {one: scenarios.load_strategy(one) for one in ("neglect", "shills")}
    job = jobs.start(
        Question.of(scenarios.load_world("strangers_60"), strategies, 4, 20, world_id="strangers_60")
    )
    assert until(job, finished, 240).state == "done"
    answer = jobs.result(job.id)
    assert answer is not None
    assert answer.launches == 4
    assert answer.risks == {"shills": ("risk.shills",)}
    assert {mark.move for mark in answer.marks} == {"shills"}


def test_the_folder_stays_bounded() -> None:
    for number in range(5):
        folder = home.answers_folder() / f"answer{number}"
        folder.mkdir(parents=True)
        os.utime(folder, (number, number))
        job = home.jobs_folder() / f"job{number}"
        job.mkdir(parents=True)
        write_status(job, Status("done", created=time.time() - number * 100_000))
    home.prune_answers(keep=2)
    assert sorted(path.name for path in home.answers_folder().iterdir()) == ["answer3", "answer4"]
    jobs.prune_jobs(keep=4, days=3)
    assert sorted(jobs.all_jobs()) == ["job0", "job1", "job2"]


def test_half_written_and_foreign_files_are_no_jobs(tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text('{"state": "run')
    assert read_status(tmp_path) is None
    (tmp_path / "status.json").write_text('["running"]')
    assert read_status(tmp_path) is None
    (tmp_path / "status.json").write_text('{"state": "done", "field_of_another_version": 1}')
    assert read_status(tmp_path) == Status("done")
