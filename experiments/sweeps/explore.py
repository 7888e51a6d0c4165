"""What kept runs say: a measure by scenario, and over the values of one factor, with intervals for luck.

All scenarios of a sweep have the same launches (seeds). So the unit of luck is the launch: where several points of a
design are taken together, each launch is averaged over them first, and the interval is that of the launches' means.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.measures import measure, values_of
from experiments.outcome_rows import COLUMNS, POSITION
from experiments.pairing import mean_of_launches
from experiments.runs.materials import Scenario
from experiments.runs.parts import matrix_in
from experiments.runs.store import Store
from scenarios.errors import printable

MOST_VALUES = 10
"""A factor with more values than this is shown by so many groups of neighbouring values."""

LAST_DAY = 90
"""Life is judged up to this day, or to the end of the runs."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kept:
    """One measure of all kept runs.

    Attributes:
        code: of the measure.
        unit: of its values.
        scenarios: what was run.
        scenario: position among them, shape (runs,).
        seed: of each run, shape (runs,).
        value: of each run, shape (runs,), NaN where it failed.
        reach: the largest value there can be, or None.
    """

    code: str
    unit: str
    scenarios: tuple[Scenario, ...]
    scenario: NDArray[np.intp]
    seed: NDArray[np.int64]
    value: Floats
    reach: float | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Numbers that take more than one value, in the order of their names."""
        seen: dict[str, set[float]] = {}
        for one in self.scenarios:
            for path, value in one.values:
                seen.setdefault(path, set()).add(value)
        return tuple(sorted(path for path, values in seen.items() if len(values) > 1))

    @property
    def worlds(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(dict.fromkeys(one.world for one in self.scenarios))

    @property
    def strategies(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(dict.fromkeys(one.strategy for one in self.scenarios))


@dataclass(frozen=True)
class Mean:
    """A mean over some runs.

    Attributes:
        strategy, world: of these runs.
        low_value, high_value: of the factor in them; NaN if there is none.
        values: (path, value) of the scenario, if it is one.
        runs, failed: how many, and how many of them failed.
        launches: seeds among the others.
        mean, low, high: of the measure, with the interval at 95%; NaN where nothing is known.
    """

    strategy: str
    world: str
    low_value: float
    high_value: float
    values: tuple[tuple[str, float], ...]
    runs: int
    failed: int
    launches: int
    mean: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """The factor's value, or the middle of its values."""
        return 0.5 * (self.low_value + self.high_value)


def day_of(store: Store) -> int:
    """The day up to which life is judged."""
    return min(LAST_DAY, store.materials.days)


def kept_runs(store: Store, code: str, day: int) -> Kept:
    """One measure of all runs of a store.

    Args:
        store: the store.
        code: one of `experiments.measures.MEASURES`.
        day: the day up to which life is judged.
    """
    known: dict[tuple[str, str, str], int] = {}
    scenario: list[int] = []
    seeds, values = [np.zeros(0, np.int64)], [np.zeros(0)]
    for table in store.tables(["world", "strategy", "changes", "seed", *COLUMNS]):
        columns = (table.column(name).to_pylist() for name in ("world", "strategy", "changes"))
        scenario += [known.setdefault(key, len(known)) for key in zip(*columns, strict=True)]
        seeds.append(table.column("seed").to_numpy())
        rows = matrix_in(table)
        found = values_of(rows, code, day).astype(np.float64)
        # Of a run that failed nothing is known, whatever a measure would make of its row.
        values.append(np.where(np.isnan(rows[:, POSITION["talk"]]), np.nan, found))
    judged = measure(code, day, store.materials.days, 1.0)
    return Kept(
        code,
        judged.unit,
        tuple(Scenario.of(*key[:2], json.loads(key[2]) if key[2] else {}) for key in known),
        np.array(scenario, dtype=np.intp),
        np.concatenate(seeds),
        np.concatenate(values),
        judged.reach,
    )


def by_scenario(kept: Kept, strategies: Sequence[str] = (), most: int | None = None) -> list[Mean]:
    """The measure of each scenario, by world, strategy and values.

    Args:
        kept: the runs.
        strategies: only these; all if none are named.
        most: only so many, the first in order.
    """
    nothing = float("nan")
    order = sorted(
        (one.world, one.strategy, one.values, place)
        for place, one in enumerate(kept.scenarios)
        if not strategies or one.strategy in strategies
    )
    return [
        _mean(kept, kept.scenario == place, strategy, world, (nothing, nothing), values)
        for world, strategy, values, place in order[:most]
    ]


def over_factor(kept: Kept, path: str, world: str) -> list[Mean]:
    """The measure by strategy over the values of a number, in their order, in one world.

    Args:
        kept: the runs.
        path: one of `Kept.paths`.
        world: id.
    """
    value = np.array([dict(one.values).get(path, np.nan) for one in kept.scenarios])
    here = np.array([one.world == world for one in kept.scenarios])
    found = []
    for strategy in kept.strategies:
        own = here & np.array([one.strategy == strategy for one in kept.scenarios]) & np.isfinite(value)
        for low, high in _groups(np.unique(value[own])):
            chosen = own & (value >= low) & (value <= high)
            found.append(_mean(kept, chosen[kept.scenario], strategy, world, (low, high)))
    return found


def by_strategy(kept: Kept, world: str) -> list[Mean]:
    """The measure by strategy over all its points in one world."""
    nothing = float("nan")
    found = []
    for strategy in kept.strategies:
        own = np.array([one.world == world and one.strategy == strategy for one in kept.scenarios])
        if own.any():
            found.append(_mean(kept, own[kept.scenario], strategy, world, (nothing, nothing)))
    return found


def failures(store: Store, most: int = 50) -> list[tuple[Scenario, int, str]]:
    """Runs that failed: scenario, seed and error, at most so many."""
    found: list[tuple[Scenario, int, str]] = []
    for table in store.tables(["world", "strategy", "changes", "seed", "error"]):
        for row in table.to_pylist():
            if row["error"] and len(found) < most:
                values = json.loads(row["changes"]) if row["changes"] else {}
                scenario = Scenario.of(row["world"], row["strategy"], values)
                found.append((scenario, int(row["seed"]), printable(row["error"], 500)))
    return found


def parquet_of_runs(store: Store) -> bytes:
    """All runs of a store as one Parquet file."""
    import pyarrow
    import pyarrow.parquet

    names = ["run", "world", "strategy", "changes", "seed", "error", *COLUMNS]
    file = io.BytesIO()
    tables = list(store.tables(names))
    if tables:
        pyarrow.parquet.write_table(pyarrow.concat_tables(tables), file, compression="zstd")
    return file.getvalue()


def _groups(values: Floats) -> list[tuple[float, float]]:
    """Each value by itself, or groups of neighbours of about the same size if they are many."""
    parts: Sequence[Any] = np.array_split(values, min(MOST_VALUES, max(1, values.size)))
    return [(float(part[0]), float(part[-1])) for part in parts if part.size]


def _mean(
    kept: Kept,
    chosen: NDArray[np.bool_],
    strategy: str,
    world: str,
    ends: tuple[float, float],
    values: tuple[tuple[str, float], ...] = (),
) -> Mean:
    value, seed = kept.value[chosen], kept.seed[chosen]
    there = ~np.isnan(value)
    _, launch = np.unique(seed[there], return_inverse=True)
    launches = int(launch.max()) + 1 if launch.size else 0
    by_launch = np.bincount(launch, value[there]) / np.bincount(launch) if launches else np.zeros(0)
    mean, low, high = mean_of_launches(by_launch, kept.reach)
    return Mean(
        strategy,
        world,
        *ends,
        values,
        int(chosen.sum()),
        int((~there).sum()),
        launches,
        mean,
        low,
        high,
    )
