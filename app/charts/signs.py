"""Symptoms and tiers as bars with numbers beside them, a block a strategy, written as HTML so that they reflow."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path

from app.palette import style_of
from app.twin import Column, Table
from app.wording import Words
from experiments.by_tier import TierResults
from experiments.comparison import Comparison
from experiments.signs import SymptomSeen
from experiments.symptoms import symptom_help
from experiments.wording import strategy_name

STYLE = Path(__file__).with_name("signs.css")
"""How it looks; to be shown once beside it."""

TIER_PARTS: tuple[str, ...] = ("speakers", "left", "muted", "buyers")
"""What is shown of each tier, of a hundred who joined."""


def symptoms_html(comparison: Comparison, day: int, words: Words) -> str:
    """The seven symptoms of every strategy: how many of a hundred launches show each by the day, and since when."""
    blocks = []
    for strategy in comparison.strategies:
        rows = "".join(_symptom_row(one, words) for one in comparison.symptoms(strategy, day))
        blocks.append(_block(comparison, strategy, f'<div class="ql-bars">{rows}</div>', words))
    return f'<div class="ql-signs">{"".join(blocks)}</div>'


def symptoms_table(comparison: Comparison, day: int, words: Words) -> Table:
    """The same as rows."""
    columns = (
        Column("strategy", words("column.strategy"), lambda s: strategy_name(comparison, s, words.language)),
        Column("symptom", words("column.symptom"), lambda code: words(f"symptom.{code}")),
        Column("launches_with", words("column.launches_with"), words.number),
        Column("launches", words("column.launches"), words.number),
        Column("median_day", words("column.began"), lambda day: _day(day, words)),
    )
    rows = tuple(
        (strategy, one.code, one.count, one.of, one.began)
        for strategy in comparison.strategies
        for one in comparison.symptoms(strategy, day)
    )
    return Table(columns, rows)


def tiers_html(comparison: Comparison, words: Words) -> str:
    """Each tier under every strategy: of a hundred who joined, how many wrote, left, muted and bought; and revenue."""
    blocks = []
    for strategy in comparison.strategies:
        found = comparison.tiers(strategy)
        inner = (
            "".join(_tier(one, words) for one in found.values())
            or f'<p class="ql-none">{escape(words("tiers.none"))}</p>'
        )
        blocks.append(_block(comparison, strategy, inner, words))
    return f'<div class="ql-signs">{"".join(blocks)}</div>'


def tiers_table(comparison: Comparison, words: Words) -> Table:
    """The same as rows, with the counts that it rests on."""
    columns = [
        Column("strategy", words("column.strategy"), lambda s: strategy_name(comparison, s, words.language)),
        Column("tier", words("column.tier"), lambda code: words(f"tier.{code}")),
        Column("joined", words("column.joined"), words.number),
    ]
    columns += [Column(f"{part}_share", words(f"tiers.{part}"), words.share) for part in TIER_PARTS]
    columns.append(Column("revenue_fen_a_member", words("tiers.revenue"), words.money))
    rows = tuple(
        (strategy, tier, one.joined, *(_of_joined(one, part) for part in TIER_PARTS), _revenue(one))
        for strategy in comparison.strategies
        for tier, one in comparison.tiers(strategy).items()
    )
    return Table(tuple(columns), rows)


def _block(comparison: Comparison, strategy: str, inner: str, words: Words) -> str:
    name = strategy_name(comparison, strategy, words.language)
    return (
        f'<section class="ql-block" style="--c:{style_of(strategy).colour}">'
        f'<p class="ql-blockname">{escape(name)}</p>{inner}</section>'
    )


def _symptom_row(one: SymptomSeen, words: Words) -> str:
    share = one.count / one.of if one.of else 0.0
    when = words("symptoms.began", day=_day(one.began, words)) if one.count else ""
    label, said = words(f"symptom.{one.code}"), words("symptoms.count", count=one.count, of=one.of)
    return _bar(label, share, words.number(one.count), when, symptom_help(one.code, words.language), said)


def _tier(one: TierResults, words: Words) -> str:
    rows = [
        _bar(
            words(f"tiers.{part}"),
            _of_joined(one, part),
            words.per_hundred(_of_joined(one, part)),
            "",
            "",
            "",
        )
        for part in TIER_PARTS
    ]
    title = words("tiers.title", tier=words(f"tier.{one.tier}"), revenue=words.money(_revenue(one)))
    return f'<p class="ql-tier">{escape(title)}</p><div class="ql-bars">{"".join(rows)}</div>'


def _bar(label: str, share: float, number: str, more: str, help_text: str, alt: str) -> str:
    width = 0.0 if math.isnan(share) else 100.0 * share
    hint = f' title="{escape(help_text)}"' if help_text else ""
    spoken = f' aria-label="{escape(alt)}"' if alt else ""
    return (
        f'<div class="ql-row"{hint}><span class="ql-label">{escape(label)}</span>'
        f'<span class="ql-track"><i style="width:{width:.1f}%"></i></span>'
        f'<span class="ql-number"{spoken}>{escape(number)}</span>'
        f'<span class="ql-more">{escape(more)}</span></div>'
    )


def _of_joined(one: TierResults, part: str) -> float:
    return float(getattr(one, part)) / one.joined if one.joined else float("nan")


def _revenue(one: TierResults) -> float:
    return one.rates["revenue_fen_a_member"]


def _day(day: float, words: Words) -> str:
    # Symptoms are dated to days counted from 0; a reader's first day is day 1.
    return "–" if math.isnan(day) else words.number(day + 1)
