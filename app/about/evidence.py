"""What rests on what: how many parameters have which grade, and each of them with its range and its sources."""

from __future__ import annotations

import streamlit as st

from app.about.tables import whole_table
from app.library.numbers import label_of, shown
from app.library.sources import show_sources
from app.twin import Column, Table
from app.wording import Words
from experiments.model_card import grade_counts
from sim.parameters import psychology_table


def show_evidence(words: Words) -> None:
    """The part."""
    counts = grade_counts()
    whole = sum(counts.values())
    with st.container(width=860):
        st.subheader(words("about.evidence"), anchor=False)
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
        whole_table(Table(heads, graded), words("about.evidence"))
        st.subheader(words("about.parameters"), anchor=False)
        st.markdown(words("about.parameters.body"))
    grade = st.pills(
        words("about.evidence.column.grade"),
        tuple(counts),
        default="measured",
        required=True,
        format_func=lambda code: words(f"grade.{code}"),
        key=f"about-grade@{words.language}",
        label_visibility="collapsed",
    )
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
    whole_table(Table(columns, rows), words("about.parameters"))
    show_sources([id_ for one in chosen for id_ in one.sources], words)
