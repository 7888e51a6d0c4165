"""Why a computation failed, in a sentence: what a reader can do something about, and nothing only programmers read."""

from __future__ import annotations

import re

from scenarios.errors import printable
from scenarios.texts import text

_KINDS = (
    ("memory", r"MemoryError|Unable to allocate|bad_alloc|Out of Memory"),
    ("disk_full", r"Errno (28|122)\b|No space left|quota exceeded"),
    ("cannot_write", r"Errno (13|30)\b|PermissionError|Read-only file system"),
    ("too_many_people", r"PopulationTooLargeError"),
    ("unexpected", r"\b[A-Za-z_]*(Error|Exception|Warning|Interrupt|Exit)\b|\bexit -?\d+|Traceback"),
)
_PATH = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'\"`:;,<>]+[/\\])+([^\s/\\'\"`:;,<>]+)")


def kind_of_failure(error: str) -> str:
    """Code of what went wrong, its sentence is the text ``failed.<code>``; "" where the error says it itself.

    Args:
        error: what an exception or a command said, in one line.
    """
    return next((code for code, pattern in _KINDS if re.search(pattern, error)), "")


def why_failed(error: str, language: str) -> str:
    """A sentence on why, without names of exceptions and without folders of the machine it ran on."""
    kind = kind_of_failure(error) if error.strip() else "unexpected"
    return text(f"failed.{kind}", language) if kind else _PATH.sub(r"\1", printable(error, 300))
