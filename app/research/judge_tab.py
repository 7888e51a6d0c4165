"""Race, robust, sensitivity, search, test plan: a few fields each, run as a job, answered by sentence and chart."""

from __future__ import annotations

import shlex
from functools import partial

import streamlit as st

from app import fields
from app.reproduce import show_command
from app.research.answered_list import show_answered
from app.research.names import entry_name
from app.research.questions import DIRECTED, HOW_MANY, KINDS, NUMBERS, Number, Question, ids
from app.research.standings import show_standings
from app.research.state import Research, state_of
from app.research.study_view import show_study
from app.session import Session
from app.study_panel import study_of
from app.wording import Words
from experiments import jobs
from experiments.measure_words import measure_label
from experiments.studies import asked
from experiments.studies.answered import folder_called, study_called
from experiments.studies.under_way import job_making

USUAL = {
    "race": ("light_care", "useful_posts", "hard_ads"),
    "robust": ("light_care", "useful_posts", "hard_ads"),
    "sensitivity": ("light_care",),
    "search": ("red_packets",),
    "plan_test": ("light_care", "useful_posts"),
}


def show_judge(session: Session, words: Words, state: Research) -> None:
    """The tab."""
    kind = state.question.kind if state.question and "ex_kind" not in session.draft else state.kind
    state.kind = (
        fields.choice(
            session,
            words,
            "ex_kind",
            kind,
            KINDS,
            lambda code: words(f"ex.kind.{code}"),
            words("ex.kind"),
            waits=False,
            widget=st.segmented_control,
            required=True,
            label_visibility="collapsed",
            wrap=True,
        )
        or state.kind
    )
    asks = state.question if state.question and state.question.kind == state.kind else None
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(border=True, key="ex-question"):
        st.markdown(words(f"ex.kind.{state.kind}.help"))
        _form(session, words, state, asks)
    with right:
        if state.answered:
            _answered_before(words, state)
        elif asks is None:
            with st.container(border=True, key="ex-answer-empty"):
                st.markdown(words("ex.judge.empty"))
        else:
            _answer(session, words, state, asks)
    show_answered(session, words, state)


def _answered_before(words: Words, state: Research) -> None:
    """A study from the list, whoever asked for it."""
    study = study_called(state.answered)
    if study is None:
        st.warning(words("ex.answered.gone"), icon=":material/link_off:")
        return
    show_study(study, folder_called(state.answered), words)


def _form(session: Session, words: Words, state: Research, asks: Question | None) -> None:
    kind = state.kind
    usual = asks or Question(
        kind, "strangers_60", USUAL[kind], "lively_days", tuple(one.usual for one in NUMBERS[kind])
    )
    fields.choice(
        session, words, f"ex_{kind}_world", usual.world, ids("world"),
        lambda name: entry_name("world", name, words), words("ex.form.world"),
    )  # fmt: skip
    fields.choice(
        session, words, f"ex_{kind}_strategies", usual.strategies, ids("strategy"),
        lambda name: entry_name("strategy", name, words), words(f"ex.strategies.{kind}"), widget=st.multiselect,
        max_selections=HOW_MANY[kind][1], wrap=True, placeholder=words("settings.strategies.placeholder"),
    )  # fmt: skip
    if kind != "search":
        fields.choice(
            session, words, f"ex_{kind}_measure", usual.measure, DIRECTED,
            lambda code: measure_label(code, words.language), words("ex.explore.measure"),
        )  # fmt: skip
    for column, one, value in zip(
        st.columns(3, vertical_alignment="bottom"), NUMBERS[kind], usual.numbers, strict=True
    ):
        with column:
            _number(session, words, kind, one, value)
    st.button(
        words("ex.judge.start"),
        key="ex_judge",
        type="primary",
        icon=":material/gavel:",
        on_click=partial(_ask, session, kind, usual),
    )


def _number(session: Session, words: Words, kind: str, one: Number, value: int) -> None:
    name, label = f"ex_{kind}_{one.code}", words(f"ex.number.{one.code}")
    said = words.help(f"ex.number.{one.code}")
    if one.allowed:
        fields.choice(session, words, name, value, one.allowed, words.number, label, help=said)
    else:
        fields.number(session, words, name, value, label, one.low, one.high, help=said)


def _ask(session: Session, kind: str, usual: Question) -> None:
    """Take the form's values as the question (a button's callback)."""
    fields.collect(session)
    state, draft = state_of(session), session.draft
    chosen = tuple(draft.get(f"ex_{kind}_strategies") or ())
    low, high = HOW_MANY[kind]
    if not low <= len(chosen) <= high:
        state.notice = f"ex.judge.how_many.{kind}"
        return
    numbers = tuple(
        int(draft.get(f"ex_{kind}_{one.code}", value))
        for one, value in zip(NUMBERS[kind], usual.numbers, strict=True)
    )
    world = str(draft.get(f"ex_{kind}_world", usual.world))
    state.question = Question(
        kind, world, chosen, str(draft.get(f"ex_{kind}_measure", usual.measure)), numbers
    )
    state.start, state.answered = True, ""


def _answer(session: Session, words: Words, state: Research, asks: Question) -> None:
    key = asked.folder_of(asks.command).name
    if key not in session.study_jobs and asked.found(asks.command) is None:
        job = job_making(asks.command)
        if job:
            session.study_jobs[key] = job
    start, state.start = state.start, False
    known = jobs.status(session.study_jobs.get(key, ""))
    if start and known is not None and known.finished and known.state != "done":
        # Pressing the button is asking again.
        session.study_jobs.pop(key)
    study = study_of(session, words, asks.command, start=start)
    folder = asked.folder_of(asks.command)
    if study is not None:
        show_study(study, folder, words)
        return
    running = session.study_jobs.get(key, "")
    if running and asks.kind == "race":
        show_standings(folder, asks, running, words)
    elif not running:
        with st.container(border=True, key="ex-answer-empty"):
            st.markdown(words("ex.judge.not_yet"))
    show_command(shlex.join(["qunlab", *asks.command]), words)
