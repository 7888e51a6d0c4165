"""The parts in a store's folder: which are there, what became of damaged ones, and what dead writers left half-done."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS
from experiments.runs import parts
from experiments.runs.locks import Locks
from experiments.runs.store_errors import Damaged, StoreError, reading

ASIDE = "damaged"

PARTS_KEPT = 8
"""So many parts are kept in memory when rows are looked for; of 4,096 runs each they take 23 MB."""


class Shelf:
    """The parts of one store; those of ``runs`` have numbers, which are of this object only.

    Args:
        folder: of the store.

    Attributes:
        damaged: parts that were found damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[Damaged] = []
        self._numbers: dict[str, int] = {}
        self._files: list[str] = []
        self._passed_over: set[str] = set()
        self._matrices: OrderedDict[int, NDArray[np.float64]] = OrderedDict()

    def number(self, file: str) -> int:
        """A new number for a part of ``runs``."""
        self._numbers[file] = len(self._files)
        self._files.append(file)
        return self._numbers[file]

    def numbered(self) -> list[tuple[int, Path]]:
        """Number and path of each part of ``runs`` that has one."""
        return [(number, self.folder / parts.RUNS / file) for file, number in sorted(self._numbers.items())]

    def changes(self) -> tuple[list[int], list[Path]]:
        """Numbers of parts of ``runs`` that have gone since, and paths of those that have no number yet.

        Raises:
            OSError: if the folder is gone.
        """
        listed = set(_listed(self.folder / parts.RUNS))
        gone = [self._numbers.pop(file) for file in self._numbers.keys() - listed]
        new = sorted(listed - self._numbers.keys() - self._passed_over)
        return gone, [self.folder / parts.RUNS / file for file in new if parts.PartName.of(file)]

    def paths(self, kind: str) -> list[Path]:
        """The parts of a kind that were written together with a part of ``runs`` that is there."""
        stems = {found.stem for file in self._numbers if (found := parts.PartName.of(file))}
        return [
            path
            for name, path in self._named(kind)
            if name.stem in stems and name.file not in self._passed_over
        ]

    def rows(self, number: int) -> NDArray[np.float64]:
        """The outcomes in a part, shape (runs, len(COLUMNS)), kept for a while.

        Raises:
            StoreError: if it cannot be read any more.
        """
        if number not in self._matrices:
            table = self.table(self.folder / parts.RUNS / self._files[number], COLUMNS)
            self._matrices[number] = parts.matrix_in(table)
            while len(self._matrices) > PARTS_KEPT:
                self._matrices.popitem(last=False)
        self._matrices.move_to_end(number)
        return self._matrices[number]

    def table(self, path: Path, columns: Sequence[str]) -> Any:
        """Some columns of a part that was whole when it was first seen.

        Raises:
            StoreError: if it is so no more.
        """
        try:
            with reading(self.folder):
                return parts.read(path, list(columns))
        except parts.DamagedPartError:
            raise StoreError("store_damaged_now", found=f"'{path}'") from None

    def examine(self, is_good: Callable[[Path], bool], kinds: Sequence[str]) -> None:
        """Move aside what is not good."""
        for kind in kinds:
            for name, path in self._named(kind):
                if name.file not in self._passed_over and not is_good(path):
                    self.set_aside(path)

    def set_aside(self, path: Path) -> None:
        """Move a damaged part away; if runs are lost with it, all that was written with them goes too."""
        together = [path]
        name = parts.PartName.of(path.name)
        if path.parent.name != parts.MADE and name is not None:
            # `runs` goes first: without it the others count for nothing, should this be cut short.
            together = [
                one for kind in parts.KINDS for other, one in self._named(kind) if other.stem == name.stem
            ]
        moved = True
        for one in together:
            aside = self.folder / ASIDE / one.parent.name
            try:
                aside.mkdir(parents=True, exist_ok=True)
                one.replace(aside / one.name)
            except FileNotFoundError:
                continue
            except OSError:
                moved = False
                self._passed_over.add(one.name)
        self.damaged.append(Damaged(f"{path.parent.name}/{path.name}", moved))

    def clear(self, locks: Locks) -> None:
        """Remove what dead writers left: half-written parts, and parts whose runs were never written."""
        left = []
        for kind in parts.KINDS:
            for file in _listed(self.folder / kind, must=False):
                name, temporary = parts.PartName.of(file), parts.TEMPORARY.fullmatch(file)
                if temporary is not None:
                    left.append((temporary[1], "", self.folder / kind / file))
                elif name is not None and kind != parts.RUNS:
                    left.append((name.writer, name.stem, self.folder / kind / file))
        # Listed after the others: what was written together is complete once its part of `runs` is there.
        whole = {name.stem for name, _ in self._named(parts.RUNS)}
        dead = {writer: locks.is_dead(writer) for writer, stem, _ in left if stem not in whole}
        for writer, stem, path in left:
            if stem not in whole and dead[writer]:
                path.unlink(missing_ok=True)

    def _named(self, kind: str) -> Iterator[tuple[parts.PartName, Path]]:
        for file in sorted(_listed(self.folder / kind, must=False)):
            name = parts.PartName.of(file)
            if name is not None:
                yield name, self.folder / kind / file


def agrees(path: Path) -> bool:
    """Whether a part is what its name says."""
    try:
        parts.read(path, [])
    except FileNotFoundError:
        return True
    except parts.DamagedPartError:
        return False
    return True


def _listed(folder: Path, must: bool = True) -> list[str]:
    try:
        with os.scandir(folder) as found:
            return [one.name for one in found]
    except FileNotFoundError:
        if must:
            raise
        return []
