"""Values of the measures of `experiments.measures` in their units, in the reader's language."""

from __future__ import annotations

import math

from scenarios.formats import money, number, signed
from scenarios.texts import text

WHOLE_FROM = 20.0
"""Values from here on are shown without decimals."""


def measure_label(code: str, language: str) -> str:
    """What a measure is called."""
    return text(f"compared.{code}", language)


def measured(value: float, unit: str, language: str) -> str:
    """A value without its unit, but for money, which has its sign."""
    if unit == "fen":
        shown = money(value, language)
        return shown.removeprefix("-") if shown == "-¥0" else shown
    return number(value, language, 0 if abs(value) >= WHOLE_FROM else 1)


def gained(value: float, unit: str, language: str) -> str:
    """A difference with its sign."""
    if unit != "fen":
        return signed(value, language, 0 if abs(value) >= WHOLE_FROM else 1)
    shown = measured(value, unit, language)
    return f"+{shown}" if math.isfinite(value) and value >= 50 else shown


def interval(value: float, low: float, high: float, unit: str, language: str) -> str:
    """A difference and the ends of its interval."""
    ends = (gained(end, unit, language) for end in (low, high))
    return f"{gained(value, unit, language)} ({' … '.join(ends)})"
