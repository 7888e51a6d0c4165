"""Showing on stderr how something stands while it goes on: in place in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.commands import output
from experiments.commands.output import SECONDS_BEFORE_PROGRESS, SECONDS_BETWEEN_LINES

Show = Callable[[str, str], None]


@contextmanager
def live(title: str) -> Iterator[Show]:
    """Show the state of work that takes over a second.

    Yields:
        A function to call with the state in one line and in many.
    """
    if output.watcher is not None:
        # A job: it shows the line in its status, and this is where it is told to stop.
        watch = output.watcher
        yield lambda line, _whole: watch(f"{title}: {line}", 0, 0)
        return
    began, shown = time.monotonic(), None
    due = began + SECONDS_BEFORE_PROGRESS

    def show(line: str, whole: str) -> None:
        nonlocal shown, due
        now = time.monotonic()
        if now < due:
            return
        if not sys.stderr.isatty():
            due = now + SECONDS_BETWEEN_LINES
            print(f"{title}: {line}", file=sys.stderr, flush=True)
            return
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        if shown is None:
            shown = Live(console=Console(stderr=True), transient=True)
            shown.start()
        shown.update(Text(f"{title}\n{whole}"))

    try:
        yield show
    finally:
        if shown is not None:
            shown.stop()
