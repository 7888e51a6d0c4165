"""A job under way, or ended otherwise than well: its progress, its end, and the way on from there."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.plain_text import literal
from app.wording import Words
from experiments import jobs
from experiments.commands.output import STEPS
from experiments.job_status import Status
from experiments.why_failed import kind_of_failure, why_failed

EVERY_SECONDS = 1.0


def watch(job_id: str, seen: str, words: Words, name: str = "") -> None:
    """Show the progress of an unfinished job, and start the page anew when there is more to show.

    Args:
        job_id: the job.
        seen: name of the partial result that the page shows already.
        words: the reader's.
        name: of the panel it stands in, where the page may show the progress of two jobs.
    """
    st.fragment(_watch, run_every=EVERY_SECONDS)(job_id, seen, words, name)


def _watch(job_id: str, seen: str, words: Words, name: str) -> None:
    status = jobs.status(job_id)
    if status is None or status.finished or status.partial != seen:
        st.rerun()
    cancelling = bool(st.session_state.get(f"cancelled-{job_id}"))
    with st.container(border=True, key=keyed("progress", name)):
        st.progress(done_share(status), text=progress_text(status, words, cancelling))
        st.button(
            words("progress.cancel"),
            key=keyed("cancel", name),
            icon=":material/stop_circle:",
            on_click=_cancel,
            args=(job_id,),
            disabled=cancelling,
        )


def keyed(key: str, name: str) -> str:
    """A key that is no other panel's."""
    return f"{key}-{name}" if name else key


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
        steps = status.values.get("counts") == STEPS
        code = "progress.done.steps" if steps else "progress.done"
        parts.append(words(code, done=status.done, total=status.total))
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


def show_end(
    status: Status, cancelled: str, again: Callable[[], None], words: Words, job: str, name: str = ""
) -> None:
    """Say how a job ended that did not end well, and offer to start it again.

    Args:
        status: how it ended.
        cancelled: text code of what a cancelled one has left behind.
        again: starts it again.
        words: the reader's.
        job: its id, under which whoever runs the lab finds out more.
        name: of the panel it stands in, where the page may show the end of two jobs.
    """
    error = str(status.values.get("error", ""))
    with st.container(border=True, key=keyed("ended", name)):
        if status.state == "cancelled":
            st.info(words(cancelled), icon=":material/stop_circle:")
        elif status.state == "failed":
            st.error(
                words("job.message.failed", error=literal(why_failed(error, words.language))),
                icon=":material/error:",
            )
            st.markdown(words("ended.failed.help"))
            if job and kind_of_failure(error) in ("", "unexpected"):
                st.caption(words("ended.failed.more", command=f"qunlab jobs {job}"))
        else:
            st.error(words(_said(status, words)), icon=":material/error:")
            st.markdown(words("ended.failed.help"))
        _offer(again, words, name)


def show_gone(again: Callable[[], None], words: Words, name: str = "") -> None:
    """Say that an answer was made but is not there: cleared away since, or of another version of the lab.

    It is not made anew unasked, which might go on for ever.

    Args:
        again: makes it anew.
        words: the reader's.
        name: as for `show_end`.
    """
    with st.container(border=True, key=keyed("ended", name)):
        st.info(words("ended.gone"), icon=":material/auto_delete:")
        _offer(again, words, name)


def _offer(again: Callable[[], None], words: Words, name: str) -> None:
    st.button(
        words("ended.again"), key=keyed("again", name), on_click=again, icon=":material/replay:", type="primary"
    )  # fmt: skip


def _said(status: Status, words: Words) -> str:
    return status.message if status.message and words.has(status.message) else f"job.{status.state}"
