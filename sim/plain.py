"""A run as plain dictionaries, for engines that share no code with this package."""

from __future__ import annotations

from typing import Any

from sim.population import Population
from sim.strategy import Strategy
from sim.world import World


def plain_setup(world: World, strategy: Strategy, population: Population) -> dict[str, Any]:
    """Everything a run needs but the seed and the horizon.

    Returns:
        {"psychology", "hourly", "group", "product"} of `World.setup`, {"staffing", "acts"} of
        `Strategy.setup`, "people" as a list of {field: number}, and "ties" as rows of numbers.
    """
    names = population.people.dtype.names or ()
    people = [dict(zip(names, person.tolist(), strict=True)) for person in population.people]
    return {**world.setup(), **strategy.setup(), "people": people, "ties": population.ties.tolist()}
