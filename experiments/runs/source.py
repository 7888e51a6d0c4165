"""Rows of runs for whoever judges them: each computed once, wherever it was asked for, and kept if there is a store."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS
from experiments.runs.executors import Executor, Threads
from experiments.runs.identity import Identities
from experiments.runs.materials import Materials, Run
from experiments.runs.pieces import Piece, PieceResult

Floats = NDArray[np.float64]

RUNS_A_PIECE = 8
SAMPLE = 24
"""So many runs of a study are remembered, with a digest of their outcomes, to be run again when it is verified."""

OnProgress = Callable[[int, int], None]


class StoppedError(Exception):
    """A study was told to stop before it had all its runs; what was run is in its store, if it has one."""


class RunStore(Protocol):
    """Where rows are kept; `experiments.runs.store.Store` is one."""

    def find(self, names: Sequence[str]) -> dict[str, Floats]:
        """Rows of shape (len(COLUMNS),) of those of these runs that are kept, NaN where the run failed."""

    def add(self, names: Sequence[str], result: PieceResult) -> None:
        """Keep the results of a piece whose runs have these names."""


@dataclass(frozen=True)
class Failed:
    """A run that raised: which, and why."""

    run: Run
    error: str


class Runs:
    """Gives the rows of runs.

    Args:
        materials: of the study.
        executor: who runs them; one thread if not given.
        store: where rows are looked for and kept, if anywhere.
        should_stop: asked between runs.
    """

    def __init__(
        self,
        materials: Materials,
        executor: Executor | None = None,
        store: RunStore | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self.materials = materials
        self.executor: Executor = executor or Threads(1)
        self.store = store
        self.identities = Identities(materials)
        self.failures: list[Failed] = []
        self.computed = 0
        self._should_stop = should_stop
        self._sample: list[tuple[int, str, Run, bytes]] = []

    def rows(self, runs: Sequence[Run], on_progress: OnProgress | None = None) -> Floats:
        """The rows of some runs, whoever computed them and in whatever order.

        Args:
            runs: best given with runs of the same people (world and seed) side by side.
            on_progress: called with (runs there, runs asked for).

        Returns:
            Shape (len(runs), len(COLUMNS)); NaN where a run failed, which is then in `failures`.

        Raises:
            StoppedError: if it was told to stop.
        """
        rows = np.full((len(runs), len(COLUMNS)), np.nan)
        names = [self.identities.run(run) for run in runs]
        there = {} if self.store is None else self.store.find(names)
        places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            if name in there:
                rows[place] = there[name]
            else:
                places.setdefault(name, []).append(place)
        missing = [(name, runs[where[0]]) for name, where in places.items()]
        done = len(runs) - sum(map(len, places.values()))
        pieces = _pieces([run for _, run in missing], self.executor.places)
        named = dict(zip([run for _, run in missing], [name for name, _ in missing], strict=True))
        for result in self.executor.results(self.materials, pieces, self._should_stop):
            found = [named[run] for run in result.piece.runs]
            if self.store is not None:
                self.store.add(found, result)
            for name, run, row, error in zip(
                found, result.piece.runs, result.rows, result.errors, strict=True
            ):
                rows[places[name]] = row
                done += len(places.pop(name))
                self.computed += 1
                if error:
                    self.failures.append(Failed(run, error))
            if on_progress is not None:
                on_progress(done, len(runs))
        if places:
            raise StoppedError
        for name, run, row in zip(names, runs, rows, strict=True):
            self._remember(name, run, row)
        return rows

    def sample(self) -> list[tuple[Run, str, bytes]]:
        """At most `SAMPLE` of the runs given so far, their names and the bytes of their rows; names decide which."""
        return [(run, name, row) for _, name, run, row in sorted(self._sample, key=lambda one: one[1])]

    def _remember(self, name: str, run: Run, row: Floats) -> None:
        if np.isnan(row).all() or any(name == kept for _, kept, _, _ in self._sample):
            return
        # A heap of the smallest names: its top is the greatest, by the sign.
        entry = (-int(name, 16), name, run, row.tobytes())
        if len(self._sample) < SAMPLE:
            heapq.heappush(self._sample, entry)
        elif entry[0] > self._sample[0][0]:
            heapq.heapreplace(self._sample, entry)


def _pieces(runs: list[Run], places: int) -> Iterator[Piece]:
    """Pieces small enough that all places have work, without parting runs of the same people if it can be helped."""
    size = max(1, min(RUNS_A_PIECE, -(-len(runs) // max(1, 2 * places))))
    coming = iter(runs)
    for number in itertools.count():
        part = tuple(itertools.islice(coming, size))
        if not part:
            return
        yield Piece(number, part)


def launches_of(scenarios: Sequence[Any], seeds: Sequence[int]) -> list[Run]:
    """The runs of some scenarios in the same launches: seed by seed, all scenarios of a seed side by side."""
    return [Run(scenario, seed) for seed in seeds for scenario in scenarios]
