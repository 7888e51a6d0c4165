"""A study on a page: shown if it is there, else asked for, watched while it is made, and told how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app.progress_panel import show_end, watch
from app.session import Session
from app.wording import Words
from experiments import jobs
from experiments.studies import asked
from experiments.studies.study import Study


def study_of(session: Session, words: Words, command: Sequence[str], *, start: bool) -> Study | None:
    """The study that a command makes, if it is there; else its progress is drawn here.

    Args:
        session: the tab's.
        words: the reader's.
        command: words of the command line, without "qunlab" and ``--save``.
        start: whether to start it if nobody has; else nothing is drawn.
    """
    found = asked.found(command)
    if found is not None:
        return found
    key = asked.folder_of(command).name
    job = session.study_jobs.get(key, "")
    status = jobs.status(job) if job else None
    if status is None:
        if start and _start(session, words, command):
            st.rerun()
        return None
    if not status.finished:
        watch(job, status.partial, words)
    elif status.state == "done":
        # Made, and cleared away since, or made by another version of the lab.
        session.study_jobs.pop(key, None)
        st.rerun()
    else:
        show_end(status, False, partial(_again, session, words, command), words)
    return None


def _again(session: Session, words: Words, command: Sequence[str]) -> None:
    _start(session, words, command)


def _start(session: Session, words: Words, command: Sequence[str]) -> bool:
    key = asked.folder_of(command).name
    try:
        session.study_jobs[key] = asked.start(command, words.language).id
    except jobs.TooManyJobsError:
        session.notice = "job.message.too_many"
    except OSError:
        session.notice = "notice.cannot_write"
    else:
        return True
    st.warning(words(session.notice), icon=":material/warning:")
    session.notice = ""
    return False
