"""What a page has to say once, such as that a job was refused, with the way on from there."""

from __future__ import annotations

import shlex

import streamlit as st

from app.asking import name_of
from app.login import person
from app.plain_text import literal
from app.wording import Words
from experiments import jobs
from experiments.job_status import Status
from experiments.job_turns import MOST_OF_ONE, unfinished
from scenarios.errors import printable


def show_notice(code: str, words: Words) -> None:
    """Say it.

    Args:
        code: text code of it; a refused job's (`experiments.jobs.TooManyJobsError`) is told with the jobs there are.
        words: the reader's.
    """
    if code == jobs.TOO_MANY_OF_ONE:
        _too_many_of_mine(words)
        return
    values = {"most": jobs.MOST_WAITING} if code == jobs.TOO_MANY else {}
    st.warning(words(code, **values), icon=":material/warning:")


def _too_many_of_mine(words: Words) -> None:
    """The reader's own unfinished jobs, each with a way to cancel it: its page may long show something else."""
    mine = unfinished(jobs.all_jobs(), person())
    with st.container(border=True, key="my-jobs"):
        st.warning(
            words(jobs.TOO_MANY_OF_ONE, unfinished=len(mine), most=MOST_OF_ONE), icon=":material/warning:"
        )
        for job_id, status in mine.items():
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(_told(job_id, status, words), width="stretch")
                st.button(
                    words("progress.cancel"),
                    key=f"cancel-{job_id}",
                    icon=":material/stop_circle:",
                    on_click=_cancel,
                    args=(job_id,),
                )


def _cancel(job_id: str) -> None:
    jobs.cancel(job_id)


def _told(job_id: str, status: Status, words: Words) -> str:
    """What a job does and how far it is."""
    question = jobs.question_of(job_id)
    if question is None:
        what = f"`qunlab {printable(shlex.join(jobs.command_of(job_id)), 60).replace('`', '')}`"
    else:
        names = words.listed([name_of("strategy", one, words.language) for one in question.strategies])
        world = name_of("world", question.world_id, words.language)
        what = literal(words("job.mine.comparison", world=world, strategies=names))
    share = words.share(status.done / status.total) if status.done and status.total else ""
    return " · ".join(part for part in (what, words(f"job.{status.state}"), share) if part)
