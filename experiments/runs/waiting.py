"""Runs of a store that are done but not on the disk yet."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.runs.index import Index, names_of
from experiments.runs.pieces import PieceResult
from experiments.runs.tables import Made

FIRST_SECONDS = 2.0
"""The first part is written after so long."""


class Waiting:
    """What waits to be written, piece by piece."""

    def __init__(self) -> None:
        self.rows: dict[str, NDArray[np.float64]] = {}
        self._pieces: list[tuple[Sequence[str], PieceResult]] = []
        self._bytes = 0
        self._began = self._since = time.monotonic()

    def add(self, names: Sequence[str], result: PieceResult) -> None:
        """Let the runs of a piece, which have these names, wait."""
        self._pieces.append((names, result))
        self.rows.update(zip(names, result.rows, strict=True))
        self._bytes += sum(one.nbytes for one in (*result.days, *result.events) if one is not None)

    def is_much(self, runs: int, size: int, seconds: float) -> bool:
        """Whether so many runs wait, or so many bytes of days and events, or the last part was long ago.

        Long is `seconds`, and in the beginning a third of the time passed, so that little work loses little.
        """
        now = time.monotonic()
        long = min(seconds, max(FIRST_SECONDS * min(1.0, seconds), (now - self._began) / 3))
        return len(self.rows) >= runs or self._bytes >= size or now - self._since >= long

    def made(self, index: Index) -> list[Made]:
        """What waits, without runs that an index has already; one that failed there gives way to one that did not."""
        made: list[Made] = []
        taken: set[str] = set()
        for names, result in self._pieces:
            listed = names_of(names)
            failed = np.array([bool(error) for error in result.errors])
            over = index.has(listed) & ~(index.has_failed(listed) & ~failed)
            places = [place for place, name in enumerate(names) if not (over[place] or name in taken)]
            taken.update(names)
            if places:
                made.append(Made(names, result, places))
        return made

    def clear(self) -> None:
        """All is written."""
        self.rows, self._pieces, self._bytes = {}, [], 0
        self._since = time.monotonic()
