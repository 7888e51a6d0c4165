"""What all charts share: quiet axes from zero, names beside what they name, no zoom to get lost in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.palette import GRID
from app.twin import Table

if TYPE_CHECKING:
    import plotly.graph_objects as go

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
FONT = 13
SMALL = 12
INK = {"light": "#3b4452", "dark": "#c9d0da"}


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn.

    Attributes:
        figure: makes the Plotly figure, when it is to be seen.
        alt: what it shows, in a sentence, for those who do not see it.
        table: its twin.
    """

    figure: Callable[[], go.Figure]
    alt: str
    table: Table


def figure(height: int, **layout: Any) -> go.Figure:
    """An empty figure with the lab's axes.

    Args:
        height: in pixels.
        layout: further layout of Plotly's.
    """
    import plotly.graph_objects as go

    made = go.Figure()
    made.update_layout(
        height=height,
        margin={"l": 4, "r": 4, "t": 8, "b": 4},
        font={"size": FONT},
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverlabel={"font": {"size": FONT}, "align": "left"},
        bargap=0.35,
    )
    made.update_xaxes(
        fixedrange=True, showgrid=False, zeroline=False, ticks="outside", ticklen=4, automargin=True
    )
    made.update_yaxes(fixedrange=True, gridcolor=GRID, gridwidth=1, zeroline=False, automargin=True)
    made.update_layout(**layout)
    return made


def reader_ink() -> str:
    """The colour of words on the ground of the reader's theme."""
    return INK["dark" if st.context.theme.type == "dark" else "light"]


def inked(made: go.Figure, ink: str) -> go.Figure:
    """The figure with its words in a colour; one that has it already is not touched."""
    if made.layout.font.color != ink:
        font = {"color": ink}
        made.update_layout(font=font, legend={"font": font})
        made.update_xaxes(tickfont=font, title={"font": font})
        made.update_yaxes(tickfont=font, title={"font": font})
        made.update_annotations(font=font)
    return made


def day_ticks(days: int) -> list[int]:
    """Round days for the axis, the last one included."""
    step = next(step for step in (1, 2, 7, 15, 30, 60, 90) if days / step <= 7)
    ticks = [day for day in range(0, days + 1, step) if days - day >= 0.6 * step or day == days]
    return [*ticks, days] if ticks[-1] != days else ticks


def day_axis(made: go.Figure, days: int, title: str, **more: Any) -> None:
    """Put days on the x axis, from the opening to the horizon."""
    made.update_xaxes(range=[0, days], tickvals=day_ticks(days), title={"text": title, "standoff": 6}, **more)


def name_width(names: Sequence[str]) -> int:
    """About how many pixels the longest name takes (Chinese characters are twice as wide)."""
    return max(
        (sum(SMALL if ord(letter) > 0x2E80 else 0.56 * SMALL for letter in name) for name in names), default=0
    ).__ceil__()


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels near where they are wanted, at least `gap` apart and between `low` and `high`.

    The order is kept; labels are pushed up from the lowest, then down from the top.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def end_labels(
    made: go.Figure,
    names: Sequence[str],
    ends: Sequence[float],
    colours: Sequence[str],
    height: int,
    top: float,
) -> None:
    """Write each line's name at its end, beside the plot, without overlaps.

    Args:
        made: the figure; its right margin is made wide enough.
        names: one a line.
        ends: where each line ends, on the y axis from 0 to `top`.
        colours: of a small bar before each name.
        height: of the plot in pixels, about.
        top: the highest value on the axis.
    """
    gap = top * (SMALL + 5) / height
    made.update_layout(margin={"r": name_width(names) + 22})
    for name, place, colour in zip(names, apart(ends, gap, 0.3 * gap, top), colours, strict=True):
        made.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=place,
            yanchor="middle",
            text=f"<span style='color:{colour}'>━</span> {name}",
            showarrow=False,
            font={"size": SMALL},
            align="left",
        )
