"""Runs whose outcomes are made by a formula instead of the model, for tests of what judges runs."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import scenarios
from experiments.outcome_rows import COLUMNS, POSITION
from experiments.runs.materials import Materials, Run

Formula = Callable[[Mapping[str, float], np.random.Generator], Mapping[str, float]]


class MadeRuns:
    """Stands in for `experiments.runs.source.Runs`.

    Args:
        formula: from a scenario's values by path, and a generator of the run's own luck, to columns of its row.
        strategy: id of the shipped strategy that the materials hold.
        threads: that make the rows, in whatever order.
    """

    def __init__(self, formula: Formula, strategy: str = "light_care", threads: int = 1) -> None:
        world = scenarios.load_world("strangers_60")
        self.materials = Materials.of({"world": world}, {strategy: scenarios.load_strategy(strategy)}, 90)
        self.asked: list[Run] = []
        self.failures: list[object] = []
        self._formula, self._threads = formula, threads

    def rows(self, runs: Sequence[Run], on_progress: Callable[[int, int], None] | None = None) -> np.ndarray:
        self.asked += runs
        with ThreadPoolExecutor(self._threads) as pool:
            found = list(pool.map(self._row, runs))
        if on_progress is not None:
            on_progress(len(runs), len(runs))
        return np.array(found)

    def _row(self, run: Run) -> np.ndarray:
        row = np.zeros(len(COLUMNS))
        values = dict(run.scenario.values)
        # Luck is the seed's and the setting's: another setting has other luck, as in the model.
        luck = np.random.default_rng([run.seed, zlib.crc32(repr(run.scenario.values).encode())])
        for name, value in self._formula(values, luck).items():
            row[POSITION[name]] = value
        row[POSITION["members_start"]] = 60.0
        return row
