"""The second step: the guess beside what came, then the launches themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from app.card import card, show_chart, show_table
from app.charts.base import Chart
from app.charts.field import STYLE as FIELD_STYLE
from app.lessons.charts import life_chart, own_launch_chart, spread_chart, table_of_measures
from app.lessons.drawings import dots_html, scale_html
from app.lessons.state import LessonsState
from app.wording import Words
from experiments.lessons.answers import LessonAnswers
from experiments.lessons.scoring import brier
from experiments.lessons.telling import Guess, arm_name, bounds, outcome_of, verdict_of
from scenarios.lesson_files import AskBest, AskLively


def show_reveal(state: LessonsState, answers: LessonAnswers, words: Words) -> None:
    """What came."""
    name, lesson = state.lesson, answers.lesson
    guesses = state.guesses[name]
    if lesson.kind == "decision":
        _decision(state, answers, str(guesses[0]), words)
    else:
        with st.grid(min_column_width=320, gap="small", key="outcomes"):
            _guesses(name, answers, guesses, words)
    own = (str(guesses[0]), state.launch[name]) if lesson.kind == "decision" else None
    if lesson.day:
        st.html(FIELD_STYLE)
        st.header(
            words("lessons.dots", n=lesson.launches, day=lesson.day),
            help=words("lessons.lively_means", day=lesson.day),
            anchor=False,
        )
        st.html(dots_html(name, answers, own, words))
        _card("lesson_life", partial(life_chart, name, answers, words), words)
    else:
        _card("lesson_spread", partial(spread_chart, name, answers, lesson.measures[0], words), words)
    if own is not None:
        _card("lesson_own", partial(own_launch_chart, name, answers, own, words), words)
    _card_of_measures(name, answers, words)


def _guesses(name: str, answers: LessonAnswers, guesses: tuple[Guess, ...], words: Words) -> None:
    for place, (ask, guess) in enumerate(zip(answers.lesson.asks, guesses, strict=True)):
        found = outcome_of(name, answers, place, guess, words.language)
        with st.container(border=True, key=f"outcome-{place}", height="stretch"):
            st.caption(found.question)
            if isinstance(ask, AskBest):
                right = str(guess) in answers.best(ask)
                code = "lessons.choice.right" if right else "lessons.choice.wrong"
                st.markdown(words(code, guess=found.guess, came=found.came))
            else:
                st.markdown(words("lessons.guessed", guess=found.guess, came=found.came))
                st.html(
                    scale_html(
                        float(guess), answers.truth(ask), bounds(ask), (found.guess, found.came), words
                    )
                )
            score = words("lessons.score", n=words.number(found.score))
            if isinstance(ask, AskLively):
                own, least = brier(float(guess) / 100, answers.lively(ask.arm))
                shown = words("lessons.brier", found=words.number(own, 2), least=words.number(least, 2))
                st.caption(f"{score} · {shown}", help=words("lessons.brier.help"))
            else:
                st.caption(score)


def _decision(state: LessonsState, answers: LessonAnswers, chosen: str, words: Words) -> None:
    name, launch = state.lesson, state.launch[state.lesson]
    verdict = verdict_of(answers, chosen, launch)
    ask = answers.lesson.asks[0]
    assert isinstance(ask, AskBest)  # noqa: S101  # a decision is a choice
    own_days = float(answers.values[chosen]["lively_days"][launch])
    with st.container(border=True, key="verdict"):
        st.caption(words("lessons.chosen", name=arm_name(name, chosen, words.language)))
        st.markdown(f"## {words(f'lessons.verdict.{verdict.code}')}")
        with st.grid(min_column_width=220, gap="small"):
            with st.container():
                st.metric(
                    words("lessons.decision_score"),
                    words.number(verdict.decision),
                    help=words("lessons.decision_score.help"),
                )
                mean = answers.means(ask)[chosen]
                st.caption(words("lessons.expected", days=words.number(mean), horizon=answers.lesson.days))
            with st.container():
                st.metric(words("lessons.luck"), words.number(verdict.luck), help=words("lessons.luck.help"))
                lived = own_days >= answers.lesson.days
                st.caption(
                    words("lessons.own.lived", n=launch + 1, horizon=answers.lesson.days)
                    if lived
                    else words("lessons.own.died", n=launch + 1, day=int(own_days))
                )
        st.caption(words("lessons.decision.fair"))


def _card(code: str, make: Callable[[], Chart], words: Words) -> None:
    card(code, words, lambda: show_chart(make(), f"chart-{code}"), lambda: [make().table])


def _card_of_measures(name: str, answers: LessonAnswers, words: Words) -> None:
    table = table_of_measures(name, answers, words)

    def note() -> None:
        st.caption(words("lessons.n", n=answers.lesson.launches))

    card(
        "lesson_measures",
        words,
        lambda: show_table(table, words("card.lesson_measures")),
        lambda: [table],
        controls=note,
        twin=False,
    )
