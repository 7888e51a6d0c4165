"""Locks by which processes that fill one store keep out of each other's way.

All are locks on bytes of one empty file: one byte for whoever writes a part, one for each writer as long as it lives,
and one for each run that somebody is about to compute. The system takes them back from a process that dies, so nothing
stays locked by the dead, and no clock is asked. Where a file system knows no locks everything counts as free: work may
then be done twice, and a store's reader takes each run once.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

WRITING = 0
"""The byte of whoever writes."""

LIVES = 1 << 60
"""Here the bytes of living writers begin, each at the number that is its name (48 bits)."""

CLAIMS = 1 << 61
"""Here the bytes of claimed runs begin, each at its list's number (28 bits) and its place in that list (32 bits)."""

WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)


class Locks:
    """The locks of one process on one store.

    Only one may be open in a process for a file: closing a file drops all of a process's locks on it.

    Args:
        path: of the file; made by the first lock.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def claim(self, of_list: int, first: int, last: int) -> bool:
        """Make some runs ours to compute, or find that another process has one of them.

        Args:
            of_list: number of the list of runs that they stand in, below 2^28.
            first: place in the list of the first of them.
            last: place of the first that is not among them.
        """
        return self._take(CLAIMS + (of_list << 32) + first, last - first)

    def release(self, of_list: int, first: int, last: int) -> None:
        """Give claimed runs back."""
        self._give(CLAIMS + (of_list << 32) + first, last - first)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait until nobody else writes, and keep it so."""
        self._take(WRITING, 1, wait=True)
        try:
            yield
        finally:
            self._give(WRITING, 1)

    def live(self, writer: str) -> None:
        """Say that a writer of this process lives; its name has 12 hexadecimal digits."""
        self._take(LIVES + int(writer, 16), 1)

    def is_dead(self, writer: str) -> bool:
        """Whether the process of a writer, which is none of ours, is known to be gone."""
        byte = LIVES + int(writer, 16)
        if not self._take(byte, 1):
            return False
        # Without locks on this file system nothing was taken, and nothing is known.
        return self._give(byte, 1)

    def close(self) -> None:
        """Give everything back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take(self, byte: int, length: int, wait: bool = False) -> bool:
        if sys.platform == "win32":
            return True
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB), length, byte)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                return False
            if error.errno not in WITHOUT_LOCKS:
                raise
        return True

    def _give(self, byte: int, length: int) -> bool:
        """Whether there was a lock to give back."""
        if sys.platform == "win32" or self._file is None:
            return False
        try:
            fcntl.lockf(self._file, fcntl.LOCK_UN, length, byte)
        except OSError as error:
            if error.errno not in WITHOUT_LOCKS:
                raise
            return False
        return True
