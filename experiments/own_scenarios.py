"""A reader's own worlds and strategies in the lab's home, and the shipped ones beside them, for pages and commands."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from experiments.commands.problems import BadInputError, quoted
from experiments.home import home
from scenarios import own
from scenarios.errors import ScenarioError
from scenarios.library import strategies, worlds
from scenarios.loading import load_strategy, load_world
from scenarios.texts import text
from sim.strategy import Strategy
from sim.world import World

_NAMED = re.compile(r"\bown_\w+", re.ASCII)


def folder() -> Path:
    """Where one's own are kept."""
    return home() / "own"


@dataclass(frozen=True)
class Choice:
    """A world or a strategy that can be asked about.

    Attributes:
        id: as in links and questions; one's own begin with ``own_``.
        kept: what is known of one's own; None for a shipped one.
        label: text code of a shipped one's name; "" for one's own.
    """

    id: str
    kept: own.Own | None
    label: str

    def name(self, language: str) -> str:
        """What to call it in a language. Of one's own it is what somebody typed: to be shown as plain text only."""
        return self.kept.name(language) if self.kept is not None else text(self.label, language)


def choices(kind: str) -> list[Choice]:
    """Shipped ones in their order, then one's own that can be used, by id.

    Args:
        kind: "world" or "strategy".
    """
    shipped = worlds() if kind == "world" else strategies()
    kept = [one for one in own.listing(folder(), kind) if one.readable]
    return [
        *(Choice(entry.id, None, entry.label) for entry in shipped.values()),
        *(Choice(one.id, one, "") for one in kept),
    ]


def load(kind: str, id_: str) -> World | Strategy:
    """A shipped or an own world or strategy by its id; an id is never taken for a path.

    Args:
        kind: "world" or "strategy".
        id_: of one of `choices`.

    Raises:
        own.OwnError: if there is none of that id.
        ScenarioError: if one's own is not right.
    """
    shipped = worlds() if kind == "world" else strategies()
    if id_ in shipped:
        return load_world(id_) if kind == "world" else load_strategy(id_)
    return own.load(folder(), kind, id_)


def named_in(text: str) -> list[str]:
    """The own ids that a text, such as a plan, names, in their order."""
    return list(dict.fromkeys(one for one in _NAMED.findall(text) if own.is_id(one)))


def texts_of(id_: str) -> list[str]:
    """What stands behind an own id now, of a world and of a strategy; nothing if it is none, or both are gone."""
    found = []
    for kind in own.KINDS if own.is_id(id_) else ():
        with contextlib.suppress(own.OwnError, ScenarioError):
            found.append(own.read(folder(), kind, id_))
    return found


def world_given(asked: str) -> World:
    """The world that a command line or a plan means: one's own by its ``own_`` id, a shipped one by its id, or a file.

    Raises:
        BadInputError: if it names one's own and there is none of that id.
        ScenarioError: if there is no such world, or its file is not right.
    """
    found = _own_given("world", asked) if own.is_id(asked) else load_world(asked)
    assert isinstance(found, World)  # noqa: S101  # the kind decides the class
    return found


def strategy_given(asked: str) -> Strategy:
    """The strategy that a command line or a plan means; as `world_given`."""
    found = _own_given("strategy", asked) if own.is_id(asked) else load_strategy(asked)
    assert isinstance(found, Strategy)  # noqa: S101  # the kind decides the class
    return found


def _own_given(kind: str, asked: str) -> World | Strategy:
    try:
        return own.load(folder(), kind, asked)
    except own.OwnError:
        there = ", ".join(one.id for one in own.listing(folder(), kind)) or "\u2013"
        raise BadInputError(f"own_{kind}_gone", found=quoted(asked), allowed=there) from None
