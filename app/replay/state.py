"""What the Replay page has before it: a group, what runs beside it, and the day one stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import streamlit as st

from app import links
from app.edits_told import edits_of_those
from app.session import Session
from app.view import SEEDS, Edit, edits_of
from experiments.own_scenarios import choices
from experiments.replay.lives import Asked
from scenarios.own import is_id

CODE = "replay"
DAYS = (7, 365)
USUAL = Asked("community_150", "hard_ads", 1, 90)
_FORK = re.compile(r"([1-9]\d{0,2})\.([a-z0-9_]+)")
NAMES = ("world", "strategy", "beside", "seed", "days", "day", "fork")


@dataclass
class ReplayState:
    """The page's state.

    Attributes:
        asked: what is replayed.
        day: the day one stands on, from 0.
        sent_day: the day that the player opens on.
        heard: the day that the player told last, −1 for none.
        moves: how often the page has sent the player to a day.
        ignored: parts of the link that were not understood.
        edits: levers that differ in the strategies asked for.
        notice: text code of something to say once.
        written: what the address says since the page wrote it.
        turns: how often another link was followed.
        turn: strategy chosen in the field for what to do instead, "" before one was.
    """

    asked: Asked
    day: int = 0
    sent_day: int = 0
    heard: int = -1
    moves: int = 0
    ignored: int = 0
    edits: tuple[Edit, ...] = ()
    notice: str = ""
    written: dict[str, list[str]] = field(default_factory=dict)
    turns: int = 0
    turn: str = ""

    def params(self) -> dict[str, str | list[str]]:
        """The state in a link; days count from 1 there, as on the screen."""
        asked = self.asked
        return {
            "world": asked.world,
            "strategy": asked.strategy,
            "beside": "" if asked.forked else asked.beside,
            "seed": str(asked.seed),
            "days": str(asked.days),
            "day": str(self.day + 1),
            "fork": f"{asked.fork_day + 1}.{asked.fork}" if asked.forked else "",
            "edit": [str(edit) for edit in self.edits],
        }

    def ask(self, asked: Asked) -> None:
        """Turn to something else; levers of strategies that are no longer shown are as they ship."""
        self.asked, self.edits = asked, edits_of_those(self.edits, asked.strategies)

    def without_own(self) -> None:
        """Put what is usual in the place of what the reader has made."""
        asked = self.asked
        strategy = USUAL.strategy if is_id(asked.strategy) else asked.strategy
        gone = is_id(asked.second) or asked.second == strategy
        self.ask(
            replace(
                asked,
                world=USUAL.world if is_id(asked.world) else asked.world,
                strategy=strategy,
                beside="" if gone else asked.beside,
                fork_day=-1 if gone else asked.fork_day,
                fork="" if gone else asked.fork,
            )
        )


def named(kind: str, language: str) -> dict[str, str]:
    """Names of the shipped ones and of the reader's own by their ids; `kind` is "world" or "strategy"."""
    return {one.id: one.name(language) for one in choices(kind)}


def state_of(session: Session) -> ReplayState:
    """This tab's state; a link that the page did not write itself is read first."""
    there = {
        name: st.query_params.get_all(name) for name in st.query_params if name not in ("lang", "tables")
    }
    found = session.pages.get(CODE)
    if isinstance(found, ReplayState) and (not there or there == found.written):
        return found
    opened = from_link()
    if isinstance(found, ReplayState):
        opened.turns, opened.moves, opened.heard = found.turns + 1, found.moves + 1, found.heard
    session.pages[CODE] = opened
    return opened


def write_link(session: Session, state: ReplayState) -> None:
    """Make the address say what is replayed, and the day."""
    params = state.params()
    state.written = {
        name: [value] if isinstance(value, str) else value for name, value in params.items() if value
    }
    links.write(session, params)


def from_link() -> ReplayState:
    """The state that the address asks for; what it says wrongly falls back to what is usual."""
    days = links.whole("days", *DAYS, USUAL.days)
    there = tuple(one.id for one in choices("strategy"))
    strategy = links.among("strategy", there, USUAL.strategy)
    fork_day, fork = _fork(links.given("fork"), days, strategy, there)
    others = tuple(one for one in there if one != strategy)
    asked = Asked(
        links.among("world", tuple(one.id for one in choices("world")), USUAL.world),
        strategy,
        links.whole("seed", *SEEDS, USUAL.seed),
        days,
        "" if fork else links.among("beside", others, ""),
        fork_day,
        fork,
    )
    edits, left_out = edits_of(links.all_given("edit"), asked.strategies)
    state = ReplayState(asked, links.whole("day", 1, days, 1) - 1, edits=edits)
    found = state.params()
    state.ignored = left_out
    state.ignored += sum(bool(links.given(name)) and links.given(name) != found[name] for name in NAMES)
    return state


def _fork(given: str, days: int, strategy: str, there: tuple[str, ...]) -> tuple[int, str]:
    found = _FORK.fullmatch(given)
    if found is None or int(found[1]) > days or found[2] not in there or found[2] == strategy:
        return -1, ""
    return int(found[1]) - 1, found[2]
