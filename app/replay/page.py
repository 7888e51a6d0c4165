"""Replay: one group day by day, two that differ in the strategy alone, and a turn taken from any day on."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from app import links
from app.replay.packing import packed
from app.replay.player import show_player
from app.replay.state import DAYS, ReplayState, from_link
from app.replay.tables import show_tables
from app.reproduce import show_command
from app.session import Session
from app.view import SEEDS
from app.wording import Words
from experiments.replay.lives import Asked, Lives, lives
from experiments.replay.parting import parting_in_words
from scenarios.library import strategies, worlds
from sim.outcome import ended
from sim.population import PopulationTooLargeError

CODE = "replay"
RESCUE = "trust_playbook"
"""What one would do instead, until another strategy is chosen."""


@st.cache_resource(max_entries=6, show_spinner=False)
def _lives(asked: Asked) -> Lives:
    return lives(asked)


def show_replay(session: Session, words: Words) -> None:
    """The page."""
    if CODE not in session.pages:
        session.pages[CODE] = from_link()
    state: ReplayState = session.pages[CODE]
    st.title(words("replay.title"), anchor=False)
    st.markdown(words("replay.subtitle"))
    if state.ignored:
        st.warning(words("notice.ignored", n=state.ignored), icon=":material/link_off:")
        state.ignored = 0
    _settings(state, words)
    state.day = min(state.day, state.asked.days - 1)
    links.write(session, state.params())
    try:
        with st.spinner(words("replay.running")):
            found = _lives(state.asked)
    except PopulationTooLargeError:
        st.error(words("replay.too_many"), icon=":material/error:")
        return
    _second_world(state, found, words)
    state.sent_day = state.day
    _stage(session, state, found, words)
    show_tables(state.asked, found, words)
    show_command("\n".join(_commands(state.asked)), words)
    if state.asked.forked:
        st.caption(words("replay.reproduce.fork"))


def _commands(asked: Asked) -> list[str]:
    """What gives the same acts on the command line, one line a world that is run from its opening."""
    run = (asked.strategy,) if asked.forked else asked.strategies
    length = ("--seed", str(asked.seed), "--days", str(asked.days))
    return [
        shlex.join(("qunlab", "run", asked.world, one, *length, "--events", f"{one}.parquet")) for one in run
    ]


def _settings(state: ReplayState, words: Words) -> None:
    asked = state.asked
    keep = partial(_key, words)
    with st.container(horizontal=True, vertical_alignment="bottom", key="replay-settings"):
        world = st.selectbox(
            words("replay.world"),
            tuple(worlds()),
            index=tuple(worlds()).index(asked.world),
            format_func=lambda one: words(f"world.{one}"),
            key=keep("world"),
            width=250,
        )
        strategy = st.selectbox(
            words("replay.strategy"),
            tuple(strategies()),
            index=tuple(strategies()).index(asked.strategy),
            format_func=lambda one: words(f"strategy.{one}"),
            key=keep("strategy"),
            width=230,
        )
        others = ("", *(one for one in strategies() if one != strategy))
        held = asked.beside if asked.beside in others and not asked.forked else ""
        beside = st.selectbox(
            words("replay.beside"),
            others,
            index=others.index(held),
            format_func=lambda one: words(f"strategy.{one}") if one else words("replay.beside.none"),
            key=f"{keep('beside')}-{strategy}-{state.moves if asked.forked else 0}",
            help=words("replay.beside.help"),
            width=230,
        )
        seed = st.number_input(
            words("replay.seed"),
            *SEEDS,
            value=asked.seed,
            key="replay-seed",
            help=words("replay.seed.help"),
            width=130,
        )
        days = st.number_input(words("replay.days"), *DAYS, value=asked.days, key="replay-days", width=130)
    kept = asked.forked and not beside and asked.fork_day < days and asked.fork != strategy
    fork = (asked.fork_day, asked.fork) if kept else (-1, "")
    state.asked = Asked(world, strategy, int(seed), int(days), beside, *fork)


def _key(words: Words, name: str) -> str:
    """Streamlit sends a choice back as the words shown, so that its key carries the language."""
    return f"replay-{name}@{words.language}"


def _second_world(state: ReplayState, found: Lives, words: Words) -> None:
    """Where the two worlds part, in words; and the way back from a fork."""
    asked = state.asked
    if not asked.second:
        return
    names = (words(f"strategy.{asked.strategy}"), words(f"strategy.{asked.second}"))
    with st.container(border=True, key="replay-parting"):
        if asked.forked:
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(
                    words("replay.forked", strategy=names[1], day=asked.fork_day + 1), width="content"
                )
                st.button(
                    words("replay.unfork"),
                    key="replay-unfork",
                    icon=":material/undo:",
                    on_click=_unfork,
                    args=(state,),
                )
        if found.parting is None:
            too_late = asked.forked and ended(found.worlds[0].outcome.final) <= asked.fork_day
            st.markdown(words("replay.too_late" if too_late else "replay.never_part"))
            return
        said = parting_in_words(found.parting, names, words.language)
        st.markdown(words("replay.parting", said=_plain(said)))
        if found.members_parting is not None:
            first = parting_in_words(found.members_parting, names, words.language)
            st.markdown(words("replay.parting.members", said=_plain(first)))


def _plain(said: str) -> str:
    """Words that hold signs of Markdown, as they are."""
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>$#~:" else sign for sign in said)


def _unfork(state: ReplayState) -> None:
    state.asked = replace(state.asked, fork_day=-1, fork="")
    state.moves += 1


@st.fragment
def _stage(session: Session, state: ReplayState, found: Lives, words: Words) -> None:
    """The player, and the turn to take from the day on which it rests; only these run anew when it does."""
    data = _packed(state.asked, found, words.language)
    day = show_player({**data, "day": state.sent_day, "go": state.moves}, state.asked.days)
    if day is not None and day != state.heard:
        state.heard = state.day = day
        links.write(session, state.params())
    _turn(state, words)


@st.cache_resource(max_entries=6, show_spinner=False)
def _packed(asked: Asked, _found: Lives, language: str) -> dict[str, Any]:
    return packed(asked, _found, f"{asked}/{language}", Words(language))


def _turn(state: ReplayState, words: Words) -> None:
    """From here on, something else: the same people and luck go another way."""
    others = tuple(one for one in strategies() if one != state.asked.strategy)
    usual = others.index(RESCUE) if RESCUE in others else 0
    with st.container(border=True, key="replay-turn"):
        st.markdown(f"**{words('replay.turn')}**", help=words("replay.turn.help"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.number_input(
                words("replay.turn.day"),
                1,
                state.asked.days,
                value=state.day + 1,
                # Another key for another day: the field follows the player.
                key=f"replay-turn-day-{state.asked.days}-{state.day}",
                width=150,
            )
            strategy = st.selectbox(
                words("replay.turn.strategy"),
                others,
                index=usual,
                format_func=lambda one: words(f"strategy.{one}"),
                key=f"{_key(words, 'turn')}-{state.asked.strategy}",
                width=260,
            )
            pressed = st.button(words("replay.turn.go"), key="replay-turn-go", icon=":material/fork_right:")
    if pressed:
        state.asked = replace(state.asked, beside="", fork_day=int(day) - 1, fork=strategy)
        state.day = int(day) - 1
        state.moves += 1
        st.rerun()
