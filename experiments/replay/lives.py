"""One life, or two of the same people under the same luck: what a replay shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.replay.layout import Layout, layout_of
from experiments.replay.parting import Parting, parting
from experiments.replay.recording import Recording, Turn, recording
from scenarios.loading import load_strategy, load_world
from sim.population import build_population


@dataclass(frozen=True)
class Asked:
    """What is to be replayed.

    Attributes:
        world: id of the world.
        strategy: id of the strategy.
        seed: the launch.
        days: horizon.
        beside: id of the strategy of a second world from the opening on; "" for none.
        fork_day: day, from 0, from which the second world goes another way; −1 for none.
        fork: id of the strategy it goes on with; "" for none.
    """

    world: str
    strategy: str
    seed: int
    days: int
    beside: str = ""
    fork_day: int = -1
    fork: str = ""

    @property
    def forked(self) -> bool:
        """Whether the second world is a fork."""
        return bool(self.fork) and 0 <= self.fork_day < self.days

    @property
    def second(self) -> str:
        """Id of the second world's strategy; "" without a second world."""
        return self.fork if self.forked else self.beside

    @property
    def strategies(self) -> tuple[str, ...]:
        """Ids of the strategies, one a world."""
        return (self.strategy, self.second) if self.second else (self.strategy,)


@dataclass(frozen=True)
class Lives:
    """The lives of one group.

    Attributes:
        worlds: one or two recordings, of the same people in the same order.
        layout: where each stands in the drawing.
        parting: the first act in which two worlds differ; None without a second one, or if they never differ.
        members_parting: the same among what members do.
    """

    worlds: tuple[Recording, ...]
    layout: Layout
    parting: Parting | None
    members_parting: Parting | None


def lives(asked: Asked) -> Lives:
    """Run what is asked for; a year of 150 members takes less than a second a world.

    Raises:
        scenarios.errors.ScenarioError: if there is no such world or strategy.
    """
    nature, strategy = load_world(asked.world), load_strategy(asked.strategy)
    people = build_population(nature, asked.seed, asked.days)
    worlds = [recording(nature, strategy, asked.seed, asked.days, population=people)]
    if asked.forked:
        turn = Turn(asked.fork_day, load_strategy(asked.fork))
        worlds.append(recording(nature, strategy, asked.seed, asked.days, turn=turn, population=people))
    elif asked.beside:
        other = load_strategy(asked.beside)
        worlds.append(recording(nature, other, asked.seed, asked.days, population=people))
    first, last = worlds[0], worlds[-1]
    parted, members = parting(first, last), parting(first, last, members_only=True)
    joined = np.unique(np.concatenate([world.joined() for world in worlds]))
    return Lives(tuple(worlds), layout_of(people, joined), parted, members)
