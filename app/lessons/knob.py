"""The fourth step: one lever to turn; every value it can take was run beforehand."""

from __future__ import annotations

import streamlit as st

from app.card import card, show_chart
from app.charts.field import STYLE as FIELD_STYLE
from app.lessons.charts import knob_chart
from app.lessons.drawings import knob_dots_html
from app.lessons.state import LessonsState
from app.wording import Words
from experiments.lessons.answers import LessonAnswers
from experiments.lessons.computing import usual_place
from experiments.lessons.telling import arm_name, knob_value, measure_value


def show_knob(state: LessonsState, answers: LessonAnswers, words: Words) -> None:
    """The lever, what comes of it, and all its values side by side."""
    name, knob = state.lesson, answers.lesson.knob
    if knob is None:
        return
    with st.container(width=760):
        st.markdown(words(f"lesson.{name}.knob.lead"))
        places = range(len(knob.values))
        key, usual = f"knob-{name}@{words.language}", usual_place(answers.lesson, knob)
        if key not in st.session_state:
            st.session_state[key] = usual if state.knob < 0 else state.knob
        turned = st.select_slider(
            words(f"lesson.{name}.knob"),
            places,
            format_func=lambda i: knob_value(knob, knob.values[i], words.language),
            key=key,
            help=words("lessons.knob.help", name=arm_name(name, knob.arm, words.language)),
        )
    place = turned if isinstance(turned, int) else usual
    state.knob = -1 if place == usual else place
    shown = words(
        "lessons.knob.at",
        knob=words(f"lesson.{name}.knob"),
        value=knob_value(knob, knob.values[place], words.language),
    )
    if answers.counts_lively:
        st.html(FIELD_STYLE)
        st.html(knob_dots_html(shown, answers.turned[place], answers.lesson.day, words))
    else:
        found = answers.turned_to(place)
        st.metric(
            words(f"case_measure.{knob.measure}"), measure_value(knob.measure, found.mean, words.language)
        )

    def note() -> None:
        st.caption(words("lessons.knob.n", n=knob.launches or answers.lesson.launches))

    chart = knob_chart(name, answers, place, words)
    card(
        "lesson_knob",
        words,
        lambda: show_chart(chart, f"chart-knob-{name}"),
        lambda: [chart.table],
        controls=note,
    )
