"""The runs of a store as points and outcomes, for what needs no design of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.measures import values_of
from experiments.outcome_rows import COLUMNS
from experiments.sensitivity.given_data import Distance, pawn
from experiments.sensitivity.study import Asked

if TYPE_CHECKING:
    from experiments.runs.store import Store

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class KeptRuns:
    """The launches of one world and strategy that a store has; of a pair, those that it has of both.

    Attributes:
        paths: numbers that differ between them (k).
        points: their values, shape (n, k), NaN where a run has the scenario's own.
        outcomes: shape (n,), NaN where a run failed.
        blocks: which runs have the same values, shape (n,).
    """

    paths: tuple[str, ...]
    points: Floats
    outcomes: Floats
    blocks: NDArray[np.int64]

    def distances(self, seed: int = 1) -> tuple[Distance, ...]:
        """PAWN of every number."""
        return pawn(self.paths, self.points, self.outcomes, self.blocks, seed=seed)


def kept_runs(store: Store, asked: Asked) -> KeptRuns:
    """The runs of a store that a question is about.

    Args:
        store: whose runs.
        asked: its world and strategies are ids in the store's materials.
    """
    first = _outcomes(store, asked, asked.strategy)
    if asked.against is not None:
        second = _outcomes(store, asked, asked.against)
        first = {key: value - second[key] for key, value in first.items() if key in second}
    keys = sorted(first)
    by_text = {changes: json.loads(changes) for changes, _ in keys}
    numbers = {changes: place for place, changes in enumerate(sorted(by_text))}
    paths = sorted({path for values in by_text.values() for path in values})
    points = np.array([[by_text[changes].get(path, np.nan) for path in paths] for changes, _ in keys])
    points = points.reshape(len(keys), len(paths)).astype(np.float64)
    moved = [place for place in range(len(paths)) if len(np.unique(points[:, place])) > 1]
    return KeptRuns(
        tuple(paths[place] for place in moved),
        points[:, moved],
        np.array([first[key] for key in keys], dtype=np.float64),
        np.array([numbers[changes] for changes, _ in keys], dtype=np.int64),
    )


def _outcomes(store: Store, asked: Asked, strategy: str) -> dict[tuple[str, int], float]:
    """The outcome of every launch, by its changes and seed."""
    found: dict[tuple[str, int], float] = {}
    for table in store.tables(["world", "strategy", "changes", "seed", *COLUMNS]):
        kept = (table["world"].to_numpy() == asked.world) & (table["strategy"].to_numpy() == strategy)
        if not kept.any():
            continue
        rows = np.stack([table[name].to_numpy()[kept] for name in COLUMNS], axis=1)
        values = values_of(rows, asked.measure, asked.day, asked.definition, asked.wage_fen)
        changes, seeds = table["changes"].to_numpy()[kept], table["seed"].to_numpy()[kept]
        found |= {
            (str(change), int(seed)): float(value)
            for change, seed, value in zip(changes, seeds, values, strict=True)
        }
    return found
