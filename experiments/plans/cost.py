"""What a sweep will cost, before it is begun: runs, time on this machine, space on the disk, and how sure that is.

A few stretches of the plan, evenly spread over it, are run for a second or two with as many threads as the sweep will
have, and written the way the sweep will write them. So the estimate knows this machine, this plan and this load; what
else the machine will do meanwhile it does not know.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.plans.expansion import Expansion
from experiments.runs.executors import Threads
from experiments.runs.identity import Identities
from experiments.runs.pieces import Piece, PieceResult
from experiments.runs.store import RUNS_A_PART, SECONDS_A_PART, Store

SECONDS = 1.5
"""So long runs are tried."""

RUNS_A_TRY = 8
OTHER_LOAD = 0.25
"""Relative error that is added for what the machine does otherwise, and for what trying for so short a time misses."""

OTHER_RUNS = 0.4
"""Relative error of the bytes of a run: others compress better or worse than those tried."""

RANGE = 2.0
"""Standard errors on either side."""


@dataclass(frozen=True)
class Interval:
    """An estimate and between what it lies, roughly 19 times out of 20."""

    low: float
    likely: float
    high: float

    def times(self, factor: float) -> Interval:
        """All three multiplied."""
        return Interval(self.low * factor, self.likely * factor, self.high * factor)


@dataclass(frozen=True)
class Cost:
    """What a sweep will cost.

    Attributes:
        runs: in the plan.
        worlds, strategies, points, launches, days: what these are made of.
        threads: with which it was tried.
        tried: runs that were run for the estimate.
        seconds: for all runs, with so many threads.
        bytes: on the disk.
        errors: of the runs tried, each once.
    """

    runs: int
    worlds: int
    strategies: int
    points: int
    launches: int
    days: int
    threads: int
    tried: int
    seconds: Interval
    bytes: Interval
    errors: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


def estimate(expansion: Expansion, threads: int, seconds: float = SECONDS) -> Cost:
    """Try some runs of a plan and reckon from them; the model must have been compiled before.

    Args:
        expansion: of the plan.
        threads: that the sweep will have.
        seconds: for which runs are tried.
    """
    plan = expansion.plan
    results, wall = _tried(expansion, threads, seconds)
    errors = dict.fromkeys(error for one in results for error in one.errors if error)
    took = _seconds_a_run(results, wall).times(len(expansion))
    return Cost(
        runs=len(expansion),
        worlds=len(plan.worlds),
        strategies=len(plan.strategies),
        points=len(expansion.points),
        launches=plan.seeds.count,
        days=plan.days,
        threads=threads,
        tried=sum(len(one.rows) for one in results),
        seconds=took,
        bytes=_bytes(expansion, results, took),
        errors=tuple(errors),
    )


def _tried(expansion: Expansion, threads: int, seconds: float) -> tuple[list[PieceResult], float]:
    """Results of stretches all over the plan, as many as there is time for, and how long they took by the clock."""
    began = time.perf_counter()
    keep = expansion.plan.keep
    pieces = (
        Piece(number, tuple(expansion.runs(start, start + RUNS_A_TRY)), "days" in keep, "events" in keep)
        for number, start in enumerate(_starts(len(expansion)))
    )
    results: list[PieceResult] = []

    def enough() -> bool:
        return bool(results) and time.perf_counter() - began > seconds

    for one in Threads(threads).results(expansion.materials, pieces, enough):
        if len(one.rows):
            results.append(one)  # noqa: PERF401  # `enough` looks at what there is
    return results, time.perf_counter() - began


def _starts(runs: int) -> Iterator[int]:
    """Beginnings of stretches of which any first few lie evenly (van der Corput's sequence), each once."""
    stretches = max(1, runs // RUNS_A_TRY)
    digits = (stretches - 1).bit_length()
    for number in range(1 << digits):
        place = int(f"{number:0{digits}b}"[::-1], 2) if digits else 0
        if place < stretches:
            yield place * runs // stretches


def _seconds_a_run(results: Sequence[PieceResult], wall: float) -> Interval:
    """Seconds by the clock that a run takes while all threads are at work."""
    spent = np.array([one.seconds.sum() for one in results])
    runs = np.array([len(one.rows) for one in results])
    likely = wall / runs.sum()
    # Stretches differ; how much is the standard error of a ratio (Cochran 1977, section 2.11).
    number = len(results)
    error = math.inf
    if number > 1:
        ratio = spent.sum() / runs.sum()
        scatter = float(((spent - ratio * runs) ** 2).sum() / (number - 1))
        error = math.sqrt(scatter / number) / float(spent.mean())
    relative = math.hypot(RANGE * min(error, 1.0), OTHER_LOAD)
    return Interval(likely / (1 + relative), likely, likely * (1 + relative))


def _bytes(expansion: Expansion, results: Sequence[PieceResult], seconds: Interval) -> Interval:
    """Bytes on the disk for all runs: what each adds to a part of the store, and what each part takes by itself."""
    half = results[: len(results) // 2]
    whole, some = _written(expansion, results), _written(expansion, half)
    tried, fewer = (sum(len(one.rows) for one in part) for part in (results, half))
    a_run = max((whole - some) / (tried - fewer) if half else whole / tried, 0.0)
    a_part = max(whole - a_run * tried, 0.0)
    runs = len(expansion)

    def total(share: float, took: float) -> float:
        parts = max(1, math.ceil(runs / RUNS_A_PART), math.ceil(took / SECONDS_A_PART))
        return share * a_run * runs + a_part * parts

    return Interval(
        total(1 - OTHER_RUNS, seconds.low), total(1, seconds.likely), total(1 + OTHER_RUNS, seconds.high)
    )


def _written(expansion: Expansion, results: Sequence[PieceResult]) -> int:
    """Size of a store with the results of some pieces."""
    if not results:
        return 0
    names = Identities(expansion.materials)
    with tempfile.TemporaryDirectory(prefix="qunlab_") as folder:
        store = Store.create(Path(folder) / "store", expansion.materials, None)
        for one in results:
            store.add([names.run(run) for run in one.piece.runs], one)
        store.close()
        return sum(path.stat().st_size for path in Path(folder).rglob("*.parquet"))
