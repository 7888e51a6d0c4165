"""A study on a page: shown if it is there, else asked for, watched while it is made, and told how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app.login import person
from app.notices import show_notice
from app.progress_panel import show_end, show_gone, watch
from app.refusals import not_written
from app.session import Session
from app.wording import Words
from experiments import jobs
from experiments.studies import asked
from experiments.studies.study import Study


def study_of(
    session: Session, words: Words, command: Sequence[str], *, start: bool, name: str = ""
) -> Study | None:
    """The study that a command makes, if it is there; else its progress is drawn here.

    Args:
        session: the tab's.
        words: the reader's.
        command: words of the command line, without "qunlab" and ``--save``.
        start: whether to start it if nobody has; else nothing is drawn.
        name: of the panel, on a page that may be at work on something else too.
    """
    found = asked.found(command)
    if found is not None:
        return found
    key = asked.folder_of(command).name
    job = session.study_jobs.get(key, "")
    status = jobs.status(job) if job else None
    if status is None:
        if start and _start(session, words, command, name):
            st.rerun()
        return None
    again = partial(_again, session, words, command, name)
    if not status.finished:
        watch(job, status.partial, words, name)
    elif status.state == "done":
        # It may have ended between the two looks.
        found = asked.found(command)
        if found is None:
            show_gone(again, words, name)
    else:
        show_end(status, "ended.cancelled.study", again, words, job, name)
    return found


def _again(session: Session, words: Words, command: Sequence[str], name: str) -> None:
    _start(session, words, command, name)


def _start(session: Session, words: Words, command: Sequence[str], name: str) -> bool:
    key = asked.folder_of(command).name
    try:
        session.study_jobs[key] = asked.start(command, words.language, person()).id
    except jobs.TooManyJobsError as error:
        refusal = error.code
    except OSError as error:
        refusal = not_written(error)
    else:
        return True
    if name and refusal == jobs.TOO_MANY_OF_ONE:
        # The page around this panel may list the jobs itself.
        st.warning(words("notice.too_many_here"), icon=":material/warning:")
    else:
        show_notice(refusal, words)
    return False
