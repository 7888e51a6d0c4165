"""A look into a store: one measure over one factor, by scenario, what failed, and anything else by SQL."""

from __future__ import annotations

import streamlit as st

from app import fields
from app.card import card, data_button, show_chart, show_table
from app.plain_text import literal
from app.reproduce import show_command
from app.research.explore_charts import MOST_ROWS, bars, labelled, over, scenario_table
from app.research.looking import kept, opened, scenario_means, signature
from app.research.names import entry_name, number_name, sweep_label
from app.research.sql_box import show_sql
from app.research.state import Research, go
from app.research.sweep_panel import start
from app.session import Session
from app.twin import Table
from app.wording import Words
from experiments.measure_words import measure_label
from experiments.measures import MEASURES
from experiments.own_scenarios import named_in
from experiments.reproducing import explore_command, store_commands
from experiments.runs.store import Store
from experiments.runs.store_errors import StoreError, said
from experiments.sweeps import explore, shelf
from experiments.why_failed import why_failed

NONE = "-"
"""Stands for no factor."""


def show_explore(session: Session, words: Words, state: Research) -> None:
    """The tab."""
    filled = {one.name: one for one in shelf.sweeps() if one.done}
    if state.sweep and state.sweep not in filled:
        st.warning(words("ex.explore.not_there"), icon=":material/link_off:")
    if not filled:
        with st.container(border=True, key="ex-none"):
            st.markdown(words("ex.explore.none"))
            st.button(
                words("ex.stores.first"), key="ex_first", type="primary", on_click=go, args=(session, "sweep")
            )
        return
    chosen = fields.choice(
        session,
        words,
        "ex_store",
        state.sweep if state.sweep in filled else next(iter(filled)),
        tuple(filled),
        lambda name: sweep_label(filled[name], words),
        words("ex.explore.store"),
        waits=False,
    )
    state.sweep = str(chosen)
    one = filled[state.sweep]
    # A field shows only the beginning of a long name.
    st.caption(literal(sweep_label(one, words)))
    try:
        store = opened(one.name)
    except StoreError as error:
        st.error(words("ex.explore.unreadable"), icon=":material/error:")
        st.text(why_failed(error.in_language(words.language), words.language))
        return
    for sentence in said(store.damaged, words.language):
        st.warning(literal(sentence), icon=":material/warning:")
    if one.done < one.runs:
        st.info(words("ex.explore.partial", done=one.done, runs=one.runs), icon=":material/pending:")
    _means(session, words, state, one, store)
    if store.failed:
        _failed(session, words, one, store)
    show_sql(session, words, state, one)
    _take_along(words, one, store)


def _means(session: Session, words: Words, state: Research, one: shelf.Sweep, store: Store) -> None:
    day = explore.day_of(store)
    first, second, third = st.columns(3)
    with first:
        state.measure = fields.choice(
            session, words, "ex_measure", state.measure, MEASURES,
            lambda code: measure_label(code, words.language), words("ex.explore.measure"), waits=False,
        )  # fmt: skip
    found = kept(one.name, signature(one), state.measure, day)
    paths, worlds = found.paths, found.worlds
    labels = {path: number_name(path, found.strategies[0], store.materials, words) for path in paths}
    with second:
        options = (*paths, NONE)
        usual = state.factor if state.factor in options else options[0]
        state.factor = fields.choice(
            session, words, "ex_factor", usual, options,
            lambda path: labels.get(path, words("ex.explore.no_factor")), words("ex.explore.factor"), waits=False,
        )  # fmt: skip
    with third:
        usual = state.world if state.world in worlds else worlds[0]
        state.world = fields.choice(
            session, words, "ex_world", usual, worlds,
            lambda name: entry_name("world", name, words), words("ex.explore.world"), waits=False,
        )  # fmt: skip
    shown = _strategies(session, words, state, found.strategies)
    if state.factor == NONE:
        means = [mean for mean in explore.by_strategy(found, state.world) if mean.strategy in shown]
        chart = bars(means, found, words, day)
        caption = words("ex.explore.caption.bars", day=day)
    else:
        means = [
            mean for mean in explore.over_factor(found, state.factor, state.world) if mean.strategy in shown
        ]
        chart = over(means, found, labels[state.factor], words, day)
        others = len(paths) - 1
        caption = words("ex.explore.caption.over", n=others) if others else words("ex.explore.caption.alone")
    st.markdown(f"**{literal(labelled(means, found, labels.get(state.factor, ''), words))}**")

    def draw() -> None:
        st.caption(caption)
        show_chart(chart, "ex-means")

    card("ex_means", words, draw, lambda: [chart.table])
    _scenarios(words, one, found, shown, labels, day)
    factor = None if state.factor == NONE else state.factor
    show_command(explore_command(shelf.store_folder(one.name), state.measure, factor, state.world), words)


def _scenarios(
    words: Words,
    one: shelf.Sweep,
    found: explore.Kept,
    shown: tuple[str, ...],
    labels: dict[str, str],
    day: int,
) -> None:
    """Every scenario in a table; the file has those too that the screen leaves out."""
    number = sum(scenario.strategy in shown for scenario in found.scenarios)

    def table(most: int | None) -> Table:
        means = scenario_means(one.name, signature(one), found.code, day, shown, most)
        return scenario_table(means, found, labels, words)

    with st.expander(words("ex.explore.scenarios", n=number), icon=":material/table_rows:"):
        show_table(table(MOST_ROWS), words("ex.explore.scenarios.alt"))
        with st.container(horizontal=True, vertical_alignment="center"):
            if number > MOST_ROWS:
                st.caption(words("ex.explore.scenarios.more", n=MOST_ROWS))
            data_button(lambda: table(None).csv(), "scenarios", "ex_scenarios_file", words)


def _strategies(session: Session, words: Words, state: Research, there: tuple[str, ...]) -> tuple[str, ...]:
    if len(there) < 2:
        return there
    usual = tuple(name for name in there if name in state.shown) or there
    found = fields.choice(
        session, words, "ex_shown", usual, there, lambda name: literal(entry_name("strategy", name, words)),
        words("ex.explore.strategies"), waits=False, widget=st.pills, selection_mode="multi",
    )  # fmt: skip
    chosen = tuple(name for name in there if name in (found or there))
    state.shown = () if chosen == there else chosen
    return chosen


def _failed(session: Session, words: Words, one: shelf.Sweep, store: Store) -> None:
    with st.expander(words("ex.failed_runs", n=store.failed), icon=":material/error:"):
        for scenario, seed, error in explore.failures(store):
            values = ", ".join(f"{path} = {value:g}" for path, value in scenario.values)
            st.text(
                words(
                    "ex.failed_run",
                    strategy=entry_name("strategy", scenario.strategy, words),
                    seed=str(seed),
                    values=values or "–",
                    error=why_failed(error, words.language),
                )
            )
        if one.of_today and not one.active:
            st.button(
                words("ex.retry"), key="ex_retry", icon=":material/replay:",
                on_click=start, args=(session, words, one.name, True),
            )  # fmt: skip


def _take_along(words: Words, one: shelf.Sweep, store: Store) -> None:
    folder = shelf.store_folder(one.name)

    def report() -> bytes:
        from experiments.reports.report import report_of

        return report_of(folder)

    st.header(words("ex.take"), anchor=False)
    with st.container(horizontal=True):
        st.download_button(
            words("ex.take.parquet"), lambda: explore.parquet_of_runs(store), file_name="qunlab-runs.parquet",
            mime="application/vnd.apache.parquet", icon=":material/download:", on_click="ignore", key="ex_parquet",
        )  # fmt: skip
        st.download_button(
            words("ex.take.report"), report, file_name="qunlab-sweep.html", mime="text/html",
            icon=":material/description:", on_click="ignore", key="ex_report",
        )  # fmt: skip
    show_command(store_commands(one.shipped, folder), words, bool(named_in(shelf.plan_text(one.name) or "")))
