"""The files of a store: how rows of runs become a Parquet file that is either whole or not there.

A part is written under a temporary name, brought to the disk, and given its name only then. The name says who wrote it,
in which order, and the digest of its bytes, so a part that was damaged later is found out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS
from experiments.runs import tables
from experiments.runs.identity import DIGITS
from experiments.runs.index import NAME

RUNS, MADE, DAYS, EVENTS = "runs", "made", "days", "events"
KINDS = (RUNS, MADE, DAYS, EVENTS)

PART = re.compile(r"([0-9a-f]{12})-([0-9]{6,})-([0-9a-f]{32})\.parquet")
TEMPORARY = re.compile(r"\.([0-9a-f]{12})-[0-9]+\.tmp")
WORDS = ("run", "world", "strategy", "changes", "error", "host", "versions", "kind")
"""Columns that hold words, most of them again and again."""


class DamagedPartError(Exception):
    """A part is not what its name says."""


@dataclass(frozen=True)
class PartName:
    """What the name of a part says.

    Attributes:
        file: the name.
        writer: who wrote it, 12 hexadecimal digits.
        stem: what the parts of all kinds that were written together have in common.
        digest: of its bytes.
    """

    file: str
    writer: str
    stem: str
    digest: str

    @classmethod
    def of(cls, file: str) -> PartName | None:
        """What a file's name says, if it is that of a part."""
        found = PART.fullmatch(file)
        return found and cls(file, found[1], f"{found[1]}-{found[2]}", found[3])


def write_all(folder: Path, stem: str, made: Sequence[tables.Made], versions: str) -> str:
    """Write runs into the folder of a store as one part of each kind, and give the file's name of that of ``runs``.

    It comes last: a run that is in it is there altogether.

    Raises:
        OSError: if they cannot be written.
    """
    for kind, table in (
        (MADE, tables.of_making(made, versions)),
        (DAYS, tables.of_days(made)),
        (EVENTS, tables.of_events(made)),
    ):
        if table is not None:
            write(folder / kind, stem, table)
    return write(folder / RUNS, stem, tables.of_runs(made))


def write(folder: Path, stem: str, table: Any) -> str:
    """Write a part and give its file's name.

    Raises:
        OSError: if it cannot be written; nothing is left behind then.
    """
    import pyarrow
    import pyarrow.parquet

    sink = pyarrow.BufferOutputStream()
    words = [name for name in table.column_names if name in WORDS]
    pyarrow.parquet.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=words,
        write_statistics=False,
        store_schema=False,
        write_page_checksum=True,
    )
    content = sink.getvalue()
    name = f"{stem}-{_digest(content)}.parquet"
    folder.mkdir(exist_ok=True)
    place(folder / name, content, f".{stem}.tmp")
    return name


def place(path: Path, content: Any, temporary: str) -> None:
    """Put bytes at a path so that they are there all or not at all, whatever happens, and stay there.

    Args:
        path: where to put them.
        content: the bytes.
        temporary: name in the same folder to write them under first.

    Raises:
        OSError: if that is not possible; nothing is left behind then.
    """
    new = path.with_name(temporary)
    try:
        with new.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def read(path: Path, columns: Sequence[str] | None = None) -> Any:
    """A part as a `pyarrow.Table`, after its bytes were held against its name.

    Raises:
        DamagedPartError: if they do not agree, or the part cannot be read.
        FileNotFoundError: if it is gone.
    """
    import pyarrow
    import pyarrow.parquet

    name = PartName.of(path.name)
    try:
        content = path.read_bytes()
        if name is None or _digest(content) != name.digest:
            raise DamagedPartError(path.name)
        return pyarrow.parquet.read_table(pyarrow.BufferReader(content), columns=columns)
    except FileNotFoundError:
        raise
    except (OSError, pyarrow.ArrowException) as error:
        raise DamagedPartError(path.name) from error


def is_whole(path: Path) -> bool:
    """Whether a part begins and ends as Parquet does: what a part too large to be read at every opening is asked."""
    try:
        with path.open("rb") as opened:
            begins = opened.read(4)
            size = opened.seek(0, os.SEEK_END)
            opened.seek(max(0, size - 8))
            ends = opened.read(8)
    except OSError:
        return False
    return begins == ends[4:] == b"PAR1" and int.from_bytes(ends[:4], "little") + 12 <= size


def names_in(table: Any) -> NDArray[np.bytes_]:
    """The names in a part's column `run`, shape (rows,).

    Raises:
        DamagedPartError: if they are no names.
    """
    column = table.column("run").combine_chunks()
    number = len(column)
    if not number:
        return np.empty(0, NAME)
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + number + 1]
    if column.null_count or (np.diff(offsets) != DIGITS).any():
        raise DamagedPartError("run")
    return np.frombuffer(column.buffers()[2], NAME, number, int(offsets[0])).copy()


def matrix_in(table: Any) -> NDArray[np.float64]:
    """The outcome columns of a part, shape (rows, len(COLUMNS))."""
    found = np.empty((table.num_rows, len(COLUMNS)))
    for place, name in enumerate(COLUMNS):
        found[:, place] = table.column(name).to_numpy()
    return found


def _digest(content: Any) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _sync(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where a system can."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)
