"""A process that fills a store of runs, as a sweep does, for tests that kill it, disturb it or run it twice."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import scenarios
from experiments.outcome_rows import COLUMNS
from experiments.runs import store as store_module
from experiments.runs.conduct import Conducted, conduct
from experiments.runs.executors import Threads
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.store import Store
from experiments.runs.store_errors import StoreError

ROOT = Path(__file__).resolve().parents[1]
DAYS = 9
RATES = (0.1, 0.2, 0.3)


class Listed:
    """A list of runs as `conduct` takes it, which notes what was asked of it."""

    def __init__(self, runs: list[Run]) -> None:
        self.all = runs
        self.most = 0

    def __len__(self) -> int:
        return len(self.all)

    def runs(self, start: int, stop: int) -> list[Run]:
        self.most = max(self.most, stop - start)
        return self.all[start:stop]


def materials(days: int = DAYS) -> Materials:
    world, strategy = scenarios.load_world("strangers_60"), scenarios.load_strategy("neglect")
    return Materials.of({"strangers_60": world}, {"neglect": strategy}, days)


def listed(number: int) -> Listed:
    """So many runs: three answer rates, seed by seed."""
    some = [Scenario.of("strangers_60", "neglect", {"world.psychology.answer_rate": rate}) for rate in RATES]
    return Listed([Run(some[place % len(some)], place // len(some)) for place in range(number)])


def outcomes(folder: Path) -> tuple[list[str], bytes, int]:
    """Names of a store's runs in order, the bytes of their outcomes in that order, and how many rows there are."""
    store = Store.open(folder)
    tables = [table.to_pydict() for table in store.tables(["run", *COLUMNS])]
    store.close()
    names = np.array([name for table in tables for name in table["run"]])
    rows = np.concatenate([np.array([table[name] for name in COLUMNS]).T for table in tables])
    order = np.argsort(names)
    return names[order].tolist(), rows[order].tobytes(), len(names)


def fill_here(folder: Path, number: int, should_stop: Callable[[], bool] | None = None) -> Conducted:
    """Fill a store in this process."""
    store = Store.of_study(folder, materials())
    try:
        return conduct(store, listed(number), Threads(2), block=30, should_stop=should_stop)
    finally:
        store.close()


class Filling:
    """A process that fills a store; it is a child of one that has imported and compiled everything."""

    _parent: subprocess.Popen[str] | None = None

    def __init__(self, folder: Path, number: int, *options: str) -> None:
        cls = type(self)
        if cls._parent is None:
            cls._parent = subprocess.Popen(
                [sys.executable, "-m", "tests.filling"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self._answer = folder.parent / f"answer-{time.monotonic_ns()}.json"
        given = [str(self._answer), str(folder), str(number), *options]
        stdin, stdout = cls._parent.stdin, cls._parent.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(given) + "\n")
        stdin.flush()
        self.pid = int(stdout.readline())

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def is_over(self, seconds: float = 0.0) -> bool:
        """Whether it ends within a time."""
        until = time.monotonic() + seconds
        while True:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(0.01)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        assert self.is_over(60.0)
        assert not self._answer.exists()

    def answer(self) -> dict[str, Any]:
        """Wait for it; what it says it did, or the error it ended with."""
        assert self.is_over(120.0)
        return dict(json.loads(self._answer.read_text()))


def parent() -> None:
    """Be the process whose children fill stores: fork for each line of input."""
    with tempfile.TemporaryDirectory(prefix="qunlab_") as folder:
        fill_here(Path(folder) / "store", 3)
    said_of(StoreError("store_unwritable", found="", why=""))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                main(json.loads(line))
            finally:
                os._exit(0)
        print(child, flush=True)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("answer", type=Path, help="where to say what became of it")
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--a-part", type=float, default=0.1, help="seconds")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds before a run")
    parser.add_argument("--block", type=int, default=30)
    parser.add_argument("--jumping", action="store_true", help="the clock jumps by a day")
    parser.add_argument("--user", type=int, help="who to be")
    parser.add_argument("--most-bytes", type=int, help="that a file may have")
    parser.add_argument("--interrupt", type=int, help="press Ctrl-C once so many runs are there")
    given = parser.parse_args(arguments)
    store_module.SECONDS_A_PART = given.a_part
    if given.jumping:
        jump(time.time)
    # Opened now: who the process becomes may not make files here, and others may not be large.
    with given.answer.with_suffix(".new").open("w") as answer:
        told = [0]
        try:
            found = work(given, told).as_dict()
        except KeyboardInterrupt:
            found = {"error": "KeyboardInterrupt", "told": told[-1]}
        except Exception as error:
            found = said_of(error)
        json.dump(found, answer)
    os.seteuid(os.getuid())
    given.answer.with_suffix(".new").rename(given.answer)


def said_of(error: Any) -> dict[str, str]:
    if not hasattr(error, "in_language"):
        return {"error": traceback.format_exc()}
    return {"error": error.in_language("en"), "zh": error.in_language("zh")}


def work(given: argparse.Namespace, told: list[int]) -> Any:
    if given.user is not None:
        os.seteuid(given.user)
    store = Store.of_study(given.folder, materials())
    if given.most_bytes:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (given.most_bytes, given.most_bytes))

    def pause() -> bool:
        time.sleep(given.pause)
        return False

    def note(done: int, _total: int) -> None:
        if given.interrupt and told[-1] < given.interrupt <= done:
            os.kill(os.getpid(), signal.SIGINT)
        told.append(done)

    try:
        return conduct(
            store, listed(given.number), Threads(2), block=given.block, on_progress=note, should_stop=pause
        )
    finally:
        store.close()


def jump(real: Any) -> None:
    """Let the time of day be a day too late and a day too early in turns, within the process."""
    count = iter(range(10**9))
    time.time = lambda: real() + (86_400.0 if next(count) % 2 else -86_400.0)


if __name__ == "__main__":
    parent()
