"""What can be wrong with a store of runs, as a code that becomes one sentence in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class StoreError(Exception):
    """A store that cannot be used as asked; the code is the text ``command.error.<code>``."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, *values.values())
        self.code = code
        self.values = values

    def in_language(self, language: str) -> str:
        """The sentence."""
        from scenarios.errors import printable
        from scenarios.texts import text

        shown = {name: printable(str(value), 300) for name, value in self.values.items()}
        return text(f"command.error.{self.code}", language, **shown)


@dataclass(frozen=True)
class Damaged:
    """A part of a store that was not what its name says.

    Attributes:
        part: its path within the store.
        moved: whether it could be moved aside; if not it is passed over.
    """

    part: str
    moved: bool


def said(damaged: Sequence[Damaged], language: str) -> list[str]:
    """A sentence about each damaged part."""
    from scenarios.errors import printable
    from scenarios.texts import text

    return [
        text(
            "store.damaged_moved" if one.moved else "store.damaged_left",
            language,
            part=printable(one.part, 300),
        )
        for one in damaged
    ]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the system says against writing to a store into a `StoreError`."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise StoreError("store_unwritable", found=f"'{folder}'", why=why) from error


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn what the system says against reading a store into a `StoreError`."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise StoreError("store_unreadable", found=f"'{folder}'", why=why) from error
