"""The frames of a report's charts, and those over time: life curves, fans, other lines.

Axes are whole (from zero, or to both sides of it), names stand in a key above the chart, so nothing is cut off on a
narrow screen, and the colours of text and grid are the page's own (`experiments/reports/report.js` sets them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.palette import GREY, GRID, Style

if TYPE_CHECKING:
    import plotly.graph_objects as go

FONT = 13
SMALL = 12
TALL = 320


def frame(height: int, **layout: Any) -> go.Figure:
    """An empty figure with the report's axes.

    Args:
        height: in pixels.
        layout: further layout of Plotly's.
    """
    import plotly.graph_objects as go

    made = go.Figure()
    made.update_layout(
        height=height,
        margin={"l": 12, "r": 18, "t": 10, "b": 8},
        font={"size": FONT},
        template="none",
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverlabel={"font": {"size": FONT}, "align": "left"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        bargap=0.35,
    )
    made.update_xaxes(
        fixedrange=True,
        showgrid=False,
        zeroline=False,
        ticks="outside",
        ticklen=4,
        automargin=True,
        ticklabeloverflow="allow",
    )
    made.update_yaxes(fixedrange=True, gridcolor=GRID, gridwidth=1, zeroline=False, automargin=True)
    for update in (made.update_xaxes, made.update_yaxes):
        update(exponentformat="none", separatethousands=True)
    made.update_layout(**layout)
    return made


def ticks(last: float) -> list[float]:
    """Round values for an axis from 0 to `last`, the last included."""
    whole = max(1, round(last))
    step = next((step for step in (1, 2, 7, 15, 30, 60, 90, 180, 360) if whole / step <= 7), 720)
    found = [float(one) for one in range(0, whole + 1, step) if whole - one >= 0.6 * step or one == whole]
    return found if found[-1] == whole else [*found, float(whole)]


@dataclass(frozen=True)
class Line:
    """A line with its band.

    Attributes:
        x, y: shape (n,).
        said: what is told of each point, n texts.
        style: colour and dash.
        bands: pairs (low, high) of shape (n,) each, the widest first.
        steps: whether values hold until the next point.
    """

    x: Any
    y: Any
    said: Sequence[str]
    style: Style
    bands: tuple[tuple[Any, Any], ...] = ()
    steps: bool = False


def lines_chart(
    lines: Sequence[Line],
    x_title: str,
    y_title: str,
    last: float,
    top: float,
    mark: tuple[float, str] | None = None,
    height: int = TALL,
    y_ticks: Sequence[float] | None = None,
) -> go.Figure:
    """Lines over days or any other axis that begins at 0.

    Args:
        lines: to draw, the first at the bottom.
        x_title: of the x axis.
        y_title: of the y axis.
        last: where the x axis ends.
        top: where the y axis ends.
        mark: a place on the x axis to mark, and its name.
        height: in pixels.
        y_ticks: where the y axis has its numbers; some round ones if not given.
    """
    import plotly.graph_objects as go

    made = frame(height)
    for line in lines:
        shape = {"shape": "hv"} if line.steps else {}
        for position, (low, high) in enumerate(line.bands):
            edge = {"mode": "lines", "line": {"width": 0, **shape}, "hoverinfo": "skip"}
            made.add_trace(go.Scatter(x=rounded(line.x), y=rounded(high), **edge))
            colour = line.style.faded(0.14 + 0.14 * position)
            made.add_trace(
                go.Scatter(x=rounded(line.x), y=rounded(low), fill="tonexty", fillcolor=colour, **edge)
            )
        made.add_trace(
            go.Scatter(
                x=rounded(line.x),
                y=rounded(line.y),
                mode="lines",
                line={"color": line.style.colour, "width": 2.5, "dash": line.style.dash, **shape},
                hovertext=list(line.said),
                hoverinfo="text",
            )
        )
    if mark is not None:
        made.add_vline(x=mark[0], line={"color": GREY, "width": 1, "dash": "dot"})
        # Near the right edge the name would be cut off.
        anchor = "right" if mark[0] > 0.85 * last else "center"
        made.add_annotation(
            x=mark[0], y=1, yref="paper", yanchor="bottom", xanchor=anchor, text=mark[1], showarrow=False
        )
        made.update_layout(margin={"t": 26})
    made.update_xaxes(range=[0, last], tickvals=ticks(last), title={"text": x_title, "standoff": 6})
    made.update_yaxes(range=[0, top], nticks=5, tickvals=y_ticks, title={"text": y_title, "standoff": 6})
    return made


def rounded(values: Any) -> list[float | None]:
    """Numbers with four digits that count, and nothing where there is none: a report need not carry more."""
    return [
        float(f"{value:.4g}") if np.isfinite(value) else None for value in np.asarray(values, dtype=float)
    ]
