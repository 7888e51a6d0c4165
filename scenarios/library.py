"""The worlds, strategies, portfolios, cases and plans that ship with the lab: YAML files beside this one, in order."""

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
    "welcome_and_buddies",
    "columns",
    "challenge_21",
    "stewards",
    "full_service",
    "co_creation",
    "relayed_classes",
    "coupons",
    "skimming",
    "private_sales",
    "pitching",
    "fission",
    "pulling_in",
    "purge",
    "probe_and_rescue",
)
_PORTFOLIOS = (
    "tiers_apart",
    "tiers_mixed",
    "skimming",
    "fission_32",
    "black_card",
    "provinces",
    "provinces_alone",
    "merge",
    "restart",
    "upgrade",
    "vip_and_welfare",
)
_CASES = tuple(f"E{number}" for number in range(1, 11))
_PLANS = ("first_sweep", "ads_and_packets", "six_parameters", "plausible_strategies")
FIRST_PAGE = ("neglect", "hard_ads", "kol_sharing", "shills", "red_packets", "trust_playbook")
"""The six strategies that the lab compares when it opens: doing nothing comes first, and the others beside it."""


@dataclass(frozen=True)
class Entry:
    """One shipped world, strategy, portfolio, case or plan.

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
    """The shipped strategies by id, those to begin with first."""
    return _entries("strategy", "strategies", _STRATEGIES)


@cache
def portfolios() -> dict[str, Entry]:
    """The shipped portfolios by id."""
    return _entries("portfolio", "portfolios", _PORTFOLIOS)


@cache
def cases() -> dict[str, Entry]:
    """The shipped cases by id, E1 to E10."""
    return _entries("case", "cases", _CASES)


@cache
def plans() -> dict[str, Entry]:
    """The shipped plans of experiments by id, the quickest first."""
    return _entries("plan", "plans", _PLANS)
