"""Life curves: of a hundred launches, how many are still lively on each day, with bands for luck."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.charts.base import Chart, day_axis, end_labels, figure
from app.palette import GREY, style_of
from app.twin import Cell, Column, Table, weekly
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 380


def life_chart(comparison: Comparison, day: int, definition: Definition, words: Words) -> Chart:
    """Kaplan–Meier curves of all strategies, the day of judgement marked."""
    curves = {name: comparison.life_curve(name, definition) for name in comparison.strategies}
    names = {name: strategy_name(comparison, name, words.language) for name in comparison.strategies}

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(HEIGHT)
        made.add_vline(x=day, line={"color": GREY, "width": 1, "dash": "dot"})
        made.add_annotation(
            x=day, y=1, yref="paper", yanchor="bottom", text=words("chart.day", day=day), showarrow=False
        )
        for name, curve in curves.items():
            style = style_of(name)
            low, high = 100 * curve.low, 100 * curve.high
            band = {"mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
            made.add_trace(go.Scatter(x=curve.days, y=high, **band))
            made.add_trace(
                go.Scatter(x=curve.days, y=low, fill="tonexty", fillcolor=style.faded(0.13), **band)
            )
            said = [
                words(
                    "life.hover",
                    name=names[name],
                    share=words.number(100 * share),
                    low=words.number(a),
                    high=words.number(b),
                    day=d,
                )
                for share, a, b, d in zip(curve.share, low, high, curve.days, strict=True)
            ]
            made.add_trace(
                go.Scatter(
                    x=curve.days,
                    y=100 * curve.share,
                    mode="lines",
                    line={"color": style.colour, "width": 2.5, "shape": "hv", "dash": style.dash},
                    hovertext=said,
                    hoverinfo="text",
                )
            )
        day_axis(made, comparison.days, words("axis.days"))
        made.update_yaxes(
            range=[0, 101], tickvals=[0, 25, 50, 75, 100], title={"text": words("axis.lively"), "standoff": 4}
        )
        made.update_layout(margin={"t": 26})
        end_labels(
            made,
            list(names.values()),
            [100 * float(curve.share[-1]) for curve in curves.values()],
            [style_of(name).colour for name in curves],
            HEIGHT - 80,
            100,
        )
        return made

    ends = [
        words("life.alt.part", name=names[name], share=words.number(100 * float(curve.share[-1])))
        for name, curve in curves.items()
    ]
    alt = words("life.alt", days=comparison.days, parts=words.listed(ends))
    return Chart(draw, alt, _table(comparison, definition, words))


def _table(comparison: Comparison, definition: Definition, words: Words) -> Table:
    columns = [Column("day", words("column.day"), words.number)]
    curves = {}
    for name in comparison.strategies:
        shown = strategy_name(comparison, name, words.language)
        curves[name] = comparison.life_curve(name, definition)
        columns.append(Column(f"{name}.lively_share", shown, words.per_hundred))
        columns.append(Column(f"{name}.low", words("column.low_of", name=shown), words.per_hundred))
        columns.append(Column(f"{name}.high", words("column.high_of", name=shown), words.per_hundred))
    days = next(iter(curves.values())).days
    rows = []
    for i, day in enumerate(days):
        row: list[float] = [float(day)]
        for curve in curves.values():
            row += [float(curve.share[i]), float(curve.low[i]), float(curve.high[i])]
        rows.append(tuple(row))

    def cell(place: int, row: tuple[Any, ...]) -> str:
        middle, low, high = (words.per_hundred(value) for value in row[place : place + 3])
        return words("column.with_interval", middle=middle, low=low, high=high)

    cells: list[Cell] = [(words("column.day"), lambda row: words.number(row[0]))]
    for i, name in enumerate(curves):
        cells.append((strategy_name(comparison, name, words.language), partial(cell, 1 + 3 * i)))
    some = weekly([float(day) for day in days], comparison.life_days)
    return Table(tuple(columns), tuple(rows), some, tuple(cells))
