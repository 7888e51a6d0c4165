"""Which runs a store holds, and where: their names in order, in 33 bytes a run."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.runs.identity import DIGITS

NAME = np.dtype(f"S{DIGITS}")
ENTRY = np.dtype([("name", NAME), ("part", np.int32), ("row", np.int32), ("failed", np.bool_)])


def names_of(names: Sequence[str]) -> NDArray[np.bytes_]:
    """Names as an array, shape (len(names),)."""
    return np.array(names, dtype=NAME)


def entries(names: NDArray[np.bytes_], failed: NDArray[np.bool_], part: int) -> NDArray[np.void]:
    """Entries for the rows of a part, in its order."""
    made = np.empty(len(names), dtype=ENTRY)
    made["name"], made["part"], made["row"], made["failed"] = names, part, np.arange(len(names)), failed
    return made


class Index:
    """Names of the runs of a store; each stands for one row, one that went through rather than one that failed."""

    def __init__(self) -> None:
        self.names: NDArray[np.bytes_] = np.empty(0, NAME)
        self._part: NDArray[np.int32] = np.empty(0, np.int32)
        self._row: NDArray[np.int32] = np.empty(0, np.int32)
        self._failed: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.doubles = 0
        """So many rows are passed over since another stands for the same run."""

    def __len__(self) -> int:
        return len(self.names)

    @property
    def failed(self) -> int:
        """How many runs failed."""
        return int(self._failed.sum())

    def add(self, new: NDArray[np.void]) -> None:
        """Take in the entries of new parts."""
        # Field by field: sorting whole records is slower by far.
        order = np.lexsort((new["failed"], new["name"])) if new["failed"].any() else np.argsort(new["name"])
        new = new[order]
        names = np.ascontiguousarray(new["name"])
        first = np.ones(len(names), np.bool_)
        first[1:] = names[1:] != names[:-1]
        at = self._where(names)
        known = first & (at >= 0)
        better = known.copy()
        better[known] = self._failed[at[known]] & ~new["failed"][known]
        for field, column in (("part", self._part), ("row", self._row), ("failed", self._failed)):
            column[at[better]] = new[field][better]
        fresh = first & ~known
        self.doubles += int(len(new) - fresh.sum())
        new, names = new[fresh], names[fresh]
        place = np.searchsorted(self.names, names)
        self.names = np.insert(self.names, place, names)
        self._part = np.insert(self._part, place, new["part"])
        self._row = np.insert(self._row, place, new["row"])
        self._failed = np.insert(self._failed, place, new["failed"])

    def drop(self, parts: Collection[int]) -> None:
        """Forget the runs of some parts."""
        kept = ~np.isin(self._part, list(parts))
        self.names, self._failed = self.names[kept], self._failed[kept]
        self._part, self._row = self._part[kept], self._row[kept]

    def has(self, names: NDArray[np.bytes_]) -> NDArray[np.bool_]:
        """Whether each of some runs is there."""
        return self._where(names) >= 0

    def has_failed(self, names: NDArray[np.bytes_]) -> NDArray[np.bool_]:
        """Whether each of some runs is there and failed."""
        at = self._where(names)
        failed = at >= 0
        failed[failed] = self._failed[at[failed]]
        return failed

    def places(self, names: NDArray[np.bytes_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Part and row of each of some runs, -1 for those that are not there."""
        at = self._where(names)
        there = at >= 0
        part, row = np.full(len(names), -1, np.int32), np.full(len(names), -1, np.int32)
        part[there], row[there] = self._part[at[there]], self._row[at[there]]
        return part, row

    def rows(self, part: int) -> NDArray[np.int32]:
        """The rows of a part that stand for their runs, in order."""
        return np.sort(self._row[self._part == part])

    def _where(self, names: NDArray[np.bytes_]) -> NDArray[np.intp]:
        if not len(self.names):
            return np.full(len(names), -1)
        at = np.searchsorted(self.names, names)
        at[at == len(self.names)] = 0
        return np.where(self.names[at] == names, at, -1)
