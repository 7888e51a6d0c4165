"""Long work in processes of their own: started, watched, cancelled, and found again by the job's id.

A job is a folder. Its worker is a session of its own, so it outlives the browser and the server. It answers a question
about strategies (`experiments.question`), or does what a command line says, such as a sweep. A question that was
answered before is answered at once. At most `at_once` jobs compute; further ones wait, and people take turns
(`experiments.job_turns`). The lab's pages only call these.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments import home
from experiments.comparison import Comparison
from experiments.job_status import Status, process_is_worker_of, process_of, read_status, write_status
from experiments.job_turns import MOST_OF_ONE, digest_of, unfinished
from experiments.question import Question

GRACE_SECONDS = 4.0
"""After so long a job that was told to stop is ended."""

MOST_WAITING = 20
"""So many jobs may be computing or waiting; `start` refuses more."""

TOO_MANY, TOO_MANY_OF_ONE = "job.message.too_many", "job.message.too_many_of_one"

WORKER = ("-m", "experiments.worker")

_children: dict[int, subprocess.Popen[bytes]] = {}
_children_lock = threading.Lock()


class TooManyJobsError(RuntimeError):
    """There are `MOST_WAITING` unfinished jobs already, or `MOST_OF_ONE` of this owner.

    Attributes:
        code: text code of why.
        values: for the text.
    """

    def __init__(self, code: str = TOO_MANY, **values: int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Job:
    """A job's id: letters and digits, fit for a link."""

    id: str

    @property
    def folder(self) -> Path:
        """Where it lives."""
        return job_folder(self.id)


def at_once() -> int:
    """How many jobs compute at a time: ``QUNLAB_JOBS``, or half the processors, two at least."""
    with contextlib.suppress(ValueError):
        return max(1, int(os.environ.get("QUNLAB_JOBS", "")))
    return max(2, (os.cpu_count() or 1) // 2)


def job_folder(job_id: str) -> Path:
    """The folder of an id.

    Raises:
        ValueError: if that is no id (ids come from links, so they are not trusted).
    """
    if not job_id or len(job_id) > 64 or not job_id.isascii() or not job_id.isalnum():
        raise ValueError("no such job")
    return home.jobs_folder() / job_id


def start(question: Question, threads: int = 0, owner: str = "") -> Job:
    """Start a job, or find its answer at once.

    Args:
        question: what to compute.
        threads: runs at a time; 0 for one a processor.
        owner: whose it is; "" for nobody in particular.

    Raises:
        TooManyJobsError: see there.
        OSError: if the lab's folder cannot be written.
    """
    runs = question.launches * len(question.strategies)
    answered = question.name if cached(question) is not None else ""
    return _start("question.json", {"threads": threads, **question.as_dict()}, runs, answered, owner)


def start_command(words: Sequence[str], folder: Path, language: str, owner: str = "") -> Job:
    """Start a job that does what a command line says; its output is then in the job's folder as ``output.txt``.

    Args:
        words: of the command line, without "qunlab".
        folder: from which paths among them are meant.
        language: of the output.
        owner: whose it is; "" for nobody in particular.

    Raises:
        TooManyJobsError: see there.
        OSError: if the lab's folder cannot be written.
    """
    content = {"words": list(words), "folder": str(folder.resolve()), "language": language}
    return _start("command.json", content, 0, "", owner)


def refuse_too_many(owner: str = "") -> None:
    """Do nothing, unless a further job of this owner would be refused now.

    Raises:
        TooManyJobsError: see there.
    """
    found = all_jobs()
    every, mine = sum(not one.finished for one in found.values()), len(unfinished(found, owner))
    if mine >= MOST_OF_ONE:
        raise TooManyJobsError(TOO_MANY_OF_ONE, unfinished=mine, most=MOST_OF_ONE)
    if every >= MOST_WAITING:
        raise TooManyJobsError(TOO_MANY, unfinished=every, most=MOST_WAITING)


def _start(name: str, content: dict[str, Any], runs: int, answer: str, owner: str) -> Job:
    """Make a job's folder with what it is to do in the file `name`, and its worker unless it has its answer."""
    reap()
    prune_jobs()
    home.prune_answers()
    now = time.time()
    job = Job(f"{int(now):x}{secrets.token_hex(5)}")
    known = Status(
        "queued",
        total=runs,
        message="job.message.queued",
        heartbeat=home.clock(),
        created=now,
        owner=digest_of(owner),
    )
    if not answer:
        refuse_too_many(owner)
    job.folder.mkdir(parents=True)
    home.write_json(job.folder / name, content)
    if answer:
        done = replace(known, state="done", done=runs, message="job.message.done", answer=answer)
        write_status(job.folder, done)
        return job
    write_status(job.folder, known)
    with (job.folder / "log.txt").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, *WORKER, str(job.folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).resolve().parents[1],
            start_new_session=True,
        )
    with _children_lock:
        _children[child.pid] = child
    home.write_json(job.folder / "process.json", {"pid": child.pid})
    return job


def status(job_id: str) -> Status | None:
    """How a job stands, or None if there is no such job. Ends one that was cancelled and goes on."""
    reap()
    try:
        folder = job_folder(job_id)
    except ValueError:
        return None
    found = read_status(folder)
    if found is None or found.finished:
        return _cancelled_if_asked(folder, found)
    asked = home.read_json(folder / "CANCEL")
    if isinstance(asked, float) and not 0.0 <= home.clock() - asked <= GRACE_SECONDS:
        return _end(folder, found)
    return found


def cancel(job_id: str, wait_seconds: float = 0.0) -> Status | None:
    """Ask a job to stop; the first `status` after `GRACE_SECONDS` ends it if it has not.

    Args:
        job_id: its id.
        wait_seconds: how long to stay until it has stopped.
    """
    found = status(job_id)
    if found is None or found.finished:
        return found
    ask_to_stop(job_folder(job_id))
    until = time.monotonic() + wait_seconds
    while (found := status(job_id)) is not None and not found.finished and time.monotonic() < until:
        time.sleep(0.05)
    return found


def ask_to_stop(folder: Path) -> None:
    """Leave word for a job's worker that it should stop, and when; a second time changes nothing."""
    with contextlib.suppress(OSError):
        if not (folder / "CANCEL").exists():
            home.write_json(folder / "CANCEL", home.clock())


def cached(question: Question) -> Comparison | None:
    """The answer to a question that was answered before without a failed run, or None."""
    found = _answer(question.name)
    return None if found is None or found.failures else found


def result(job_id: str) -> Comparison | None:
    """The answer of a job that is done, else None."""
    found = status(job_id)
    return _answer(found.answer) if found is not None and found.answer else None


def partial(job_id: str) -> Comparison | None:
    """What a job that is under way, or was cancelled, has so far; None if nothing yet."""
    found = status(job_id)
    if found is None or not found.partial:
        return None
    with contextlib.suppress(OSError, ValueError):
        return Comparison.load(job_folder(job_id) / found.partial)
    return None


def question_of(job_id: str) -> Question | None:
    """What a job computes, so that a page can be shown again from its id alone."""
    try:
        plain = home.read_json(job_folder(job_id) / "question.json")
    except ValueError:
        return None
    if not isinstance(plain, dict):
        return None
    plain.pop("threads", None)
    try:
        return Question(**plain)
    except TypeError:  # of another version of the lab
        return None


def command_of(job_id: str) -> tuple[str, ...]:
    """The words of the command line that a job does, without "qunlab"; none if it answers a question."""
    try:
        plain = home.read_json(job_folder(job_id) / "command.json")
    except ValueError:
        return ()
    return tuple(plain["words"]) if isinstance(plain, dict) else ()


def output(job_id: str) -> str:
    """What the command of a job has printed so far."""
    with contextlib.suppress(OSError, ValueError):
        return (job_folder(job_id) / "output.txt").read_text(encoding="utf-8", errors="replace")
    return ""


def all_jobs() -> dict[str, Status]:
    """Every job there is, oldest first."""
    found: dict[str, Status] = {}
    with contextlib.suppress(OSError):
        for folder in sorted(home.jobs_folder().iterdir()):
            one = read_status(folder)
            if one is not None:
                found[folder.name] = one
    return found


def reap() -> None:
    """Collect the workers that have ended, which would stay as zombies and look alive."""
    with _children_lock:
        for pid in [pid for pid, child in _children.items() if child.poll() is not None]:
            del _children[pid]


def prune_jobs(keep: int = home.JOBS_KEPT, days: float = home.JOB_DAYS) -> None:
    """Remove finished jobs beyond the newest `keep`, and those older than `days`."""
    found = sorted(all_jobs().items(), key=lambda item: item[1].created, reverse=True)
    for position, (job_id, one) in enumerate(found):
        if one.finished and (position >= keep or time.time() - one.created > days * 86_400):
            shutil.rmtree(home.jobs_folder() / job_id, ignore_errors=True)


def _answer(name: str) -> Comparison | None:
    folder = home.answers_folder() / name
    with contextlib.suppress(OSError, ValueError):
        found = Comparison.load(folder)
        home.mark_used(folder)
        return found
    return None


def _end(folder: Path, found: Status) -> Status:
    pid = process_of(found, folder)
    if pid and process_is_worker_of(pid, folder):
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    for _ in range(40):
        reap()
        if not (pid and process_is_worker_of(pid, folder)):
            break
        time.sleep(0.05)
    latest = read_status(folder) or found
    return latest if latest.state in ("done", "failed", "cancelled") else _cancelled(folder, latest)


def _cancelled_if_asked(folder: Path, found: Status | None) -> Status | None:
    if found is not None and found.state == "crashed" and (folder / "CANCEL").exists():
        return _cancelled(folder, found)
    return found


def _cancelled(folder: Path, found: Status) -> Status:
    ended = replace(found, state="cancelled", message="job.message.cancelled", eta_seconds=None)
    with contextlib.suppress(OSError):
        write_status(folder, ended)
    return ended
