"""The point of no return: the chance of the best rescue by the day it begins, and of single rescues beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.charts.autopsy import OPERATOR
from app.charts.autopsy_signs import TOP, across
from app.charts.base import SMALL, Chart, day_ticks, end_labels, figure
from app.palette import GREY, ZONE, Style, style_of
from app.twin import Cell, Column, Table
from app.wording import Words
from experiments.autopsy.no_return import AS_BEFORE, Chance, ChanceOnDay, NoReturn

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 340
BEST = Style("#0a7d7d")
BEST_CODE = "best"


def rescue_chart(
    found: NoReturn, shown: Sequence[str], names: Mapping[str, str], death: float, words: Words
) -> Chart:
    """The chance of rescue by the day it begins: the best with its interval, as before, and single rescues.

    Args:
        found: the chances.
        shown: ids of the single rescues to draw.
        names: id → name of every rescue.
        death: day of death.
        words: the reader's.
    """
    days = found.days
    labels = {BEST_CODE: words("autopsy.rescue.best"), AS_BEFORE: words("autopsy.rescue.as_before"), **names}
    best = [words("autopsy.rescue.alt.part", day=one.day, share=words.share(one.best.share)) for one in days]
    alt = words("autopsy.rescue.alt", parts=words.listed(best))

    def draw() -> go.Figure:
        last = max(days[-1].day, 1)
        made = figure(HEIGHT, margin={"l": 4, "r": 4, "t": TOP, "b": 4})
        lines = [(name, style_of(name), [one.rescues[name] for one in days]) for name in shown]
        lines = [(AS_BEFORE, Style(GREY, "dot", "circle-open"), [one.as_before for one in days]), *lines]
        lines.append((BEST_CODE, BEST, [one.best for one in days]))
        x = [one.day for one in days]
        _band(made, x, lines[-1][2])
        for name, style, chances in lines:
            _chances(made, x, labels[name], style, chances, name == BEST_CODE, words)
        _threshold(made, found.threshold, death < 0.5 * last, words)
        if death <= last:
            across(
                made, death, words("autopsy.signs.death", day=words.number(death, 1)), "solid", last, OPERATOR
            )
        made.update_xaxes(
            range=[-0.02 * last, 1.02 * last], tickvals=_apart(x, last),
            title={"text": words("autopsy.rescue.axis"), "standoff": 6},
        )  # fmt: skip
        made.update_yaxes(
            range=[0, 104], tickvals=[0, 25, 50, 75, 100],
            title={"text": words("autopsy.rescue.share"), "standoff": 4},
        )  # fmt: skip
        end_labels(
            made,
            [labels[name] for name, _, _ in lines],
            [100 * chances[-1].share for _, _, chances in lines],
            [style.colour for _, style, _ in lines],
            HEIGHT - 90,
            104,
        )
        return made

    return Chart(draw, alt, _rescue_table(found, names, words))


def _apart(days: Sequence[int], last: int) -> list[int]:
    """The days of a grid whose numbers do not run into one another, the last one included."""
    kept: list[int] = []
    for day in days:
        if not kept or day - kept[-1] >= 0.07 * last:
            kept.append(day)
    return kept if len(kept) > 1 else day_ticks(last)


def _band(made: go.Figure, x: Sequence[int], chances: Sequence[Chance]) -> None:
    import plotly.graph_objects as go

    edge: dict[str, Any] = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    made.add_trace(go.Scatter(x=x, y=[100 * one.high for one in chances], **edge))
    low = [100 * one.low for one in chances]
    made.add_trace(go.Scatter(x=x, y=low, fill="tonexty", fillcolor=BEST.faded(0.16), **edge))


def _chances(
    made: go.Figure,
    x: Sequence[int],
    name: str,
    style: Style,
    chances: Sequence[Chance],
    main: bool,
    words: Words,
) -> None:
    import plotly.graph_objects as go

    said = [
        f"<b>{name}</b><br>{chance_sentence(day, one, words)}" for day, one in zip(x, chances, strict=True)
    ]
    made.add_trace(
        go.Scatter(
            x=x,
            y=[100 * one.share for one in chances],
            mode="lines+markers",
            line={"color": style.colour, "width": 3 if main else 1.8, "dash": style.dash},
            marker={"symbol": style.symbol, "size": 8 if main else 7, "color": style.colour},
            cliponaxis=False,
            hovertext=said,
            hoverinfo="text",
        )
    )


def _threshold(made: go.Figure, threshold: float, on_the_right: bool, words: Words) -> None:
    whole = {"x0": 0, "x1": 1, "xref": "paper", "y1": 100 * threshold}
    made.add_shape(type="rect", y0=0, fillcolor=ZONE, line={"width": 0}, layer="below", **whole)
    line = {"color": GREY, "width": 1.2, "dash": "dash"}
    made.add_shape(type="line", y0=100 * threshold, line=line, **whole)
    made.add_annotation(
        x=1 if on_the_right else 0,
        xref="paper",
        xanchor="right" if on_the_right else "left",
        xshift=-4 if on_the_right else 4,
        y=100 * threshold,
        yanchor="bottom",
        text=words("autopsy.rescue.threshold", share=words.share(threshold)),
        showarrow=False,
        font={"size": SMALL - 1},
    )


def chance_sentence(day: int, one: Chance, words: Words) -> str:
    """A chance in frequencies, with its interval."""
    return words(
        "autopsy.rescue.hover",
        day=day,
        rescued=one.rescued,
        futures=one.futures,
        share=words.share(one.share),
        low=words.share(one.low),
        high=words.share(one.high),
    )


def _rescue_table(found: NoReturn, names: Mapping[str, str], words: Words) -> Table:
    def chances(one: ChanceOnDay) -> list[Chance]:
        return [one.best, one.as_before, *(one.rescues[name] for name in names)]

    codes = {
        BEST_CODE: words("autopsy.rescue.best"), AS_BEFORE: words("autopsy.rescue.as_before"), **names
    }  # fmt: skip
    columns = [Column("day", words("autopsy.heading.begins"), words.number)]
    for code, name in codes.items():
        columns.append(Column(f"{code}.share", name, words.share))
        columns.append(Column(f"{code}.low", words("column.low_of", name=name), words.share))
        columns.append(Column(f"{code}.high", words("column.high_of", name=name), words.share))
    columns.append(Column("futures", words("autopsy.heading.futures"), words.number))
    rows = tuple(
        (
            one.day,
            *(value for chance in chances(one) for value in (chance.share, chance.low, chance.high)),
            one.as_before.futures,
        )
        for one in found.days
    )

    def cell(place: int) -> Cell:
        def show(row: tuple[Any, ...]) -> str:
            middle, low, high = (words.share(value) for value in row[place : place + 3])
            return words("column.with_interval", middle=middle, low=low, high=high)

        return columns[place].heading, show

    cells: list[Cell] = [(columns[0].heading, lambda row: words.number(row[0]))]
    cells += [cell(1 + 3 * place) for place in range(len(codes))]
    return Table(tuple(columns), rows, (), tuple(cells))
