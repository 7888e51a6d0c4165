"""Every sweep that was started here, however long ago: its state, how far it is, what it takes, what can be done."""

from __future__ import annotations

import streamlit as st

from app.plain_text import literal
from app.progress_panel import done_share
from app.research.names import moment, sweep_title
from app.research.state import Research, go
from app.research.sweep_panel import ICONS, size_sentence, start
from app.session import Session
from app.wording import Words
from experiments import jobs
from experiments.commands.sweep import size
from experiments.sweeps import shelf

EVERY_SECONDS = 1.5
MOST_SHOWN = 60


def show_stores(session: Session, words: Words, _state: Research) -> None:
    """The tab; it looks again by itself while a job is at work."""
    active = any(one.active for one in shelf.sweeps())
    st.fragment(_list, run_every=EVERY_SECONDS if active else None)(session, words, active)


def _list(session: Session, words: Words, was_active: bool) -> None:
    found = shelf.sweeps()
    if was_active != any(one.active for one in found):
        st.rerun()
    if not found:
        with st.container(border=True, key="ex-none"):
            st.markdown(words("ex.stores.none"))
            st.button(
                words("ex.stores.first"), key="ex_first", type="primary", on_click=go, args=(session, "sweep")
            )
        return
    st.markdown(
        words(
            "ex.stores.sum",
            n=len(found),
            active=sum(one.active for one in found),
            size=size(sum(one.bytes for one in found), words.language),
        )
    )
    for one in found[:MOST_SHOWN]:
        _row(session, words, one)
    if len(found) > MOST_SHOWN:
        st.caption(words("ex.stores.more", n=len(found) - MOST_SHOWN))


def _row(session: Session, words: Words, one: shelf.Sweep) -> None:
    language = words.language
    with st.container(border=True, key=f"ex-sweep-{one.name}", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{literal(sweep_title(one, words))}**", width="content")
            st.markdown(f"{ICONS[one.state]} {words(f'ex.state.{one.state}')}", width="content")
        told = words(
            "ex.stores.row",
            size=size_sentence(one, words),
            done=one.done,
            runs=one.runs,
            bytes=size(one.bytes, language),
            when=moment(one.when, words),
        )
        st.caption(told)
        if one.active:
            share = (
                done_share(one.status) if one.status is not None and one.status.total else one.done / one.runs
            )
            st.progress(min(1.0, share))
        if not one.of_today:
            st.caption(f":material/history: {words('ex.other_model')}")
        with st.container(horizontal=True, gap="small"):
            _buttons(session, words, one)


def _buttons(session: Session, words: Words, one: shelf.Sweep) -> None:
    if one.done:
        st.button(
            words("ex.explore"), key=f"explore-{one.name}", icon=":material/query_stats:",
            on_click=go, args=(session, "explore", one.name),
        )  # fmt: skip
    st.button(
        words("ex.open"), key=f"open-{one.name}", icon=":material/open_in_full:", type="tertiary",
        on_click=go, args=(session, "sweep", one.name),
    )  # fmt: skip
    if one.active:
        st.button(
            words("progress.cancel"), key=f"cancel-{one.name}", icon=":material/stop_circle:",
            on_click=_cancel, args=(one.job,),
        )  # fmt: skip
        return
    if one.state != "done" and one.of_today:
        st.button(
            words("ex.resume"), key=f"resume-{one.name}", icon=":material/resume:", type="primary",
            on_click=start, args=(session, words, one.name),
        )  # fmt: skip
    with st.popover(words("ex.delete"), icon=":material/delete:", type="tertiary", key=f"ask-{one.name}"):
        st.markdown(words("ex.delete.sure", runs=one.done))
        st.button(
            words("ex.delete.yes"), key=f"delete-{one.name}", icon=":material/delete_forever:",
            on_click=_delete, args=(one.name,),
        )  # fmt: skip


def _cancel(job: str) -> None:
    jobs.cancel(job)


def _delete(name: str) -> None:
    shelf.delete(name)
