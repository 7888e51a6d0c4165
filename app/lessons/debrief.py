"""The debrief sheet on the page: opened here to be printed, or taken along, in either language."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.lessons.state import LessonsState
from app.wording import Words
from experiments.lessons.sheet import MOST, Done, sheet_html
from scenarios.texts import LANGUAGES


@st.cache_data(max_entries=32, show_spinner=False)
def _sheet(done: tuple[Done, ...], language: str) -> bytes:
    return sheet_html(done, language)


def show_debrief(state: LessonsState, words: Words) -> None:
    """The sheet of what this tab has gone through."""
    done = tuple(state.done())
    st.header(words("lessons.debrief"), anchor=False)
    st.markdown(words("lessons.debrief.lead", n=min(len(done), MOST)))
    if len(done) > MOST:
        st.caption(words("lessons.debrief.most", most=MOST))
    with st.container(horizontal=True):
        for language in sorted(LANGUAGES, key=lambda code: code != words.language):
            st.download_button(
                words(f"lessons.debrief.download.{language}"),
                partial(_sheet, done, language),
                file_name=f"qunlab-debrief-{language}.html",
                mime="text/html",
                icon=":material/download:",
                on_click="ignore",
                key=f"sheet-{language}",
            )
    with st.expander(words("lessons.debrief.open"), icon=":material/print:"):
        st.iframe(_sheet(done, words.language).decode(), height=900, alt=words("lessons.debrief"))
