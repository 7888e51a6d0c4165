"""Messages a day as a fan, one panel a strategy, with what the operator did underneath on the same days.

All panels share one scale, so a dead group looks dead beside a lively one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from app.charts.base import SMALL, Chart, day_axis, figure
from app.palette import style_of
from app.twin import Cell, Column, Table, weekly
from app.wording import Words
from experiments.comparison import QUANTILES, Comparison
from experiments.marks import Mark
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOT = 190
ROW = 34
AXIS = 52
DENSE = 45
"""More days than this are drawn as one bar: single ticks would run together anyway."""


@dataclass(frozen=True)
class Row:
    """One move on the time axis: all acts of one kind under one name.

    Attributes:
        move: its code.
        trigger: one of `experiments.marks.TRIGGERS`.
        days: days on which it is due.
        first_day, last_day: its window.
    """

    move: str
    trigger: str
    days: tuple[int, ...]
    first_day: int
    last_day: int


def rows_of(marks: tuple[Mark, ...], strategy: str) -> list[Row]:
    """The moves of a strategy, each once a trigger, in the order of its acts."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        if mark.strategy == strategy:
            found.setdefault((mark.move, mark.trigger), []).append(mark)
    return [
        Row(
            move,
            trigger,
            tuple(sorted({day for mark in same for day in mark.days})),
            min(mark.first_day for mark in same),
            max(mark.last_day for mark in same),
        )
        for (move, trigger), same in found.items()
    ]


def highest(comparison: Comparison, smooth_days: int) -> float:
    """The top of the common scale: the highest value of any fan."""
    fans = [comparison.fan(name, smooth_days) for name in comparison.strategies]
    tops = [float(np.nanmax(fan)) for fan in fans if np.any(~np.isnan(fan))]
    return max([1.0, *tops])


def activity_chart(
    comparison: Comparison, strategy: str, smooth_days: int, top: float, words: Words
) -> Chart:
    """The fan of one strategy above its moves.

    Args:
        comparison: the answer.
        strategy: whose.
        smooth_days: 1, or 7 for the mean of seven days.
        top: the end of the common scale.
        words: the reader's.
    """
    fan = comparison.fan(strategy, smooth_days)
    rows = rows_of(comparison.marks, strategy)
    name = strategy_name(comparison, strategy, words.language)
    last = min(comparison.days, 30)
    month = float(np.nanmean(fan[2, :last])) if np.any(~np.isnan(fan[2])) else 0.0
    end = float(np.nanmean(fan[2, -min(7, comparison.days) :])) if np.any(~np.isnan(fan[2])) else 0.0
    alt = words("activity.alt", name=name, first=words.number(month, 1), last=words.number(end, 1))

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        style, days = style_of(strategy), np.arange(comparison.days) + 0.5
        # The fans are of one size; only the lanes below take as much room as there are moves.
        below = ROW * len(rows) + 10
        made = figure(PLOT + below + 8 + AXIS, hovermode="x", margin={"l": 4, "r": 16, "t": 8, "b": AXIS})
        for low, high, alpha in ((0, 4, 0.16), (1, 3, 0.32)):
            made.add_trace(go.Scatter(x=days, y=fan[high], mode="lines", line={"width": 0}, hoverinfo="skip"))
            made.add_trace(
                go.Scatter(
                    x=days,
                    y=fan[low],
                    mode="lines",
                    line={"width": 0},
                    fill="tonexty",
                    fillcolor=style.faded(alpha),
                    hoverinfo="skip",
                )
            )
        said = [
            words(
                "activity.hover",
                day=i + 1,
                middle=words.number(column[2], 1),
                low=words.number(column[0], 1),
                high=words.number(column[4], 1),
            )
            for i, column in enumerate(fan.T)
        ]
        line = {"color": style.colour, "width": 2}
        made.add_trace(
            go.Scatter(x=days, y=fan[2], mode="lines", line=line, hovertext=said, hoverinfo="text")
        )
        split = below / (PLOT + below)
        made.update_layout(
            yaxis={"domain": [split, 1], "range": [0, top], "nticks": 4, "rangemode": "tozero"},
            yaxis2={
                "domain": [0, split - 6 / (PLOT + below)],
                "range": [len(rows), 0],
                "visible": False,
                "fixedrange": True,
            },
        )
        day_axis(made, comparison.days, words("axis.days"), anchor="y2" if rows else "y")
        for position, row in enumerate(rows):
            _draw_row(made, row, position, style.colour, words)
        return made

    return Chart(draw, alt, activity_table(comparison, smooth_days, words))


def _draw_row(made: go.Figure, row: Row, position: int, colour: str, words: Words) -> None:
    import plotly.graph_objects as go

    label, place = moves_label(row, words), position + 0.80
    said = words("activity.move.hover", move=label, first=row.first_day + 1, last=row.last_day + 1)
    same = {"yaxis": "y2", "hovertext": said, "hoverinfo": "text"}
    if row.trigger == "schedule" and len(row.days) <= DENSE:
        marker = {"symbol": "line-ns", "size": 9, "line": {"width": 2.2, "color": colour}}
        x = [day + 0.5 for day in row.days]
        made.add_trace(go.Scatter(x=x, y=[place] * len(x), mode="markers", marker=marker, **same))
    else:
        dash = "solid" if row.trigger == "schedule" else "dot"
        width = 5 if row.trigger == "schedule" else 2
        x = [row.first_day, row.last_day + 1]
        line = {"color": colour, "width": width, "dash": dash}
        made.add_trace(go.Scatter(x=x, y=[place] * 2, mode="lines", line=line, **same))
    made.add_annotation(
        x=0,
        y=position + 0.60,
        xref="paper",
        yref="y2",
        xanchor="left",
        yanchor="bottom",
        text=label,
        showarrow=False,
        font={"size": SMALL - 1},
    )


def moves_label(row: Row, words: Words) -> str:
    """The move's name, and what sets it off if that is not the calendar."""
    name = words(f"move.{row.move}")
    return (
        name
        if row.trigger == "schedule"
        else words("activity.move.when", move=name, when=words(f"trigger.{row.trigger}"))
    )


def activity_table(comparison: Comparison, smooth_days: int, words: Words) -> Table:
    """Median and middle ninety of messages a day, all strategies, by day."""
    columns = [Column("day", words("column.day"), words.number)]
    fans = {name: comparison.fan(name, smooth_days) for name in comparison.strategies}

    def tenths(value: float) -> str:
        return words.number(value, 1)

    for name in fans:
        shown = strategy_name(comparison, name, words.language)
        for quantile in QUANTILES:
            heading = words("column.quantile_of", name=shown, of=words.number(100 * quantile))
            columns.append(Column(f"{name}.q{round(100 * quantile):02d}", heading, tenths))
    days = list(range(1, comparison.days + 1))
    rows = tuple((day, *(float(v) for fan in fans.values() for v in fan[:, day - 1])) for day in days)

    def cell(place: int, row: tuple[Any, ...]) -> str:
        low, _, middle, _, high = (tenths(value) for value in row[place : place + len(QUANTILES)])
        return words("column.with_interval", middle=middle, low=low, high=high)

    cells: list[Cell] = [(words("column.day"), lambda row: words.number(row[0]))]
    for i, name in enumerate(fans):
        cells.append((strategy_name(comparison, name, words.language), partial(cell, 1 + i * len(QUANTILES))))
    return Table(tuple(columns), rows, weekly([float(day - 1) for day in days]), tuple(cells))


def moves_table(comparison: Comparison, words: Words) -> Table:
    """What the operator does when, for all strategies."""
    columns = (
        Column("strategy", words("column.strategy"), lambda s: strategy_name(comparison, s, words.language)),
        Column("move", words("column.move"), lambda code: words(f"move.{code}")),
        Column("trigger", words("column.trigger"), lambda code: words(f"trigger.{code}")),
        Column("first_day", words("column.first_day"), words.number),
        Column("last_day", words("column.last_day"), words.number),
        Column("days_due", words("column.days_due"), lambda n: words.number(n) if n else "–"),
    )
    rows = tuple(
        (name, row.move, row.trigger, row.first_day + 1, row.last_day + 1, len(row.days))
        for name in comparison.strategies
        for row in rows_of(comparison.marks, name)
    )
    return Table(columns, rows)
