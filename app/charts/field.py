"""The field: a hundred small groups a strategy, each lively (full) or dead (an empty ring).

Written as HTML, so it reflows on a phone, prints, and every dot says what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from app.palette import style_of
from app.twin import Column, Table
from app.wording import Words
from experiments.comparison import Comparison, Dot
from experiments.definitions import Definition
from experiments.talk_of_lively import talk_of_lively
from experiments.wording import strategy_name

STYLE = Path(__file__).with_name("field.css")
"""How it looks; to be shown once beside it."""


def field_html(
    comparison: Comparison, day: int, definition: Definition, left_out: Sequence[str], words: Words
) -> str:
    """The fields of all strategies, in the user's order.

    Args:
        comparison: the answer.
        day: lively or dead on this day.
        definition: of death.
        left_out: strategies that are not ranked, which is said beside their name.
        words: the reader's.
    """
    parts = []
    for strategy in comparison.strategies:
        alive = comparison.lively(strategy, day, definition)
        name = strategy_name(comparison, strategy, words.language)
        tag = (
            f'<span class="ql-tag">{escape(words("field.not_ranked"))}</span>' if strategy in left_out else ""
        )
        sentence = words("field.alt", name=name, count=alive.count, of=alive.of, day=day)
        dots = "".join(_dot(dot, words) for dot in comparison.dots(strategy, day, definition))
        parts.append(
            f'<figure class="ql-field" style="--c:{style_of(strategy).colour}">'
            f'<figcaption><span class="ql-name">{escape(name)}{tag}</span>'
            f'<span class="ql-count">{words.number(alive.count)}</span> '
            f'<span class="ql-of">{escape(words("field.of", of=alive.of, day=day))}</span>'
            f"{_talk(talk_of_lively(comparison, strategy, day, definition), words)}</figcaption>"
            f'<div class="ql-dots" role="img" aria-label="{escape(sentence)}">{dots}</div></figure>'
        )
    return f'<div class="ql-fields">{"".join(parts)}</div>'


def _talk(middle: float, words: Words) -> str:
    if np.isnan(middle):
        return '<span class="ql-talk"></span>'
    said = words("field.talk", n=words.number(middle, 0 if middle >= 20 else 1))
    return f'<span class="ql-talk" title="{escape(words.help("field.talk") or "")}">{escape(said)}</span>'


def _dot(dot: Dot, words: Words) -> str:
    if dot.lively:
        said = words("field.dot.lively", launch=dot.launch + 1)
        return f'<i title="{escape(said)}"></i>'
    said = words("field.dot.dead", launch=dot.launch + 1, day=dot.death_day)
    return f'<i class="d" title="{escape(said)}"></i>'


def field_table(comparison: Comparison, definition: Definition, words: Words) -> Table:
    """How many launches are lively on each of the life days."""
    days = comparison.life_days
    columns = [
        Column("strategy", words("column.strategy"), lambda s: strategy_name(comparison, s, words.language))
    ]
    columns += [
        Column(f"lively_day_{day}", words("column.lively_day", day=day), words.number) for day in days
    ]
    columns.append(Column("launches", words("column.launches"), words.number))
    rows = []
    for strategy in comparison.strategies:
        shares = [comparison.lively(strategy, day, definition) for day in days]
        rows.append((strategy, *(share.count for share in shares), shares[0].of))
    return Table(tuple(columns), tuple(rows))
