"""Money in and out, a launch on average: in to the right, out to the left, and what is left over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.charts.base import SMALL, Chart, figure
from app.money_line import makes_no_offer
from app.palette import GREY, MONEY, MONEY_PATTERNS
from app.twin import Cell, Column, Table
from app.wording import Words
from experiments.comparison import Comparison
from experiments.wording import strategy_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

OUT = ("goods", "packets", "fees", "rewards", "staff")
ROW = 68
SHOWN = (
    "revenue",
    "entry",
    "goods",
    "packets",
    "fees",
    "rewards",
    "staff",
    "profit",
    "profit_low",
    "profit_high",
    "loss_share",
    "cost_per_loyal_member",
    "deposits_in",
    "deposits_back",
    "minutes",
)


def cash_chart(comparison: Comparison, words: Words) -> Chart:
    """One bar a strategy, with profit and its middle ninety launches."""
    money = {name: comparison.money(name) for name in comparison.strategies}
    names = {name: strategy_name(comparison, name, words.language) for name in comparison.strategies}
    labels = {name: _label(comparison, name, one.profit, words) for name, one in money.items()}
    parts = [f"{names[name]} {words.money(one.profit)}" for name, one in money.items()]
    alt = words("cash.alt", parts=words.listed(parts))

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(ROW * len(money) + 96, barmode="relative", bargap=0.55)
        places = [position + 0.66 for position in range(len(money))]
        for part in ("revenue", *OUT):
            sign = 1 if part == "revenue" else -1
            values = [sign * getattr(one, part) / 100 for one in money.values()]
            if not any(values):
                continue
            said = [
                words(
                    "cash.hover",
                    name=names[name],
                    part=words(f"money.{part}"),
                    amount=words.money(getattr(one, part)),
                )
                for name, one in money.items()
            ]
            made.add_trace(
                go.Bar(
                    x=values,
                    y=places,
                    width=0.36,
                    orientation="h",
                    name=words(f"money.{part}"),
                    marker={
                        "color": MONEY[part],
                        "pattern": {
                            "shape": MONEY_PATTERNS[part],
                            "fillmode": "overlay",
                            "fgcolor": "rgba(255,255,255,.65)",
                            "size": 6,
                        },
                        "line": {"width": 0},
                    },
                    hovertext=said,
                    hoverinfo="text",
                )
            )
        profits = [one.profit / 100 for one in money.values()]
        made.add_trace(
            go.Scatter(
                x=profits,
                y=places,
                mode="markers",
                name=words("money.profit"),
                marker={
                    "symbol": "diamond",
                    "size": 12,
                    "color": "#ffffff",
                    "line": {"color": "#1d2430", "width": 2},
                },
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [(one.profit_high - one.profit) / 100 for one in money.values()],
                    "arrayminus": [(one.profit - one.profit_low) / 100 for one in money.values()],
                    "color": GREY,
                    "thickness": 1.5,
                    "width": 4,
                },
                hovertext=[_profit_said(names[name], one, words) for name, one in money.items()],
                hoverinfo="text",
            )
        )
        made.add_vline(x=0, line={"color": GREY, "width": 1.5})
        for position, name in enumerate(money):
            made.add_annotation(
                x=0,
                xref="paper",
                xanchor="left",
                y=position + 0.3,
                text=f"<b>{names[name]}</b>  {labels[name]}",
                showarrow=False,
                font={"size": SMALL + 1},
            )
        made.update_yaxes(range=[len(money), 0], visible=False)
        made.update_xaxes(
            nticks=6,
            title={"text": words("axis.yuan"), "standoff": 6},
            tickformat=",d",
            showgrid=True,
            gridcolor="rgba(127,132,142,.2)",
        )
        made.update_layout(
            showlegend=True,
            margin={"t": 40},
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1.0,
                "yanchor": "bottom",
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
            },
        )
        return made

    return Chart(draw, alt, _table(comparison, words))


def _label(comparison: Comparison, strategy: str, profit: float, words: Words) -> str:
    said = words("cash.profit", amount=words.money(profit))
    if makes_no_offer(comparison, strategy):
        return words("money.none_of", amount=said, note=words("money.no_offer"))
    return said


def _profit_said(name: str, one: object, words: Words) -> str:
    return words(
        "cash.profit.hover",
        name=name,
        amount=words.money(one.profit),  # type: ignore[attr-defined]
        low=words.money(one.profit_low),  # type: ignore[attr-defined]
        high=words.money(one.profit_high),  # type: ignore[attr-defined]
    )


def _table(comparison: Comparison, words: Words) -> Table:
    shows = {"loss_share": words.share, "minutes": words.number}
    columns = [
        Column("strategy", words("column.strategy"), lambda s: strategy_name(comparison, s, words.language))
    ]
    columns += [
        Column(code if code in shows else f"{code}_fen", words(f"money.{code}"), shows.get(code, words.money))
        for code in SHOWN
    ]
    rows = []
    for name in comparison.strategies:
        plain = comparison.money(name).as_dict()
        rows.append((name, *(float(plain[code]) for code in SHOWN)))
    cells: list[Cell] = []
    for place, column in enumerate(columns):
        show = partial(_cell, place, column)
        cells.append(
            (column.heading, partial(_revenue, comparison, words) if column.code == "revenue_fen" else show)
        )
    return Table(tuple(columns), tuple(rows), screen_columns=tuple(cells))


def _cell(place: int, column: Column, row: tuple[Any, ...]) -> str:
    return column.show(row[place])


def _revenue(comparison: Comparison, words: Words, row: tuple[Any, ...]) -> str:
    amount = words.money(row[1])
    if makes_no_offer(comparison, row[0]):
        return words("money.none_of", amount=amount, note=words("money.no_offer"))
    return amount
