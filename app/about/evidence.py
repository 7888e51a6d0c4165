"""What rests on what: how many parameters have which grade, and each of them with its range and its sources."""

from __future__ import annotations

import streamlit as st

from app import links
from app.about.tables import whole_table
from app.library.numbers import label_of, shown
from app.library.sources import show_sources
from app.reproduce import show_command
from app.session import current
from app.twin import Column, Table
from app.wording import Words
from experiments.model_card import grade_counts
from experiments.reproducing import numbers_command
from sim.parameters import psychology_table

USUAL = "measured"
"""The grade that is shown first."""


def show_evidence(words: Words) -> None:
    """The part."""
    counts = grade_counts()
    whole = sum(counts.values())
    with st.container(width=860):
        st.header(words("about.evidence"), anchor=False)
        st.markdown(words("about.evidence.body", whole=whole, assumed=counts["assumed"]))
        heads = (
            Column("grade", words("about.evidence.column.grade")),
            Column("parameters", words("about.evidence.column.parameters")),
            Column("meaning", words("about.column.meaning")),
        )
        graded = tuple(
            (words(f"grade.{grade}"), words.number(number), words(f"grade.{grade}.help"))
            for grade, number in counts.items()
        )
        whole_table(Table(heads, graded), "about.evidence", words)
        st.header(words("about.parameters"), anchor=False)
        st.markdown(words("about.parameters.body"))
    key = f"about-grade@{words.language}"
    if key not in st.session_state:
        st.session_state[key] = links.among("grade", tuple(counts), USUAL)
    grade = st.pills(
        words("about.evidence.column.grade"),
        tuple(counts),
        required=True,
        format_func=lambda code: words(f"grade.{code}"),
        key=key,
        label_visibility="collapsed",
    )
    links.write(current(), {"part": "evidence", "grade": "" if grade == USUAL else str(grade)})
    chosen = [one for one in psychology_table() if one.grade == grade]
    names = ("parameter", "value", "believed", "sources", "meaning")
    columns = tuple(Column(name, words(f"about.parameters.column.{name}")) for name in names)
    rows = tuple(
        (
            label_of(one, words),
            shown(one.default or 0.0, one.unit, words),
            words(
                "library.range",
                low=shown(one.prior[0], one.unit, words),
                high=shown(one.prior[1], one.unit, words),
            )
            if one.prior
            else "\u2013",
            " ".join(one.sources),
            words.help(one.code) or "",
        )
        for one in chosen
    )
    whole_table(Table(columns, rows), "about.parameters", words)
    show_sources([id_ for one in chosen for id_ in one.sources], words)
    show_command(numbers_command("parameters"), words)
