"""Shares of responsibility: one bar a cause, what an operator can change apart from how people and groups are."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from app.charts.base import SMALL, Chart, figure
from app.palette import GREY
from app.twin import Cell, Column, Table
from app.wording import Words
from experiments.autopsy.responsibility import CauseShare, Overall, OverallShare, Responsibility
from experiments.autopsy.telling import cause_label
from experiments.wording import counted

if TYPE_CHECKING:
    import plotly.graph_objects as go

OPERATOR = "#c03c30"
NATURE = "#3c6c9c"
COLOURS = {"operator": OPERATOR, "nature": NATURE}
LINE = 17
BAR = 15
GAP = 11
HEADING = 30
AXIS = 44
LETTERS = {"en": 44, "zh": 24}
"""A name longer than this takes two lines, so that it can be read on a phone."""


def parts_of(found: Responsibility) -> dict[str, list[CauseShare]]:
    """The causes that an operator can change, and the others; those with the greatest shares first."""
    order = sorted(found.shares, key=lambda one: -one.days)
    parts = {
        "operator": [one for one in order if one.kind != "mechanism"],
        "nature": [one for one in order if one.kind == "mechanism"],
    }
    return {name: shares for name, shares in parts.items() if shares}


def responsibility_chart(found: Responsibility, general: Overall | None, words: Words) -> Chart:
    """Days lost to each cause in this life, and beside them the mean over further launches where there are some.

    Args:
        found: of this life.
        general: over the launches that died, or None.
        words: the reader's.
    """
    means = {} if general is None else {one.code: one for one in general.shares}
    named = [
        f"{cause_label(one.code, words.language)} {words.number(one.days, 1)}"
        for shares in parts_of(found).values()
        for one in shares
    ]
    alt = words("autopsy.causes.alt", parts=words.listed(named))

    def draw() -> go.Figure:
        places, headings, height = _places(found, words)
        made = figure(round(height) + AXIS, bargap=0, margin={"l": 4, "r": 4, "t": 0, "b": AXIS})
        for name, place in headings:
            days = sum(one.days for one in parts_of(found)[name])
            amount = counted("days", days, words.language, 1)
            title = f"<b>{words(f'autopsy.causes.{name}', days=amount)}</b>"
            _left(made, place, title, SMALL + 1)
        for one, label, name_at, bar_at in places:
            _bar(made, one, label, name_at, bar_at, found.exact, words)
            # Zero is marked beside each bar: one long line would run through the names.
            ends = {"y0": bar_at - BAR / 2 - 3, "y1": bar_at + BAR / 2 + 3}
            made.add_shape(type="line", x0=0, x1=0, line={"color": GREY, "width": 1.5}, **ends)
            if one.code in means:
                _mean(made, means[one.code], bar_at, words)
        low, high = _ends(found, means)
        made.update_xaxes(
            range=[low, high], nticks=6, title={"text": words("autopsy.causes.axis"), "standoff": 6}
        )
        made.update_yaxes(range=[height, 0], visible=False)
        return made

    return Chart(draw, alt, _table(found, means, words))


def _places(
    found: Responsibility, words: Words
) -> tuple[list[tuple[CauseShare, str, float, float]], list[tuple[str, float]], float]:
    """Where names, bars and headings stand, in pixels from above, and the height of all."""
    places, headings, at = [], [], 4.0
    for name, shares in parts_of(found).items():
        headings.append((name, at + HEADING / 2))
        at += HEADING
        for one in shares:
            lines = textwrap.wrap(cause_label(one.code, words.language), LETTERS[words.language])
            tall = LINE * len(lines)
            places.append((one, "<br>".join(lines), at + tall / 2, at + tall + BAR / 2 + 1))
            at += tall + BAR + GAP
        at += GAP
    return places, headings, at


def _bar(
    made: go.Figure, one: CauseShare, label: str, name_at: float, bar_at: float, exact: bool, words: Words
) -> None:
    import plotly.graph_objects as go

    colour = COLOURS["nature" if one.kind == "mechanism" else "operator"]
    amount = counted("days", one.days, words.language, 1)
    said = words(
        "autopsy.causes.hover",
        cause=cause_label(one.code, words.language),
        days=amount,
        off=words.signed(one.alone_off, 1),
        on=words.number(one.alone_on, 1),
    )
    sampled = {"type": "data", "symmetric": False, "thickness": 1.5, "width": 4, "color": GREY}
    made.add_trace(
        go.Bar(
            x=[one.days],
            y=[bar_at],
            width=BAR,
            orientation="h",
            marker={"color": colour, "line": {"width": 0}},
            hovertext=said,
            hoverinfo="text",
            error_x=None
            if exact or not math.isfinite(one.low)
            else {**sampled, "array": [one.high - one.days], "arrayminus": [one.days - one.low]},
        )
    )
    _left(made, name_at, f"{label}  <b>{amount}</b>", SMALL)


def _mean(made: go.Figure, one: OverallShare, bar_at: float, words: Words) -> None:
    """The mean over launches as an open diamond with its interval, across the bar."""
    import plotly.graph_objects as go

    mean = one.days
    said = words(
        "autopsy.causes.mean.hover",
        mean=words.number(mean.mean, 1),
        low=words.number(mean.low, 1),
        high=words.number(mean.high, 1),
        launches=mean.launches,
        greatest=one.greatest,
    )
    ends = [value for value in (mean.low, mean.high) if math.isfinite(value)]
    same: dict[str, Any] = {"hovertext": said, "hoverinfo": "text"}
    if len(ends) == 2:
        made.add_trace(
            go.Scatter(x=ends, y=[bar_at] * 2, mode="lines", line={"color": GREY, "width": 3}, **same)
        )
    marker = {"symbol": "diamond", "size": 11, "color": "#ffffff", "line": {"color": "#3b4452", "width": 2}}
    made.add_trace(go.Scatter(x=[mean.mean], y=[bar_at], mode="markers", marker=marker, **same))


def _left(made: go.Figure, place: float, text: str, size: int) -> None:
    made.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=place,
        yanchor="middle",
        text=text,
        showarrow=False,
        align="left",
        font={"size": size},
    )


def _ends(found: Responsibility, means: dict[str, OverallShare]) -> tuple[float, float]:
    values = [0.0, 1.0, *(one.days for one in found.shares)]
    values += [one.low for one in found.shares] + [one.high for one in found.shares]
    for one in means.values():
        values += [one.days.low, one.days.mean, one.days.high]
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite), max(finite)
    pad = 0.05 * (high - low)
    return (low - pad if low < 0 else 0.0), high + pad


def _table(found: Responsibility, means: dict[str, OverallShare], words: Words) -> Table:
    """A row a cause; the file has the interval of the mean in columns of its own."""

    def tenths(value: float) -> str:
        return words.number(value, 1)

    def name_of(code: str) -> str:
        return cause_label(code, words.language)

    columns = [
        Column("cause", words("autopsy.heading.cause"), name_of),
        Column("kind", words("autopsy.heading.kind"), lambda kind: words(f"autopsy.kind.{kind}")),
        Column("days_lost", words("autopsy.heading.days"), tenths),
        Column("low", words("column.low"), tenths),
        Column("high", words("column.high"), tenths),
        Column("saved_if_off", words("autopsy.heading.alone_off"), lambda value: words.signed(value, 1)),
        Column("lost_if_on", words("autopsy.heading.alone_on"), tenths),
    ]
    if means:
        columns += [
            Column("mean_of_launches", words("autopsy.heading.mean"), tenths),
            Column("mean_low", words("autopsy.heading.mean_low"), tenths),
            Column("mean_high", words("autopsy.heading.mean_high"), tenths),
            Column("greatest_in", words("autopsy.heading.greatest"), words.number),
        ]
    rows = []
    for one in (one for shares in parts_of(found).values() for one in shares):
        row: list[Any] = [one.code, one.kind, one.days, one.low, one.high, one.alone_off, one.alone_on]
        if means:
            mean = means[one.code]
            row += [mean.days.mean, mean.days.low, mean.days.high, mean.greatest]
        rows.append(tuple(row))
    shown = range(len(columns)) if not found.exact else [i for i in range(len(columns)) if i not in (3, 4)]

    def cell(place: int) -> Cell:
        return columns[place].heading, lambda row: columns[place].show(row[place])

    return Table(tuple(columns), tuple(rows), (), tuple(cell(place) for place in shown))
