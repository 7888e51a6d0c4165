"""What operators cannot see: trust, fatigue, and who has muted the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.charts.base import SMALL, Chart, day_axis, end_labels, figure
from app.palette import style_of
from app.twin import Column, Table, weekly
from app.wording import Words
from experiments.comparison import Comparison
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

PARTS = ("trust", "fatigue", "muted_share")
HEIGHT = 300


def hidden_chart(comparison: Comparison, part: str, words: Words) -> Chart:
    """One of `PARTS` by day, a line a strategy, on a scale from 0 to 100.

    Args:
        comparison: the answer.
        part: which.
        words: the reader's.
    """
    series = {name: 100.0 * getattr(comparison.hidden(name), part) for name in comparison.strategies}
    names = {name: strategy_name(comparison, name, words.language) for name in comparison.strategies}
    ends = {name: _last(values) for name, values in series.items()}
    alt = words(
        "hidden.alt",
        what=words(f"hidden.{part}"),
        parts=words.listed([f"{names[name]} {words.number(end)}" for name, end in ends.items()]),
    )

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(HEIGHT)
        highest = max((float(np.nanmax(v)) for v in series.values() if np.any(~np.isnan(v))), default=1.0)
        top = 100.0 if highest <= 100 else 5.0 * float(np.ceil(1.05 * highest / 5.0))
        days = np.arange(comparison.days) + 0.5
        for name, values in series.items():
            style = style_of(name)
            said = [
                words("hidden.hover", name=names[name], value=words.number(value, 1), day=i + 1)
                for i, value in enumerate(values)
            ]
            line = {"color": style.colour, "width": 2.2, "dash": style.dash}
            made.add_trace(
                go.Scatter(x=days, y=values, mode="lines", line=line, hovertext=said, hoverinfo="text")
            )
        day_axis(made, comparison.days, words("axis.days"))
        made.update_yaxes(range=[0, top], tickvals=[0, 25, 50, 75, 100] if top == 100 else None)
        made.add_annotation(
            text=words(f"axis.{part}"),
            x=0,
            xref="paper",
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            font={"size": SMALL},
        )
        made.update_layout(margin={"t": 28})
        shown = [name for name, end in ends.items() if not np.isnan(end)]
        end_labels(
            made,
            [names[name] for name in shown],
            [ends[name] for name in shown],
            [style_of(name).colour for name in shown],
            HEIGHT - 80,
            top,
        )
        return made

    return Chart(draw, alt, hidden_table(comparison, words))


def _last(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known[-1]) if known.size else float("nan")


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
