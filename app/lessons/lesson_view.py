"""One lesson: where one is in it, its step, and the ways on."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import fields
from app.lessons.debrief import show_debrief
from app.lessons.guessing import show_guess
from app.lessons.knob import show_knob
from app.lessons.reveal import show_reveal
from app.lessons.state import LessonsState, command_of, steps_of
from app.lessons.why import show_why
from app.reproduce import show_command
from app.wording import Words
from experiments.lessons.answers import LessonAnswers
from experiments.reproducing import case_command
from scenarios.lesson_files import LESSONS

Draw = Callable[[LessonsState, LessonAnswers, Words], None]
_DRAW: dict[str, Draw] = {"guess": show_guess, "reveal": show_reveal, "why": show_why, "knob": show_knob}


def show_lesson(state: LessonsState, answers: LessonAnswers, words: Words) -> None:
    """The lesson that is open."""
    name, steps = state.lesson, steps_of(answers.lesson)
    st.button(
        words("lessons.back"),
        type="tertiary",
        icon=":material/arrow_back:",
        key="back",
        on_click=state.open,
        args=("",),
    )
    st.title(words(f"lesson.{name}"), anchor=False)
    _progress(state, steps, words)
    _DRAW[state.step](state, answers, words)
    if state.step != "guess":
        _ways_on(state, steps, words)
        show_command(commands_of(state, answers), words)
    _notes(name, answers, words)


def _progress(state: LessonsState, steps: tuple[str, ...], words: Words) -> None:
    key = f"step-{state.lesson}@{words.language}"
    fields.hold(key, state.step)
    st.segmented_control(
        words("lessons.steps"),
        steps,
        required=True,
        format_func=lambda code: words(
            "lessons.step", n=steps.index(code) + 1, name=words(f"lessons.step.{code}")
        ),
        key=key,
        disabled=state.lesson not in state.guesses,
        label_visibility="collapsed",
        on_change=lambda: state.go(st.session_state[key]),
    )


def _ways_on(state: LessonsState, steps: tuple[str, ...], words: Words) -> None:
    place = steps.index(state.step)
    with st.container(horizontal=True):
        if place + 1 < len(steps):
            following = steps[place + 1]
            st.button(
                words(f"lessons.to.{following}"),
                type="primary",
                icon=":material/arrow_forward:",
                key=f"to-{following}",
                on_click=state.go,
                args=(following,),
            )
            return
        number = LESSONS.index(state.lesson) + 1
        if number < len(LESSONS):
            st.button(
                words("lessons.to.lesson", name=words(f"lesson.{LESSONS[number]}")),
                type="primary",
                icon=":material/arrow_forward:",
                key="to-lesson",
                on_click=state.open,
                args=(LESSONS[number],),
            )
        st.button(words("lessons.to.list"), key="to-list", on_click=state.open, args=("",))
    show_debrief(state, words)


def commands_of(state: LessonsState, answers: LessonAnswers) -> str:
    """The lesson's figures with what the trainee's guesses are worth, and the case with the source's figures."""
    lines = [command_of(state, state.lesson), case_command(answers.lesson)]
    return "\n".join(line for line in lines if line)


def _notes(name: str, answers: LessonAnswers, words: Words) -> None:
    """For whoever leads: closed, so that a room does not read the answer off the wall."""
    with st.expander(words("lessons.notes"), icon=":material/co_present:"):
        st.markdown(words("lessons.notes.timing", n=answers.lesson.minutes))
        st.markdown(f"**{words('lessons.notes.wrong')}** {words(f'lesson.{name}.wrong')}")
        st.markdown(f"**{words('lessons.notes.ask')}**")
        lines = [
            words(f"lesson.{name}.discuss.{number}")
            for number in (1, 2, 3)
            if words.has(f"lesson.{name}.discuss.{number}")
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))
