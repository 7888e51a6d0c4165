"""What an autopsy found, from the one sentence on top down to each day's red packet."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import streamlit as st

from app import fields, links
from app.autopsy.case import DEPTHS
from app.autopsy.panel import show_panel
from app.autopsy.state import AutopsyState
from app.card import card, show_chart, show_table
from app.charts.autopsy import responsibility_chart
from app.charts.autopsy_probe import probe_chart
from app.charts.autopsy_rescue import rescue_chart
from app.charts.autopsy_signs import signs_chart, talk_table
from app.charts.base import Chart
from app.reproduce import show_command
from app.session import Session
from app.twin import Column, Table
from app.verdict_card import show_basis
from app.wording import Words
from experiments.autopsy.autopsy import SEEDS_TRIED, Autopsy, Question
from experiments.autopsy.no_return import NoReturn
from experiments.autopsy.probe_tally import probe_tally
from experiments.autopsy.responsibility import Overall, Responsibility
from experiments.autopsy.telling import (
    balance_sentences,
    cause_help,
    cause_label,
    headline,
    kept_alive_sentence,
    no_return_sentence,
)
from experiments.autopsy.timeline import Timeline
from experiments.studies import asked
from experiments.studies.study import Study
from experiments.wording import counted, definition_name
from scenarios.own import is_id

SETS_SHOWN = 6


def show_findings(
    session: Session, state: AutopsyState, study: Study, question: Question, found: Autopsy, words: Words
) -> None:
    """Everything below the title.

    Args:
        session: the tab's.
        state: what is looked into.
        study: the record.
        question: what was asked.
        found: what was found.
        words: the reader's.
    """
    if not found.died:
        _no_death(session, state, study, found, words)
        show_panel(session, state, words)
        _ending(state, study, words)
        return
    _verdict(session, state, question, found, words)
    show_panel(session, state, words)
    if found.responsibility is not None and found.responsibility.shares:
        _causes(found.responsibility, found.overall, words)
    if found.timeline is not None:
        _signs(found, found.timeline, words)
    left, right = st.columns([1.35, 1], gap="large")
    if found.no_return is not None and found.no_return.days:
        with left:
            _rescue(session, question, found, found.no_return, words)
    if found.timeline is not None and found.timeline.probes:
        with right:
            _probe(found.timeline, words)
    _ending(state, study, words)


def _verdict(session: Session, state: AutopsyState, question: Question, found: Autopsy, words: Words) -> None:
    responsibility = found.responsibility
    with st.container(border=True, key="verdict"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(words("autopsy.badge.died"), icon=":material/biotech:", color="primary")
            show_basis(words, is_id(state.case.world))
        st.header(headline(found, words.language), anchor=False)
        if responsibility is None:
            st.markdown(words("autopsy.nothing_at_work"))
        else:
            said = balance_sentences(responsibility, words.language)
            st.markdown(" ".join(said) if words.language == "en" else "".join(said))
            st.markdown(f":material/healing: {_kept_alive_sentence(responsibility, words)}")
        if found.no_return is not None and found.no_return.days:
            sentence = no_return_sentence(question, found.no_return, words.language)
            st.markdown(f":material/hourglass_bottom: {sentence}")
        st.caption(words("autopsy.means", definition=definition_name(question.definition, words.language)))
        _how_sure(session, state, question, found, words)
        _watch(session, state, found, words)


def _watch(session: Session, state: AutopsyState, found: Autopsy, words: Words) -> None:
    """The way to the same launch on the Replay page, on the day on which it died."""
    case = state.case
    day = min(case.days, max(1, int(found.death))) if math.isfinite(found.death) else 1
    params = {
        "world": case.world,
        "strategy": case.strategy,
        "seed": str(found.seed),
        "days": str(case.days),
        "day": str(day),
        "edit": [str(edit) for edit in case.edits],
    }
    links.to_page(session, "replay", params, words("autopsy.watch"))


def _kept_alive_sentence(found: Responsibility, words: Words) -> str:
    """The sentence of the command line where it is short; sets of several causes stand in a list further down."""
    size = len(found.kept_alive[0]) if found.kept_alive else 0
    if size < 2:
        return kept_alive_sentence(found, words.language)
    return words("autopsy.kept.short", n=size, day=words.number(found.horizon))


def _how_sure(
    session: Session, state: AutopsyState, question: Question, found: Autopsy, words: Words
) -> None:
    """What one life can tell, and the way to what kills such groups in general."""
    if found.overall is not None:
        st.caption(
            words(
                "autopsy.general",
                launches=counted("launches", found.overall.launches, words.language),
                died=found.overall.died,
                lost=counted("days", found.overall.lost, words.language, 1),
            )
        )
    else:
        code = "autopsy.one_life" if not question.launches else "autopsy.general.none"
        st.caption(words(code, launches=counted("launches", question.launches, words.language)))
    names = list(DEPTHS)
    place = names.index(state.case.depth)
    if place + 1 < len(names):
        deeper = names[place + 1]
        depth = DEPTHS[deeper]
        st.button(
            words(f"autopsy.deepen.{deeper}", launches=depth.launches, futures=depth.futures),
            key="autopsy_deepen",
            icon=":material/zoom_in:",
            on_click=_deepen,
            args=(session, state, deeper),
        )


def _deepen(session: Session, state: AutopsyState, depth: str) -> None:
    state.look_into(session, replace(state.case, depth=depth))


def _no_death(session: Session, state: AutopsyState, study: Study, found: Autopsy, words: Words) -> None:
    days = counted("days", found.days, words.language)
    seed = "" if found.seed is None else str(found.seed)
    with st.container(border=True, key="verdict"):
        if any(
            line.startswith(f"{Path(state.case.strategy_given).stem} #{seed}:") for line in study.failures
        ):
            st.error(words("autopsy.failed", seed=seed), icon=":material/error:")
            return
        st.badge(words("autopsy.badge.alive"), icon=":material/favorite:", color="gray")
        if found.seed is None:
            st.header(words("autopsy.nothing_dies", days=days, tried=SEEDS_TRIED), anchor=False)
        elif found.another is None:
            st.header(words("autopsy.alive.all", seed=seed, days=days, tried=SEEDS_TRIED), anchor=False)
        else:
            st.header(words("autopsy.alive.page", seed=seed, days=days), anchor=False)
            st.markdown(words("autopsy.alive.other", another=str(found.another)))
            st.button(
                words("autopsy.alive.go", another=str(found.another)),
                key="autopsy_other",
                type="primary",
                icon=":material/arrow_forward:",
                on_click=_other_launch,
                args=(session, state, found.another),
            )
            _watch(session, state, found, words)
            return
        st.markdown(words("autopsy.alive.ways"))
        if found.seed is not None:
            _watch(session, state, found, words)


def _other_launch(session: Session, state: AutopsyState, seed: int) -> None:
    state.look_into(session, replace(state.case, seed=seed))


def _causes(found: Responsibility, general: Overall | None, words: Words) -> None:
    chart = responsibility_chart(found, general, words)
    left, right = st.columns([1.35, 1], gap="large")
    with left:

        def draw() -> None:
            if general is not None:
                st.caption(words("autopsy.causes.general", died=general.died))
            show_chart(chart, "autopsy-causes")
            note = "autopsy.causes.exact" if found.exact else "autopsy.causes.drawn"
            st.caption(words(note, sets=found.sets))

        card("autopsy_causes", words, draw, lambda: [chart.table])
    with right:
        _kept_alive(found, words)
        st.header(words("autopsy.instead"), help=words("autopsy.instead.help"), anchor=False)
        show_table(_instead(found, words), words("autopsy.instead"))


def _kept_alive(found: Responsibility, words: Words) -> None:
    st.header(words("autopsy.kept"), help=words("autopsy.kept.help"), anchor=False)
    day = words.number(found.horizon)
    if not found.kept_alive:
        st.markdown(words("autopsy.kept.none", day=day))
        return
    size = len(found.kept_alive[0])
    st.markdown(words("autopsy.kept.lead" if size == 1 else "autopsy.kept.lead.several", n=size, day=day))
    lines = [
        f"- {' **+** '.join(cause_label(code, words.language) for code in one)}"
        for one in found.kept_alive[:SETS_SHOWN]
    ]
    st.markdown("\n".join(lines))
    more = len(found.kept_alive) - SETS_SHOWN
    if more > 0:
        st.caption(words("autopsy.kept.further", more=more))


def _instead(found: Responsibility, words: Words) -> Table:
    def name(code: str) -> str:
        return cause_label(code, words.language)

    columns = (
        Column("cause", words("autopsy.heading.cause"), name),
        Column("instead", words("autopsy.instead")),
    )
    order = sorted(found.shares, key=lambda one: -one.days)
    return Table(columns, tuple((one.code, cause_help(one.code, words.language)) for one in order))


def _signs(found: Autopsy, timeline: Timeline, words: Words) -> None:
    lost_from = None if found.no_return is None else found.no_return.day
    chart = signs_chart(timeline, found.days, found.death, lost_from, words)
    card(
        "autopsy_signs",
        words,
        lambda: show_chart(chart, "autopsy-signs"),
        lambda: [chart.table, talk_table(timeline, words)],
    )


def _rescue(session: Session, question: Question, found: Autopsy, fates: NoReturn, words: Words) -> None:
    names = {name: words(f"strategy.{name}") for name in question.rescues}

    def shown() -> list[str]:
        chosen = session.draft.get("autopsy_shown", _usually_shown(fates))
        return [name for name in names if name in chosen]

    def chart() -> Chart:
        return rescue_chart(fates, shown(), names, found.death, words)

    def controls() -> None:
        fields.collect(session)
        fields.choice(
            session,
            words,
            "autopsy_shown",
            _usually_shown(fates),
            tuple(names),
            lambda one: names[one],
            words("autopsy.rescue.shown"),
            waits=False,
            widget=st.pills,
            selection_mode="multi",
        )

    def draw() -> None:
        show_chart(chart(), "autopsy-rescue")
        rescued, futures = fates.rescued, fates.days[0].as_before.futures
        st.caption(words("autopsy.rescue.futures", futures=futures))
        st.caption(
            words(
                "autopsy.rescues.note",
                settling=words.number(rescued.settling_days),
                lively=counted("days", rescued.lively_days, words.language),
                silent=counted("days", rescued.silent_days, words.language),
            )
        )

    card("autopsy_rescue", words, draw, lambda: [chart().table], controls)


def _usually_shown(fates: NoReturn) -> list[str]:
    """The rescues that were the best on some day."""
    return list(dict.fromkeys(one.chosen for one in fates.days))


def _probe(timeline: Timeline, words: Words) -> None:
    chart, tally = probe_chart(timeline.probes, words), probe_tally(timeline.probes)

    def draw() -> None:
        st.markdown(
            words(
                "autopsy.probe.tally",
                probes=tally.probes,
                right=tally.right,
                false_alarms=tally.false_alarms,
                missed=tally.missed,
            )
        )
        show_chart(chart, "autopsy-probe")
        st.caption(words("autopsy.probe.key"))

    card("autopsy_probe", words, draw, lambda: [chart.table])


def _ending(state: AutopsyState, study: Study, words: Words) -> None:
    """The report to take along, runs that failed, and the command that does it again."""
    folder = asked.folder_of(state.case.command())

    def report() -> bytes:
        from experiments.reports.report import report_of

        return report_of(folder)

    st.download_button(
        words("autopsy.report"),
        report,
        file_name=f"qunlab-autopsy-{state.case.world}-{state.case.strategy}.html",
        mime="text/html",
        icon=":material/description:",
        help=words("autopsy.report.help"),
        on_click="ignore",
        key="autopsy_report",
    )
    if study.failures:
        with st.expander(words("failures.title", n=len(study.failures)), icon=":material/error:"):
            for line in study.failures:
                st.text(line)
    show_command(study.command_line, words)
