"""The worlds and strategies that ship with the lab: YAML files beside this one, in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "shipped"

# What stands first; further files follow in the order of their names.
_WORLDS = ("community_150", "interest_250", "giveaway_300", "coffee_welfare", "strangers_60")
_STRATEGIES = (
    "neglect",
    "morning_report",
    "hard_ads",
    "one_ad_a_day",
    "kol_sharing",
    "shills",
    "red_packets",
    "useful_posts",
    "light_care",
    "trust_playbook",
    "playbook_with_ads",
)
FIRST_PAGE = ("hard_ads", "kol_sharing", "shills", "red_packets", "trust_playbook")
"""The five strategies that the lab compares when it opens."""


@dataclass(frozen=True)
class Entry:
    """One shipped world or strategy.

    Attributes:
        id: Stable id, as in links and on the command line.
        path: Its YAML file.
        label: Text code of its name; `label + ".help"` is the sentence that says what it is.
    """

    id: str
    path: Path
    label: str


def _entries(what: str, folder: str, order: tuple[str, ...]) -> dict[str, Entry]:
    paths = {path.stem: path for path in (FOLDER / folder).glob("*.yaml")}
    ids = [name for name in order if name in paths] + sorted(paths.keys() - set(order))
    return {name: Entry(name, paths[name], f"{what}.{name}") for name in ids}


@cache
def worlds() -> dict[str, Entry]:
    """The shipped worlds by id, the one to begin with first."""
    return _entries("world", "worlds", _WORLDS)


@cache
def strategies() -> dict[str, Entry]:
    """The shipped strategies by id, from neglect to the full playbook."""
    return _entries("strategy", "strategies", _STRATEGIES)
