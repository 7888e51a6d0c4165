"""A run as plain dictionaries, for engines that share no code with this package."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.population import Population
from sim.strategy import Strategy
from sim.world import World


def plain_setup(world: World, strategy: Strategy, population: Population) -> dict[str, Any]:
    """Everything a run needs but the seed and the horizon.

    Returns:
        {"psychology", "hourly", "group", "product"} of `World.setup`, {"staffing", "acts"} of
        `Strategy.setup`, "people" as a list of {field: number}, "ties" as rows of numbers, and "pools" as a list of
        {"first", "count", "price_fen"} by channel.
    """
    names = population.people.dtype.names or ()
    people = [dict(zip(names, person.tolist(), strict=True)) for person in population.people]
    acts = world.with_pools(strategy.acts())
    fields = ("first", "count", "price_fen")
    pools = [{name: int(pool[name]) for name in fields} for pool in np.atleast_1d(population.pools)]
    return {
        **world.setup(),
        **strategy.setup(),
        "acts": acts,
        "people": people,
        "ties": population.ties.tolist(),
        "pools": pools,
    }
