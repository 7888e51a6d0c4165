"""A chart's twin: the same figures as a table to read and as a file to take along.

The table speaks the reader's language; the file carries codes and plain numbers, so that it reads the same
everywhere.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Cell = tuple[str, Callable[[tuple[Any, ...]], str]]
"""A heading on the screen, and what a row shows under it."""


@dataclass(frozen=True)
class Column:
    """A column: its code in the file, its heading on the screen, and how a value is shown there."""

    code: str
    heading: str
    show: Callable[[Any], str] = str


@dataclass(frozen=True)
class Table:
    """Rows under columns.

    Attributes:
        columns: the columns.
        rows: values, one tuple a row, in the order of the columns.
        screen_rows: positions of the rows to show on the screen; all if empty. The file has them all.
        screen_columns: headings and makers of the cells on the screen, where those are not the columns themselves.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    screen_rows: tuple[int, ...] = ()
    screen_columns: tuple[Cell, ...] = ()

    def csv(self) -> bytes:
        """The file: UTF-8 with a mark, which spreadsheet programs need to read Chinese."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.code for column in self.columns])
        writer.writerows([[_plain(value) for value in row] for row in self.rows])
        return file.getvalue().encode("utf-8-sig")

    def shown(self) -> list[dict[str, str]]:
        """The rows on the screen, by heading."""
        rows = [self.rows[i] for i in self.screen_rows] if self.screen_rows else self.rows
        if self.screen_columns:
            return [{heading: cell(row) for heading, cell in self.screen_columns} for row in rows]
        return [
            {column.heading: column.show(value) for column, value in zip(self.columns, row, strict=True)}
            for row in rows
        ]


def weekly(days: Sequence[float], always: Sequence[float] = ()) -> tuple[int, ...]:
    """Positions of every seventh day, the last one, and those named."""
    last = len(days) - 1
    return tuple(i for i, day in enumerate(days) if i % 7 == 0 or i == last or day in always)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return round(value, 6)
    return value
