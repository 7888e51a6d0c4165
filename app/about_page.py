"""About: what the lab answers, what it must not be used for, and what its words mean."""

from __future__ import annotations

import streamlit as st

from app.session import Session, write_link
from app.wording import Words
from experiments.definitions import KINDS, Definition
from experiments.verdict import CODES
from experiments.wording import definition_name


def show_about(session: Session, words: Words) -> None:
    """The page."""
    write_link(session)
    st.title(words("about.title"), anchor=False)
    with st.container(width=760):
        st.markdown(words("about.lead"))
        for part in ("answers", "not_for", "how", "sure"):
            st.subheader(words(f"about.{part}"), anchor=False)
            st.markdown(words(f"about.{part}.body"))
        st.subheader(words("about.dead"), anchor=False)
        st.markdown(words("about.dead.body"))
        lines = []
        for kind in KINDS:
            one = Definition(kind)
            name = words(f"death.{kind}.name", window=one.window_days)
            lines.append(words("about.item", name=name, meaning=definition_name(one, words.language)))
        st.markdown("\n".join(lines))
        st.subheader(words("about.verdicts"), anchor=False)
        st.markdown(
            "\n".join(
                words(
                    "about.item", name=words(f"verdict.{code}.word"), meaning=words(f"about.verdict.{code}")
                )
                for code in CODES
            )
        )
        st.subheader(words("about.risk"), anchor=False)
        st.markdown(words("about.risk.body"))
