"""From a description to what can be run: the world as far as it is stated, and what the operator does now.

Only the opening is not stated: a group of today began smaller or larger, by the newcomers and exits since. It is
reckoned back, assuming that these came at today's rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from experiments.my_group.description import WEEK, Description

if TYPE_CHECKING:
    from sim.strategy import Strategy
    from sim.world import World

LONGEST_AGE = 90
"""Days that are simulated of an older group: what it has become shows by then."""

USUAL_AGE = 60
"""Days that are simulated of a group that is still to be opened."""

MONTH = 30
LEAST_OPENING = 0.3
"""Part of today's members that the group had at its opening, at least."""

CAPACITY = 500
RESERVE = 0.4
"""Friends of members who could still be asked in, for each member of today; only strategies that ask meet them."""

CAME_BY_THEMSELVES = 0.4
"""Part of the opening members whom nobody pulled in, where some know each other; as in the world community_150."""

ANSWERED = 0.6
ANSWER_MINUTES = 120.0
"""Part of the questions that staff answer, where they answer, and after how long."""

PRACTICE = "present_practice"
"""Id of the strategy that a group is under now."""


def days_of(description: Description) -> int:
    """Days to simulate until the group is as old as it is now."""
    return min(description.age_days, LONGEST_AGE) if description.age_days >= WEEK else USUAL_AGE


def opening_of(description: Description) -> int:
    """Members at the opening."""
    if description.age_days < WEEK:
        return description.members
    days = days_of(description)
    came = description.newcomers * days / WEEK
    left = (description.exits or 0.0) * days / MONTH
    least = max(3.0, LEAST_OPENING * description.members)
    return round(min(float(CAPACITY), max(least, description.members - came + left)))


def world_of(description: Description, psychology: Mapping[str, float], title: Mapping[str, str]) -> World:
    """The world of a description.

    Args:
        description: of the group.
        psychology: values that replace the usual ones.
        title: name in each language.
    """
    from sim.world import World

    opening, channel = opening_of(description), description.channel
    reserve = round(RESERVE * description.members)
    first: dict[str, Any] = {"kind": channel, "members": opening}
    if description.newcomers > 0:
        first["arrivals_per_day"] = description.newcomers / WEEK
    channels = [first]
    if channel == "friends":
        first["reserve"] = reserve
    else:
        channels.append({"kind": "friends", "reserve": reserve})
    return World.model_validate(
        {
            "title": dict(title),
            "channels": channels,
            "ties": ties_of(description.known, opening),
            "product": {
                "price_yuan": float(description.price_yuan),
                "goods_yuan": round(description.price_yuan * (1 - description.margin / 100), 2),
                "cycle_days": float(description.need_days),
            },
            "group": {"capacity": CAPACITY},
            "psychology": dict(psychology),
        }
    )


def ties_of(known: str, opening: int) -> dict[str, Any]:
    """The tie pattern that stands for how well members know each other."""
    if known == "strangers":
        return {"pattern": "strangers"}
    if known == "friends":
        return {"pattern": "small_world"}
    return {"pattern": "invitation_tree", "first_members": max(1, round(CAME_BY_THEMSELVES * opening))}


def practice_of(description: Description) -> Strategy:
    """What the operator does now, as far as the description says."""
    from sim.strategy import Strategy

    moves: list[dict[str, Any]] = []
    if description.ads >= 1:
        moves.append({"move": "hard_ads", "when": {"per_day": min(24, round(description.ads))}})
    elif description.ads > 0:
        every = min(365, max(1, round(1 / description.ads)))
        moves.append({"move": "hard_ads", "when": {"per_day": 1, "every_days": every}})
    staffing = {"answer_share": ANSWERED, "answer_minutes": ANSWER_MINUTES} if description.answers else {}
    return Strategy.model_validate({"moves": moves, "staffing": staffing})
