"""The first step: the situation, and a guess that is locked before anything is shown."""

from __future__ import annotations

import streamlit as st

from app.lessons.state import LessonsState
from app.wording import Words
from experiments.lessons.answers import LessonAnswers
from experiments.lessons.telling import Guess, arm_name, ask_text, bounds, said
from scenarios.lesson_files import AskBest


def show_guess(state: LessonsState, answers: LessonAnswers, words: Words) -> None:
    """The questions, or the guesses once they are locked."""
    name, lesson = state.lesson, answers.lesson
    locked = state.guesses.get(name)
    with st.container(width=760):
        st.markdown(words(f"lesson.{name}.story"))
        if lesson.day:
            st.caption(words("lessons.lively_means", day=lesson.day))
        guesses: list[Guess | None] = []
        for place, ask in enumerate(lesson.asks):
            question = ask_text(name, place, words.language)
            if locked is not None:
                given = said(name, ask, locked[place], words.language)
                st.markdown(f"**{question}**")
                st.markdown(words("lessons.locked", guess=given))
            else:
                guesses.append(_field(state, answers, place, question, words))
        if locked is not None:
            st.button(
                words("lessons.to.reveal"),
                type="primary",
                key="to-reveal",
                icon=":material/arrow_forward:",
                on_click=state.go,
                args=("reveal",),
            )
            return
        ready = [one for one in guesses if one is not None]
        st.button(
            words("lessons.decide" if lesson.kind == "decision" else "lessons.commit"),
            type="primary",
            icon=":material/lock:",
            key="commit",
            disabled=len(ready) < len(guesses),
            help=words("lessons.commit.help"),
            on_click=state.commit,
            args=(name, ready),
        )


def _field(
    state: LessonsState, answers: LessonAnswers, place: int, question: str, words: Words
) -> Guess | None:
    name, ask = state.lesson, answers.lesson.asks[place]
    key = f"guess-{name}-{place}"
    if isinstance(ask, AskBest):
        arms, choices = answers.among(ask), state.choices.setdefault(name, {})
        chosen: str | None = st.radio(
            question,
            arms,
            index=arms.index(choices[place]) if choices.get(place) in arms else None,
            format_func=lambda arm: arm_name(name, arm, words.language),
            # Streamlit sends a choice back as the words shown, so that its key carries the language.
            key=f"{key}@{words.language}",
        )
        if chosen is not None:
            choices[place] = chosen
        return chosen
    low, high = bounds(ask)
    step = 1.0 if high - low <= 200 else 10.0
    return float(st.slider(question, low, high, (low + high) / 2, step, format="%d", key=key))
