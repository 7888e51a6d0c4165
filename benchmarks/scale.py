"""``python -m benchmarks.scale``: what a day's worth of new groups costs, from a sample of ordinary ones.

The sample is of the population `ordinary`: kinds of groups and their operators' practices by their shares, in the
plausible worlds that calibration left, each group with a seed of its own. It is run into a store as any plan is; time
is the processor's, so that whatever else the machine does counts little. The page ``docs/scale.md`` is written from it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

DAYS = 90
GROUPS_A_WORLD = 20
"""Groups of one plausible world in a sample; from its number of plausible worlds on, a sample has more of each."""

MILESTONES = (1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
ASKED = (1_000_000, 2_300_000)
"""A round number, and the new groups of one day of WeChat in 2015 (Qiu and others 2016)."""

CORES = (2, 16, 128)
MEGABYTE = 1e6


class OrdinaryGroups:
    """A list of runs as `experiments.runs.conduct` takes it: so many ordinary groups, made as they are asked for.

    Args:
        number: of groups.
    """

    def __init__(self, number: int) -> None:
        from experiments.calibration.ensemble import plausible_worlds
        from experiments.ordinary import chosen_worlds, practice_of
        from scenarios.populations import load_population

        self._number = number
        self._mix = load_population("ordinary")
        found = plausible_worlds()
        self._plausible = chosen_worlds(found, min(len(found), max(1, number // GROUPS_A_WORLD)))
        self._practices = {id(cell.strategy): practice_of(cell.strategy) for cell in self._mix.cells()}
        # Groups of one plausible world stand together: few scenarios are asked for at a time.
        self._scenario = lru_cache(256)(self._new_scenario)

    def __len__(self) -> int:
        return self._number

    def materials(self, days: int) -> Any:
        """The `Materials` that the runs are made of."""
        from experiments.runs.materials import Materials

        cells = self._mix.cells()
        worlds = {cell.id: cell.world for cell in cells}
        strategies = {self._practices[id(cell.strategy)]: cell.strategy for cell in cells}
        return Materials.of(worlds, strategies, days)

    def runs(self, start: int, stop: int) -> list[Any]:
        """The groups from one place up to but without another; those of a plausible world stand together."""
        from experiments.runs.materials import Run

        worlds = len(self._plausible)
        each = -(-self._number // worlds)
        made = []
        for number in range(start, stop):
            place, group = divmod(number, each)
            # Groups of one plausible world lie evenly on the line of shares, and those of all do so more finely.
            cell = self._mix.pick(min(group * worlds + place, self._number - 1), self._number)
            made.append(Run(self._scenario(cell.id, self._practices[id(cell.strategy)], place), number))
        return made

    def _new_scenario(self, kind: str, practice: str, place: int) -> Any:
        from experiments.runs.materials import Scenario

        psychology = self._plausible[place]
        values = {f"world.psychology.{name}": value for name, value in psychology.items()}
        return Scenario.of(kind, practice, values)


def fill(
    folder: Path,
    groups: int,
    days: int,
    executor: Any,
    on_progress: Callable[[int, int], None] | None = None,
) -> Any:
    """Run so many ordinary groups into a store, or go on where that was stopped.

    Args:
        folder: of the store, made if need be.
        groups: how many.
        days: length of a run.
        executor: who runs them.
        on_progress: called with (groups there, groups asked for).

    Returns:
        An `experiments.runs.conduct.Conducted`.
    """
    from experiments.runs.conduct import conduct
    from experiments.runs.store import Store

    listed = OrdinaryGroups(groups)
    with closing(Store.of_study(folder, listed.materials(days))) as store:
        return conduct(store, listed, executor, on_progress=on_progress)


def measure(groups: int, days: int, threads: int, folder: Path) -> dict[str, Any]:
    """Run a sample into a new store in this process.

    Returns:
        ``seconds`` of processor and of ``wall`` time (compiling left out), ``failed`` runs, ``bytes`` on the disk
        by the kind of part, and ``milestones``: processor seconds and peak bytes of memory after so many groups.
    """
    import sim
    from experiments.runs.executors import Threads

    sim.warm_up()
    milestones: list[dict[str, float]] = []
    wanted = [one for one in MILESTONES if one <= groups]
    processor, wall = time.process_time(), time.monotonic()

    def on_progress(done: int, _total: int) -> None:
        if wanted and done >= wanted[0]:
            seconds = time.process_time() - processor
            milestones.append({"groups": wanted.pop(0), "seconds": seconds, "memory": _peak()})

    done = fill(folder, groups, days, Threads(threads), on_progress)
    return {
        "groups": groups,
        "days": days,
        "threads": threads,
        "seconds": time.process_time() - processor,
        "wall": time.monotonic() - wall,
        "failed": done.failed,
        "memory": _peak(),
        "milestones": milestones,
        "bytes": _bytes(folder),
    }


def keep(folder: Path, groups: int, days: int, threads: int, scheduler: str | None) -> int:
    """Run groups into a store that stays, here or on a cluster, with something to look at; the exit code."""
    from experiments.commands.problems import BadInputError
    from experiments.commands.studying import executor_for
    from experiments.runs.store_errors import StoreError

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    try:
        with executor_for(threads, scheduler) as executor, Progress(*columns, console=console) as shown:
            task = shown.add_task("groups", total=groups)
            done = fill(folder, groups, days, executor, lambda there, _: shown.update(task, completed=there))
    except (BadInputError, StoreError) as error:
        console.print(error.in_language("en"), markup=False)
        return 2
    print(json.dumps({**vars(done), "bytes": _bytes(folder)}))
    return int(bool(done.failed))


def _peak() -> float:
    """Most memory that this process has had, bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak if sys.platform == "darwin" else peak * 1024)


def _bytes(folder: Path) -> dict[str, int]:
    """Bytes on the disk by folder within a store."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            kind = path.relative_to(folder).parts[0]
            found[kind] = found.get(kind, 0) + path.stat().st_size
    return found


def alone(groups: int, days: int, threads: int) -> dict[str, Any]:
    """The same in a process of its own, whose memory is that of this sample only."""
    given = ["--groups", str(groups), "--days", str(days), "--threads", str(threads), "--alone"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale", *given], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tables(samples: list[dict[str, Any]]) -> list[Table]:
    """What was measured, how memory went, and what follows for many more groups."""
    measured = Table(title="Measured")
    for head in (
        "groups",
        "processor s",
        "ms a group",
        "wall s",
        "threads",
        "failed",
        "disk MB",
        "bytes a group",
    ):
        measured.add_column(head, justify="right")
    for one in samples:
        size = sum(one["bytes"].values())
        measured.add_row(
            f"{one['groups']:,}",
            f"{one['seconds']:.1f}",
            f"{1000 * one['seconds'] / one['groups']:.2f}",
            f"{one['wall']:.1f}",
            str(one["threads"]),
            str(one["failed"]),
            f"{size / MEGABYTE:.1f}",
            f"{size / one['groups']:.0f}",
        )
    largest = samples[-1]
    memory = Table(title=f"On the way to {largest['groups']:,} groups")
    for head in ("groups", "processor s", "ms a group", "peak memory MB"):
        memory.add_column(head, justify="right")
    for mark in largest["milestones"]:
        memory.add_row(
            f"{mark['groups']:,}",
            f"{mark['seconds']:.1f}",
            f"{1000 * mark['seconds'] / mark['groups']:.2f}",
            f"{mark['memory'] / MEGABYTE:.0f}",
        )
    expected = Table(title=f"What follows for {largest['days']} days")
    for head in ("groups", "processor hours", *(f"hours on {cores} cores" for cores in CORES), "disk GB"):
        expected.add_column(head, justify="right")
    for number in ASKED:
        hours = largest["seconds"] / largest["groups"] * number / 3600
        size = sum(largest["bytes"].values()) / largest["groups"] * number
        walls = [f"{hours / cores:.2f}" for cores in CORES]
        expected.add_row(f"{number:,}", f"{hours:.1f}", *walls, f"{size / 1e9:.2f}")
    return [measured, memory, expected]


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--groups", type=int, default=20_000)
    parser.add_argument("--against", type=int, default=2000, help="a smaller sample to hold beside it")
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--store", type=Path, help="keep the groups in this folder, or go on with it")
    parser.add_argument("--scheduler", help="with --store: a Dask cluster that runs them")
    parser.add_argument("--alone", action="store_true", help="one sample in this process, printed as JSON")
    chosen = parser.parse_args()
    if chosen.store is not None:
        return keep(chosen.store, chosen.groups, chosen.days, chosen.threads, chosen.scheduler)
    if chosen.alone:
        with tempfile.TemporaryDirectory() as folder:
            found = measure(chosen.groups, chosen.days, chosen.threads, Path(folder) / "store")
        print(json.dumps(found))
        return 0
    samples = [alone(number, chosen.days, chosen.threads) for number in (chosen.against, chosen.groups)]
    for one in samples:
        print(json.dumps(one))
    for table in tables(samples):
        Console(width=None if sys.stdout.isatty() else 110).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
