"""One run of a group for the studies: under a given psychology, and given up as soon as talk runs away.

A search over psychologies meets near-supercritical ones, in which every message brings about nearly another one.
They would take minutes, and nothing is learnt from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from sim.engine import new_state, run_to, setup_of
from sim.outcome import Outcome
from sim.parameters import Psychology
from sim.population import build_population
from sim.strategy import Strategy
from sim.world import World

MOST_MESSAGES_A_DAY = 1000
MOST_MESSAGES_A_HEAD = 6.0
"""A group in which more is written, and more than so much for each member who was ever in it, is a runaway: archives
show 5 messages a day from those few who write at all (F86)."""
_STEP = 0.25  # days between two looks at how much has been written


class RunawayError(Exception):
    """A group whose talk sets off more talk without end; nothing can be measured on it."""


class Nature:
    """The worlds of all studies under one psychology.

    Args:
        psychology: values that replace the worlds' own, by the names of `sim.parameters.Psychology`.
    """

    def __init__(self, psychology: Mapping[str, float] | None) -> None:
        self._overrides = dict(psychology or {})
        self._worlds: dict[int, tuple[World, World]] = {}

    def world(self, world: World) -> World:
        """A world under this psychology."""
        if not self._overrides:
            return world
        known = self._worlds.get(id(world))
        if known is None:
            values = {**world.psychology.model_dump(), **self._overrides}
            changed = world.model_copy(update={"psychology": Psychology.model_validate(values)})
            known = self._worlds[id(world)] = (world, changed)
        return known[1]

    def run(self, world: World, strategy: Strategy, seed: int, days: int, *, events: bool = True) -> Outcome:
        """One run, given up as soon as it runs away.

        Raises:
            RunawayError: if more is written in a day than a group of its size could.
        """
        world = self.world(world)
        population = build_population(world, seed, days)
        most = max(MOST_MESSAGES_A_DAY, MOST_MESSAGES_A_HEAD * len(population.people))
        state = new_state(setup_of(world, strategy, population), seed, days, events=events)
        parts: list[NDArray[Any]] = []
        written = [0]
        for step in range(1, int(days / _STEP) + 1):
            run_to(state, step * _STEP, parts.append if events else None)
            written.append(int(state.group["messages"][0]))
            if written[-1] - written[max(0, step - 4)] > most:
                raise RunawayError
        return Outcome.of(state, parts if events else None)


def log_of(outcome: Outcome) -> NDArray[Any]:
    """The event log of a run that kept one.

    Raises:
        ValueError: if it kept none.
    """
    if outcome.events is None:
        raise ValueError("this run kept no event log")
    return outcome.events
