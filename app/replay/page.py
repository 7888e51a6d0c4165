"""Replay: one group day by day, two that differ in the strategy alone, and a turn taken from any day on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from app.asking import EditError
from app.edits_told import show_edits, strategy_called
from app.plain_text import literal
from app.replay.onward import show_onward
from app.replay.packing import packed
from app.replay.player import show_player
from app.replay.state import DAYS, ReplayState, named, state_of, write_link
from app.replay.subjects import Subjects, subjects
from app.replay.tables import show_tables
from app.reproduce import show_command
from app.session import Session
from app.view import SEEDS, Edit
from app.wording import Words
from experiments.replay.lives import Asked, Lives
from experiments.replay.parting import parting_in_words
from experiments.reproducing import replay_command
from scenarios.errors import ScenarioError
from scenarios.own import OwnError
from sim.outcome import ended
from sim.population import PopulationTooLargeError

RESCUE = "trust_playbook"
"""What one would do instead, until another strategy is chosen."""


@st.cache_resource(max_entries=6, show_spinner=False)
def _lives(asked: Asked, digest: str, _whose: Subjects) -> Lives:
    return _whose.lives(asked)


def show_replay(session: Session, words: Words) -> None:
    """The page."""
    state = state_of(session)
    st.title(words("replay.title"), anchor=False)
    st.markdown(words("replay.subtitle"))
    if state.ignored:
        st.warning(words("notice.ignored", n=state.ignored), icon=":material/link_off:")
        state.ignored = 0
    _subjects(state)
    _settings(state, words)
    whose = _subjects(state)
    if state.notice:
        st.warning(words(state.notice), icon=":material/warning:")
        state.notice = ""
    show_edits(state.edits, words)
    state.day = min(state.day, state.asked.days - 1)
    write_link(session, state)
    try:
        with st.spinner(words("replay.running")):
            found = _lives(state.asked, whose.digest, whose)
    except PopulationTooLargeError:
        st.error(words("replay.too_many"), icon=":material/error:")
        return
    _second_world(state, found, words)
    show_onward(session, state, found, words)
    state.sent_day = state.day
    _stage(session, state, whose.digest, found, words)
    show_tables(state.asked, found, state.edits, words)
    show_command(replay_command(whose.for_command(state.asked)), words)


def _subjects(state: ReplayState) -> Subjects:
    """What is replayed; what cannot be any more is left out, and that is said."""
    try:
        return subjects(state.asked, state.edits)
    except (OwnError, ScenarioError):
        state.without_own()
        state.notice = "notice.own_gone"
    except EditError:
        state.edits, state.notice = (), "notice.edits_dropped"
    except OSError:
        state.edits, state.notice = (), "notice.cannot_write"
    return _subjects(state)


def _settings(state: ReplayState, words: Words) -> None:
    asked, keep = state.asked, partial(_key, state, words)
    worlds, strategies = (named(kind, words.language) for kind in ("world", "strategy"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="replay-settings"):
        world = st.selectbox(
            words("replay.world"),
            tuple(worlds),
            index=tuple(worlds).index(asked.world),
            format_func=lambda one: worlds[one],
            key=keep("world"),
            width=250,
        )
        strategy = st.selectbox(
            words("replay.strategy"),
            tuple(strategies),
            index=tuple(strategies).index(asked.strategy),
            format_func=lambda one: strategies[one],
            key=keep("strategy"),
            width=230,
        )
        others = ("", *(one for one in strategies if one != strategy))
        held = asked.beside if asked.beside in others and not asked.forked else ""
        beside = st.selectbox(
            words("replay.beside"),
            others,
            index=others.index(held),
            format_func=lambda one: strategies[one] if one else words("replay.beside.none"),
            key=f"{keep('beside')}-{strategy}-{state.moves if asked.forked else 0}",
            help=words("replay.beside.help"),
            width=230,
        )
        seed = st.number_input(
            words("replay.seed"),
            *SEEDS,
            value=asked.seed,
            key=_turned(state, "replay-seed"),
            help=words("replay.seed.help"),
            width=130,
        )
        days = st.number_input(
            words("replay.days"), *DAYS, value=asked.days, key=_turned(state, "replay-days"), width=130
        )
    kept = asked.forked and not beside and asked.fork_day < days and asked.fork != strategy
    fork = (asked.fork_day, asked.fork) if kept else (-1, "")
    state.ask(Asked(world, strategy, int(seed), int(days), beside, *fork))


def _key(state: ReplayState, words: Words, name: str) -> str:
    """Streamlit sends a choice back as the words shown, so that its key carries the language."""
    return _turned(state, f"replay-{name}@{words.language}")


def _turned(state: ReplayState, key: str) -> str:
    """Another key for another link that was followed: a field holds what was chosen before."""
    return f"{key}-turn{state.turns}" if state.turns else key


def _second_world(state: ReplayState, found: Lives, words: Words) -> None:
    """Where the two worlds part, in words; and the way back from a fork."""
    asked = state.asked
    if not asked.second:
        return
    first, second = (strategy_called(one, state.edits, words.language) for one in asked.strategies)
    names = (first, second)
    with st.container(border=True, key="replay-parting"):
        if asked.forked:
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(
                    words("replay.forked", strategy=literal(second), day=asked.fork_day + 1), width="content"
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
    state.ask(replace(state.asked, fork_day=-1, fork=""))
    state.moves += 1


@st.fragment
def _stage(session: Session, state: ReplayState, digest: str, found: Lives, words: Words) -> None:
    """The player, and the turn to take from the day on which it rests; only these run anew when it does."""
    data = _packed(state.asked, state.edits, digest, found, words.language)
    day = show_player({**data, "day": state.sent_day, "go": state.moves}, state.asked.days)
    if day is not None and day != state.heard:
        state.heard = state.day = day
        write_link(session, state)
    _turn(state, words)


@st.cache_resource(max_entries=6, show_spinner=False)
def _packed(
    asked: Asked, edits: tuple[Edit, ...], digest: str, _found: Lives, language: str
) -> dict[str, Any]:
    return packed(asked, _found, f"{asked}/{digest}/{language}", Words(language), edits)


def _turn(state: ReplayState, words: Words) -> None:
    """From here on, something else: the same people and luck go another way."""
    strategies = named("strategy", words.language)
    others = tuple(one for one in strategies if one != state.asked.strategy)
    held = state.turn if state.turn in others else RESCUE
    usual = others.index(held) if held in others else 0
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
                format_func=lambda one: strategies[one],
                key=f"{_key(state, words, 'turn')}-{state.asked.strategy}",
                width=260,
            )
            state.turn = strategy
            pressed = st.button(words("replay.turn.go"), key="replay-turn-go", icon=":material/fork_right:")
    if pressed:
        state.ask(replace(state.asked, beside="", fork_day=int(day) - 1, fork=strategy))
        state.day = int(day) - 1
        state.moves += 1
        st.rerun()
