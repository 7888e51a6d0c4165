"""Small groups in which the effects show, and short ways to write what is done in them.

Each is a shipped world on a smaller scale: 60 to 130 members make an ensemble of 24 launches a matter of a second.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from experiments.coverage.definitions import USUAL_DAYS, USUAL_LAUNCHES, Arm, Effect, Measure
from sim.portfolio import Portfolio
from sim.strategy import Strategy
from sim.world import World

GROUPS: dict[str, dict[str, Any]] = {
    # Knowledge around a course, three channels mixed: community_150 on a smaller scale.
    "course": {
        "channels": [
            {"kind": "official_account", "members": 27},
            {"kind": "new_media", "members": 33},
            {"kind": "friends", "members": 30, "reserve": 60},
        ],
        "ties": {"pattern": "invitation_tree", "first_members": 36},
        "product": {"price_yuan": 399, "cycle_days": 365},
        "group": {"question_share": 0.35, "positioning": [3, 1, 0]},
    },
    # Unscreened, for the gift: giveaway_300 on a smaller scale.
    "giveaway": {
        "channels": [
            {"kind": "giveaway", "members": 70, "reserve": 120},
            {"kind": "moments", "members": 25},
            {"kind": "official_account", "members": 5},
            {"kind": "friends", "reserve": 60},
        ],
        "ties": {"pattern": "invitation_tree", "first_members": 10, "closure": 0.1, "strongest": 0.4},
        "group": {"opening_spread_hours": 36, "question_share": 0.2},
    },
    # A shop's regulars, cheap and wanted again in days: coffee_welfare on a smaller scale.
    "shop": {
        "channels": [
            {
                "kind": "offline",
                "members": 70,
                "tiers": {"strong": 0.35, "medium": 0.45, "weak": 0.2},
                "greed": 0.45,
                "trust": 0.55,
            },
            {"kind": "paid_ads", "members": 20, "reserve": 40, "price_yuan": 8},
            {"kind": "friends", "reserve": 30},
        ],
        "ties": {"pattern": "strangers", "acquainted": 0.002},
        "product": {"price_yuan": 16, "goods_yuan": 6, "cycle_days": 3, "appeal": 4, "price_level": 0.2},
        "hourly": "office",
    },
    # Enthusiasts who know each other in circles: interest_250 on a smaller scale.
    "hobby": {
        "channels": [
            {
                "kind": "friends",
                "members": 80,
                "tiers": {"strong": 0.3, "medium": 0.4, "weak": 0.3},
                "fit": 0.7,
                "greed": 0.15,
                "droppers": 0.0,
            }
        ],
        "ties": {
            "pattern": "small_world",
            "neighbours": 6,
            "rewired": 0.15,
            "weakest": 0.1,
            "strongest": 0.6,
        },
        "product": {"price_yuan": 0, "goods_yuan": 0, "appeal": 0},
        "group": {"question_share": 0.25, "breadth": 0.6},
    },
    # One event, then no reason to talk: strangers_60.
    "event": {
        "channels": [
            {"kind": "new_media", "members": 40, "fit": 0.3},
            {"kind": "paid_ads", "members": 20},
        ],
        "ties": {"pattern": "strangers"},
        "group": {"capacity": 100, "purpose_boost": 6, "question_share": 0.5, "breadth": 1.0},
    },
    # A course's group with friends who may be asked, and people in reserve who would come for a reward.
    "funnel": {
        "channels": [
            {"kind": "official_account", "members": 40},
            {"kind": "new_media", "members": 40},
            {"kind": "giveaway", "reserve": 400},
            {"kind": "friends", "reserve": 60},
        ],
        "ties": {"pattern": "invitation_tree", "first_members": 36},
        "product": {"price_yuan": 399, "cycle_days": 365},
        "group": {"question_share": 0.35, "positioning": [3, 1, 0]},
    },
    # Three people join every day.
    "growing": {
        "channels": [
            {"kind": "new_media", "members": 60, "arrivals_per_day": 3},
            {"kind": "friends", "reserve": 60},
        ],
    },
}


@cache
def _group(name: str) -> World:
    return World.model_validate(GROUPS[name])


def group(name: str, **changes: Any) -> World:
    """One of `GROUPS`; with changes, parts of it replaced: a mapping is merged, anything else stands instead."""
    if not changes:
        return _group(name)
    merged = dict(GROUPS[name])
    for part, value in changes.items():
        old = merged.get(part)
        merged[part] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return World.model_validate(merged)


def people(name: str, **changes: Any) -> World:
    """One of `GROUPS` with all its channels changed alike, such as greed=0.8."""
    return group(name, channels=[{**channel, **changes} for channel in GROUPS[name]["channels"]])


def move(kind: str, **fields: Any) -> dict[str, Any]:
    """A move of a strategy; `when` is a mapping as in YAML."""
    return {"move": kind, **fields}


def plan(*moves: dict[str, Any], settings: dict[str, Any] | None = None, **staffing: Any) -> Strategy:
    """A strategy of some moves, standing settings and staff."""
    return Strategy.model_validate({"moves": list(moves), "settings": settings or {}, "staffing": staffing})


NOTHING = plan()
CARE = move("daily_topic", mentions=6)
"""What keeps a group from silence in both arms, where an effect can only show in one that lives."""
TALKATIVE = {"purpose_boost": 25.0, "purpose_days": 20.0}
"""So much to say for three weeks that talk does not depend on the operator."""


def shipped(strategy: str) -> Strategy:
    """A shipped strategy."""
    from scenarios import load_strategy

    found: Strategy = load_strategy(strategy)
    return found


def shipped_world(id: str) -> World:
    """A shipped world."""
    from scenarios import load_world

    found: World = load_world(id)
    return found


def effect(
    measure: Measure,
    more: Strategy | Portfolio,
    less: Strategy | Portfolio | None = NOTHING,
    direction: int = 1,
    *,
    world: str | World = "course",
    other_world: World | None = None,
    bound: float = 0.0,
    days: int = USUAL_DAYS,
    launches: int = USUAL_LAUNCHES,
) -> Effect:
    """An effect in one of the small groups.

    Args:
        measure: what is compared.
        more: the strategy, or the portfolio, in which the row's system is at work.
        less: the one without it; None compares the measure with the bound.
        direction: +1 if `more` is to have more of the measure, −1 if less.
        world: a name of `GROUPS`, or a world.
        other_world: the world of `less`, if it is another one.
        bound: see `Effect`.
        days: length of the runs.
        launches: number of seeds.
    """
    home = group(world) if isinstance(world, str) else world

    def arm(side: Strategy | Portfolio, place: World) -> Arm:
        if isinstance(side, Portfolio):
            return Arm(side, NOTHING, days)
        return Arm(place, side, days)

    against = None if less is None else arm(less, other_world if other_world is not None else home)
    return Effect(measure, arm(more, home), against, direction, bound, launches)
