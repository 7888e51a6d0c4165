"""What it costs that every run has a name, is handed out in pieces, and is kept: time, coming back, and memory."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Result, child

RUNS = 10_000
SLICES = 10
DAYS = 30
FINISHED = 100_000
FEW = 1_000


class Launches:
    """Launches 0, 1, 2 … of one scenario.

    Args:
        scenario: an `experiments.runs.materials.Scenario`.
        first: seed of the first.
        number: how many.
    """

    def __init__(self, scenario: Any, first: int, number: int) -> None:
        self._scenario, self._first, self._number = scenario, first, number

    def __len__(self) -> int:
        """How many."""
        return self._number

    def runs(self, start: int, stop: int) -> list[Any]:
        """Those from `start` up to but without `stop`."""
        from experiments.runs.materials import Run

        return [Run(self._scenario, self._first + place) for place in range(start, min(stop, self._number))]


def small(days: int) -> tuple[Any, Any]:
    """The smallest world under the plainest strategy: its materials, and the one scenario there is."""
    import scenarios
    from experiments.runs.materials import Materials, Scenario

    world, strategy = scenarios.load_world("strangers_60"), scenarios.load_strategy("neglect")
    materials = Materials.of({"strangers_60": world}, {"neglect": strategy}, days)
    return materials, Scenario.of("strangers_60", "neglect")


def overhead() -> list[Result]:
    """The processor time of short runs that are conducted and kept, against the bare loop over the same runs."""
    import sim
    from experiments.outcome_rows import row_of
    from experiments.runs.conduct import conduct
    from experiments.runs.executors import Threads
    from experiments.runs.store import Store

    materials, scenario = small(DAYS)
    world, strategy = materials.world("strangers_60"), materials.strategy("neglect")

    def bare(first: int, number: int) -> None:
        for seed in range(first, first + number):
            people = sim.build_population(world, seed, DAYS)
            row_of(sim.simulate(world, strategy, seed, days=DAYS, population=people))

    folder = Path(tempfile.mkdtemp(prefix="qunlab_"))
    times = {"bare": 0.0, "kept": 0.0}
    try:
        bare(0, 100)
        number = RUNS // SLICES
        # In turns, each a tenth of the runs, so that whatever else the machine does hits both.
        for first in range(0, RUNS, number):
            began = time.process_time()
            bare(first, number)
            middle = time.process_time()
            store = Store.of_study(folder, materials)
            done = conduct(store, Launches(scenario, first, number), Threads(1))
            store.close()
            times["bare"] += middle - began
            times["kept"] += time.process_time() - middle
            if done.computed != number:
                raise AssertionError("runs are missing")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    detail = {f"{name}_microseconds_a_run": spent / RUNS * 1e6 for name, spent in times.items()}
    share = 100.0 * (times["kept"] / times["bare"] - 1.0)
    return [
        Result(
            f"store and scheduling of {RUNS:,} short runs, on top of the runs",
            share,
            "%",
            10.0,
            False,
            detail,
        )
    ]


_RESUME = """
import json, sys, time
began = time.perf_counter()
from pathlib import Path
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.runs.materials import Run, Scenario
from experiments.runs.store import Store
from benchmarks.stores import Launches
store = Store.open(Path(FOLDER))
done = conduct(store, Launches(Scenario.of("strangers_60", "neglect"), 0, NUMBER), Threads(2))
store.close()
assert (done.there, done.computed) == (NUMBER, 0), done
print(json.dumps({"seconds": time.perf_counter() - began}))
"""


def finished_store(folder: Path, number: int) -> None:
    """A store of a finished plan whose outcomes are made up: numbers as wide and as varied as those of runs."""
    import numpy as np

    from experiments.outcome_rows import COLUMNS
    from experiments.runs.identity import Identities
    from experiments.runs.pieces import Piece, PieceResult
    from experiments.runs.store import Store

    materials, scenario = small(7)
    identities, generator = Identities(materials), np.random.default_rng(1)
    store = Store.create(folder, materials)
    launches, step = Launches(scenario, 0, number), 500
    for first in range(0, number, step):
        runs = launches.runs(first, first + step)
        rows = generator.integers(0, 5_000, (len(runs), len(COLUMNS))).astype(float)
        made = PieceResult(
            Piece(first // step, tuple(runs)),
            rows,
            ("",) * len(runs),
            np.full(len(runs), 1e-3),
            0.0,
            "here",
            1,
        )
        store.add([identities.run(run) for run in runs], made)
    store.close()


def resuming() -> list[Result]:
    """Seconds until a fresh process has found that nothing of a finished plan is missing."""
    folder = Path(tempfile.mkdtemp(prefix="qunlab_"))
    try:
        finished_store(folder, FINISHED)
        code = _RESUME.replace("FOLDER", repr(str(folder))).replace("NUMBER", str(FINISHED))
        times = []
        for _ in range(3):
            began = time.perf_counter()
            inside = child(code)["seconds"]
            times.append((time.perf_counter() - began, inside))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    best, inside = min(times)
    detail = {"seconds_inside": inside}
    return [Result(f"resuming a finished plan of {FINISHED:,} runs", best, "s", 2.0, False, detail)]


_MEMORY = """
import json, resource, sys, tempfile
from pathlib import Path
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.runs.store import Store
from benchmarks.stores import Launches, small
materials, scenario = small(7)
with tempfile.TemporaryDirectory(prefix="qunlab_") as folder:
    store = Store.create(Path(folder) / "store", materials)
    done = conduct(store, Launches(scenario, 0, NUMBER), Threads(2))
    store.close()
assert done.computed == NUMBER, done
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"bytes": peak if sys.platform == "darwin" else peak * 1024}))
"""


def memory() -> list[Result]:
    """Most memory that a plan of 100,000 runs takes, against one of 1,000."""
    few, many = (child(_MEMORY.replace("NUMBER", str(n)))["bytes"] for n in (FEW, FINISHED))
    detail = {f"megabytes_{FEW}": few / 1e6, f"megabytes_{FINISHED}": many / 1e6}
    return [
        Result(f"memory of a plan of {FINISHED:,} runs against {FEW:,}", many / few, "×", 1.3, False, detail)
    ]


def stores() -> list[Result]:
    """All of them."""
    return [*overhead(), *resuming(), *memory()]
