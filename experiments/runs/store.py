"""A folder that keeps runs: it survives a kill, and many processes may fill it at once.

It holds ``store.json`` (what the runs are made of, the plan if there is one, the model's version) and Parquet parts:
``runs`` (a row a run: what it is, its error if it failed, its outcome), ``made`` (where, when and how long it was
made), and on request ``days`` and ``events``. Rows are gathered for some seconds and then written as one part of each
kind; that of ``runs`` comes last, so a run that is there is there altogether. Parts are never changed.

Who writes a part looks first at what others have written meanwhile and leaves out what is there, under a lock, so no
run is kept twice. A damaged part is moved to ``damaged`` when the store is opened, and its runs are missing again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison_format import FORMAT as OUTCOME_FORMAT
from experiments.outcome_rows import COLUMNS
from experiments.question import model_version
from experiments.runs import parts, tables
from experiments.runs.index import Index, entries, names_of
from experiments.runs.locks import Locks
from experiments.runs.materials import Materials
from experiments.runs.pieces import PieceResult
from experiments.runs.shelf import Shelf, agrees
from experiments.runs.store_errors import Damaged, StoreError, reading, writing
from experiments.runs.waiting import Waiting

FILE = "store.json"
LOCKS = "locks"
OWN = (FILE, LOCKS, parts.RUNS, parts.MADE)
"""What is in the folder of a store that another process is about to make."""

FORMAT = 1

SECONDS_A_PART = 10.0
RUNS_A_PART = 4096
BYTES_A_PART = 64 << 20
"""Rows are written when so much time has passed, or so many have come, or their days and events take so much room."""

Floats = NDArray[np.float64]


class Store:
    """The runs in a folder. Of use to one thread at a time; only one that is added to may be open in a process.

    Args:
        folder: where it is.
        record: what its ``store.json`` says.

    Attributes:
        materials: what its runs are made of.
        plan: the plan that it was made for, as plain data, or None.
        model: version of the model that makes its runs.
    """

    def __init__(self, folder: Path, record: Mapping[str, Any]) -> None:
        self.folder = folder
        self.materials = Materials.from_dict(record["materials"])
        self.plan: Mapping[str, Any] | None = record["plan"]
        self.model = str(record["model"])
        self._of_today = self.model == model_version() and record["outcome"] == [OUTCOME_FORMAT, *COLUMNS]
        self._index = Index()
        self._shelf = Shelf(folder)
        self._locks = Locks(folder / LOCKS)
        self._writer = ""
        self._written = 0
        self._waiting = Waiting()
        self._shelf.examine(parts.is_whole, (parts.MADE, parts.DAYS, parts.EVENTS))
        self.refresh()

    @classmethod
    def create(cls, folder: Path, materials: Materials, plan: Mapping[str, Any] | None = None) -> Store:
        """A new store in a folder that is empty or not there yet.

        Raises:
            StoreError: if something is there, or it cannot be made.
        """
        folder = Path(folder)
        record = {
            "format": FORMAT,
            "model": model_version(),
            "outcome": [OUTCOME_FORMAT, *COLUMNS],
            "materials": materials.as_dict(),
            "plan": None if plan is None else dict(plan),
        }
        locks = Locks(folder / LOCKS)
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if any(one.name not in OWN and not one.name.startswith(".") for one in folder.iterdir()):
                code = "store_there" if (folder / FILE).exists() else "store_not_empty"
                raise StoreError(code, found=f"'{folder}'")
            try:
                with locks.writing():
                    if (folder / FILE).exists():
                        raise StoreError("store_there", found=f"'{folder}'")
                    for kind in (parts.RUNS, parts.MADE):
                        (folder / kind).mkdir(exist_ok=True)
                    content = json.dumps(record, ensure_ascii=False).encode()
                    parts.place(folder / FILE, content, f".{FILE}.tmp")
            finally:
                locks.close()
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The store in a folder; damaged parts are moved aside.

        Raises:
            StoreError: if there is none, or it cannot be read.
        """
        folder = Path(folder)
        try:
            with reading(folder):
                record = json.loads((folder / FILE).read_text(encoding="utf-8"))
            if record["format"] != FORMAT:
                raise StoreError("store_format", found=f"'{folder}'")
            return cls(folder, record)
        except StoreError as error:
            if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                raise StoreError("no_store", found=f"'{folder}'") from None
            raise
        except (ValueError, KeyError, TypeError):
            raise StoreError("no_store", found=f"'{folder}'") from None

    @classmethod
    def of_study(cls, folder: Path, materials: Materials) -> Store:
        """The store of a study in a folder, made if need be.

        Raises:
            StoreError: if there is one of other materials or another model, or something else is there.
        """
        folder = Path(folder)
        with reading(folder):
            there = (folder / FILE).exists()
        if not there:
            try:
                return cls.create(folder, materials)
            except StoreError as error:
                # Another process may have been first.
                if error.code != "store_there":
                    raise
        store = cls.open(folder)
        if _canonical(store.materials) != _canonical(materials):
            raise StoreError("store_other_materials", found=f"'{folder}'")
        store.check_addable()
        return store

    def __len__(self) -> int:
        return len(self._index) + len(self._waiting.rows)

    @property
    def waiting(self) -> int:
        """How many runs are not on the disk yet."""
        return len(self._waiting.rows)

    def is_waiting(self, name: str) -> bool:
        """Whether a run is there but not on the disk yet."""
        return name in self._waiting.rows

    @property
    def doubles(self) -> int:
        """How many rows on the disk are passed over since another stands for the same run."""
        return self._index.doubles

    @property
    def failed(self) -> int:
        """How many of the runs on the disk failed."""
        return self._index.failed

    @property
    def damaged(self) -> list[Damaged]:
        """Parts that were found damaged."""
        return self._shelf.damaged

    def check_addable(self) -> None:
        """Refuse a store whose runs another version of the model made.

        Raises:
            StoreError: if it is one.
        """
        if not self._of_today:
            raise StoreError("store_other_model", found=f"'{self.folder}'")

    def names(self) -> NDArray[np.bytes_]:
        """Names of the runs on the disk, in order."""
        return self._index.names

    def has(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each of some runs is on the disk."""
        return self._index.has(names_of(names))

    def has_failed(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each of some runs is on the disk and failed."""
        return self._index.has_failed(names_of(names))

    def find(self, names: Sequence[str]) -> dict[str, Floats]:
        """Rows of shape (len(COLUMNS),) of those of these runs that are kept, NaN where the run failed."""
        found = {name: self._waiting.rows[name] for name in names if name in self._waiting.rows}
        part, row = self._index.places(names_of(names))
        for one in np.unique(part[part >= 0]):
            places = np.flatnonzero(part == one)
            rows = self._shelf.rows(int(one))[row[places]]
            found |= {names[place]: values for place, values in zip(places, rows, strict=True)}
        return found

    def add(self, names: Sequence[str], result: PieceResult) -> None:
        """Keep the results of a piece whose runs have these names; they are written now and then.

        Raises:
            StoreError: if they cannot be.
        """
        self.check_addable()
        if not len(result.rows):
            return
        self._waiting.add(names, result)
        if self._waiting.is_much(RUNS_A_PART, BYTES_A_PART, SECONDS_A_PART):
            self.flush()

    def flush(self) -> None:
        """Write what waits.

        Raises:
            StoreError: if it cannot be written, or the folder is gone; what was written before stays whole.
        """
        if not self.waiting:
            return
        with writing(self.folder):
            if not self._writer:
                self._writer = secrets.token_hex(6)
                self._locks.live(self._writer)
                self._shelf.clear(self._locks)
            with self._locks.writing():
                self.refresh()
                made = self._waiting.made(self._index)
                if made:
                    stem = f"{self._writer}-{self._written:06d}"
                    file = parts.write_all(self.folder, stem, made, _versions(self.model))
                    self._written += 1
                    self._index.add(entries(*tables.names_and_failures(made), self._shelf.number(file)))
        self._waiting.clear()

    def refresh(self) -> None:
        """Take in what other processes have written since, and forget what is gone.

        Raises:
            StoreError: if the folder is gone.
        """
        with reading(self.folder):
            gone, came = self._shelf.changes()
            if gone:
                self._index.drop(gone)
            new = []
            for path in came:
                try:
                    table = parts.read(path, ["run", "error"])
                    names = parts.names_in(table)
                except FileNotFoundError:
                    continue
                except parts.DamagedPartError:
                    self._shelf.set_aside(path)
                    continue
                failed = table.column("error").to_numpy() != ""
                new.append(entries(names, failed, self._shelf.number(path.name)))
            if new:
                self._index.add(np.concatenate(new))

    def examine(self) -> int:
        """Hold all parts, even the large ones, against their names, move damaged ones aside, and say how many."""
        before = len(self.damaged)
        self._shelf.examine(agrees, parts.KINDS)
        self.refresh()
        return len(self.damaged) - before

    def paths(self, kind: str) -> list[Path]:
        """The whole parts of a kind, of ``runs``, ``made``, ``days`` or ``events``."""
        return self._shelf.paths(kind)

    def claim(self, of_list: int, first: int, last: int) -> bool:
        """Make some runs ours to compute, or find that another process has one of them; see `Locks.claim`.

        Raises:
            StoreError: if the folder cannot be written to.
        """
        with writing(self.folder):
            return self._locks.claim(of_list, first, last)

    def release(self, of_list: int, first: int, last: int) -> None:
        """Give claimed runs back."""
        self._locks.release(of_list, first, last)

    def tables(self, columns: Sequence[str]) -> Iterator[Any]:
        """Some columns of the runs on the disk as a `pyarrow.Table` for each part; each run is in one of them once."""
        for number, path in self._shelf.numbered():
            table = self._shelf.table(path, columns)
            yield table.take(self._index.rows(number)) if self._index.doubles else table

    def close(self) -> None:
        """Write what waits, and give all locks back.

        Raises:
            StoreError: if it cannot be written.
        """
        try:
            self.flush()
        finally:
            self._locks.close()
            self._writer = ""


def _canonical(materials: Materials) -> str:
    return json.dumps(materials.as_dict(), sort_keys=True)


def _versions(model: str) -> str:
    from experiments.studies.study import provenance

    return json.dumps(provenance(model), sort_keys=True)
