"""A job under way, or ended otherwise than well: its progress, its end, and the way on from there."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.wording import Words
from experiments import jobs
from experiments.job_status import Status

EVERY_SECONDS = 1.0


def watch(job_id: str, seen: str, words: Words) -> None:
    """Show the progress of an unfinished job, and start the page anew when there is more to show.

    Args:
        job_id: the job.
        seen: name of the partial result that the page shows already.
        words: the reader's.
    """
    st.fragment(_watch, run_every=EVERY_SECONDS)(job_id, seen, words)


def _watch(job_id: str, seen: str, words: Words) -> None:
    status = jobs.status(job_id)
    if status is None or status.finished or status.partial != seen:
        st.rerun()
    cancelling = bool(st.session_state.get(f"cancelled-{job_id}"))
    with st.container(border=True, key="progress"):
        st.progress(done_share(status), text=progress_text(status, words, cancelling))
        st.button(
            words("progress.cancel"),
            key="cancel",
            icon=":material/stop_circle:",
            on_click=_cancel,
            args=(job_id,),
            disabled=cancelling,
        )


def done_share(status: Status) -> float:
    """How much is done, 0..1."""
    return min(1.0, status.done / status.total) if status.total else 0.0


def progress_text(status: Status, words: Words, cancelling: bool = False) -> str:
    """What the job is doing, how far it is and how long it will take."""
    if cancelling:
        return words("progress.cancelling")
    told = {name: value for name, value in status.values.items() if isinstance(value, str | int | float)}
    parts = [words(status.message, **told)] if status.message and words.has(status.message) else []
    if status.done:
        parts.append(words("progress.done", done=status.done, total=status.total))
    if status.eta_seconds is not None and status.done:
        parts.append(time_left(status.eta_seconds, words))
    return " ".join(parts)


def time_left(seconds: float, words: Words) -> str:
    """The time left in round words."""
    if seconds < 10:
        return words("progress.left.moment")
    if seconds < 90:
        return words("progress.left.seconds", n=10 * round(seconds / 10))
    return words("progress.left.minutes", n=round(seconds / 60))


def _cancel(job_id: str) -> None:
    st.session_state[f"cancelled-{job_id}"] = True
    jobs.cancel(job_id)


def show_end(status: Status, shown: bool, again: Callable[[], None], words: Words) -> None:
    """Say how a job ended that did not end well, and offer to start it again.

    Args:
        status: how it ended.
        shown: whether there is a partial result on the page.
        again: starts it again.
        words: the reader's.
    """
    values = {name: value for name, value in status.values.items() if isinstance(value, str | int | float)}
    code = status.message if status.message and words.has(status.message) else f"job.{status.state}"
    with st.container(border=True, key="ended"):
        if status.state == "cancelled":
            st.info(
                words("ended.cancelled.partial" if shown else "ended.cancelled.empty"),
                icon=":material/stop_circle:",
            )
        else:
            st.error(words(code, **values), icon=":material/error:")
            st.markdown(words("ended.failed.help"))
        st.button(words("ended.again"), key="again", on_click=again, icon=":material/replay:", type="primary")
