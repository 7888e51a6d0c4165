"""Running a piece of a study: some runs, one after the other, with what they cost and what went wrong.

A piece is what is handed to a thread, a process or another machine at a time, and what is lost if that dies. Runs that
stand beside each other and have the same people (world and seed) share them. A run that fails is a row without numbers
and with its error, and the others go on.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS, row_of
from experiments.runs.materials import Materials, Run, Values

Floats = NDArray[np.float64]

VARIANTS_KEPT = 64
"""So many worlds and strategies with replaced numbers are kept ready; the next runs mostly ask for the same."""


@dataclass(frozen=True)
class Piece:
    """Some runs of a study.

    Attributes:
        number: of the piece within its study.
        runs: in the order in which to run them; those with the same world, world values and seed side by side.
        keep_days: give the daily records too.
        keep_events: give the event logs too.
    """

    number: int
    runs: tuple[Run, ...]
    keep_days: bool = False
    keep_events: bool = False


@dataclass(frozen=True)
class PieceResult:
    """What came of the first n runs of a piece; n is less than all only if it was told to stop.

    Attributes:
        piece: the piece, with only those runs that were run.
        rows: shape (n, len(COLUMNS)), NaN where a run failed.
        errors: n texts, empty where the run went through.
        seconds: that each run took, shape (n,).
        began: when the first began, in seconds since 1970.
        host: name of the machine.
        process: its number there.
        days: n arrays of dtype `sim.records.DAY`, or none if they were not asked for; None where a run failed.
        events: n arrays of dtype `sim.records.EVENT`, likewise.
    """

    piece: Piece
    rows: Floats
    errors: tuple[str, ...]
    seconds: Floats
    began: float
    host: str
    process: int
    days: tuple[NDArray[Any] | None, ...] = ()
    events: tuple[NDArray[Any] | None, ...] = ()

    @classmethod
    def failed(cls, piece: Piece, error: str) -> PieceResult:
        """A piece none of whose runs could be run, as when the machines that tried it died."""
        number = len(piece.runs)
        nothing = (None,) * number
        return cls(
            piece,
            np.full((number, len(COLUMNS)), np.nan),
            (error,) * number,
            np.zeros(number),
            time.time(),
            socket.gethostname(),
            os.getpid(),
            nothing if piece.keep_days else (),
            nothing if piece.keep_events else (),
        )


class Workshop:
    """Turns the runs of one study into outcomes. Of use to one thread at a time.

    Args:
        materials: of the study.
    """

    def __init__(self, materials: Materials) -> None:
        self._materials = materials
        self._worlds: dict[tuple[str, Values], Any] = {}
        self._strategies: dict[tuple[str, Values], Any] = {}
        self._people: tuple[Any, Any] = (None, None)

    def piece(self, piece: Piece, should_stop: Callable[[], bool] | None = None) -> PieceResult:
        """Run a piece, or as much of it as there is time for."""
        began, rows, errors, seconds = time.time(), [], [], []
        days: list[NDArray[Any] | None] = []
        events: list[NDArray[Any] | None] = []
        for run in piece.runs:
            if should_stop is not None and should_stop():
                break
            start = time.perf_counter()
            try:
                outcome = self.outcome(run, events=piece.keep_events)
                rows.append(row_of(outcome))
                errors.append("")
            except Exception as error:
                # One run that fails must not take thousands of others with it; it is shown as what it is.
                outcome = None
                rows.append(np.full(len(COLUMNS), np.nan))
                errors.append(one_line(error))
            seconds.append(time.perf_counter() - start)
            if piece.keep_days:
                days.append(None if outcome is None else outcome.daily)
            if piece.keep_events:
                events.append(None if outcome is None else outcome.events)
        return PieceResult(
            replace(piece, runs=piece.runs[: len(rows)]),
            np.array(rows).reshape(len(rows), len(COLUMNS)),
            tuple(errors),
            np.array(seconds),
            began,
            socket.gethostname(),
            os.getpid(),
            tuple(days),
            tuple(events),
        )

    def outcome(self, run: Run, *, events: bool = False) -> Any:
        """The `sim.Outcome` of one run.

        Raises:
            ValueError: if its world or strategy is not right.
        """
        import sim

        of_world, of_strategy = split(run.scenario.values)
        world = self._ready(self._worlds, self._materials.world, run.scenario.world, of_world)
        strategy = self._ready(self._strategies, self._materials.strategy, run.scenario.strategy, of_strategy)
        days = self._materials.days
        whose = (run.scenario.world, of_world, run.seed)
        if self._people[0] != whose:
            self._people = (whose, sim.build_population(world, run.seed, days))
        return sim.simulate(world, strategy, run.seed, days=days, population=self._people[1], events=events)

    def _ready(
        self,
        known: dict[tuple[str, Values], Any],
        make: Callable[[str, Values], Any],
        name: str,
        values: Values,
    ) -> Any:
        key = (name, values)
        if key not in known:
            while len(known) >= VARIANTS_KEPT:
                known.pop(next(iter(known)))
            known[key] = make(name, values)
        return known[key]


def split(values: Values) -> tuple[Values, Values]:
    """The values of a scenario's world and those of its strategy, each path without its first word.

    Raises:
        ValueError: for a path that begins with neither ``world.`` nor ``strategy.``.
    """
    found: dict[str, list[tuple[str, float]]] = {"world": [], "strategy": []}
    for path, value in values:
        whose, _, rest = path.partition(".")
        if whose not in found:
            raise ValueError(f"{path} begins with neither world. nor strategy.")
        found[whose].append((rest, value))
    return tuple(found["world"]), tuple(found["strategy"])


def one_line(error: Exception) -> str:
    """An exception's type and text in one line of at most 300 characters."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
