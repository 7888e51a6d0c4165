"""The replay as tables: the gauges of each day, and every act in words, to read and to take along."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from app.card import show_table
from app.plain_text import literal
from app.replay.packing import GAUGES, SHARES, world_called
from app.twin import Column, Table, weekly
from app.view import Edit
from app.wording import Words
from experiments.replay.lines import CODES, name_of, told
from experiments.replay.lives import Asked, Lives
from experiments.replay.recording import Recording
from sim.outcome import EVENT_KINDS


def show_tables(asked: Asked, found: Lives, edits: Sequence[Edit], words: Words) -> None:
    """A closed panel: each world's days as a table, and both files."""
    with st.expander(words("replay.tables"), icon=":material/table:"):
        for number, (life, strategy) in enumerate(zip(found.worlds, asked.strategies, strict=True)):
            name = world_called(asked, number, edits, words)
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(f"**{literal(name)}**", width="content")
                with st.container(horizontal=True, width="content"):
                    for kind, make in (("days", day_table), ("acts", act_table)):
                        st.download_button(
                            words(f"replay.tables.{kind}"),
                            partial(_file, make, life, words),
                            file_name=f"qunlab-replay-{kind}-{strategy}.csv",
                            mime="text/csv",
                            icon=":material/download:",
                            on_click="ignore",
                            type="tertiary",
                            key=f"replay-{kind}-{number}",
                        )
            show_table(day_table(life, words), name)


def _file(make: Callable[[Recording, Words], Table], life: Recording, words: Words) -> bytes:
    return make(life, words).csv()


def day_table(life: Recording, words: Words) -> Table:
    """The gauges by day; every seventh day on the screen."""
    gauges = life.gauges()
    columns = [Column("day", words("replay.column.day"), words.number)]
    for name in GAUGES:
        show = words.money if name == "money" else words.share if name in SHARES else words.number
        columns.append(Column(name, words(f"player.gauge.{name}"), partial(_or_dash, show)))
    days = range(life.days)
    rows = tuple((day + 1, *(float(gauges[name][day]) for name in GAUGES)) for day in days)
    return Table(tuple(columns), rows, weekly(days))


def _or_dash(show: Callable[[float], str], value: float) -> str:
    return "–" if math.isnan(value) else show(value)


def act_table(life: Recording, words: Words) -> Table:
    """Every act, as the feed tells it."""
    codes = ("t", "kind", "line", "member", "name", "target", "text")
    rows = tuple(
        (
            float(row["t"]),
            EVENT_KINDS[int(row["kind"])],
            CODES[int(row["code"])],
            int(row["member"]),
            name_of(int(row["member"]), words.language),
            int(row["target"]),
            told(row, words.language),
        )
        for row in life.rows
    )
    return Table(tuple(Column(code, code) for code in codes), rows)
