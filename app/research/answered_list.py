"""The studies answered in this lab: what was asked, when, by which command; each can be opened and taken along."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app import fields
from app.plain_text import literal
from app.research.names import entry_name, moment
from app.research.questions import KINDS
from app.research.state import Research, state_of
from app.research.study_view import report_in
from app.session import Session
from app.wording import Words
from experiments.reports.kinds.shared import kind_name
from experiments.reports.reader import Reader
from experiments.studies.answered import Answered, answered, folder_called
from experiments.wording import counted

MOST_SHOWN = 30


def show_answered(session: Session, words: Words, state: Research) -> None:
    """The list, the latest first."""
    found = answered()
    st.header(words("ex.answered", n=len(found)), help=words("ex.answered.help"), anchor=False)
    if not found:
        st.caption(words("ex.answered.none"))
    for one in found[:MOST_SHOWN]:
        _row(session, words, state, one)
    if len(found) > MOST_SHOWN:
        st.caption(words("ex.answered.more", n=len(found) - MOST_SHOWN))


def _row(session: Session, words: Words, state: Research, one: Answered) -> None:
    with st.container(border=True, key=f"ex-answered-{one.name}", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{literal(title_of(one, words))}**", width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                st.button(
                    words("ex.open"),
                    key=f"answered-{one.name}",
                    icon=":material/open_in_full:",
                    type="tertiary",
                    disabled=state.answered == one.name,
                    on_click=_open,
                    args=(session, one),
                )
                st.download_button(
                    words("ex.take.report"),
                    partial(report_in, folder_called(one.name)),
                    file_name=f"qunlab-{one.kind}.html",
                    mime="text/html",
                    icon=":material/description:",
                    type="tertiary",
                    on_click="ignore",
                    key=f"answered-report-{one.name}",
                )
        runs = counted("model_runs", one.runs, words.language)
        st.caption(words("ex.answered.row", runs=runs, when=moment(one.when, words)))
        if not one.of_today:
            st.caption(f":material/history: {words('ex.answered.other_model')}")
        st.code(one.command_line, language="sh", wrap_lines=True)


def title_of(one: Answered, words: Words) -> str:
    """The kind of study, and the group it is about."""
    kind = kind_name(one.kind, Reader(words.language))
    named = entry_name("world", one.world, words) if one.world and one.kind != "my_group" else ""
    return " · ".join(part for part in (kind, named) if part)


def _open(session: Session, one: Answered) -> None:
    """Show a study in place of the form's answer (a button's callback)."""
    state = state_of(session)
    fields.forget(session, ["ex_kind"])
    state.answered, state.question = one.name, None
    asked_by = {"ab_test": "plan_test"}.get(one.kind, one.kind)
    state.kind = asked_by if asked_by in KINDS else state.kind
