"""Means of kept runs as charts and tables: over the values of one number, or a bar for each strategy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.charts.base import SMALL, Chart, apart, figure, name_width
from app.palette import style_of
from app.plain_text import literal
from app.research.names import entry_name, value_of
from app.twin import Column, Table
from app.wording import Words
from experiments.measure_words import measure_label, measured
from experiments.reports.rows import Row, bars_chart
from experiments.sweeps.explore import Kept, Mean

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 380
LOG_FROM = 30.0
"""A number whose values span more than this is drawn in equal proportions."""

MOST_ROWS = 200
MOST_TICKS = 6
LATIN_LINE, CHINESE_LINE = 14, 7
"""Letters of a name that stand in one line."""

WIDE_FROM = 0x2E80


def scale_of(kept: Kept) -> float:
    """Yuan are drawn, fen are kept."""
    return 0.01 if kept.unit == "fen" else 1.0


def axis_title(kept: Kept, words: Words, day: int) -> str:
    """The measure with its unit."""
    unit = words("unit.yuan") if kept.unit == "fen" else words(f"unit.{kept.unit}")
    label = measure_label(kept.code, words.language)
    code = "ex.axis.to_day" if kept.code == "lively_days" else "ex.axis"
    return words(code, measure=label, unit=unit, day=day)


def shown(mean: Mean, kept: Kept, words: Words) -> str:
    """A mean with its interval."""
    value, low, high = (measured(one, kept.unit, words.language) for one in (mean.mean, mean.low, mean.high))
    if not math.isfinite(mean.mean):
        return "–"
    if not (math.isfinite(mean.low) and math.isfinite(mean.high)):
        return value
    return words("ex.mean", mean=value, low=low, high=high)


def labelled(means: Sequence[Mean], kept: Kept, factor: str, words: Words) -> str:
    """What the chart shows, in one sentence: the most and the least of it."""
    known = [one for one in means if math.isfinite(one.mean)]
    if not known:
        return words("ex.explore.nothing")
    most, least = max(known, key=lambda one: one.mean), min(known, key=lambda one: one.mean)

    def said(one: Mean) -> str:
        name = entry_name("strategy", one.strategy, words)
        if not factor:
            return name
        return words("ex.at_value", strategy=name, factor=factor, value=_span(one, words))

    return words(
        "ex.explore.sentence",
        measure=measure_label(kept.code, words.language),
        most=said(most),
        most_mean=shown(most, kept, words),
        least=said(least),
        least_mean=shown(least, kept, words),
    )


def over(means: Sequence[Mean], kept: Kept, factor: str, words: Words, day: int) -> Chart:
    """A line for each strategy over the values of a number."""
    names = list(dict.fromkeys(one.strategy for one in means))
    scale = scale_of(kept)

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(HEIGHT)
        ends, top, bottom = [], 0.0, 0.0
        for place, name in enumerate(names):
            own = [one for one in means if one.strategy == name and math.isfinite(one.mean)]
            style = style_of(name)
            y = [scale * one.mean for one in own]
            up = [_reach(scale * (one.high - one.mean)) for one in own]
            down = [_reach(scale * (one.mean - one.low)) for one in own]
            top = max([top, *(a + b for a, b in zip(y, up, strict=True))])
            bottom = min([bottom, *(a - b for a, b in zip(y, down, strict=True))])
            ends.append(y[-1] if y else 0.0)
            x = [one.middle for one in own]
            edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
            made.add_trace(go.Scatter(x=x, y=[a + b for a, b in zip(y, up, strict=True)], **edge))
            made.add_trace(
                go.Scatter(
                    x=x,
                    y=[a - b for a, b in zip(y, down, strict=True)],
                    fill="tonexty",
                    fillcolor=style.faded(0.16),
                    **edge,
                )
            )
            made.add_trace(
                go.Scatter(
                    x=x,
                    y=y,
                    mode="lines+markers",
                    line={"color": style.colour, "width": 2.5, "dash": style.dash},
                    marker={"color": style.colour, "symbol": style.symbol, "size": 9},
                    hovertext=[_told(one, kept, factor, words) for one in own],
                    hoverinfo="text",
                    name=entry_name("strategy", names[place], words),
                )
            )
        room = (top - bottom or 1.0) * 1.06
        x = [one.middle for one in means if math.isfinite(one.middle)]
        wide = x and min(x) > 0 and max(x) / min(x) > LOG_FROM
        ticks = _ticks(sorted(set(x)), words) if not wide else {}
        made.update_xaxes(type="log" if wide else "linear", title={"text": factor, "standoff": 6}, **ticks)
        made.update_yaxes(
            range=[bottom * 1.06, bottom * 1.06 + room], title={"text": axis_title(kept, words, day)}
        )
        _name_lines(made, names, ends, bottom, room, words)
        return made

    parts = [f"{_where(one, factor, words)} {shown(one, kept, words)}" for one in means]
    alt = words(
        "ex.explore.alt", measure=measure_label(kept.code, words.language), parts=words.listed(parts[:24])
    )
    return Chart(draw, alt, _table(means, kept, factor, words))


def bars(means: Sequence[Mean], kept: Kept, words: Words, day: int) -> Chart:
    """A bar for each strategy."""
    scale = scale_of(kept)

    def draw() -> go.Figure:
        rows = []
        for one in means:
            label = shown(one, kept, words)
            ends = (scale * one.mean, scale * one.low, scale * one.high)
            rows.append(
                Row(entry_name("strategy", one.strategy, words), label, ends, style_of(one.strategy), label)
            )
        return bars_chart(rows, axis_title(kept, words, day))

    parts = [f"{entry_name('strategy', one.strategy, words)} {shown(one, kept, words)}" for one in means]
    alt = words(
        "ex.explore.alt", measure=measure_label(kept.code, words.language), parts=words.listed(parts[:24])
    )
    return Chart(draw, alt, _table(means, kept, "", words))


def scenario_table(means: Sequence[Mean], kept: Kept, labels: dict[str, str], words: Words) -> Table:
    """Every scenario with its mean."""
    columns = [
        Column("world", words("ex.column.world"), lambda name: literal(entry_name("world", name, words))),
        Column(
            "strategy", words("ex.column.strategy"), lambda name: literal(entry_name("strategy", name, words))
        ),
        *(Column(path, label, lambda value: value_of(value, words)) for path, label in labels.items()),
        *_columns(kept, words),
    ]
    rows = []
    for one in means:
        values = dict(one.values)
        varied = (values.get(path, math.nan) for path in labels)
        rows.append((one.world, one.strategy, *varied, *_cells(one)))
    return Table(tuple(columns), tuple(rows))


def _table(means: Sequence[Mean], kept: Kept, factor: str, words: Words) -> Table:
    columns = [
        Column(
            "strategy", words("ex.column.strategy"), lambda name: literal(entry_name("strategy", name, words))
        ),
    ]
    if factor:
        columns += [
            Column("value_from", words("ex.column.from"), lambda value: value_of(value, words)),
            Column("value_to", words("ex.column.to"), lambda value: value_of(value, words)),
        ]
    rows = [
        (one.strategy, *((one.low_value, one.high_value) if factor else ()), *_cells(one)) for one in means
    ]
    return Table((*columns, *_columns(kept, words)), tuple(rows))


def _columns(kept: Kept, words: Words) -> tuple[Column, ...]:
    def amount(value: float) -> str:
        return measured(value, kept.unit, words.language) if math.isfinite(value) else "–"

    label = measure_label(kept.code, words.language)
    return (
        Column("mean", label, amount),
        Column("low", words("ex.column.low"), amount),
        Column("high", words("ex.column.high"), amount),
        Column("launches", words("ex.column.launches"), words.number),
        Column("runs", words("ex.column.runs"), words.number),
        Column("failed", words("ex.column.failed"), words.number),
    )


def _cells(one: Mean) -> tuple[float, ...]:
    return one.mean, one.low, one.high, one.launches, one.runs, one.failed


def _reach(length: float) -> float:
    return length if math.isfinite(length) else 0.0


def _span(one: Mean, words: Words) -> str:
    low, high = value_of(one.low_value, words), value_of(one.high_value, words)
    return low if low == high else words("ex.span", low=low, high=high)


def _where(one: Mean, factor: str, words: Words) -> str:
    name = entry_name("strategy", one.strategy, words)
    return words("ex.at_value", strategy=name, factor=factor, value=_span(one, words))


def _told(one: Mean, kept: Kept, factor: str, words: Words) -> str:
    return f"{escape(_where(one, factor, words))}<br>{escape(shown(one, kept, words))}"


def _ticks(values: Sequence[float], words: Words) -> dict[str, list[Any]]:
    """The values themselves on the axis, where they are few and stand apart."""
    apart_enough = all(b - a > 0.12 * (values[-1] - values[0]) for a, b in pairwise(values))
    if len(values) > MOST_TICKS or not apart_enough:
        return {}
    return {"tickvals": list(values), "ticktext": [value_of(one, words) for one in values]}


def _in_lines(name: str) -> str:
    """A long name broken in two, so that a narrow screen keeps room for the lines themselves."""
    from textwrap import wrap

    wide = any(ord(letter) > WIDE_FROM for letter in name)
    return "<br>".join(escape(line, quote=False) for line in wrap(name, CHINESE_LINE if wide else LATIN_LINE))


def _name_lines(
    made: go.Figure, names: Sequence[str], ends: Sequence[float], bottom: float, room: float, words: Words
) -> None:
    """Each line's name at its end, without overlaps, also where values are below zero."""
    shown_names = [entry_name("strategy", name, words) for name in names]
    lines = 1 + max((_in_lines(name).count("<br>") for name in shown_names), default=0)
    gap = room * (SMALL + 5) * lines / (HEIGHT - 60)
    places = apart([end - bottom for end in ends], gap, 0.3 * gap, room)
    wrapped = [_in_lines(name) for name in shown_names]
    widest = name_width([line for name in wrapped for line in name.split("<br>")])
    made.update_layout(margin={"r": widest + 24})
    for name, said, place in zip(names, wrapped, places, strict=True):
        made.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=place + bottom,
            yanchor="middle",
            text=f"<span style='color:{style_of(name).colour}'>━</span> {said}",
            showarrow=False,
            font={"size": SMALL},
            align="left",
        )
