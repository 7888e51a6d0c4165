"""Running the same launches under every strategy, on threads, with one result whatever their number.

A launch is a seed. Its people are made once and meet every strategy. Runs release the interpreter's lock,
so threads are all it takes. Results are taken in the order of the launches, never in the order in which
they finish, so sums of floats come out the same to the last bit. A run that fails is a line in the list of
failures and NaN in the table.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS, DAY_SUMS, day_sums_of, row_of
from experiments.signs import LOGGED, LaunchSigns, Signs, signs_of

Floats = NDArray[np.float64]

PATHS = 400
"""Daily talk is kept launch by launch for so many launches at most; quantiles by day need no more."""

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class Failure:
    """A run that raised.

    Attributes:
        launch: its number, from 0.
        seed: its seed.
        strategy: the strategy's id.
        error: the exception's type and text, in one line.
    """

    launch: int
    seed: int
    strategy: str
    error: str


@dataclass
class Ensemble:
    """What all launches left behind. Shapes: n launches, s strategies, d days.

    Attributes:
        rows: (n, s, len(COLUMNS)) numbers of each run; NaN where it failed or has not run.
        day_sums: (s, d, len(DAY_SUMS)) sums over the launches.
        day_counts: (s,) launches in these sums.
        talk_paths: (at most `PATHS`, s, d) talk messages by day of the first launches; NaN as in rows.
        done: launches that have run, counted from the first without a gap.
        failures: runs that raised.
        signs: symptoms, senses and results by tier.
    """

    rows: Floats
    day_sums: Floats
    day_counts: NDArray[np.int64]
    talk_paths: NDArray[np.float32]
    done: int = 0
    failures: list[Failure] = field(default_factory=list)
    signs: Signs = field(default_factory=Signs)

    @classmethod
    def empty(cls, launches: int, strategies: int, days: int) -> Ensemble:
        """Room for so many runs."""
        return cls(
            np.full((launches, strategies, len(COLUMNS)), np.nan),
            np.zeros((strategies, days, len(DAY_SUMS))),
            np.zeros(strategies, dtype=np.int64),
            np.full((min(launches, PATHS), strategies, days), np.nan, dtype=np.float32),
            signs=Signs.empty(launches, strategies, days),
        )

    def so_far(self) -> Ensemble:
        """An independent copy of the launches done."""
        return Ensemble(
            self.rows[: self.done].copy(),
            self.day_sums.copy(),
            self.day_counts.copy(),
            self.talk_paths[: self.done].copy(),
            self.done,
            list(self.failures),
            self.signs.first(self.done),
        )


@dataclass(frozen=True)
class _Run:
    row: Floats
    day_sums: Floats
    talk: NDArray[np.float32]
    signs: LaunchSigns


def run_launches(
    world: Any,
    strategies: Mapping[str, Any],
    launches: int,
    days: int,
    *,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_partial: Callable[[Ensemble], None] | None = None,
    partial_seconds: float = 2.0,
) -> Ensemble:
    """Run `launches` launches of every strategy.

    Args:
        world: a `sim.World`.
        strategies: id → `sim.Strategy`, in the order to keep.
        launches: number of seeds, ``first_seed … first_seed + launches − 1``.
        days: length of a run.
        first_seed: the first launch's seed.
        threads: how many runs at a time.
        on_progress: called with (runs done, runs in all), from the calling thread.
        should_stop: asked between runs; once it says yes, what is done so far is returned.
        on_partial: called about every `partial_seconds` with a copy of what is there.
        partial_seconds: see there.

    Returns:
        The ensemble; `done` is below `launches` only if it was stopped.
    """
    ensemble = Ensemble.empty(launches, len(strategies), days)
    stop = Event()

    def asked_to_stop() -> bool:
        if not stop.is_set() and should_stop is not None and should_stop():
            stop.set()
        return stop.is_set()

    def one_launch(launch: int) -> list[_Run | Failure] | None:
        return _one_launch(
            world, strategies, launch, first_seed + launch, days, launch < PATHS, asked_to_stop
        )

    waiting: deque[Future[list[_Run | Failure] | None]] = deque()
    shown = time.monotonic()
    with ThreadPoolExecutor(threads, thread_name_prefix="launch") as pool:
        try:
            submitted = 0
            while ensemble.done < launches:
                while submitted < launches and len(waiting) < 4 * threads:
                    waiting.append(pool.submit(one_launch, submitted))
                    submitted += 1
                results = waiting.popleft().result()
                if results is None:
                    break
                _take(ensemble, results)
                if on_progress is not None:
                    on_progress(ensemble.done * len(strategies), launches * len(strategies))
                if (
                    on_partial is not None
                    and time.monotonic() - shown > partial_seconds
                    and ensemble.done < launches
                ):
                    on_partial(ensemble.so_far())
                    shown = time.monotonic()
        finally:
            stop.set()
            for future in waiting:
                future.cancel()
    return ensemble if ensemble.done == launches else ensemble.so_far()


def _one_launch(
    world: Any,
    strategies: Mapping[str, Any],
    launch: int,
    seed: int,
    days: int,
    keep_path: bool,
    asked_to_stop: Callable[[], bool],
) -> list[_Run | Failure] | None:
    import sim

    results: list[_Run | Failure] = []
    try:
        population = sim.build_population(world, seed, days)
    except Exception as error:
        return [Failure(launch, seed, name, _line(error)) for name in strategies]
    for name, strategy in strategies.items():
        if asked_to_stop():
            return None
        try:
            # Everything but the log is the same with a log as without one.
            logged = launch < LOGGED
            outcome = sim.simulate(world, strategy, seed, days=days, population=population, events=logged)
            signs = signs_of(outcome, population.people if outcome.events is not None else None)
            talk = outcome.daily["talk"].astype(np.float32) if keep_path else np.zeros(0, dtype=np.float32)
            results.append(_Run(row_of(outcome), day_sums_of(outcome), talk, signs))
        except Exception as error:
            # One run that fails must not take the other thousands with it; it is shown as what it is.
            results.append(Failure(launch, seed, name, _line(error)))
    return results


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def _take(ensemble: Ensemble, results: list[_Run | Failure]) -> None:
    launch = ensemble.done
    for position, result in enumerate(results):
        if isinstance(result, Failure):
            ensemble.failures.append(result)
            continue
        ensemble.rows[launch, position] = result.row
        ensemble.day_sums[position] += result.day_sums
        ensemble.day_counts[position] += 1
        if launch < ensemble.talk_paths.shape[0]:
            ensemble.talk_paths[launch, position] = result.talk
        ensemble.signs.take(launch, position, result.signs)
    ensemble.done += 1
