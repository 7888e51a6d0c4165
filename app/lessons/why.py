"""The third step: the reason in plain words, what the runs say of it, and the document's figures as what they are."""

from __future__ import annotations

import math

import streamlit as st

from app.card import card, show_table
from app.lessons.state import LessonsState
from app.twin import Column, Table
from app.wording import Words
from experiments.lessons.answers import LessonAnswers, is_share
from experiments.lessons.telling import arm_name, difference_value, measure_value


def show_why(state: LessonsState, answers: LessonAnswers, words: Words) -> None:
    """Explain."""
    name, lesson = state.lesson, answers.lesson
    with st.container(width=760):
        st.markdown(f"**{words(f'lesson.{name}.rule')}**")
        st.markdown(words(f"lesson.{name}.explain"))
    if lesson.statements:
        with st.container(width=760):
            st.header(words("lessons.runs_say"), anchor=False)
            st.markdown("\n".join(f"- {line}" for line in _statements(name, answers, words)))
            st.caption(words("lessons.runs_say.help", n=lesson.launches))
    if lesson.figures:
        table = _figures(name, answers, words)
        card(
            "lesson_figures",
            words,
            lambda: show_table(table, words("card.lesson_figures")),
            lambda: [table],
            twin=False,
        )
    if lesson.case:
        st.caption(words(f"case.{lesson.case}.note"))


def _statements(name: str, answers: LessonAnswers, words: Words) -> list[str]:
    lines = []
    for one in answers.statements():
        statement = one.statement
        found = answers.difference(statement.more, statement.than, statement.measure)
        lines.append(
            words(
                f"lessons.statement.{one.answer}",
                measure=words(f"case_measure.{statement.measure}"),
                more=arm_name(name, statement.more, words.language),
                than=arm_name(name, statement.than, words.language),
                difference=difference_value(statement.measure, found.mean, words.language),
                low=difference_value(statement.measure, found.low, words.language, bare=True),
                high=difference_value(statement.measure, found.high, words.language, bare=True),
            )
        )
    return lines


def _figures(name: str, answers: LessonAnswers, words: Words) -> Table:
    columns = (
        Column("measure", words("lessons.column.measure")),
        Column("arm", words("lessons.column.arm")),
        Column("document", words("lessons.column.document")),
        Column("here", words("lessons.column.here")),
        Column("kind", words("lessons.column.kind")),
    )
    rows = []
    for figure in answers.lesson.figures:
        factor = 100 if is_share(figure.measure) else 1
        given = measure_value(figure.measure, factor * figure.value, words.language)
        found = answers.estimate(figure.arm, figure.measure)
        here = measure_value(figure.measure, found.mean, words.language) if math.isfinite(found.mean) else "–"
        rows.append(
            (
                words(f"case_measure.{figure.measure}"),
                arm_name(name, figure.arm, words.language),
                words("command.case.least", value=given) if figure.least else given,
                here,
                words(f"case_kind.{figure.kind}", row=figure.row),
            )
        )
    return Table(columns, tuple(rows))
