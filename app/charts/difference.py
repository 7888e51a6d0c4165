"""Paired differences against a baseline: same people, same luck, so what differs is the strategy's doing.

The grey zone is the smallest difference that matters: an interval inside it is no difference.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.charts.base import SMALL, Chart, figure
from app.palette import GREY, ZONE, style_of
from app.twin import Column, Table
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.measures import Measure
from experiments.pairing import Difference
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW = 62


@dataclass(frozen=True)
class Asked:
    """Which difference is asked for: the measure, the baseline, the day and the definition of death."""

    measure: Measure
    baseline: str
    day: int
    definition: Definition


def difference_chart(comparison: Comparison, asked: Asked, words: Words) -> Chart:
    """One row a strategy other than the baseline, the largest difference on top: mean, interval, and in words."""
    found = {
        name: comparison.difference(name, asked.baseline, asked.measure.code, asked.day, asked.definition)
        for name in comparison.strategies
        if name != asked.baseline
    }
    found = dict(sorted(found.items(), key=lambda item: -_size(item[1])))
    names = {name: strategy_name(comparison, name, words.language) for name in comparison.strategies}
    base = names[asked.baseline]
    alt = words(
        "difference.alt",
        measure=words(f"compared.{asked.measure.code}"),
        baseline=base,
        parts=words.listed(
            [f"{names[name]} {amount(one.mean, asked.measure, words)}" for name, one in found.items()]
        ),
    )

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(ROW * len(found) + 74)
        scale = 0.01 if asked.measure.unit == "fen" else 1.0
        matters = asked.measure.matters * scale
        ends = [-1.6 * matters, 1.6 * matters]
        for one in found.values():
            ends += [value * scale for value in (one.low, one.mean, one.high) if math.isfinite(value)]
        low, high = min(ends), max(ends)
        pad = 0.06 * (high - low)
        whole = {"y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
        made.add_shape(type="rect", x0=-matters, x1=matters, fillcolor=ZONE, line={"width": 0}, **whole)
        made.add_shape(type="line", x0=0, x1=0, line={"color": GREY, "width": 1.5}, **whole)
        for position, (name, one) in enumerate(found.items()):
            _draw_row(made, position, name, names[name], one, asked, scale, words)
        made.update_yaxes(range=[len(found), 0], visible=False)
        made.update_xaxes(
            range=[low - pad, high + pad],
            nticks=7,
            title={
                "text": words("difference.axis", unit=unit_name(asked.measure, words), baseline=base),
                "standoff": 6,
            },
        )
        made.add_annotation(
            x=0,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=words("difference.zone"),
            showarrow=False,
            font={"size": SMALL - 1},
        )
        made.update_layout(margin={"t": 24})
        # An invisible trace keeps the axes when there is nothing to draw.
        made.add_trace(go.Scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip"))
        return made

    return Chart(draw, alt, _table(comparison, found, asked, words))


def _size(one: Difference) -> float:
    return abs(one.mean) if math.isfinite(one.mean) else -1.0


def _draw_row(
    made: go.Figure,
    position: int,
    name: str,
    shown: str,
    one: Difference,
    asked: Asked,
    scale: float,
    words: Words,
) -> None:
    import plotly.graph_objects as go

    style, place = style_of(name), position + 0.74
    said = sentence(one, asked.measure, words)
    if math.isfinite(one.low) and math.isfinite(one.high):
        line = {"color": style.colour, "width": 5}
        x = [one.low * scale, one.high * scale]
        made.add_trace(
            go.Scatter(x=x, y=[place] * 2, mode="lines", line=line, opacity=0.55, hoverinfo="skip")
        )
    marker = {
        "color": style.colour,
        "size": 13,
        "symbol": style.symbol,
        "line": {"width": 1, "color": style.colour},
    }
    made.add_trace(
        go.Scatter(
            x=[one.mean * scale], y=[place], mode="markers", marker=marker, hovertext=said, hoverinfo="text"
        )
    )
    text = words(
        "difference.label",
        name=f"<b>{shown}</b>",
        mean=amount(one.mean, asked.measure, words),
        low=bare(one.low, asked.measure, words),
        high=bare(one.high, asked.measure, words),
    )
    made.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=position + 0.34,
        text=text,
        showarrow=False,
        font={"size": SMALL + 1},
    )


def sentence(one: Difference, measure: Measure, words: Words) -> str:
    """The interval, and in how many launches there was more."""
    return words(
        "difference.hover",
        mean=amount(one.mean, measure, words),
        low=amount(one.low, measure, words),
        high=amount(one.high, measure, words),
        more=one.more,
        fewer=one.fewer,
        of=one.launches,
    )


def amount(value: float, measure: Measure, words: Words) -> str:
    """A difference with its sign and unit."""
    if measure.unit == "fen":
        shown = words.money(abs(value)) if math.isfinite(value) else words.number(value)
        sign = "+" if value > 0 else "−"
        return shown if abs(value) < 50 or not math.isfinite(value) else f"{sign}{shown}"
    digits = 0 if abs(value) >= 20 else 1
    return words(
        "difference.amount",
        value=words.signed(value, digits).replace("-", "−"),
        unit=words(f"unit.{measure.unit}"),
    ).replace(" ", "\u00a0")


def bare(value: float, measure: Measure, words: Words) -> str:
    """A difference with its sign and no unit, for intervals."""
    if measure.unit == "fen" or not math.isfinite(value):
        return amount(value, measure, words)
    return words.signed(value, 0 if abs(value) >= 20 else 1).replace("-", "−")


def unit_name(measure: Measure, words: Words) -> str:
    """The unit as the axis names it."""
    return words("unit.yuan") if measure.unit == "fen" else words(f"unit.{measure.unit}")


def _table(comparison: Comparison, found: dict[str, Difference], asked: Asked, words: Words) -> Table:
    def shown(value: float) -> str:
        return amount(value, asked.measure, words)

    columns = (
        Column("strategy", words("column.strategy"), lambda s: strategy_name(comparison, s, words.language)),
        Column("mean", words("column.mean_difference"), shown),
        Column("low", words("column.low"), shown),
        Column("high", words("column.high"), shown),
        Column("more", words("column.more"), words.number),
        Column("same", words("column.same"), words.number),
        Column("fewer", words("column.fewer"), words.number),
        Column("launches", words("column.launches"), words.number),
    )
    rows = tuple(
        (name, one.mean, one.low, one.high, one.more, one.same, one.fewer, one.launches)
        for name, one in found.items()
    )
    return Table(columns, rows)
