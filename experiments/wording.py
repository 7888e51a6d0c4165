"""Sentences about comparisons, made of codes and numbers, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.verdict import Verdict
from scenarios.errors import printable
from scenarios.formats import locale_of, number
from scenarios.texts import has_text, plural, text


def strategy_name(comparison: Comparison, strategy: str, language: str) -> str:
    """The name of a strategy: its owner's, or that of the catalogue, or its id."""
    return _name("strategy", strategy, comparison.strategy_specs.get(strategy, {}), language)


def world_name(comparison: Comparison, language: str) -> str:
    """The name of the world: its owner's, or that of the catalogue, or its id."""
    return _name("world", comparison.world_id, comparison.world_spec, language)


def definition_name(definition: Definition, language: str) -> str:
    """A definition of death in words."""
    if definition.windowed:
        return text(f"death.{definition.kind}", language, window=number(definition.window_days, language))
    return text(f"death.{definition.kind}", language)


def verdict_word(verdict: Verdict, language: str) -> str:
    """The verdict in a word or two."""
    return text(f"verdict.{_said_code(verdict)}.word", language)


def counted(what: str, value: float, language: str, digits: int = 0) -> str:
    """A number with its noun in the right form: 1 day, 7 days; `what` is the end of a code ``count.<what>``."""
    shown = number(value, language, digits)
    return plural(f"count.{what}", 1 if shown == "1" else 2, language, n=shown)


def listed(names: Sequence[str], language: str) -> str:
    """Names in a row, as the language joins them."""
    from babel.lists import format_list

    row = format_list(list(names), style="standard", locale=locale_of(language))
    # Chinese sets a space between a figure and a word.
    return re.sub(r"(?<=[0-9])(?=[\u4e00-\u9fff])", " ", row)


def frequency_sentence(comparison: Comparison, verdict: Verdict, language: str) -> str:
    """How many launches are still lively, from the most to the fewest, in frequencies."""
    order = sorted(comparison.strategies, key=lambda name: -verdict.lively.get(name, 0))
    ran = [name for name in order if verdict.launches.get(name, 0)]
    if not ran:
        return text("verdict.no_run", language)
    parts = [
        text(
            "verdict.frequency.part",
            language,
            count=number(verdict.lively[name], language),
            strategy=strategy_name(comparison, name, language),
        )
        for name in ran
    ]
    parts = [re.sub("\uff09 (?=[0-9])", "\uff09", part) for part in parts]
    launches = counted("launches", max(verdict.launches[name] for name in ran), language)
    day = number(verdict.day, language)
    return text("verdict.frequency", language, launches=launches, day=day, parts=listed(parts, language))


def verdict_sentence(comparison: Comparison, verdict: Verdict, language: str) -> str:
    """What the verdict says, and of which strategies."""
    names = [strategy_name(comparison, name, language) for name in verdict.leaders]
    code = _said_code(verdict)
    if code == "need_more_launches" and 0 < len(names) < sum(map(len, verdict.tiers)):
        code += ".between"
    return text(
        f"verdict.{code}",
        language,
        leaders=listed(names, language) if names else "",
        day=number(verdict.day, language),
        matters=counted("days", verdict.matters, language, 1),
        launches=counted("launches", comparison.launches, language),
        days=counted("days", comparison.days, language),
        needed=counted("days", verdict.days_needed, language),
    )


def ending_sentences(comparison: Comparison, verdict: Verdict, language: str) -> list[str]:
    """A sentence for each strategy some of whose launches were closed on purpose, or taken away by the platform."""
    said = []
    for name in comparison.strategies:
        for kind in ("closed", "banned"):
            count = int((comparison.column(name, kind) <= verdict.day).sum())
            if count:
                values = {
                    "launches": counted("launches", count, language),
                    "strategy": strategy_name(comparison, name, language),
                    "day": number(verdict.day, language),
                }
                said.append(text(f"verdict.{kind}", language, **values))
    return said


def risk_sentences(comparison: Comparison, verdict: Verdict, language: str) -> list[str]:
    """A sentence for each strategy that carries a risk, and whether it is ranked."""
    said = []
    for name in comparison.strategies:
        for code in verdict.risks.get(name, ()):
            values = {
                "strategy": strategy_name(comparison, name, language),
                "risk": text(code, language),
            }
            left_out = "left_out" if name in verdict.left_out else "ranked"
            said.append(text(f"verdict.risk.{left_out}", language, **values))
    return said


def _said_code(verdict: Verdict) -> str:
    return "too_few_days" if verdict.days_needed else verdict.code


def _name(what: str, name: str, spec: dict[str, object], language: str) -> str:
    title = spec.get("title")
    if isinstance(title, dict):
        own = str(
            title.get("zh" if language.startswith("zh") else "en") or title.get("en") or title.get("zh") or ""
        )
        if own:
            return printable(own, 2000)
    code = f"{what}.{name}"
    return text(code, language) if has_text(code, language) else name
