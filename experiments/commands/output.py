"""Printing: plain tables that keep their columns with Chinese in them, JSON, and progress on stderr.

Results go to stdout and are the same whether a person or a pipe reads them; progress and remarks go to
stderr.
"""

from __future__ import annotations

import json
import math
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

SECONDS_BEFORE_PROGRESS = 1.0
SECONDS_BETWEEN_LINES = 5.0

Report = Callable[[int, int], None]

RUNS, STEPS = "runs", "steps"
"""What progress can count."""

watcher: Callable[..., None] | None = None
"""If set, it is told of progress as (title, done, total, what is counted; runs if nothing is said), and nothing is
printed: a job shows it in its status."""


def width(shown: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in shown
    )


def table(rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Rows as aligned lines.

    Args:
        rows: cells; the first row is the heading.
        left: how many columns are flush left; the others, which hold numbers, are flush right.
    """
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for position, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            space = " " * (wide - width(cell))
            cells.append(cell + space if position < left else space + cell)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def as_json(value: Any) -> str:
    """JSON with sorted keys and no NaN: what is unknown or beyond the horizon is null."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return value


@contextmanager
def progress(title: str, counts: str = RUNS) -> Iterator[Report]:
    """Show how far work that takes over a second is: a bar in a terminal, a line now and then elsewhere.

    Args:
        title: what is done.
        counts: what is counted, `RUNS` or `STEPS`.

    Yields:
        A function to call with (done, total).
    """
    if watcher is not None:
        watch = watcher
        yield lambda done, total: watch(title, done, total, counts)
        return
    bar = _Bar(title) if sys.stderr.isatty() else _Lines(title)
    try:
        yield bar.report
    finally:
        bar.close()


class _Lines:
    """Progress where there is no terminal: a line after a second, then every few seconds."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.next = time.monotonic() + SECONDS_BEFORE_PROGRESS

    def report(self, done: int, total: int) -> None:
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + SECONDS_BETWEEN_LINES
            print(f"{self.title}: {done}/{total}", file=sys.stderr, flush=True)

    def close(self) -> None:
        pass


class _Bar:
    """Progress in a terminal, from the first second on."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()
        self.shown: Any = None
        self.task: Any = None

    def report(self, done: int, total: int) -> None:
        if self.shown is None:
            if time.monotonic() - self.began < SECONDS_BEFORE_PROGRESS:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.shown = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.shown.start()
            self.task = self.shown.add_task(self.title, total=total)
        self.shown.update(self.task, completed=done, total=total)

    def close(self) -> None:
        if self.shown is not None:
            self.shown.stop()
