"""A pattern's numbers in words: what is accepted, what the model shows, with as many decimals as tell them apart."""

from __future__ import annotations

import math

from experiments.patterns.definitions import Pattern
from scenarios.formats import number, share
from scenarios.texts import text


def accepted(pattern: Pattern, language: str) -> str:
    """The interval in which the number has to lie."""
    if math.isinf(pattern.high):
        return text("command.patterns.least", language, low=shown(pattern.low, pattern, language))
    return reaching(pattern.low, pattern.high, pattern, language)


def reaching(low: float, high: float, pattern: Pattern, language: str) -> str:
    """Both ends of an interval, or the one number that both come to."""
    ends = shown(low, pattern, language), shown(high, pattern, language)
    if ends[0] == ends[1]:
        return ends[0]
    return text("command.patterns.range", language, low=ends[0], high=ends[1])


def shown(value: float, pattern: Pattern, language: str) -> str:
    """A value in the pattern's unit."""
    digits = _digits(pattern)
    if pattern.unit == "share":
        return share(value, language, digits)
    plain = number(value, language, digits if pattern.unit != "minutes" else 1)
    if pattern.unit in ("minutes", "hours"):
        return text(f"command.patterns.{pattern.unit}", language, value=plain)
    return plain


def _digits(pattern: Pattern) -> int:
    """Decimals that tell the ends of a target apart."""
    if pattern.unit == "share":
        greatest = max(abs(pattern.low), abs(pattern.high))
        return 2 if greatest < 0.01 else 1 if abs(pattern.high) < 0.05 else 0
    return 0 if pattern.unit in ("minutes", "hours") or pattern.low >= 5 else 2
