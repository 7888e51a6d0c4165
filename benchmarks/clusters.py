"""What a cluster costs: Dask with two local workers against two threads of one process, at the same runs."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.dask_processes import dask_processes
from benchmarks.measuring import Result

RUNS = 1500
DAYS = 60
TURNS = 3
REACH = 1.15


def workers_and_threads() -> list[Result]:
    """Wall time of two Dask workers with one thread each against two threads here, after all have started."""
    import scenarios
    from experiments.runs.cluster import Cluster
    from experiments.runs.executors import Threads
    from experiments.runs.materials import Materials, Scenario
    from experiments.runs.source import Runs, launches_of

    materials = Materials.of(
        {"community_150": scenarios.load_world("community_150")},
        {"useful_posts": scenarios.load_strategy("useful_posts")},
        DAYS,
    )
    runs = launches_of([Scenario.of("community_150", "useful_posts")], range(RUNS))

    def taken(executor: Any) -> tuple[float, bytes]:
        began = time.perf_counter()
        rows = Runs(materials, executor).rows(runs)
        return time.perf_counter() - began, rows.tobytes()

    with dask_processes() as processes:
        processes.worker("first")
        processes.worker("second")
        with Cluster(processes.address) as cluster:
            while cluster.places < 2:
                time.sleep(0.1)
            Runs(materials, cluster).rows(runs[:100])
            Runs(materials, Threads(2)).rows(runs[:100])
            # In turns, so that whatever else the machine does hits both.
            turns = [(taken(cluster), taken(Threads(2))) for _ in range(TURNS)]
    if len({found for turn in turns for _, found in turn}) != 1:
        raise AssertionError("cluster and threads gave different rows")
    remote = min(turn[0][0] for turn in turns)
    local = min(turn[1][0] for turn in turns)
    detail = {"cluster_seconds": remote, "thread_seconds": local}
    return [
        Result("Dask with two local workers against two threads", remote / local, "×", REACH, False, detail)
    ]
