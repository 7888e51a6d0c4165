"""Lessons: the list, or the lesson that is open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.lessons.lesson_view import show_lesson
from app.lessons.listing import show_list
from app.lessons.state import opened, write_link
from app.session import Session
from app.wording import Words
from experiments.lessons.answers import answers_of

STYLE = Path(__file__).with_name("lessons.css")


def show_lessons(session: Session, words: Words) -> None:
    """The page."""
    state = opened(session)
    st.html(STYLE)
    if state.bad_link:
        st.warning(words("lessons.bad_link"), icon=":material/link_off:")
        state.bad_link = False
    answers = answers_of(state.lesson) if state.lesson else None
    if state.lesson and answers is None:
        st.error(words("lessons.no_answers"), icon=":material/error:")
        state.open("")
    write_link(session, state)
    if answers is None:
        show_list(state, words)
    else:
        show_lesson(state, answers, words)
        # The lever is read only there.
        write_link(session, state)
