"""A lesson's charts: life curves, one dot a launch, the knob's values, and a trainee's own launch among its sisters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from app.charts.base import SMALL, Chart, day_axis, end_labels, figure
from app.lessons.colours import ACCENT, style_of
from app.palette import GREY
from app.twin import Column, Table, weekly
from app.wording import Words
from experiments.lessons.answers import LessonAnswers, is_share
from experiments.lessons.telling import arm_name, knob_value, measure_value

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 360
ROW = 64
WEEK = 7
ROOT_TICKS = (0, 1, 5, 20, 50, 100, 200, 400, 800)
"""Messages a day that an axis of square roots names."""


def _title_above(made: go.Figure, title: str) -> None:
    """The vertical axis's title, above it and read like a line of text."""
    made.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", yshift=6, showarrow=False,
        text=title, font={"size": SMALL},
    )  # fmt: skip
    made.update_layout(margin={"t": 34})


def life_chart(name: str, answers: LessonAnswers, words: Words) -> Chart:
    """Of a hundred launches, how many are still lively on each day, by arm."""
    lesson = answers.lesson
    curves = {arm.name: answers.curve(arm.name) for arm in lesson.arms}
    names = {arm: arm_name(name, arm, words.language) for arm in curves}
    last = int(next(iter(curves.values())).days[-1])

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(HEIGHT)
        made.add_vline(x=lesson.day, line={"color": GREY, "width": 1, "dash": "dot"})
        for arm, curve in curves.items():
            style = style_of(lesson, arm)
            band = {"mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
            made.add_trace(go.Scatter(x=curve.days, y=100 * curve.high, **band))
            made.add_trace(
                go.Scatter(
                    x=curve.days, y=100 * curve.low, fill="tonexty", fillcolor=style.faded(0.12), **band
                )
            )
            made.add_trace(
                go.Scatter(
                    x=curve.days,
                    y=100 * curve.share,
                    mode="lines",
                    line={"color": style.colour, "width": 2.5, "shape": "hv", "dash": style.dash},
                    hovertext=[
                        words(
                            "lessons.life.hover", name=names[arm], n=words.number(100 * share), day=int(day)
                        )
                        for share, day in zip(curve.share, curve.days, strict=True)
                    ],
                    hoverinfo="text",
                )
            )
        day_axis(made, last, words("axis.days"))
        made.update_yaxes(range=[0, 101], tickvals=[0, 25, 50, 75, 100])
        end_labels(
            made,
            list(names.values()),
            [100 * float(curve.share[-1]) for curve in curves.values()],
            [style_of(lesson, arm).colour for arm in curves],
            HEIGHT - 80,
            100,
        )
        _title_above(made, words("axis.lively"))
        return made

    ends = [
        words("life.alt.part", name=names[arm], share=words.number(100 * float(curve.share[-1])))
        for arm, curve in curves.items()
    ]
    columns = [Column("day", words("column.day"), words.number)]
    columns += [Column(f"{arm}.lively_share", names[arm], words.per_hundred) for arm in curves]
    days = next(iter(curves.values())).days
    rows = tuple(
        (float(day), *(float(curve.share[i]) for curve in curves.values())) for i, day in enumerate(days)
    )
    table = Table(tuple(columns), rows, weekly([float(day) for day in days], [float(lesson.day)]))
    return Chart(draw, words("life.alt", days=last, parts=words.listed(ends)), table)


def spread_chart(name: str, answers: LessonAnswers, measure: str, words: Words) -> Chart:
    """One dot a launch in a row for each arm, its mean as a bar, and the document's figure as a diamond."""
    lesson = answers.lesson
    arms = [arm.name for arm in lesson.arms if np.isfinite(answers.column(arm.name, measure)).any()]
    names = {arm: arm_name(name, arm, words.language) for arm in arms}
    means = {arm: answers.estimate(arm, measure).mean for arm in arms}
    said = {arm: measure_value(measure, means[arm], words.language) for arm in arms}
    factor = 100 if is_share(measure) else 1
    given = {
        one.arm: factor * one.value for one in lesson.figures if one.measure == measure and one.arm in arms
    }

    def claimed(arm: str) -> str:
        if arm not in given:
            return ""
        return " · " + words("lessons.document", value=measure_value(measure, given[arm], words.language))

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(ROW * len(arms) + 56)
        top = 0.0
        for row, arm in enumerate(reversed(arms)):
            style, column = style_of(lesson, arm), answers.column(arm, measure)
            column = column[np.isfinite(column)]
            top = max(top, float(column.max()), given.get(arm, 0.0))
            # A fixed scatter up and down, so that equal values do not hide each other.
            spread = row - 0.12 + 0.11 * ((np.arange(len(column)) * 0.618) % 1.0 - 0.5) * 4
            made.add_trace(
                go.Scatter(
                    x=column,
                    y=spread,
                    mode="markers",
                    marker={"color": style.faded(0.5), "size": 6, "symbol": style.symbol},
                    hoverinfo="skip",
                )
            )
            made.add_shape(
                type="line", x0=means[arm], x1=means[arm], y0=row - 0.4, y1=row + 0.16,
                line={"color": style.colour, "width": 4},
            )  # fmt: skip
            made.add_annotation(
                x=0, xref="paper", xanchor="left", y=row + 0.36, showarrow=False, font={"size": SMALL + 1},
                text=f"<span style='color:{style.colour}'>━</span> {names[arm]} <b>{said[arm]}</b>{claimed(arm)}",
            )  # fmt: skip
            if arm in given:
                made.add_trace(
                    go.Scatter(
                        x=[given[arm]],
                        y=[row - 0.12],
                        mode="markers",
                        marker={
                            "size": 14,
                            "symbol": "diamond-open",
                            "color": GREY,
                            "line": {"width": 3, "color": GREY},
                        },
                        hoverinfo="skip",
                    )
                )
        made.update_xaxes(
            ticksuffix="%" if is_share(measure) else "",
            range=[0, 1.06 * top or 1],
            title={"text": words(f"case_measure.{measure}"), "standoff": 6},
        )
        made.update_yaxes(range=[-0.55, len(arms) - 0.35], showticklabels=False, showgrid=False)
        return made

    parts = [words("lessons.spread.part", name=names[arm], value=said[arm]) for arm in arms]
    alt = words("lessons.spread.alt", measure=words(f"case_measure.{measure}"), parts=words.listed(parts))

    def cell(value: float) -> str:
        return measure_value(measure, value, words.language)

    columns = (
        Column("launch", words("lessons.column.launch"), words.number),
        *(Column(arm, names[arm], cell) for arm in arms),
    )
    rows = tuple(
        (place + 1, *(float(answers.column(arm, measure)[place]) for arm in arms))
        for place in range(lesson.launches)
    )
    return Chart(draw, alt, Table(columns, rows))


def table_of_measures(name: str, answers: LessonAnswers, words: Words) -> Table:
    """Every measure of every arm: the mean over the launches with its 95% interval."""
    lesson = answers.lesson
    columns = [Column("measure", words("lessons.column.measure"), lambda code: words(f"case_measure.{code}"))]
    columns += [Column(arm.name, arm_name(name, arm.name, words.language)) for arm in lesson.arms]

    def cell(arm: str, measure: str) -> str:
        found = answers.estimate(arm, measure)
        if not math.isfinite(found.mean):
            return "–"
        middle, low, high = (
            measure_value(measure, value, words.language) for value in (found.mean, found.low, found.high)
        )
        return middle if low == high else words("column.with_interval", middle=middle, low=low, high=high)

    rows = tuple((measure, *(cell(arm.name, measure) for arm in lesson.arms)) for measure in lesson.measures)
    return Table(tuple(columns), rows)


def knob_chart(name: str, answers: LessonAnswers, place: int, words: Words) -> Chart:
    """What comes of each of the knob's values, the one it stands at in full colour."""
    knob = answers.lesson.knob
    if knob is None:
        raise TypeError("the lesson has no knob")
    found = [answers.turned_to(i) for i in range(len(knob.values))]
    values = [knob_value(knob, value, words.language) for value in knob.values]
    label = words("axis.lively") if answers.counts_lively else words(f"case_measure.{knob.measure}")

    def shown(value: float) -> str:
        if answers.counts_lively:
            return words("lessons.of_hundred", n=words.number(value))
        return measure_value(knob.measure, value, words.language)

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(300, bargap=0.3)
        made.add_trace(
            go.Bar(
                x=values,
                y=[one.mean for one in found],
                marker={
                    "color": [ACCENT if i == place else "rgba(127,132,142,0.55)" for i in range(len(found))]
                },
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": [one.high - one.mean for one in found],
                    "arrayminus": [one.mean - one.low for one in found],
                    "color": GREY,
                    "thickness": 1.5,
                },
                hovertext=[
                    words(
                        "lessons.knob.hover",
                        at=at,
                        value=shown(one.mean),
                        low=shown(one.low),
                        high=shown(one.high),
                    )
                    for at, one in zip(values, found, strict=True)
                ],
                hoverinfo="text",
            )
        )
        made.update_xaxes(type="category", title={"text": words(f"lesson.{name}.knob"), "standoff": 6})
        percent = is_share(knob.measure) and not answers.counts_lively
        made.update_yaxes(rangemode="tozero", ticksuffix="%" if percent else "")
        _title_above(made, label)
        if answers.counts_lively:
            made.update_yaxes(range=[0, 103], tickvals=[0, 25, 50, 75, 100])
        return made

    parts = [
        words("lessons.spread.part", name=at, value=shown(one.mean))
        for at, one in zip(values, found, strict=True)
    ]
    columns = (
        Column("value", words(f"lesson.{name}.knob"), lambda value: knob_value(knob, value, words.language)),
        Column("mean", label, shown),
        Column("low", words("column.low_of", name=label), shown),
        Column("high", words("column.high_of", name=label), shown),
        Column("launches", words("column.launches"), words.number),
    )
    rows = tuple(
        (value, one.mean, one.low, one.high, one.launches)
        for value, one in zip(knob.values, found, strict=True)
    )
    alt = words("lessons.knob.alt", measure=label, parts=words.listed(parts))
    return Chart(draw, alt, Table(columns, rows))


def own_launch_chart(name: str, answers: LessonAnswers, own: tuple[str, int], words: Words) -> Chart:
    """Messages a day of the trainee's own launch, on the fan of the hundred launches with the same decision."""
    arm, launch = own
    lesson, paths = answers.lesson, answers.talk[own[0]]
    # The mean of a week up to each day: single days say little.
    means = np.apply_along_axis(lambda row: np.convolve(row, np.ones(WEEK) / WEEK, "valid"), 1, paths)
    days = np.arange(WEEK, lesson.days + 1)
    low, middle, high = np.quantile(means, (0.25, 0.5, 0.75), axis=0)
    mine = means[launch]

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(HEIGHT)
        band: dict[str, Any] = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
        made.add_trace(go.Scatter(x=days, y=np.sqrt(high), **band))
        made.add_trace(
            go.Scatter(x=days, y=np.sqrt(low), fill="tonexty", fillcolor="rgba(127,132,142,0.25)", **band)
        )
        made.add_trace(
            go.Scatter(
                x=days,
                y=np.sqrt(middle),
                mode="lines",
                line={"color": GREY, "width": 2, "dash": "dash"},
                hoverinfo="skip",
            )
        )
        made.add_trace(
            go.Scatter(
                x=days,
                y=np.sqrt(mine),
                mode="lines",
                line={"color": style_of(lesson, arm).colour, "width": 2.5},
                hovertext=[
                    words("lessons.own.hover", day=int(day), n=words.number(value, 1))
                    for day, value in zip(days, mine, strict=True)
                ],
                hoverinfo="text",
            )
        )
        if lesson.decided_on:
            made.add_vline(x=lesson.decided_on, line={"color": GREY, "width": 1, "dash": "dot"})
            made.add_annotation(
                x=lesson.decided_on, y=1, yref="paper", yanchor="top", xanchor="left", showarrow=False,
                text=words("lessons.own.decided"),
            )  # fmt: skip
        day_axis(made, lesson.days, words("axis.days"))
        top = max(float(high.max()), float(mine.max()), 1.0)
        ticks = [one for one in ROOT_TICKS if one <= top]
        made.update_yaxes(
            range=[0, 1.03 * top**0.5],
            tickvals=[one**0.5 for one in ticks],
            ticktext=[words.number(one) for one in ticks],
        )
        _title_above(made, words("lessons.own.axis"))
        return made

    columns = (
        Column("day", words("column.day"), words.number),
        Column("own", words("lessons.own.column"), lambda value: words.number(value, 1)),
        Column("low", words("lessons.own.low"), lambda value: words.number(value, 1)),
        Column("middle", words("lessons.own.middle"), lambda value: words.number(value, 1)),
        Column("high", words("lessons.own.high"), lambda value: words.number(value, 1)),
    )
    rows = tuple(
        (int(day), float(a), float(b), float(c), float(d))
        for day, a, b, c, d in zip(days, mine, low, middle, high, strict=True)
    )
    alt = words(
        "lessons.own.alt", n=launch + 1, first=words.number(mine[0], 1), last=words.number(mine[-1], 1)
    )
    return Chart(draw, alt, Table(columns, rows, weekly([float(day) for day in days])))
