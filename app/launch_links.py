"""From a comparison on to single launches: to watch one day by day, and to ask why one died."""

from __future__ import annotations

import streamlit as st

from app import links
from app.autopsy.limits import DAYS
from app.edits_told import edits_of_those
from app.once import once
from app.plain_text import literal
from app.session import Session
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.telling_launches import TellingLaunches, telling_launches
from experiments.verdict import Verdict
from experiments.wording import strategy_name


def show_launch_links(
    session: Session, comparison: Comparison, verdict: Verdict, definition: Definition, words: Words
) -> None:
    """A line of quiet links for each strategy."""
    baseline = session.view.baseline_among(comparison.strategies)
    with st.container(key="launch-links", gap="small"):
        st.caption(words("onward.lead"))
        found = once(
            session,
            ("launches", verdict.day, definition.code, baseline),
            lambda: telling_launches(comparison, verdict.day, definition, baseline),
        )
        for one in found:
            if one.seen is None:
                continue
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                name = strategy_name(comparison, one.strategy, words.language)
                st.markdown(f"**{literal(name)}**", width=260)
                _watch(session, comparison, one, words)
                if one.died is not None and comparison.days >= DAYS[0]:
                    _why(session, comparison, one, one.died, definition, words)


def _watch(session: Session, comparison: Comparison, one: TellingLaunches, words: Words) -> None:
    edits = edits_of_those(session.view.edits, (one.strategy, one.beside))
    params = {
        "world": comparison.world_id,
        "strategy": one.strategy,
        "beside": one.beside,
        "seed": str(one.seen),
        "days": str(comparison.days),
        "edit": [str(edit) for edit in edits],
    }
    label = words("onward.watch", seed=str(one.seen))
    if one.beside:
        other = literal(strategy_name(comparison, one.beside, words.language))
        label = words("onward.watch.beside", seed=str(one.seen), other=other)
    links.to_page(session, "replay", params, label)


def _why(
    session: Session,
    comparison: Comparison,
    one: TellingLaunches,
    died: int,
    definition: Definition,
    words: Words,
) -> None:
    params = {
        "world": comparison.world_id,
        "strategy": one.strategy,
        "seed": str(died),
        "days": str(comparison.days),
        "death": definition.code,
        "edit": [str(edit) for edit in edits_of_those(session.view.edits, (one.strategy,))],
    }
    links.to_page(session, "autopsy", params, words("onward.why"))
