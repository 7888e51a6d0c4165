"""Experiments: for whoever runs thousands of groups and has to be believed."""

from __future__ import annotations

import streamlit as st

from app import fields, links
from app.notices import show_notice
from app.research.explore_tab import show_explore
from app.research.judge_tab import show_judge
from app.research.sql_box import BOX
from app.research.state import TABS, state_of
from app.research.stores_tab import show_stores
from app.research.sweep_tab import EDITOR, show_sweep
from app.session import Session
from app.wording import Words

SHOWN = {"sweep": show_sweep, "stores": show_stores, "explore": show_explore, "judge": show_judge}


def show_experiments(session: Session, words: Words) -> None:
    """The page."""
    fields.collect(session)
    state = state_of(session)
    # What was typed reaches us with the next press, whatever that is.
    state.text = st.session_state.get(EDITOR, state.text) or ""
    state.typed_sql = st.session_state.get(BOX, state.typed_sql) or ""
    st.title(words("ex.title"), anchor=False)
    with st.container(width=860):
        st.markdown(words("ex.lead"))
    state.tab = (
        fields.choice(
            session,
            words,
            "ex_tab",
            state.tab,
            TABS,
            lambda code: words(f"ex.tab.{code}"),
            words("ex.tab"),
            waits=False,
            widget=st.segmented_control,
            required=True,
            label_visibility="collapsed",
        )
        or state.tab
    )
    if state.notice:
        show_notice(state.notice, words)
        state.notice = ""
    links.write(session, state.params())
    st.caption(words(f"ex.tab.{state.tab}.help"))
    SHOWN[state.tab](session, words, state)
    links.write(session, state.params())
