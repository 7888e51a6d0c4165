"""The red packet put to the test on one group: what it would have said on each day, and what was true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.charts.autopsy import NATURE, OPERATOR
from app.charts.base import SMALL, Chart, figure
from app.palette import ZONE
from app.twin import Column, Table
from app.wording import Words
from experiments.autopsy.timeline import ProbeOnDay

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 250
LIVING, DEAD = NATURE, OPERATOR


def probe_chart(probes: Sequence[ProbeOnDay], words: Words) -> Chart:
    """What a packet would have said on each day, under it the truth; days on which it was wrong are shaded."""
    judged = [words(f"autopsy.probe.{_judged(one)}") for one in probes]
    parts = [
        words("autopsy.probe.alt.part", day=one.day, judged=said)
        for one, said in zip(probes, judged, strict=True)
    ]
    alt = words("autopsy.probe.alt", parts=words.listed(parts))

    def draw() -> go.Figure:
        import plotly.graph_objects as go

        made = figure(HEIGHT, margin={"l": 4, "r": 4, "t": 4, "b": 4})
        places = list(range(len(probes)))
        for place, one in enumerate(probes):
            if one.says_dead != one.dead:
                made.add_shape(
                    type="rect", x0=place - 0.5, x1=place + 0.5, y0=0, y1=3, fillcolor=ZONE, line={"width": 0},
                    layer="below",
                )  # fmt: skip
            made.add_annotation(
                x=place, y=0.62, text=words.number(one.left), showarrow=False, font={"size": SMALL}
            )
        for row, dead in ((1, [one.says_dead for one in probes]), (2, [one.dead for one in probes])):
            said = [
                words("autopsy.probe.hover", day=one.day, left=one.left, portions=one.portions, judged=told)
                for one, told in zip(probes, judged, strict=True)
            ]
            marker = {
                "symbol": ["x" if each else "circle" for each in dead],
                "color": [DEAD if each else LIVING for each in dead],
                "size": 15,
            }
            made.add_trace(
                go.Scatter(
                    x=places, y=[row + 0.62] * len(places), mode="markers", marker=marker,
                    hovertext=said, hoverinfo="text",
                )
            )  # fmt: skip
        for row, name in enumerate(("left", "says", "truth")):
            made.add_annotation(
                x=0, xref="paper", xanchor="left", y=row + 0.18, showarrow=False, font={"size": SMALL},
                text=words(f"autopsy.probe.row.{name}", portions=probes[0].portions),
            )  # fmt: skip
        made.update_yaxes(range=[3, 0], visible=False)
        made.update_xaxes(
            range=[-0.5, len(probes) - 0.5], tickvals=places, ticktext=[words.number(one.day) for one in probes],
            title={"text": words("autopsy.probe.axis"), "standoff": 6},
        )  # fmt: skip
        return made

    return Chart(draw, alt, _probe_table(probes, words))


def _judged(one: ProbeOnDay) -> str:
    if one.says_dead == one.dead:
        return "right_dead" if one.dead else "right_alive"
    return "missed" if one.dead else "false_alarm"


def _probe_table(probes: Sequence[ProbeOnDay], words: Words) -> Table:
    def state(dead: bool) -> str:
        return words("autopsy.dead" if dead else "autopsy.living")

    columns = (
        Column("day", words("column.day"), words.number),
        Column("members", words("autopsy.heading.members"), words.number),
        Column("portions_left", words("autopsy.heading.left"), words.number),
        Column("packet_says_dead", words("autopsy.heading.says"), state),
        Column("dead", words("autopsy.heading.truth"), state),
    )
    return Table(columns, tuple((one.day, one.present, one.left, one.says_dead, one.dead) for one in probes))
