"""Versions, licence, how to cite, and how to open the lab to others."""

from __future__ import annotations

import streamlit as st

from app.about.tables import whole_table
from app.twin import Column, Table
from app.wording import Words
from experiments.model_card import LICENCE, citation, versions


def show_versions(words: Words) -> None:
    """The part."""
    with st.container(width=760):
        st.header(words("about.versions"), anchor=False)
        columns = (
            Column("part", words("about.versions.column.part")),
            Column("version", words("about.versions.column.version")),
        )
        named = {"qunlab": words("about.versions.lab"), "model": words("about.versions.model")}
        rows = tuple((named.get(name, name), number) for name, number in versions().items())
        whole_table(Table(columns, rows), "about.versions", words)
        st.markdown(words("about.versions.body"))
        st.header(words("about.licence"), anchor=False)
        st.markdown(words("about.licence.body", licence=LICENCE))
        st.header(words("about.cite"), anchor=False)
        st.markdown(words("about.cite.body"))
        st.code(citation(), language=None)
        st.header(words("about.login"), anchor=False)
        st.markdown(words("about.login.body"))
