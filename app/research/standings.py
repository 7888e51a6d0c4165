"""How a race stands while it runs; looking changes nothing of what it will say."""

from __future__ import annotations

import math
from pathlib import Path

import streamlit as st

from app.card import show_table
from app.plain_text import literal
from app.research.names import entry_name
from app.research.questions import Question
from app.twin import Column, Table
from app.wording import Words
from experiments import jobs
from experiments.measure_words import measure_label, measured
from experiments.measures import measure
from experiments.racing.live_standings import standings_in

EVERY_SECONDS = 1.0


def show_standings(folder: Path, asks: Question, job: str, words: Words) -> None:
    """The standings of a race in a folder; they are drawn anew while the job runs."""
    status = jobs.status(job)
    running = status is not None and not status.finished
    st.fragment(_standings, run_every=EVERY_SECONDS if running else None)(folder, asks, words)


def _standings(folder: Path, asks: Question, words: Words) -> None:
    found = standings_in(folder)
    if found is None:
        return
    unit = measure(asks.measure, 90, 90, 100.0).unit
    with st.container(key="ex-standings", gap="xsmall"):
        st.markdown(f"**{words('ex.standings', launches=found.launches, runs=found.runs)}**")

        def amount(value: float) -> str:
            return measured(value, unit, words.language) if math.isfinite(value) else "–"

        table = Table(
            (
                Column("place", words("ex.column.place"), str),
                Column(
                    "strategy",
                    words("ex.column.strategy"),
                    lambda name: literal(entry_name("strategy", name, words)),
                ),
                Column("mean", measure_label(asks.measure, words.language), amount),
                Column("out", words("ex.column.out"), lambda at: "–" if at is None else words.number(at)),
            ),
            tuple((place + 1, one.strategy, one.mean, one.left_at) for place, one in enumerate(found.lines)),
        )
        show_table(table, words("ex.standings.alt"))
        st.caption(words("ex.standings.note"))
