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
from sim.records import PEOPLE
from sim.ties import arrival_ties, opening_ties
from sim.traits import JOIN_TIME, fill_traits, follow_from_sociability, one, tier_of
from sim.world import World

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST_PEOPLE = 3000
"""Most people of one launch, arrivals included: the tie matrix of more would take too much memory."""
_LATEST_SCALE = 600.0


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
            docs/model.md section 7 makes it w at t. Among members at the opening the strengths lie in 0..1.
    """

    people: npt.NDArray[Any]
    ties: Floats

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
    names = {"trust": "trust_at_joining", "joins_at_day": "join_time"}
    for key, edit in world.members.items():
        if not 0 <= key < len(people):
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
    n = opening + len(time)
    if n > MOST_PEOPLE:
        raise PopulationTooLargeError(n, MOST_PEOPLE)
    people = np.zeros(n, dtype=PEOPLE)
    people["key"] = np.arange(n)
    keys: Integers = people["key"].copy()
    people["channel"][:opening] = opening_channels(world.channels)
    people["channel"][opening:] = source
    spread = world.group.opening_spread_hours / 24
    places = (keys[:opening] + one(seed, JOIN_TIME, keys[:opening])) / opening
    people["join_time"][:opening] = world.group.opening_hour / 24 + spread * places
    people["join_time"][opening:] = time
    interest = fill_traits(people, world, seed)

    ties = np.zeros((n, n))
    opening_ties(world.ties, opening, seed, interest[:opening].argmax(axis=1), ties)
    invited = np.array([channel.invited for channel in world.channels])[people["channel"]]
    arrival_ties(world.ties, seed, keys, invited, opening, ties)
    if n > opening:
        ages = np.minimum(people["join_time"][opening:] / world.psychology.tie_days, _LATEST_SCALE)
        for own, age in enumerate(ages.tolist(), start=opening):
            factor = exp(age)
            ties[own, : own + 1] *= factor
            ties[:own, own] = ties[own, :own]

    there = _edit(people, world)
    follow_from_sociability(people, world)
    if not there.all():
        people, ties = people[there], np.ascontiguousarray(ties[np.ix_(there, there)])
    return Population(people=people, ties=ties)
