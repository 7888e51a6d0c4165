"""A sweep from its plan to its start: the plan is written, checked, priced, and only then begun."""

from __future__ import annotations

import streamlit as st

from app.login import person
from app.refusals import not_written
from app.research.plan_form import show_form
from app.research.state import Research, state_of
from app.research.sweep_panel import show_panel
from app.session import Session
from app.wording import Words
from experiments import jobs
from experiments.sweeps import shelf
from experiments.sweeps.checking import (
    MOST_RUNS,
    TooManyRunsError,
    all_mistakes,
    checked,
    shipped_as,
    shipped_text,
)
from experiments.sweeps.pricing import start_pricing
from scenarios.errors import ScenarioError, printable
from scenarios.library import plans

EDITOR = "ex_text"
MOST_LETTERS = 200_000
MOST_MISTAKES = 8


def show_sweep(session: Session, words: Words, state: Research) -> None:
    """The tab."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _editor(session, words, state)
    with right:
        show_panel(session, words, state)


def _editor(session: Session, words: Words, state: Research) -> None:
    st.header(words("ex.plan"), help=words("ex.plan.help"), anchor=False)
    shipped_key = f"ex_shipped@{words.language}"
    st.selectbox(
        words("ex.plan.shipped"),
        tuple(plans()),
        index=None,
        format_func=lambda name: words(f"plan.{name}"),
        placeholder=words("ex.plan.shipped.placeholder"),
        help=words("ex.plan.shipped.help"),
        key=shipped_key,
        on_change=_load,
        args=(session, shipped_key),
    )
    with st.expander(words("ex.form"), icon=":material/edit_note:", key="ex-form"):
        show_form(session, words, lambda text: put(session, text))
    if EDITOR not in st.session_state:
        st.session_state[EDITOR] = state.text
    # The code font belongs to what is typed here: columns count.
    st.html(
        "<style>.st-key-ex_text textarea{font-family:'Source Code Pro',monospace;font-size:.85rem}</style>"
    )
    state.text = (
        st.text_area(
            words("ex.plan.text"),
            height=360,
            max_chars=MOST_LETTERS,
            key=EDITOR,
            on_change="ignore",
            help=words("ex.plan.text.help"),
        )
        or ""
    )
    st.button(
        words("ex.check"),
        key="ex_check",
        type="primary",
        icon=":material/fact_check:",
        on_click=_check,
        args=(session, words),
    )
    _mistakes(words, state)


def put(session: Session, text: str) -> None:
    """Put a text into the editor (a callback's part)."""
    state = state_of(session)
    state.text, state.mistakes, state.too_many, state.other_kind, state.sweep = text, (), 0, "", ""
    st.session_state[EDITOR] = text


def _load(session: Session, key: str) -> None:
    name = st.session_state.get(key)
    if name in plans():
        put(session, shipped_text(name))


def _check(session: Session, words: Words) -> None:
    """Check what is in the editor; if it is right, keep it and find out what it would cost."""
    state = state_of(session)
    state.text = st.session_state.get(EDITOR) or ""
    state.mistakes, state.too_many, state.other_kind, state.sweep = (), 0, "", ""
    try:
        found = checked(state.text, words("ex.plan.name"))
    except ScenarioError as error:
        state.mistakes = tuple(all_mistakes(error))
        return
    except TooManyRunsError as error:
        state.too_many = int(error.args[0])
        return
    if found.plan.kind != "sweep":
        state.other_kind = found.plan.kind
        return
    try:
        state.sweep = shelf.keep_plan(state.text, found.plan, found.runs, shipped_as(state.text))
        one = shelf.sweep(state.sweep)
        if one is not None and one.state == "planned":
            start_pricing(state.sweep, words.language, person())
    except jobs.TooManyJobsError as error:
        state.notice = error.code
    except OSError as error:
        state.notice = not_written(error)


def _mistakes(words: Words, state: Research) -> None:
    if state.too_many:
        st.warning(
            words("ex.too_many", runs=state.too_many, most=MOST_RUNS),
            icon=":material/production_quantity_limits:",
        )
        st.code("qunlab sweep plan.yaml --cost\nqunlab sweep plan.yaml runs/big", language="sh")
    if state.other_kind:
        st.info(words(f"ex.other_kind.{state.other_kind}"), icon=":material/gavel:")
        st.code("qunlab sweep plan.yaml runs/study", language="sh")
    if not state.mistakes:
        return
    with st.container(key="ex-mistakes", gap="xsmall"):
        lines = state.text.splitlines()
        number = len(state.mistakes)
        st.error(words("ex.mistakes", n=number), icon=":material/error:")
        for one in state.mistakes[:MOST_MISTAKES]:
            st.text(one.in_language(words.language).replace("`", ""))
            if one.line is not None and 0 < one.line <= len(lines):
                place = max(0, (one.column or 1) - 1)
                line = printable(lines[one.line - 1], 200)
                st.code(f"{line}\n{' ' * min(place, 200)}^", language=None)
        if number > MOST_MISTAKES:
            st.caption(words("ex.mistakes.more", n=number - MOST_MISTAKES))
