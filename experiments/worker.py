"""The process of one job: ``python -m experiments.worker FOLDER``.

It waits for its turn, computes, and writes its status about once a second from a thread of its own, so that
a long run or a compilation does not look like a crash. Everything else about jobs is in `experiments.jobs`.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from experiments import home, jobs
from experiments.job_status import Status, read_status, write_status
from experiments.job_turns import next_turn

BEAT_SECONDS = 1.0
PARTIALS_KEPT = 3


class CancelledError(Exception):
    """The job was told to stop."""


class EveryRunFailedError(Exception):
    """No run gave a result; the text is the first run's error."""


class CommandFailedError(Exception):
    """A command did not end well; the text is the last that it said."""


class Reporter:
    """The worker's status, changed from the work and written from a thread."""

    def __init__(self, folder: Path, status: Status) -> None:
        self.folder = folder
        self.status = status
        self.began = time.monotonic()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._written = 0.0

    def start(self) -> None:
        """Write the first status and keep on writing."""
        self.say()
        self._thread.start()

    def say(self, write: bool = True, **changes: Any) -> None:
        """Change the status and, unless told otherwise, write it."""
        with self._lock:
            self.status = replace(self.status, **changes)
            if write:
                self._write()

    def progress(self, done: int, total: int) -> None:
        """Note so many runs; written with the next heartbeat or after a fifth of a second."""
        seconds = time.monotonic() - self.began
        eta = seconds / done * (total - done) if done else None
        self.say(write=time.monotonic() - self._written > 0.2, done=done, total=total, eta_seconds=eta)

    def close(self, **changes: Any) -> None:
        """Write the last status."""
        self._over.set()
        self._thread.join()
        self.say(eta_seconds=None, **changes)

    def cancelled(self) -> bool:
        """Whether the job was told to stop."""
        return (self.folder / "CANCEL").exists()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            with self._lock, contextlib.suppress(OSError):
                self._write()

    def _write(self) -> None:
        self.status = replace(self.status, heartbeat=home.clock())
        self._written = time.monotonic()
        write_status(self.folder, self.status)


@contextlib.contextmanager
def turn(reporter: Reporter) -> Iterator[None]:
    """Wait for one of the places at which jobs compute; which job goes first, `experiments.job_turns` says.

    A place is a lock on a file, which the system takes back from a process that dies.

    Raises:
        CancelledError: if the job is told to stop before.
    """
    folder = home.home() / "places"
    folder.mkdir(parents=True, exist_ok=True)
    place: IO[bytes] | None = None
    while place is None:
        if reporter.cancelled():
            raise CancelledError
        if _is_next(reporter):
            place = _free_place(folder)
        if place is None:
            time.sleep(0.1)
    try:
        yield
    finally:
        place.close()


def _is_next(reporter: Reporter) -> bool:
    found = jobs.all_jobs()
    stopping = {name for name in found if (home.jobs_folder() / name / "CANCEL").exists()}
    return next_turn(found, stopping) in ("", reporter.folder.name)


def _free_place(folder: Path) -> IO[bytes] | None:
    import fcntl

    for number in range(jobs.at_once()):
        # Stays open while the job computes; `turn` closes it.
        place = (folder / f"{number}.lock").open("ab")
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            place.close()
        else:
            return place
    return None


def compute(reporter: Reporter) -> None:
    """Answer the job's question and put the answer where it is found by the question's name.

    Raises:
        CancelledError: if the job was told to stop; what was done is kept as a partial result.
        EveryRunFailedError: see there.
    """
    if (reporter.folder / "command.json").exists():
        command(reporter)
        return
    from experiments import compare

    question = jobs.question_of(reporter.folder.name)
    if question is None:
        raise ValueError("the job has no question")
    answer = home.answers_folder() / question.name
    runs = question.launches * len(question.strategies)
    if jobs.cached(question) is None:
        _compile(reporter)
        reporter.began = time.monotonic()
        reporter.say(message="job.message.running", values={}, total=runs, done=0)
        threads = int((home.read_json(reporter.folder / "question.json") or {}).get("threads", 0))
        comparison = compare.answer(
            question,
            threads or os.cpu_count() or 1,
            reporter.progress,
            reporter.cancelled,
            lambda part: keep_partial(reporter, part),
        )
        if not comparison.complete:
            if comparison.launches:
                keep_partial(reporter, comparison)
            raise CancelledError
        if len(comparison.failures) == runs:
            raise EveryRunFailedError(comparison.failures[0].error)
        comparison.save(answer)
    reporter.close(state="done", done=runs, total=runs, message="job.message.done", answer=question.name)


def command(reporter: Reporter) -> None:
    """Do what the job's command line says.

    Raises:
        CancelledError: if the job was told to stop; what the command keeps on the way is kept.
        CommandFailedError: if it ended with another exit code than 0.
    """
    from experiments import command_line
    from experiments.commands import output

    asked = home.read_json(reporter.folder / "command.json") or {}
    os.chdir(asked["folder"])

    def watch(title: str, done: int, total: int, counts: str = output.RUNS) -> None:
        if reporter.cancelled():
            # As Ctrl-C does in a terminal.
            raise KeyboardInterrupt
        if reporter.status.values.get("title") != title:
            reporter.began = time.monotonic()
            reporter.say(
                state="running", message="job.message.command", values={"title": title, "counts": counts}
            )
        reporter.progress(done, total)

    output.watcher = watch
    errors = io.StringIO()
    with (
        (reporter.folder / "output.txt").open("w", encoding="utf-8") as printed,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(errors),
    ):
        code = command_line.main(["--language", asked["language"], *asked["words"]])
    sys.stderr.write(errors.getvalue())
    if reporter.cancelled():
        raise CancelledError
    if code:
        said = errors.getvalue().strip().splitlines()
        raise CommandFailedError(said[-1] if said else f"exit {code}")
    reporter.close(state="done", message="job.message.done", values={})


def _compile(reporter: Reporter) -> None:
    import sim

    def report(done: int, total: int, name: str) -> None:
        if reporter.cancelled():
            raise CancelledError
        reporter.say(message="job.message.compiling", values={"done": done, "total": total, "name": name})

    sim.warm_up(report)


def keep_partial(reporter: Reporter, comparison: Any) -> None:
    """Save what there is so far under a new name, and forget the oldest but a few."""
    name = f"partial{comparison.launches:08d}"
    comparison.save(reporter.folder / name)
    reporter.say(partial=name)
    for old in sorted(reporter.folder.glob("partial*"))[:-PARTIALS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def main(folder: Path) -> int:
    """Do the job in `folder`; the exit code is 0 if it is done or was cancelled."""
    os.nice(5)  # whoever looks at a page meanwhile goes first
    # Threads over runs are all the parallelism there is to be.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    known = read_status(folder)
    if known is None or known.finished:
        return 2
    reporter = Reporter(folder, replace(known, pid=os.getpid()))

    def told_to_end(*_: object) -> None:
        jobs.ask_to_stop(folder)

    signal.signal(signal.SIGTERM, told_to_end)
    reporter.start()
    try:
        with turn(reporter):
            reporter.say(state="running", message="job.message.starting", began=time.time())
            compute(reporter)
    except CancelledError:
        reporter.close(state="cancelled", message="job.message.cancelled")
    except Exception as error:
        traceback.print_exc()
        text = " ".join(str(error).split())
        said = isinstance(error, EveryRunFailedError | CommandFailedError)
        what = text if said else f"{type(error).__name__}: {text}"
        reporter.close(state="failed", message="job.message.failed", values={"error": what[:300]})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
