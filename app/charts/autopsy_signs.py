"""A death by its days: members' talk by weeks, under it the symptoms on the days on which they began."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from app.charts.autopsy import NATURE, OPERATOR
from app.charts.base import SMALL, Chart, day_axis, figure
from app.palette import GREY
from app.twin import Column, Table
from app.wording import Words
from experiments.autopsy.timeline import Timeline
from experiments.symptoms import symptom_help
from experiments.windows import WEEK

if TYPE_CHECKING:
    import plotly.graph_objects as go

TALK = 170
LANE = 30
AXIS = 48
TOP = 26


def began(found: Timeline, days: int) -> list[tuple[float, str]]:
    """The symptoms that showed within the horizon, in the order in which they began."""
    return sorted((day, code) for code, day in found.symptoms.items() if day < days)


def signs_chart(found: Timeline, days: int, death: float, lost_from: int | None, words: Words) -> Chart:
    """Talk by weeks, the symptoms under it on the days on which they began, and the death across both.

    Args:
        found: the timeline.
        days: length of the life that was looked at.
        death: day of death.
        lost_from: the point of no return, if there is one.
        words: the reader's.
    """
    signs = began(found, days)
    parts = [
        words("autopsy.symptom", day=words.number(day), symptom=words(f"symptom.{code}"))
        for day, code in signs
    ]
    shown = words.listed(parts) if parts else words("autopsy.symptoms.none")
    alt = words("autopsy.signs.alt", death=words.number(death, 1), parts=shown)

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        below = LANE * max(1, len(signs)) + 8
        made = figure(TOP + TALK + below + AXIS, bargap=0, margin={"l": 4, "r": 16, "t": TOP, "b": AXIS})
        x = [WEEK * (week + 0.5) for week in range(len(found.talk))]
        said = [
            words("autopsy.signs.hover", first=WEEK * week, last=WEEK * (week + 1), messages=talk)
            for week, talk in enumerate(found.talk)
        ]
        made.add_trace(
            go.Bar(
                x=x,
                y=list(found.talk),
                width=0.86 * WEEK,
                marker={"color": NATURE},
                hovertext=said,
                hoverinfo="text",
            )
        )
        split = below / (TALK + below)
        top = max([*found.talk, 1])
        made.update_layout(
            yaxis={"domain": [split, 1], "range": [0, 1.06 * top], "nticks": 4},
            yaxis2={
                "domain": [0, split],
                "range": [max(1, len(signs)), 0],
                "visible": False,
                "fixedrange": True,
            },
        )
        for place, (day, code) in enumerate(signs):
            _sign(made, place, day, code, days, words)
        if not signs:
            made.add_annotation(
                x=0, xref="paper", xanchor="left", y=0.5, yref="y2", showarrow=False,
                text=words("autopsy.symptoms.none"), font={"size": SMALL},
            )  # fmt: skip
        day_axis(made, days, words("axis.days"), anchor="y2")
        across(
            made,
            death,
            words("autopsy.signs.death", day=words.number(death, 1)),
            "solid",
            days,
            OPERATOR,
            split,
        )
        if lost_from is not None and abs(lost_from - death) > 0.12 * days:
            across(made, lost_from, words("autopsy.signs.lost", day=lost_from), "dot", days, GREY, split)
        return made

    return Chart(draw, alt, _signs_table(found, days, words))


def _sign(made: go.Figure, place: int, day: float, code: str, days: int, words: Words) -> None:
    import plotly.graph_objects as go

    name = words("autopsy.symptom", day=words.number(day), symptom=words(f"symptom.{code}"))
    marker = {"symbol": "triangle-right", "size": 11, "color": OPERATOR}
    made.add_trace(
        go.Scatter(
            x=[day], y=[place + 0.5], yaxis="y2", mode="markers", marker=marker, cliponaxis=False,
            hovertext=f"<b>{name}</b><br>{_wrapped(symptom_help(code, words.language), words)}",
            hoverinfo="text",
        )
    )  # fmt: skip
    right = day < 0.55 * days
    made.add_annotation(
        x=day,
        y=place + 0.5,
        yref="y2",
        xanchor="left" if right else "right",
        xshift=9 if right else -9,
        text=name,
        showarrow=False,
        font={"size": SMALL},
    )


def _wrapped(text: str, words: Words) -> str:
    return "<br>".join(textwrap.wrap(text, 60 if words.language == "en" else 30))


def across(
    made: go.Figure, day: float, label: str, dash: str, days: int, colour: str, foot: float = 0.0
) -> None:
    """A vertical line over the whole plot with its name above.

    Args:
        made: the figure.
        day: where.
        label: its name.
        dash: Plotly's name of its dash.
        days: where the axis ends.
        colour: of the line.
        foot: share of the plot, from below, in which it is faint, since names stand there.
    """
    for low, high, strength in ((0.0, foot, 0.3), (foot, 1.0, 1.0)):
        line = {"color": colour, "width": 1.6, "dash": dash if strength == 1.0 else "dot"}
        made.add_shape(
            type="line", x0=day, x1=day, y0=low, y1=high, yref="paper", line=line, opacity=strength,
        )  # fmt: skip
    anchor = "left" if day < 0.2 * days else "right" if day > 0.8 * days else "center"
    made.add_annotation(
        x=day, y=1, yref="paper", yanchor="bottom", xanchor=anchor, text=label, showarrow=False,
        font={"size": SMALL},
    )  # fmt: skip


def _signs_table(found: Timeline, days: int, words: Words) -> Table:
    """All seven symptoms, those that never showed last."""

    def day_of(day: float) -> str:
        return words.number(day) if day < days else words("autopsy.signs.never")

    columns = (
        Column("symptom", words("autopsy.heading.symptom"), lambda code: words(f"symptom.{code}")),
        Column("began_on_day", words("autopsy.heading.began"), day_of),
        Column("definition", words("autopsy.heading.definition")),
    )
    order = sorted(found.symptoms.items(), key=lambda one: one[1])
    rows = tuple(
        (code, day if day < days else math.nan, symptom_help(code, words.language)) for code, day in order
    )
    return Table(columns, rows)


def talk_table(found: Timeline, words: Words) -> Table:
    """Messages of members by weeks."""
    columns = (
        Column("first_day", words("autopsy.heading.week"), words.number),
        Column("messages", words("autopsy.heading.messages"), words.number),
    )
    return Table(columns, tuple((WEEK * week, talk) for week, talk in enumerate(found.talk)))
