"""Ctrl-C in the middle of many runs: what is under way is finished and kept first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def interruptible(should_stop: Callable[[], bool] | None) -> Iterator[Callable[[], bool]]:
    """Make the first Ctrl-C a wish to stop, and raise it when all is kept.

    Yields:
        Whether to stop.
    """
    asked = threading.Event()

    def stopping() -> bool:
        return asked.is_set() or (should_stop is not None and should_stop())

    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or usual is not signal.default_int_handler:
        yield stopping
        return

    def ask(_signal: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, ask)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, usual)
    if asked.is_set():
        raise KeyboardInterrupt
