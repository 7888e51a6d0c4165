"""One sweep as it stands: what it would cost, how far it is, how it ended, and what can be done next."""

from __future__ import annotations

import streamlit as st

from app.login import person
from app.plain_text import literal
from app.progress_panel import EVERY_SECONDS, done_share, progress_text
from app.refusals import not_written
from app.reproduce import show_command
from app.research.names import sweep_title
from app.research.state import Research, go, state_of
from app.session import Session
from app.wording import Words
from experiments import jobs
from experiments.commands.sweep import duration, size
from experiments.own_scenarios import named_in
from experiments.plans.cost import Cost, Interval
from experiments.reproducing import sweep_commands
from experiments.sweeps import shelf
from experiments.sweeps.pricing import cost_of, pricing_job, start_pricing
from experiments.why_failed import why_failed
from experiments.wording import counted

ICONS = {
    "planned": ":material/draft:",
    "queued": ":material/hourglass_empty:",
    "running": ":material/play_circle:",
    "done": ":material/check_circle:",
    "stopped": ":material/pause_circle:",
    "failed": ":material/error:",
    "crashed": ":material/error:",
}


def show_panel(session: Session, words: Words, state: Research) -> None:
    """The panel of the sweep that is looked at, or what it is for."""
    one = shelf.sweep(state.sweep) if state.sweep else None
    st.header(words("ex.panel"), anchor=False)
    if one is None:
        if state.sweep:
            st.warning(words("ex.sweep.gone"), icon=":material/link_off:")
        with st.container(border=True, key="ex-panel"):
            st.markdown(words("ex.panel.empty"))
        return
    with st.container(border=True, key="ex-panel"):
        st.markdown(f"**{literal(sweep_title(one, words))}**")
        st.caption(size_sentence(one, words))
        {"planned": _planned}.get(one.state, _running if one.active else _ended)(session, words, one)
    text = shelf.plan_text(one.name) or ""
    if text.strip() != state.text.strip():
        st.caption(f":material/pending: {words('ex.edited')}")
    _reproduce(words, one, text)


def size_sentence(one: shelf.Sweep, words: Words) -> str:
    """What a sweep runs, in numbers."""
    return words(
        "ex.sweep.size",
        runs=counted("model_runs", one.runs, words.language),
        worlds=counted("worlds", len(one.worlds), words.language),
        strategies=counted("strategies", len(one.strategies), words.language),
        days=counted("days", one.days, words.language),
    )


def _planned(session: Session, words: Words, one: shelf.Sweep) -> None:
    cost = cost_of(one.name)
    if cost is None:
        _pricing(session, words, one)
        return
    _show_cost(words, cost)
    st.button(
        words("ex.start"),
        key="ex_start",
        type="primary",
        icon=":material/play_arrow:",
        on_click=start,
        args=(session, words, one.name),
    )


def _pricing(session: Session, words: Words, one: shelf.Sweep) -> None:
    job = pricing_job(one.name)
    status = jobs.status(job) if job else None
    if status is not None and not status.finished:
        _watch(job, 0, words("ex.pricing"), words)
        return
    if status is not None and status.state in ("failed", "crashed"):
        st.error(words("ex.pricing.failed"), icon=":material/error:")
        st.text(why_failed(str(status.values.get("error", "")), words.language))
    else:
        st.markdown(words("ex.pricing.none"))
    st.button(
        words("ex.price"),
        key="ex_price",
        icon=":material/timer:",
        on_click=_price,
        args=(session, words, one.name),
    )


def _watch(job: str, runs: int, meanwhile: str, words: Words) -> None:
    """Show how far a job is, and draw the page anew when it has ended.

    Args:
        job: its id.
        runs: that it is about; while it counts anything else, no share can be told.
        meanwhile: what is said then.
        words: the reader's.
    """

    def look() -> None:
        status = jobs.status(job)
        if status is None or status.finished:
            st.rerun()
        cancelling = bool(st.session_state.get(f"cancelled-{job}"))
        with st.container(key="ex-progress", gap="small"):
            if cancelling or (runs and status.total == runs):
                st.progress(done_share(status), text=progress_text(status, words, cancelling))
            else:
                st.progress(0.0, text=words("job.queued") if status.state == "queued" else meanwhile)
            st.button(
                words("progress.cancel"),
                key="ex_cancel",
                icon=":material/stop_circle:",
                on_click=_cancel,
                args=(job,),
                disabled=cancelling,
            )

    st.fragment(look, run_every=EVERY_SECONDS)()


def _cancel(job: str) -> None:
    st.session_state[f"cancelled-{job}"] = True
    jobs.cancel(job)


def _show_cost(words: Words, cost: Cost) -> None:
    def between(found: Interval, shown: object) -> dict[str, str]:
        assert callable(shown)  # noqa: S101  # ours
        ends = {"low": found.low, "likely": found.likely, "high": found.high}
        return {name: shown(value, words.language) for name, value in ends.items()}

    for code, icon, values in (
        ("time", ":material/schedule:", between(cost.seconds, duration)),
        ("disk", ":material/database:", between(cost.bytes, size)),
    ):
        st.markdown(f"{icon} {words(f'ex.cost.{code}', **values)}")
    st.caption(
        words("ex.cost.note", tried=cost.tried, threads=counted("threads", cost.threads, words.language))
    )
    if cost.errors:
        st.warning(words("ex.cost.errors"), icon=":material/warning:")
        st.text(why_failed(cost.errors[0], words.language))


def _running(_session: Session, words: Words, one: shelf.Sweep) -> None:
    _watch(one.job, one.runs, words("ex.preparing"), words)
    st.caption(words("ex.running.note"))


def _ended(session: Session, words: Words, one: shelf.Sweep) -> None:
    language = words.language
    values = {"done": one.done, "runs": one.runs, "left": one.runs - one.done}
    if one.state == "done":
        st.success(
            words("ex.done", runs=counted("model_runs", one.runs, language), size=size(one.bytes, language)),
            icon=ICONS["done"],
        )
    elif one.state == "stopped":
        st.info(words("ex.stopped", **values), icon=ICONS["stopped"])
    else:
        st.error(words(f"ex.{one.state}", **values), icon=ICONS[one.state])
        if one.status is not None and one.status.values.get("error"):
            st.text(why_failed(str(one.status.values["error"]), words.language))
    with st.container(horizontal=True):
        if one.done:
            st.button(
                words("ex.explore"),
                key="ex_explore",
                type="primary" if one.state == "done" else "secondary",
                icon=":material/query_stats:",
                on_click=go,
                args=(session, "explore", one.name),
            )
        if one.state != "done" and one.of_today:
            st.button(
                words("ex.resume"),
                key="ex_resume",
                type="primary",
                icon=":material/resume:",
                on_click=start,
                args=(session, words, one.name),
            )
    if one.state != "done" and not one.of_today:
        st.caption(words("ex.other_model"))


def start(session: Session, words: Words, name: str, retry_failed: bool = False) -> None:
    """Start a sweep or go on with it (a button's callback)."""
    state = state_of(session)
    try:
        shelf.start(name, words.language, retry_failed, person())
    except jobs.TooManyJobsError as error:
        state.notice = error.code
    except ValueError:
        state.notice = "ex.sweep.gone"
    except OSError as error:
        state.notice = not_written(error)


def _price(session: Session, words: Words, name: str) -> None:
    state = state_of(session)
    try:
        start_pricing(name, words.language, person())
    except jobs.TooManyJobsError as error:
        state.notice = error.code
    except ValueError:
        state.notice = "ex.sweep.gone"
    except OSError as error:
        state.notice = not_written(error)


def _reproduce(words: Words, one: shelf.Sweep, text: str) -> None:
    going_on = shelf.store_folder(one.name) if one.done else None
    show_command("\n".join(sweep_commands(one.shipped, going_on)), words, bool(named_in(text)))
    st.download_button(
        words("ex.plan.download"),
        text.encode(),
        file_name="plan.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
        key="ex_plan_file",
    )
