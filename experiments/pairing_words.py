"""Sentences about pairing and life curves, for readers who are no statisticians."""

from __future__ import annotations

import math

from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.pairing_gain import Gain
from experiments.wording import listed, strategy_name
from scenarios.errors import printable
from scenarios.formats import number, share
from scenarios.texts import text


def saved_shown(saved: float, language: str) -> str:
    """How many times fewer launches, such as 7.3×; at most 1,000×, and a dash where nothing varies."""
    if math.isnan(saved):
        return number(saved, language)
    if saved > 1000:
        return f">{number(1000, language)}×"
    return f"{number(saved, language, 1 if saved < 10 else 0)}×"


def limit_words(one: Gain, language: str) -> str:
    """What limits the saving, in a few words; a dash if nothing does."""
    if not one.limit:
        return "\N{EN DASH}"
    return text(
        f"pairing.limit.{one.limit}", language, fates=share(one.fates, language) if one.fates >= 0 else ""
    )


def chance_shown(p: float, language: str) -> str:
    """A test's p, as "= 0.04" or "< 0.001": two decimals, three below 0.1."""
    if p < 0.001:
        return f"< {number(0.001, language, 3)}"
    return f"= {number(p, language, 2 if p >= 0.1 else 3)}"


def log_rank_sentence(
    comparison: Comparison, definition: Definition, baseline: str, language: str, until: int | None = None
) -> str:
    """How the life curves differ from the baseline's by the log-rank test up to a day, in one sentence."""
    day = number(comparison.judged_day if until is None else until, language)
    base = printable(strategy_name(comparison, baseline, language))
    parts = []
    for name in comparison.strategies:
        if name == baseline:
            continue
        found = comparison.log_rank(name, baseline, definition, until)
        code = "nobody_died" if math.isnan(found.p) else "part"
        values = {"strategy": printable(strategy_name(comparison, name, language))}
        if code == "part":
            values["p"] = chance_shown(found.p, language)
        # The p stays with its number wherever the line breaks.
        parts.append(
            text(f"log_rank.{code}", language, **values).replace(" p ", " p\u00a0").replace("< ", "<\u00a0")
        )
    return text("log_rank.sentence", language, baseline=base, day=day, parts=listed(parts, language))
