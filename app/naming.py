"""Names that readers gave to their own worlds and strategies, where they stand in a sentence."""

from __future__ import annotations

from app.plain_text import literal
from experiments.comparison import Comparison


def without_marks(sentence: str, comparison: Comparison) -> str:
    """A sentence about a comparison as the characters it is made of, if somebody typed a name that is in it."""
    specs = [comparison.world_spec, *comparison.strategy_specs.values()]
    typed = any(any((spec.get("title") or {}).values()) for spec in specs)
    return literal(sentence) if typed else sentence
