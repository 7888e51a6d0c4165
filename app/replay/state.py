"""What the Replay page has before it: a group, what runs beside it, and the day one stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app import links
from app.view import SEEDS
from experiments.replay.lives import Asked
from scenarios.library import strategies, worlds

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
    """

    asked: Asked
    day: int = 0
    sent_day: int = 0
    heard: int = -1
    moves: int = 0
    ignored: int = 0

    def params(self) -> dict[str, str]:
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
        }


def from_link() -> ReplayState:
    """The state that the address asks for; what it says wrongly falls back to what is usual."""
    days = links.whole("days", *DAYS, USUAL.days)
    strategy = links.among("strategy", tuple(strategies()), USUAL.strategy)
    fork_day, fork = _fork(links.given("fork"), days, strategy)
    others = tuple(one for one in strategies() if one != strategy)
    asked = Asked(
        links.among("world", tuple(worlds()), USUAL.world),
        strategy,
        links.whole("seed", *SEEDS, USUAL.seed),
        days,
        "" if fork else links.among("beside", others, ""),
        fork_day,
        fork,
    )
    state = ReplayState(asked, links.whole("day", 1, days, 1) - 1)
    found = state.params()
    state.ignored = sum(bool(links.given(name)) and links.given(name) != found[name] for name in NAMES)
    return state


def _fork(given: str, days: int, strategy: str) -> tuple[int, str]:
    found = _FORK.fullmatch(given)
    if found is None or int(found[1]) > days or found[2] not in strategies() or found[2] == strategy:
        return -1, ""
    return int(found[1]) - 1, found[2]
