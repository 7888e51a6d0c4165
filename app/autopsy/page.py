"""Autopsy: why did this group die, what showed on the way, and until when could it have been saved."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app import fields
from app.asking import EditError, name_of
from app.autopsy.case import Case, cause_codes
from app.autopsy.findings import show_findings
from app.autopsy.panel import show_panel
from app.autopsy.state import AutopsyState, state_of, take_over_job, write_link
from app.edits_told import show_edits, strategy_called
from app.plain_text import literal
from app.session import Session
from app.study_panel import study_of
from app.wording import Words
from experiments import jobs
from experiments.reports.kinds.autopsy import BEYOND, question_of
from experiments.studies import asked
from experiments.studies.restoring import restored
from experiments.studies.study import Study
from experiments.wording import counted
from scenarios.errors import ScenarioError
from scenarios.own import OwnError


def show_autopsy(session: Session, words: Words) -> None:
    """The page."""
    fields.collect(session)
    state = state_of(session)
    st.title(words("autopsy.title"), anchor=False)
    subtitle = st.container()
    if state.ignored:
        st.warning(words("notice.ignored", n=state.ignored), icon=":material/link_off:")
    _check(state, words)
    case = state.case
    command = case.command()
    take_over_job(session, command)
    study = study_of(session, words, command, start=case.modest or state.wanted == case)
    # Not before: starting the job begins the page anew, and nobody would have read it.
    state.ignored, state.trouble, state.notice = 0, "", ""
    write_link(session, state)
    seed = case.seed if study is None else study.result.get("seed")
    subtitle.markdown(
        words(
            "autopsy.subtitle" if seed is not None else "autopsy.subtitle.first",
            world=literal(name_of("world", case.world, words.language)),
            strategy=literal(strategy_called(case.strategy, case.edits, words.language)),
            seed="" if seed is None else str(seed),
            days=counted("days", case.days, words.language),
        )
    )
    show_edits(case.edits, words)
    if study is None:
        _nothing_yet(session, state, words)
        show_panel(session, state, words)
        return
    _show(session, state, study, words)


def _check(state: AutopsyState, words: Words) -> None:
    """Fall back to the usual case where one of the reader's own is gone, and to levers as they ship."""
    try:
        cause_codes(state.case.world, state.case.strategy, state.case.edits)
        state.case.command()
    except (OwnError, ScenarioError) as error:
        state.trouble, state.case = error.in_language(words.language), Case()
    except EditError:
        state.notice, state.case = "notice.edits_dropped", replace(state.case, edits=())
    except OSError:
        state.notice, state.case = "notice.cannot_write", replace(state.case, edits=())
    if state.trouble:
        st.error(literal(state.trouble), icon=":material/error:")
    if state.notice:
        st.warning(words(state.notice), icon=":material/warning:")


def _show(session: Session, state: AutopsyState, study: Study, words: Words) -> None:
    from experiments.autopsy.autopsy import Autopsy

    try:
        found, question = restored(Autopsy, study.result, BEYOND), question_of(study)
    except (ValueError, KeyError):
        st.error(words("autopsy.unreadable"), icon=":material/error:")
        show_panel(session, state, words)
        return
    show_findings(session, state, study, question, found, words)


def _nothing_yet(session: Session, state: AutopsyState, words: Words) -> None:
    """Grey places while a job is at it; an offer to start where it costs more than a link may."""
    job = session.study_jobs.get(asked.folder_of(state.case.command()).name, "")
    status = jobs.status(job) if job else None
    if status is None:
        with st.container(border=True, key="empty"):
            st.header(words("autopsy.offer"), anchor=False)
            days = counted("days", state.case.days, words.language)
            st.markdown(words("autopsy.offer.body", runs=state.case.runs, days=days))
            st.button(
                words("autopsy.offer.run"),
                key="autopsy_offer",
                type="primary",
                icon=":material/play_arrow:",
                on_click=state.look_into,
                args=(session, state.case),
            )
    elif not status.finished:
        st.markdown(words("autopsy.computing"))
        st.skeleton(height=180)
        st.skeleton(height=320)
