"""What the words of the lab mean: dead, the verdicts, the measures, the key figures, the senses and the symptoms."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.about.tables import whole_table
from app.twin import Column, Table
from app.wording import Words
from experiments.definitions import KINDS, Definition
from experiments.kpis import KPIS
from experiments.measures import MEASURES
from experiments.senses import SENSES
from experiments.symptoms import SYMPTOMS, symptom_help
from experiments.verdict import CODES
from experiments.wording import definition_name


def show_definitions(words: Words) -> None:
    """The part."""
    with st.container(width=860):
        st.header(words("about.dead"), anchor=False)
        st.markdown(words("about.dead.body"))
        deaths = []
        for kind in KINDS:
            one = Definition(kind)
            name = words(f"death.{kind}.name", window=one.window_days)
            deaths.append((name, definition_name(one, words.language)))
        _table("about.dead", deaths, words)
        st.header(words("about.verdicts"), anchor=False)
        verdicts = [(words(f"verdict.{code}.word"), words(f"about.verdict.{code}")) for code in CODES]
        _table("about.verdicts", verdicts, words)
        for part, prefix, codes in (
            ("measures", "compared", MEASURES),
            ("figures", "kpi", tuple(KPIS)),
            ("senses", "sense", SENSES),
        ):
            rows = [(words(f"{prefix}.{code}"), words(f"{prefix}.{code}.help")) for code in codes]
            _explained(part, rows, words)
        symptoms = [(words(f"symptom.{code}"), symptom_help(code, words.language)) for code in SYMPTOMS]
        _explained("symptoms", symptoms, words)


def _explained(part: str, rows: Sequence[tuple[str, str]], words: Words) -> None:
    st.header(words(f"about.{part}"), anchor=False)
    st.markdown(words(f"about.{part}.body"))
    _table(f"about.{part}", rows, words)


def _table(name: str, rows: Sequence[tuple[str, str]], words: Words) -> None:
    columns = (Column("name", words("about.column.name")), Column("meaning", words("about.column.meaning")))
    whole_table(Table(columns, tuple(rows)), name, words)
