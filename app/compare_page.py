"""Compare: strategies side by side on the same group, from the verdict down to what nobody sees."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app import fields
from app.asking import EditError, question_of
from app.login import person
from app.my_group.panel import show_my_group
from app.my_group.state import state_of as group_state
from app.naming import without_marks
from app.notices import show_notice
from app.once import once
from app.progress_panel import show_end, show_gone, watch
from app.refusals import not_written
from app.results import judged_day, show_judging, show_results
from app.session import Session, write_link
from app.settings_panel import show_settings
from app.verdict_card import show_verdict
from app.view import View, without_own
from app.wording import Words
from experiments import jobs
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.job_status import Status
from experiments.question import Question
from experiments.wording import world_name
from scenarios.errors import ScenarioError
from scenarios.own import OwnError

UNASKED_WORK = 100 * 180 * 6
"""Links that cost no more than the first page start by themselves; greater ones wait to be asked."""


def show_compare(session: Session, words: Words) -> None:
    """The page."""
    fields.collect(session)
    st.title(words("compare.title"), anchor=False)
    question = _question(session)
    status, comparison = _answer(session, question)
    session.more_in_link["group"] = group_state(session).in_link()
    write_link(session)
    subtitle = st.container()
    _notices(session, words)
    if status is not None and not status.finished:
        watch(session.job, status.partial, words)
    elif status is not None and status.state != "done":
        left = "ended.cancelled.empty" if comparison is None else "ended.cancelled.partial"
        show_end(status, left, lambda: _run(session, session.view), words, session.job)
    elif status is not None and comparison is None:
        show_gone(lambda: _run(session, session.view), words)
    if comparison is None or not comparison.launches:
        subtitle.markdown(words("compare.subtitle.empty"))
        _nothing_yet(session, status, words)
        show_my_group(session, lambda view: _run(session, view), words)
        show_settings(session, lambda view: _run(session, view), words)
        return
    subtitle.markdown(
        words(
            "compare.subtitle" if comparison.complete else "compare.subtitle.partial",
            world=without_marks(world_name(comparison, words.language), comparison),
            launches=comparison.launches,
            requested=comparison.requested,
            days=comparison.days,
        )
    )
    day, definition = judged_day(session, comparison), Definition.parse(session.view.death)
    verdict = once(
        session, ("verdict", day, definition), lambda: comparison.verdict(day=day, definition=definition)
    )
    show_verdict(session, comparison, verdict, definition, words)
    show_my_group(session, lambda view: _run(session, view), words)
    show_settings(session, lambda view: _run(session, view), words)
    show_judging(session, comparison, words)
    show_results(session, comparison, verdict, words)


def _question(session: Session) -> Question:
    try:
        return question_of(session.view)
    except EditError:
        session.view = replace(session.view, edits=())
        session.notice = "notice.edits_dropped"
        return question_of(session.view)
    except (OwnError, ScenarioError):
        # Something of the reader's own was deleted, or cannot be used any more.
        session.view = without_own(session.view)
        session.notice = "notice.own_gone"
        fields.forget(session, ["world", "strategies", "levers_of"])
        return question_of(session.view)


def _answer(session: Session, question: Question) -> tuple[Status | None, Comparison | None]:
    """How the question's job stands, if there is one, and what there is to show."""
    status = None
    if session.job:
        asked = jobs.question_of(session.job)
        status = jobs.status(session.job) if asked is not None and asked.name == question.name else None
        if status is None:
            session.job = ""
    if status is None:
        if session.loaded[0] != question.name:
            session.loaded = (question.name, jobs.cached(question))
        if session.loaded[1] is not None:
            return None, session.loaded[1]
        if session.view.work > UNASKED_WORK:
            return None, None
        status = _start(session, question)
    if status is None:
        return None, None
    name, found = f"{session.job}/{status.answer or status.partial}", session.loaded[1]
    if session.loaded[0] != name or session.loaded[1] is None:
        found = jobs.result(session.job) if status.state == "done" else jobs.partial(session.job)
        if found is None and status.state == "done" and session.redone != question.name:
            # The answer has been cleared away since. Once, and not again and again where it cannot be read.
            session.redone = question.name
            status = _start(session, question)
        session.loaded = (name, found)
    if status is not None and status.state == "done" and found is not None and not found.failures:
        # From here on the question alone finds its answer, and the link is shorter for it.
        session.job, session.loaded = "", (question.name, found)
        return None, found
    return status, session.loaded[1]


def _start(session: Session, question: Question) -> Status | None:
    try:
        session.job = jobs.start(question, owner=person()).id
    except jobs.TooManyJobsError as error:
        session.job, session.notice = "", error.code
        return None
    except OSError as error:
        session.job, session.notice = "", not_written(error)
        return None
    return jobs.status(session.job)


def _run(session: Session, view: View) -> None:
    """Ask for a view: at once if the answer is known, else through a job."""
    session.view, session.loaded, session.job = view, ("", None), ""
    session.runs += 1
    question = question_of(view)
    if jobs.cached(question) is None:
        _start(session, question)


def _notices(session: Session, words: Words) -> None:
    if session.ignored:
        st.warning(words("notice.ignored", n=session.ignored), icon=":material/link_off:")
        session.ignored = 0
    if session.notice:
        show_notice(session.notice, words)
        session.notice = ""


def _nothing_yet(session: Session, status: Status | None, words: Words) -> None:
    if status is not None and not status.finished:
        st.markdown(words("empty.computing"))
        st.skeleton(height=220)
        st.skeleton(height=320)
    elif status is None:
        with st.container(border=True, key="empty"):
            st.header(words("empty.title"), anchor=False)
            st.markdown(words("empty.body", runs=session.view.launches * len(session.view.strategies)))
            st.button(
                words("empty.run"), key="run_link", type="primary", icon=":material/play_arrow:",
                on_click=_run, args=(session, session.view),
            )  # fmt: skip
