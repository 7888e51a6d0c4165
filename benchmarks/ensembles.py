"""What many runs cost: threads against processes, and the memory of ten thousand launches against a hundred."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import IO, Any

from benchmarks.measuring import Result, child

LAUNCHES = 400
DAYS = 60

_WORKER = """
import json, sys, time
import scenarios, sim
from experiments.compare import run
world = scenarios.load_world("community_150")
strategies = {"useful_posts": scenarios.load_strategy("useful_posts")}
sim.warm_up()
run(world, strategies, 4, DAYS)
print("ready", flush=True)
for line in sys.stdin:
    first, launches, threads = json.loads(line)
    run(world, strategies, launches, DAYS, first, threads)
    print("done", flush=True)
"""


class Worker:
    """A process that has compiled everything and waits for launches to run."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _WORKER.replace("DAYS", str(DAYS))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._wait()

    def start(self, first: int, launches: int, threads: int) -> None:
        """Begin with so many launches."""
        stdin: IO[str] = self.process.stdin  # type: ignore[assignment]
        stdin.write(json.dumps([first, launches, threads]) + "\n")
        stdin.flush()

    def _wait(self) -> None:
        stdout: IO[str] = self.process.stdout  # type: ignore[assignment]
        if not stdout.readline():
            raise RuntimeError("a worker ended")

    wait = _wait

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def threads_and_processes() -> list[Result]:
    """The pace of two threads in one process against that of two processes with one thread each."""
    workers = [Worker(), Worker()]
    threads, processes = [], []
    try:
        # In turns, so that whatever else the machine does hits both.
        for _ in range(3):
            began = time.perf_counter()
            workers[0].start(0, LAUNCHES, 2)
            workers[0].wait()
            threads.append(time.perf_counter() - began)
            began = time.perf_counter()
            for number, worker in enumerate(workers):
                worker.start(number * LAUNCHES // 2, LAUNCHES // 2, 1)
            for worker in workers:
                worker.wait()
            processes.append(time.perf_counter() - began)
    finally:
        for worker in workers:
            worker.close()
    detail = {"thread_seconds": min(threads), "process_seconds": min(processes)}
    return [
        Result(
            "pace of two threads against two processes", min(processes) / min(threads), "×", 0.9, True, detail
        )
    ]


_MEMORY = """
import json, resource, sys
import scenarios, sim
from experiments.compare import run
world = scenarios.load_world("strangers_60")
strategies = {name: scenarios.load_strategy(name) for name in ("neglect", "hard_ads")}
comparison = run(world, strategies, LAUNCHES, 14, 0, 2)
comparison.verdict(), comparison.life_curve("neglect"), comparison.fan("neglect")
comparison.difference("neglect", "hard_ads", "profit")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"bytes": peak if sys.platform == "darwin" else peak * 1024}))
"""


def memory() -> list[Result]:
    """Most memory that a comparison of 10,000 launches takes, against one of 100."""
    few, many = (child(_MEMORY.replace("LAUNCHES", str(n)))["bytes"] for n in (100, 10_000))
    detail: dict[str, Any] = {"megabytes_100": few / 1e6, "megabytes_10000": many / 1e6}
    return [Result("memory of 10,000 launches against 100", many / few, "×", 1.2, False, detail)]
