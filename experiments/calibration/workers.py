"""Evaluations in processes of their own: a runaway point is killed and does not hold up the others.

Each worker evaluates with one thread. A worker that outlives its parent ends by itself, and one whose code is no
longer that of the calibration refuses to work, so that no point is kept under a wrong version.
"""

from __future__ import annotations

import importlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from experiments.calibration.implausibility import Measured, measured

EVALUATOR = "experiments.patterns.evaluate:evaluate"
"""Module and name of the function that measures all patterns at a point."""

START_SECONDS = 300.0
"""A worker's first point gets so much longer: the rules may have to be compiled."""

LOST = "lost"
TOO_LONG = "too long"


class ChangedModelError(RuntimeError):
    """The model's code has changed since the calibration was started."""


@dataclass(frozen=True)
class Answer:
    """What came of one evaluation.

    Attributes:
        key: of the point.
        results: what the patterns came to, or None.
        failure: why there are none: `TOO_LONG`, `LOST` (the process died), or the error.
        seconds: it took.
    """

    key: str
    results: tuple[Measured, ...] | None
    failure: str
    seconds: float


class Evaluations(Protocol):
    """Whoever evaluates points for a stage."""

    def free(self) -> int:
        """How many more points could be taken now."""

    def submit(self, key: str, values: Mapping[str, float]) -> None:
        """Take a point."""

    def next(self) -> Answer:
        """Wait for the next answer."""


class Workers:
    """Processes that evaluate points.

    Args:
        count: how many.
        effort: of an evaluation.
        seed: its first seed.
        version: the model's; workers of another refuse.
        seconds: after which an evaluation is given up.
        evaluator: "module:function", called as `function(values, effort=, first_seed=, threads=1)`.
    """

    def __init__(
        self, count: int, effort: float, seed: int, version: str, seconds: float, evaluator: str = EVALUATOR
    ) -> None:
        self._task = (evaluator, effort, seed, version)
        self._seconds = seconds
        self._workers: list[_Worker | None] = [None] * count

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            if worker is not None:
                worker.end()

    def free(self) -> int:
        """How many workers have nothing to do."""
        return sum(worker is None or not worker.key for worker in self._workers)

    def submit(self, key: str, values: Mapping[str, float]) -> None:
        """Give a point to a free worker."""
        self._give(key, values, again=False)

    def _give(self, key: str, values: Mapping[str, float], again: bool) -> None:
        place = next(i for i, worker in enumerate(self._workers) if worker is None or not worker.key)
        worker = self._workers[place] or _Worker(self._task)
        self._workers[place] = worker
        worker.take(key, values, self._seconds, again)

    def next(self) -> Answer:
        """Wait for the next answer; end and replace a worker that takes too long or dies.

        Raises:
            ChangedModelError: if the model is no longer the one of this calibration.
        """
        while True:
            busy = [worker for worker in self._workers if worker is not None and worker.key]
            until = min(worker.until for worker in busy)
            ready = multiprocessing.connection.wait(
                [worker.pipe for worker in busy], max(0.0, until - time.monotonic())
            )
            for worker in busy:
                answer = None
                if worker.pipe in ready:
                    answer = self._heard(worker)
                elif time.monotonic() >= worker.until:
                    answer = self._given_up(worker, TOO_LONG)
                if answer is not None:
                    return answer

    def _heard(self, worker: _Worker) -> Answer | None:
        try:
            said, content = worker.pipe.recv()
        except (EOFError, OSError):
            # Whatever ended it may have had nothing to do with the point, so the point gets a second chance.
            answer = self._given_up(worker, LOST)
            if worker.again:
                return answer
            self._give(worker.key, worker.values, again=True)
            return None
        if said == "changed":
            raise ChangedModelError
        results, failure = (content, "") if said == "done" else (None, content)
        answer = Answer(worker.key, results, failure, worker.took())
        worker.key = ""
        return answer

    def _given_up(self, worker: _Worker, why: str) -> Answer:
        answer = Answer(worker.key, None, why, worker.took())
        self._workers[self._workers.index(worker)] = None
        worker.end()
        return answer


class _Worker:
    """One process and the point it works on; no key when it has none."""

    def __init__(self, task: tuple[str, float, int, str]) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, theirs = spawn.Pipe()
        self.process = spawn.Process(target=_work, args=(theirs, *task), daemon=True)
        self.process.start()
        theirs.close()
        self.key = ""
        self.values: Mapping[str, float] = {}
        self.began = self.until = 0.0
        self.again = False
        self._new = True

    def take(self, key: str, values: Mapping[str, float], seconds: float, again: bool) -> None:
        self.key, self.values, self.again = key, values, again
        self.began = time.monotonic()
        self.until = self.began + seconds + (START_SECONDS if self._new else 0.0)
        self._new = False
        try:
            self.pipe.send(dict(values))
        except OSError:
            # It has died; `next` will hear of it.
            return

    def took(self) -> float:
        return time.monotonic() - self.began

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Any, evaluator: str, effort: float, seed: int, version: str) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from experiments.calibration.version import model_version

    module, _, name = evaluator.partition(":")
    evaluate: Callable[..., Sequence[Any]] = getattr(importlib.import_module(module), name)
    # After the import: what runs now is no newer than what is hashed.
    changed = model_version() != version
    while True:
        try:
            values = pipe.recv()
        except EOFError:
            return
        if changed:
            pipe.send(("changed", ""))
            continue
        try:
            found = evaluate(values, effort=effort, first_seed=seed, threads=1)
            said: tuple[str, Any] = ("done", tuple(measured(result) for result in found))
        except Exception as error:
            said = ("error", " ".join(f"{type(error).__name__}: {error}".split())[:500])
        pipe.send(said)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
