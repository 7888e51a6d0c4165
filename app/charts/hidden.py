"""What operators cannot see: trust, fatigue, and who has muted the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.charts.base import Chart
from app.charts.lines import last_known, lines_by_day
from app.twin import Column, Table, weekly
from app.wording import Words
from experiments.comparison import Comparison
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

PARTS = ("trust", "fatigue", "muted_share")


def hidden_chart(comparison: Comparison, part: str, words: Words) -> Chart:
    """One of `PARTS` by day, a line a strategy, on a scale from 0 to 100.

    Args:
        comparison: the answer.
        part: which.
        words: the reader's.
    """
    series = {name: 100.0 * getattr(comparison.hidden(name), part) for name in comparison.strategies}
    names = {name: strategy_name(comparison, name, words.language) for name in comparison.strategies}
    ends = {name: last_known(values) for name, values in series.items()}
    alt = words(
        "hidden.alt",
        what=words(f"hidden.{part}"),
        parts=words.listed([f"{names[name]} {words.number(end)}" for name, end in ends.items()]),
    )

    def draw() -> go.Figure:
        said = {
            name: [
                words("hidden.hover", name=names[name], value=words.number(value, 1), day=i + 1)
                for i, value in enumerate(values)
            ]
            for name, values in series.items()
        }
        at = np.arange(comparison.days) + 0.5
        axis = (words("axis.days"), words(f"axis.{part}"))
        return lines_by_day(series, names, at, said, comparison.days, axis)

    return Chart(draw, alt, hidden_table(comparison, words))


def hidden_table(comparison: Comparison, words: Words) -> Table:
    """All three by day and strategy."""
    columns = [Column("day", words("column.day"), words.number)]
    series = []
    for name in comparison.strategies:
        shown, hidden = strategy_name(comparison, name, words.language), comparison.hidden(name)
        for part in PARTS:
            heading = words("column.part_of", name=shown, part=words(f"hidden.{part}"))
            columns.append(Column(f"{name}.{part}", heading, words.per_hundred))
            series.append(getattr(hidden, part))
    days = list(range(1, comparison.days + 1))
    rows = tuple((day, *(float(values[day - 1]) for values in series)) for day in days)
    return Table(tuple(columns), rows, weekly([float(day - 1) for day in days]))
