"""The four senses week by week: ritual, participation, freshness, belonging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.charts.base import Chart
from app.charts.lines import last_known, lines_by_day
from app.twin import Column, Table
from app.wording import Words
from experiments.comparison import Comparison
from experiments.senses import SENSES
from experiments.windows import WEEK
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go


def sense_chart(comparison: Comparison, code: str, words: Words) -> Chart:
    """One of the senses by week, a line a strategy, from 0 to 100.

    Args:
        comparison: the answer.
        code: one of `SENSES`.
        words: the reader's.
    """
    series = {name: comparison.sense(name, code) for name in comparison.strategies}
    names = {name: strategy_name(comparison, name, words.language) for name in comparison.strategies}
    ends = {name: last_known(values) for name, values in series.items()}
    parts = [f"{names[name]} {words.number(end)}" for name, end in ends.items()]
    alt = words("senses.alt", what=words(f"sense.{code}"), parts=words.listed(parts))

    def draw() -> go.Figure:
        said = {
            name: [
                words("senses.hover", name=names[name], value=words.number(value), week=i + 1)
                for i, value in enumerate(values)
            ]
            for name, values in series.items()
        }
        at = (np.arange(comparison.days // WEEK) + 0.5) * WEEK
        axis = (words("axis.days"), words("senses.axis"))
        return lines_by_day(series, names, at, said, comparison.days, axis)

    return Chart(draw, alt, senses_table(comparison, words))


def senses_table(comparison: Comparison, words: Words) -> Table:
    """All four by week and strategy."""
    columns = [Column("week", words("column.week"), words.number)]
    series = []
    for name in comparison.strategies:
        shown = strategy_name(comparison, name, words.language)
        for code in SENSES:
            heading = words("column.part_of", name=shown, part=words(f"sense.{code}"))
            columns.append(Column(f"{name}.{code}", heading, words.number))
            series.append(comparison.sense(name, code))
    weeks = range(comparison.days // WEEK)
    return Table(
        tuple(columns), tuple((week + 1, *(float(values[week]) for values in series)) for week in weeks)
    )
