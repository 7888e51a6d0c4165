"""Charts with one row a thing, each under its own name: intervals beside a grey zone, bars, parts of a whole, a front.

Names stand above their rows and not beside them, so they are whole on a narrow screen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from experiments.palette import GREY, ZONE, Style
from experiments.reports.charts import FONT, SMALL, TALL, frame

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW = 58
BAR_ROW = 50
PERCENT = {"tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}


@dataclass(frozen=True)
class Row:
    """One row of a chart.

    Attributes:
        name: above it.
        label: after the name: the figures.
        ends: where its mark stands or its bar ends, and the two ends of its interval, NaN or infinite if it has none.
        style: colour and mark.
        said: what is told of it.
    """

    name: str
    label: str
    ends: tuple[float, float, float]
    style: Style
    said: str

    @property
    def value(self) -> float:
        """Where its mark stands or its bar ends."""
        return self.ends[0]

    @property
    def low(self) -> float:
        """Lower end of its interval."""
        return self.ends[1]

    @property
    def high(self) -> float:
        """Upper end of its interval."""
        return self.ends[2]


def safe(text: str) -> str:
    """A text for Plotly, which reads a few tags."""
    return escape(text, quote=False)


def _name(made: go.Figure, position: float, name: str, label: str) -> None:
    # Called "row", so that the page can break it on a narrow screen.
    made.add_annotation(
        name="row",
        x=0,
        xref="paper",
        xanchor="left",
        y=position,
        yanchor="middle",
        text=f"<b>{safe(name)}</b>  {safe(label)}",
        showarrow=False,
        align="left",
        font={"size": FONT},
    )


def _ended(row: Row) -> bool:
    """Whether it has an interval to be drawn."""
    return math.isfinite(row.low) and math.isfinite(row.high) and row.high > row.low


def intervals_chart(rows: Sequence[Row], title: str, zone: float, zone_name: str) -> go.Figure:
    """Means with their intervals around zero, and the grey zone in which a difference does not matter.

    Args:
        rows: from top to bottom.
        title: of the axis.
        zone: the zone reaches so far to both sides of zero.
        zone_name: what is written above it.
    """
    import plotly.graph_objects as go

    made = frame(ROW * len(rows) + 78)
    ends = [-1.6 * zone, 1.6 * zone]
    for row in rows:
        ends += [value for value in (row.low, row.value, row.high) if math.isfinite(value)]
    pad = 0.06 * (max(ends) - min(ends))
    whole = {"y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    made.add_shape(type="rect", x0=-zone, x1=zone, fillcolor=ZONE, line={"width": 0}, **whole)
    made.add_shape(type="line", x0=0, x1=0, line={"color": GREY, "width": 1.5}, **whole)
    for position, row in enumerate(rows):
        _name(made, position + 0.32, row.name, row.label)
        place = position + 0.72
        if _ended(row):
            line = {"color": row.style.colour, "width": 5}
            made.add_trace(
                go.Scatter(
                    x=[row.low, row.high],
                    y=[place] * 2,
                    mode="lines",
                    line=line,
                    opacity=0.55,
                    hoverinfo="skip",
                )
            )
        if math.isfinite(row.value):
            marker = {
                "color": row.style.colour,
                "size": 13,
                "symbol": row.style.symbol,
                "line": {"width": 1, "color": row.style.colour},
            }
            made.add_trace(
                go.Scatter(
                    x=[row.value],
                    y=[place],
                    mode="markers",
                    marker=marker,
                    hovertext=row.said,
                    hoverinfo="text",
                )
            )
    # An invisible trace keeps the axes where there is nothing to draw.
    made.add_trace(go.Scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip"))
    made.update_yaxes(range=[len(rows), 0], visible=False)
    made.update_xaxes(
        range=[min(ends) - pad, max(ends) + pad], nticks=6, title={"text": safe(title), "standoff": 6}
    )
    made.add_annotation(
        x=0, y=1, yref="paper", yanchor="bottom", text=zone_name, showarrow=False, font={"size": SMALL - 1}
    )
    made.update_layout(margin={"t": 24})
    return made


def bars_chart(rows: Sequence[Row], title: str, top: float | None = None, percent: bool = False) -> go.Figure:
    """Bars from zero, with their intervals where there are any.

    Args:
        rows: from top to bottom.
        title: of the axis.
        top: where the axis ends; where the longest ends if not given.
        percent: whether the values are shares, to be shown as percentages.
    """
    import plotly.graph_objects as go

    ends = [0.0]
    for row in rows:
        ends += [value for value in (row.low, row.value, row.high) if math.isfinite(value)]
    least, most = min(ends), max([*ends, *([] if top is None else [top])])
    made = frame(BAR_ROW * len(rows) + 58, bargap=0)
    for position, row in enumerate(rows):
        _name(made, position + 0.28, row.name, row.label)
        place = position + 0.72
        if not math.isfinite(row.value):
            continue
        bar = {"color": row.style.colour, "opacity": 0.5 if _ended(row) else 0.85}
        made.add_trace(
            go.Bar(
                x=[row.value],
                y=[place],
                orientation="h",
                width=0.34,
                marker=bar,
                hovertext=row.said,
                hoverinfo="text",
            )
        )
        if _ended(row):
            line = {"color": row.style.colour, "width": 3}
            made.add_trace(
                go.Scatter(x=[row.low, row.high], y=[place] * 2, mode="lines", line=line, hoverinfo="skip")
            )
    pad = 0.04 * (most - least) or 1.0
    made.add_vline(x=0, line={"color": GREY, "width": 1.5})
    made.update_yaxes(range=[len(rows), 0], visible=False)
    made.update_xaxes(
        range=[least - (pad if least < 0 else 0), most + pad],
        nticks=6,
        title={"text": safe(title), "standoff": 6},
        **(PERCENT if percent else {}),
    )
    return made


@dataclass(frozen=True)
class Stack:
    """One row of parts.

    Attributes:
        name, label: above it.
        parts: sizes, in the order of the key.
        said: what is told of each part.
    """

    name: str
    label: str
    parts: tuple[float, ...]
    said: tuple[str, ...]


def stacks_chart(
    rows: Sequence[Stack], colours: Sequence[str], title: str, percent: bool = False
) -> go.Figure:
    """Parts of a whole beside each other, one row a whole; `colours` of the parts in their order."""
    import plotly.graph_objects as go

    made = frame(BAR_ROW * len(rows) + 58, barmode="stack", bargap=0)
    for position, row in enumerate(rows):
        _name(made, position + 0.28, row.name, row.label)
    for part, colour in enumerate(colours):
        made.add_trace(
            go.Bar(
                x=[row.parts[part] for row in rows],
                y=[position + 0.72 for position in range(len(rows))],
                orientation="h",
                width=0.34,
                marker={"color": colour, "pattern": {"shape": ("", "/", ".", "x", "-")[part % 5], "size": 6}},
                hovertext=[row.said[part] for row in rows],
                hoverinfo="text",
            )
        )
    most = max((sum(row.parts) for row in rows), default=1.0) or 1.0
    made.update_yaxes(range=[len(rows), 0], visible=False)
    made.update_xaxes(
        range=[0, 1.04 * most],
        nticks=6,
        title={"text": safe(title), "standoff": 6},
        **(PERCENT if percent else {}),
    )
    return made


@dataclass(frozen=True)
class Point:
    """One point of a plane: where it is, its name (may be empty), how it looks, what is told of it."""

    x: float
    y: float
    name: str
    style: Style
    said: str


def points_chart(points: Sequence[Point], x_title: str, y_title: str) -> go.Figure:
    """Points in a plane whose axes hold zero, such as designs by two aims."""
    import plotly.graph_objects as go

    made = frame(TALL + 40)
    for point in points:
        marker = {"color": point.style.colour, "size": 11, "symbol": point.style.symbol}
        made.add_trace(
            go.Scatter(
                x=[point.x],
                y=[point.y],
                mode="markers+text",
                text=[safe(point.name)],
                textposition="top center",
                marker=marker,
                hovertext=point.said,
                hoverinfo="text",
            )
        )
    for update, values, title in (
        (made.update_xaxes, [point.x for point in points], x_title),
        (made.update_yaxes, [point.y for point in points], y_title),
    ):
        low, high = min([0.0, *values]), max([0.0, *values])
        pad = 0.1 * (high - low) or 1.0
        ends = [low - (pad if low < 0 else 0), high + pad]
        update(range=ends, nticks=6, title={"text": safe(title), "standoff": 6})
    return made
