"""The list of lessons: what each is about, how long it takes, and what has been gone through; below it the sheet."""

from __future__ import annotations

import streamlit as st

from app.lessons.debrief import show_debrief
from app.lessons.state import LessonsState, command_of
from app.reproduce import show_command
from app.wording import Words
from scenarios.lesson_files import KINDS, LESSONS, load_lesson


def show_list(state: LessonsState, words: Words) -> None:
    """All lessons by kind, the next one to take marked."""
    st.title(words("lessons.title"), anchor=False)
    with st.container(width=760):
        st.markdown(words("lessons.lead"))
    left = [name for name in LESSONS if name not in state.guesses]
    following = left[0] if left else ""
    if following:
        st.button(
            words(
                "lessons.begin" if not state.guesses else "lessons.continue",
                name=words(f"lesson.{following}"),
            ),
            type="primary",
            icon=":material/play_arrow:",
            key="begin",
            on_click=state.open,
            args=(following,),
        )
    else:
        st.success(words("lessons.all_done"), icon=":material/check:")
    for kind in KINDS:
        st.header(words(f"lessons.kind.{kind}"), anchor=False)
        st.caption(words(f"lessons.kind.{kind}.help"))
        names = [name for name in LESSONS if load_lesson(name).kind == kind]
        with st.grid(min_column_width=280, gap="small", key=f"grid-{kind}"):
            for number, name in enumerate(names, 1):
                _tile(state, name, number, words)
    if state.guesses:
        show_debrief(state, words)
        lines = [command_of(state, name) for name in state.guesses]
        show_command("\n".join(lines), words)


def _tile(state: LessonsState, name: str, number: int, words: Words) -> None:
    lesson = load_lesson(name)
    done = name in state.guesses
    with st.container(border=True, key=f"tile-{name}", height="stretch", vertical_alignment="distribute"):
        label = name if lesson.kind == "case" else words.number(number)
        st.markdown(f"**{label} · {words(f'lesson.{name}')}**")
        st.markdown(words(f"lesson.{name}.help"))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(
                words("lessons.done") if done else words("lessons.minutes", n=lesson.minutes), width="content"
            )
            st.button(
                words("lessons.again" if done else "lessons.open"),
                key=f"open-{name}",
                icon=":material/check:" if done else None,
                on_click=state.open,
                args=(name,),
                help=words("lessons.open.help", name=words(f"lesson.{name}")),
            )
