"""From a group that is replayed on to why it died."""

from __future__ import annotations

import math

import streamlit as st

from app import links
from app.asking import name_of
from app.autopsy.limits import DAYS
from app.edits_told import edits_of_those
from app.plain_text import literal
from app.replay.state import ReplayState
from app.session import Session
from app.wording import Words
from experiments.replay.lives import Lives


def show_onward(session: Session, state: ReplayState, found: Lives, words: Words) -> None:
    """A link to the autopsy of each group shown that died; not of a fork's, which is no launch of one strategy."""
    asked = state.asked
    if asked.days < DAYS[0]:
        return
    whole = asked.strategies[:1] if asked.forked else asked.strategies
    died = [one for one, life in zip(whole, found.worlds, strict=False) if math.isfinite(life.death())]
    if not died:
        return
    with st.container(horizontal=True, key="replay-onward"):
        for strategy in died:
            edits = edits_of_those(state.edits, (strategy,))
            name = literal(name_of("strategy", strategy, words.language))
            links.to_page(
                session,
                "autopsy",
                {
                    "world": asked.world,
                    "strategy": strategy,
                    "seed": str(asked.seed),
                    "days": str(asked.days),
                    "edit": [str(edit) for edit in edits],
                },
                words("replay.why" if len(found.worlds) == 1 else "replay.why.of", strategy=name),
            )
