"""The people of one launch: who they are, when they come and whom they know.

A population is a function of (world, seed) alone; the horizon only decides how many later arrivals are
listed, and the strategy nothing at all. So all strategies under one seed meet the same people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arithmetic import exp
from sim.channels import Channel
from sim.draws import ARRIVAL, uniforms
from sim.elementary import log_of
from sim.hourly import hourly_profile
from sim.money import fen
from sim.records import PEOPLE, POOL
from sim.ties import arrival_ties, opening_ties
from sim.traits import JOIN_TIME, fill_traits, follow_from_sociability, one, tier_of
from sim.world import World

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST_PEOPLE = 3000
"""Most people of one launch, arrivals included: the tie matrix of more would take too much memory."""
_LATEST_SCALE = 600.0
RESERVE_KEYS = 32_768
"""Keys of people in reserve begin here, so that a longer horizon with more arrivals leaves them who they are."""


class PopulationTooLargeError(ValueError):
    """The arrivals until the horizon are more than `MOST_PEOPLE`.

    Attributes:
        people: How many there would be.
        most: How many there may be.
    """

    def __init__(self, people: int, most: int) -> None:
        super().__init__(f"{people} people would come until the horizon; the most is {most}")
        self.people = people
        self.most = most


@dataclass(frozen=True)
class Population:
    """All people of a launch, in order of their keys.

    Attributes:
        people: Records of dtype `sim.records.PEOPLE`, shape (n,).
        ties: Symmetric strengths, shape (n, n), zero diagonal, *as of day 0*: a tie of strength w that
        exists from the day t on
            which the later of the two joins is kept as w · exp(t / tie_days), so that the fading of
            docs/rules.md section 7 makes it w at t. Among members at the opening the strengths lie in 0..1.
        pools: Records of dtype `sim.records.POOL`, shape (channels,): where each channel's reserve stands.
    """

    people: npt.NDArray[Any]
    ties: Floats
    pools: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.people)


def opening_channels(channels: tuple[Channel, ...]) -> Integers:
    """Channel of each member at the opening, shape (n,): the channels' people mixed evenly, without luck."""
    places = [
        ((number + 0.5) / c.members, which) for which, c in enumerate(channels) for number in range(c.members)
    ]
    return np.array([which for _, which in sorted(places)], dtype=np.int64)


def _clock(operational: Floats, hourly: tuple[float, ...]) -> Floats:
    """Clock time at which as much of the day's traffic has passed as the operational time says."""
    day = np.floor(operational)
    passed = np.concatenate([[0.0], np.cumsum(hourly)])
    passed /= passed[-1]
    hours: Floats = day + np.interp(operational - day, passed, np.arange(25) / 24)
    return hours


def arrivals(world: World, seed: int, days: float) -> tuple[Floats, Integers]:
    """Join times and channels of all who come after the opening and before day `days`, in order of time.

    Each channel is a Poisson process that follows the hours of the day, drawn by its own keys; a longer
    horizon only appends.
    """
    hourly = hourly_profile(world.hourly)
    opening = world.group.opening_hour / 24
    times: list[Floats] = [np.empty(0)]
    sources: list[Integers] = [np.empty(0, np.int64)]
    for which, channel in enumerate(world.channels):
        rate = channel.arrivals_per_day
        last = min(float(days), channel.arrivals_until_day + 1.0)
        if rate == 0 or channel.arrivals_from_day >= last:
            continue
        expected = rate * (last - channel.arrivals_from_day)
        if expected > 3 * MOST_PEOPLE:
            raise PopulationTooLargeError(int(expected), MOST_PEOPLE)
        number = int(expected + 8 * np.sqrt(expected) + 40)
        gaps = -log_of(uniforms(seed, ARRIVAL, np.arange(number, dtype=np.int64), which, 0)[:, 0]) / rate
        moments = _clock(channel.arrivals_from_day + np.cumsum(gaps), hourly)
        moments = moments[(moments < last) & (moments >= opening)]
        times.append(moments)
        sources.append(np.full(len(moments), which, np.int64))
    time, source = np.concatenate(times), np.concatenate(sources)
    order = np.lexsort((source, time))
    return time[order], source[order]


def _edit(people: npt.NDArray[Any], world: World) -> npt.NDArray[np.bool_]:
    """Apply the hand-set traits of single members; returns who is there at all, shape (n,)."""
    there = np.ones(len(people), dtype=np.bool_)
    numbered = int((people["pool"] < 0).sum())
    names = {"trust": "trust_at_joining", "joins_at_day": "join_time"}
    for key, edit in world.members.items():
        if not 0 <= key < numbered:
            continue
        there[key] = not edit.absent
        for name, value in edit:
            if value is None or name == "absent":
                continue
            if name == "packet_habit_yuan":
                people["packet_habit"][key] = fen(value)
            else:
                people[names.get(name, name)][key] = value
        if edit.intent is not None:
            people["tier"][key] = tier_of(np.array([edit.intent]))[0]
    return there


def build_population(world: World, seed: int, days: float) -> Population:
    """Everybody who is in the group at the opening or joins before day `days`.

    Args:
        world: The world.
        seed: Run seed, 0 ≤ seed < 2**63.
        days: Horizon in days.

    Returns:
        People in order of their keys (members at the opening first, then arrivals by time) and their ties.

    Raises:
        PopulationTooLargeError: If that would be more than `MOST_PEOPLE`.
    """
    opening = world.opening_members
    time, source = arrivals(world, seed, days)
    coming = opening + len(time)
    reserves = np.repeat(np.arange(len(world.channels)), [c.reserve for c in world.channels])
    n = coming + len(reserves)
    if n > MOST_PEOPLE:
        raise PopulationTooLargeError(n, MOST_PEOPLE)
    people = np.zeros(n, dtype=PEOPLE)
    people["key"][:coming] = np.arange(coming)
    people["key"][coming:] = RESERVE_KEYS + np.arange(len(reserves))
    people["pool"] = -1
    people["pool"][coming:] = reserves
    people["channel"][:opening] = opening_channels(world.channels)
    people["channel"][opening:coming] = source
    people["channel"][coming:] = reserves
    people["join_time"][:opening] = opening_times(world, seed, people["channel"][:opening])
    people["join_time"][opening:coming] = time
    people["join_time"][coming:] = np.inf
    interest = fill_traits(people, world, seed)

    ties = population_ties(world, seed, people, interest, opening, coming)
    there = _edit(people, world)
    follow_from_sociability(people, world)
    if not there.all():
        people, ties = people[there], np.ascontiguousarray(ties[np.ix_(there, there)])
    return Population(people=people, ties=ties, pools=pools_of(world, people))


def population_ties(
    world: World,
    seed: int,
    people: npt.NDArray[Any],
    interest: Floats,
    opening: int,
    coming: int,
    group: int = 0,
) -> Floats:
    """Ties of those at the opening (the first `opening` people) and of arrivals (up to `coming`), as of day 0.

    Returns:
        Shape (n, n); people in reserve know nobody yet.
    """
    ties = np.zeros((len(people), len(people)))
    keys: Integers = people["key"][:coming].copy()
    opening_ties(world.ties, keys[:opening], seed, interest[:opening].argmax(axis=1), ties, group)
    invited = np.array([channel.invited for channel in world.channels])[people["channel"][:coming]]
    arrival_ties(world.ties, seed, keys, invited, opening, ties)
    if coming > opening:
        ages = np.minimum(people["join_time"][opening:coming] / world.psychology.tie_days, _LATEST_SCALE)
        for own, age in enumerate(ages.tolist(), start=opening):
            factor = exp(age)
            ties[own, : own + 1] *= factor
            ties[:own, own] = ties[own, :own]
    return ties


def opening_times(world: World, seed: int, channel: Integers) -> Floats:
    """When each member at the opening joins: in order, over the opening's hours, seed users' channels first."""
    keys = np.arange(len(channel), dtype=np.int64)
    spread = world.group.opening_spread_hours / 24
    places = (keys + one(seed, JOIN_TIME, keys)) / len(channel)
    later = np.array([c.joins_on_day for c in world.channels])[channel]
    times: Floats = later + world.group.opening_hour / 24 + spread * places
    return times


def pools_of(world: World, people: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Where each channel's reserve stands among the people, and what a person from there costs."""
    pools = np.zeros(len(world.channels), dtype=POOL)
    for place, channel in enumerate(world.channels):
        found = np.flatnonzero(people["pool"] == place)
        pools[place] = (found[0] if len(found) else 0, len(found), 0, fen(channel.price_yuan))
    return pools
