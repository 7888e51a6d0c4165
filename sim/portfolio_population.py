"""The people of all groups of a portfolio: who comes, and to which group the routing rule sends them.

Keys are unique over the portfolio, so each person's draws are their own. Routing counts everybody ever sent to a
group, as the rotating codes behind which operators put their groups do; who left makes no room.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.channels import CHANNEL_KINDS
from sim.population import (
    RESERVE_KEYS,
    Population,
    PopulationTooLargeError,
    arrivals,
    opening_channels,
    opening_times,
    pools_of,
    population_ties,
)
from sim.portfolio import GroupPlan, Portfolio
from sim.records import PEOPLE
from sim.traits import fill_traits, follow_from_sociability

Integers = npt.NDArray[np.int64]
MOST_PORTFOLIO_PEOPLE = 20_000
NOWHERE = -1


def route(portfolio: Portfolio, channel: Integers) -> Integers:
    """The group of each person, in order of their coming, shape (n,); −1 where no group takes them any more."""
    plans = portfolio.plans()
    kinds = [each.kind for each in portfolio.channels]
    takes = np.array([[not plan.accepts or kind in plan.accepts for kind in kinds] for plan in plans])
    sent = np.zeros(len(plans), dtype=np.int64)
    most = np.array([plan.fills_at for plan in plans])
    found = np.full(len(channel), NOWHERE, dtype=np.int64)
    for person, source in enumerate(channel.tolist()):
        open_groups = np.flatnonzero(takes[:, source] & (sent < most))
        if len(open_groups):
            spread = portfolio.routing == "spread"
            place = open_groups[sent[open_groups].argmin()] if spread else open_groups[0]
            found[person] = place
            sent[place] += 1
    return found


def _reserves(portfolio: Portfolio, plans: list[GroupPlan]) -> tuple[Integers, Integers]:
    """Channel and group of each person in reserve: dealt out in turn among the groups that take the channel."""
    channels: list[int] = []
    groups: list[int] = []
    for place, channel in enumerate(portfolio.channels):
        taking = [g for g, plan in enumerate(plans) if not plan.accepts or channel.kind in plan.accepts]
        for number in range(channel.reserve if taking else 0):
            channels.append(place)
            groups.append(taking[number % len(taking)])
    return np.array(channels, dtype=np.int64), np.array(groups, dtype=np.int64)


def build_portfolio_population(
    portfolio: Portfolio, seed: int, days: float
) -> tuple[list[Population], Integers]:
    """The people of each group, vacant records included, and how many of each channel no group took.

    Args:
        portfolio: The portfolio.
        seed: Run seed, 0 ≤ seed < 2**63.
        days: Horizon in days.

    Returns:
        One `Population` a group, and the number of people turned away by the routing, shape (channel kinds,).

    Raises:
        PopulationTooLargeError: If more than `MOST_PORTFOLIO_PEOPLE` would come.
    """
    world = portfolio.group_world()
    plans = portfolio.plans()
    opening = world.opening_members
    time, source = arrivals(world, seed, days)
    reserve_channel, reserve_group = _reserves(portfolio, plans)
    coming = opening + len(time)
    total = coming + len(reserve_channel)
    if total > MOST_PORTFOLIO_PEOPLE:
        raise PopulationTooLargeError(total, MOST_PORTFOLIO_PEOPLE)
    people = np.zeros(total, dtype=PEOPLE)
    people["key"][:coming] = np.arange(coming)
    people["key"][coming:] = RESERVE_KEYS + np.arange(len(reserve_channel))
    people["pool"] = -1
    people["pool"][coming:] = reserve_channel
    people["channel"] = np.concatenate([opening_channels(world.channels), source, reserve_channel])
    people["join_time"][:opening] = opening_times(world, seed, people["channel"][:opening])
    people["join_time"][opening:coming] = time
    people["join_time"][coming:] = np.inf
    interest = fill_traits(people, world, seed)
    follow_from_sociability(people, world)
    group = np.concatenate([route(portfolio, people["channel"][:coming]), reserve_group])
    lost = people["channel"][:coming][group[:coming] == NOWHERE]
    kinds = np.array([CHANNEL_KINDS.index(each.kind) for each in portfolio.channels])
    turned_away = np.bincount(kinds[lost], minlength=len(CHANNEL_KINDS)).astype(np.int64)
    populations = []
    for place, plan in enumerate(plans):
        chosen = np.flatnonzero(group == place)
        own = people[chosen].copy()
        at_opening = int((chosen < opening).sum())
        before_reserve = int((chosen < coming).sum())
        ties = population_ties(world, seed, own, interest[chosen], at_opening, before_reserve, place)
        follow_from_sociability(own, world)
        populations.append(_with_room(Population(own, ties, pools_of(world, own)), plan.room_for))
    return populations, turned_away


def _with_room(population: Population, room: int) -> Population:
    """The population with so many vacant records behind it."""
    if room == 0:
        return population
    n = len(population)
    people: npt.NDArray[Any] = np.zeros(n + room, dtype=PEOPLE)
    people[:n] = population.people
    people["key"][n:] = -1
    people["pool"][n:] = -1
    people["join_time"][n:] = np.inf
    ties = np.zeros((n + room, n + room))
    ties[:n, :n] = population.ties
    return Population(people, ties, population.pools)
