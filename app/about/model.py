"""The model in one page; docs/model.md is the whole of it."""

from __future__ import annotations

import streamlit as st

from app.about.tables import whole_table
from app.twin import Column, Table
from app.wording import Words

_PARAGRAPHS = ("who", "loops", "fates", "operator", "unseen", "luck", "scales")
_STATE = ("attention", "confidence", "trust", "fatigue", "tolerance", "belonging", "intent")
_PHASES = ("wake", "read", "feel", "claim", "answer", "buy", "invite", "stay", "again")


def show_model(words: Words) -> None:
    """The part."""
    with st.container(width=760):
        for one in _PARAGRAPHS:
            st.header(words(f"about.model.{one}"), anchor=False)
            st.markdown(words(f"about.model.{one}.body"))
        _list("state", _STATE, words)
        _list("look", _PHASES, words)
        st.caption(words("about.model.more"))


def _list(name: str, codes: tuple[str, ...], words: Words) -> None:
    st.header(words(f"about.{name}"), anchor=False)
    columns = (
        Column("name", words(f"about.{name}.column")),
        Column("meaning", words("about.column.meaning")),
    )
    rows = tuple((words(f"about.{name}.{code}"), words(f"about.{name}.{code}.help")) for code in codes)
    whole_table(Table(columns, rows), f"about.{name}", words)
