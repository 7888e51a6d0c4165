"""How people differ: every trait a function of the member's own draws.

Each trait has its own index in the stream PEOPLE and so never shifts when another is added, and no trait of
one member depends on anybody else. Heavy tails are cut where a single person would otherwise be a whole
group.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import LIFETIME, PEOPLE, uniforms
from sim.elementary import exp_of, log_of, logistic, logit, normal_quantile
from sim.world import World

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Index of each trait in the stream PEOPLE. Never renumber: append.
INTENT, SOCIABILITY, CHECK_RATE, GREED, TRUST, INTERESTS, SPENDING, PACKET_HABIT, DROPPER, JOIN_TIME = range(
    10
)
PROFILE, VOUCHED, LURKER = 10, 11, 12

MOST_SOCIABLE = 15.0
"""Cut of the heavy tail: six impulses a day at the usual rate. One with more kept a group alive alone."""
CHECK_RATE_RANGE = (0.5, 80.0)
LEAST_IMPULSE_RATE = 1e-9
"""Who never has anything to say still needs a rate above zero for the stream of impulses to have moments."""
TYPICAL_PACKET_FEN, PACKET_SIGMA = 500.0, 0.8
PACKET_RANGE = (100, 20_000)
SPREAD = 0.8
"""Standard deviation, on the log-odds scale, of shares that vary around a channel's mean."""
FLAGGED_DROPPERS, FLAGGED_OTHERS = 0.6, 0.08
"""Share of ad droppers, and of everybody else, whose profile fits the rules by which operators screen (A5)."""
DEARNESS = 0.3
"""How far a price may lie above what a member is used to before the fit falls to 0.6."""


def one(seed: int, trait: int, keys: Integers) -> Floats:
    """The first uniform of a trait's block, shape (n,)."""
    return uniforms(seed, PEOPLE, keys, trait, 0)[:, 0]


def _around(mean: Floats, uniform: Floats) -> Floats:
    shares: Floats = logistic(logit(mean) + SPREAD * normal_quantile(uniform))
    return shares


def intents(seed: int, keys: Integers, tiers: Floats) -> Floats:
    """Intent in 0..1: a third of the scale for each tier, with the channel's share of people in it.

    Args:
        seed: Run seed.
        keys: Member keys, shape (n,).
        tiers: Shares of strong, medium and weak for each member's channel, shape (n, 3).
    """
    u = one(seed, INTENT, keys)
    weak, medium = tiers[:, 2], tiers[:, 1]
    low = np.where(u < weak, 0.0, np.where(u < weak + medium, weak, weak + medium))
    share = np.where(u < weak, weak, np.where(u < weak + medium, medium, tiers[:, 0]))
    third = np.where(u < weak, 0.0, np.where(u < weak + medium, 1.0, 2.0))
    within = np.clip((u - low) / np.maximum(share, 1e-12), 0.0, 1.0)
    scale: Floats = (third + within) / 3.0
    return scale


def tier_of(intent: Floats) -> Integers:
    """Tier label: 0 strong (intent ≥ 2/3), 1 medium, 2 weak (intent < 1/3)."""
    return np.where(intent >= 2 / 3, 0, np.where(intent >= 1 / 3, 1, 2)).astype(np.int64)


def interests(seed: int, keys: Integers, fit: Floats, positioning: Floats) -> Floats:
    """Interest in the three topics, shape (n, 3), rows adding up to 1, drawn to the group's topics by `fit`."""
    weights = -log_of(uniforms(seed, PEOPLE, keys, INTERESTS, 0)[:, :3])
    free = weights / weights.sum(axis=1, keepdims=True)
    mixed: Floats = fit[:, None] * positioning + (1 - fit)[:, None] * free
    return mixed


def fill_traits(people: npt.NDArray[Any], world: World, seed: int) -> Floats:
    """Draw all traits but the join time into `people`, whose keys and channels are set.

    Args:
        people: Records of dtype `sim.records.PEOPLE`, shape (n,); changed in place.
        world: The world they live in.
        seed: Run seed.

    Returns:
        The interests, shape (n, 3).
    """
    psychology, product, group = world.psychology, world.product, world.group
    keys: Integers = np.ascontiguousarray(people["key"])
    table = np.array(
        [
            (
                *(c.tiers.strong, c.tiers.medium, c.tiers.weak, c.trust, c.greed, c.droppers, c.fit),
                *(c.spending, c.invited),
            )
            for c in world.channels
        ]
    )[people["channel"]]

    people["intent"] = intents(seed, keys, table[:, :3])
    people["tier"] = tier_of(people["intent"])
    sigma = psychology.sociability_sigma
    sociability = exp_of(sigma * normal_quantile(one(seed, SOCIABILITY, keys)) - sigma * sigma / 2)
    lurks = one(seed, LURKER, keys) < psychology.lurker_share
    sociability[lurks] *= psychology.lurker_talk
    people["sociability"] = np.minimum(sociability, MOST_SOCIABLE)
    checks = psychology.check_rate * exp_of(
        psychology.check_sigma * normal_quantile(one(seed, CHECK_RATE, keys))
    )
    people["check_rate"] = np.clip(checks, *CHECK_RATE_RANGE)
    people["trust_at_joining"] = _around(table[:, 3], one(seed, TRUST, keys))
    people["greed"] = _around(table[:, 4], one(seed, GREED, keys))
    people["dropper"] = one(seed, DROPPER, keys) < table[:, 5]

    looks_like_one = np.where(people["dropper"] == 1, FLAGGED_DROPPERS, FLAGGED_OTHERS)
    people["flagged"] = one(seed, PROFILE, keys) < looks_like_one
    people["vouched"] = one(seed, VOUCHED, keys) < table[:, 8]

    positioning = np.array(group.positioning) / math.fsum(group.positioning)
    interest = interests(seed, keys, table[:, 6], positioning)
    distance = ((interest - positioning) ** 2).sum(axis=1)
    people["relevance"] = exp_of(-distance / (2 * group.breadth**2))
    used_to = _around(table[:, 7], one(seed, SPENDING, keys))
    too_dear = np.maximum(product.price_level - used_to, 0.0) / DEARNESS
    people["price_fit"] = exp_of(-too_dear * too_dear / 2)
    packet = TYPICAL_PACKET_FEN * exp_of(PACKET_SIGMA * normal_quantile(one(seed, PACKET_HABIT, keys)))
    people["packet_habit"] = np.clip(np.rint(packet), *PACKET_RANGE)

    thresholds = -log_of(uniforms(seed, LIFETIME, keys, 0, 0)[:, :2])
    people["leave_threshold"], people["mute_threshold"] = thresholds[:, 0], thresholds[:, 1]
    return interest


def follow_from_sociability(people: npt.NDArray[Any], world: World) -> None:
    """Set what sociability decides: how often one has something to say, how readily one answers an @."""
    impulses = people["sociability"] * world.psychology.impulse_rate
    people["impulse_rate"] = np.maximum(impulses, LEAST_IMPULSE_RATE)
    people["responsiveness"] = exp_of(0.4 * log_of(np.maximum(people["sociability"], 1e-300)))
