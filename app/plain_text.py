"""What somebody typed, fit to stand in a label or a heading: as the characters that were typed, and nothing else."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def literal(typed: str) -> str:
    """A text in which no character means anything to Markdown: no link, no picture, no formula, no HTML."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(typed.split()))
