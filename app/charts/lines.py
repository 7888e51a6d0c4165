"""A line a strategy along the days, its name at its end: the small charts of what goes on inside a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.charts.base import SMALL, day_axis, end_labels, figure
from app.palette import style_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 300
WHOLE = 100.0
"""Top of the axis where values are out of a hundred."""


def lines_by_day(
    series: Mapping[str, NDArray[np.float64]],
    names: Mapping[str, str],
    at: NDArray[np.floating[Any]],
    said: Mapping[str, Sequence[str]],
    days: int,
    axis: tuple[str, str],
) -> go.Figure:
    """The figure.

    Args:
        series: strategy → values, NaN where there is none, shape (points,).
        names: strategy → its name.
        at: days of the points, shape (points,).
        said: strategy → what to say at each point.
        days: length of the axis.
        axis: titles of the days and of the values.
    """
    import plotly.graph_objects as go

    made = figure(HEIGHT)
    highest = max((float(np.nanmax(v)) for v in series.values() if np.any(~np.isnan(v))), default=1.0)
    top = WHOLE if highest <= WHOLE else 5.0 * float(np.ceil(1.05 * highest / 5.0))
    for name, values in series.items():
        style = style_of(name)
        line = {"color": style.colour, "width": 2.2, "dash": style.dash}
        made.add_trace(
            go.Scatter(x=at, y=values, mode="lines", line=line, hovertext=list(said[name]), hoverinfo="text")
        )
    day_axis(made, days, axis[0])
    made.update_yaxes(range=[0, top], tickvals=[0, 25, 50, 75, 100] if top == WHOLE else None)
    made.add_annotation(
        text=axis[1],
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
    ends = {name: last_known(values) for name, values in series.items()}
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


def last_known(values: NDArray[np.float64]) -> float:
    """The last value that is there; NaN if there is none."""
    known = values[~np.isnan(values)]
    return float(known[-1]) if known.size else float("nan")
