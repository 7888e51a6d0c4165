"""All key figures of all strategies as one table, each with its formula."""

from __future__ import annotations

import math

from app.twin import Column, Table
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.kpis import KPIS
from experiments.wording import strategy_name

_SHARES = (
    "rate", "share", "dead_", "exits_a_member", "event_attendance", "conversion", "topicality", "platform_risk"
)  # fmt: skip
_HUNDREDTHS = ("orders_a_member", "repurchases_a_month")
_TENTHS = (
    "messages", "lively_days", "shill_notices", "moves_dropped", "net_growth", "half_life", "ad_violations"
)  # fmt: skip


def figures_table(comparison: Comparison, definition: Definition, words: Words) -> Table:
    """One row a key figure, one column a strategy, and what the figure is."""
    values = {name: comparison.kpis(name, definition) for name in comparison.strategies}
    codes = [code for code in KPIS if any(not math.isnan(figures[code]) for figures in values.values())]

    def named(code: str) -> str:
        # The page says on what base a share rests where a chart has another.
        return words(f"figures.{code}") if words.has(f"figures.{code}") else words(f"kpi.{code}")

    columns = [Column("figure", words("column.figure"), named)]
    columns += [Column(name, strategy_name(comparison, name, words.language)) for name in values]
    columns.append(Column("formula", words("column.formula")))
    rows = []
    for code in codes:
        shown = tuple(show_figure(code, figures[code], words) for figures in values.values())
        rows.append((code, *shown, words(f"kpi.{code}.help")))
    return Table(tuple(columns), tuple(rows))


def plain_figures(comparison: Comparison, definition: Definition) -> Table:
    """The same for the file: codes and numbers, and the formula in English as `experiments` has it."""
    values = {name: comparison.kpis(name, definition) for name in comparison.strategies}
    columns = [Column("figure", ""), *(Column(name, "") for name in values), Column("formula", "")]
    rows = tuple((code, *(figures[code] for figures in values.values()), KPIS[code]) for code in KPIS)
    return Table(tuple(columns), rows)


def show_figure(code: str, value: float, words: Words) -> str:
    """A key figure as a reader sees it: a share in percent, money as money, small counts with one decimal."""
    if code == "order_value":
        return words.money(value)
    if code in _HUNDREDTHS:
        return words.number(value, 2)
    if any(part in code for part in _SHARES):
        return words.share(value, 1)
    return words.number(value, 1 if any(part in code for part in _TENTHS) else 0)
