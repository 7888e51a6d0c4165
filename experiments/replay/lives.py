"""One life, or two of the same people under the same luck: what a replay shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.own_scenarios import strategy_given, world_given
from experiments.replay.layout import Layout, layout_of
from experiments.replay.parting import Parting, parting
from experiments.replay.recording import Recording, Turn, recording
from sim.population import build_population
from sim.strategy import Strategy
from sim.world import World


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
    """Run what is asked for by ids; a year of 150 members takes less than a second a world.

    Raises:
        scenarios.errors.ScenarioError: if there is no such world or strategy.
        experiments.commands.problems.BadInputError: if one of the reader's own is gone.
    """
    other = strategy_given(asked.second) if asked.second else None
    return lives_in(world_given(asked.world), strategy_given(asked.strategy), other, asked)


def lives_in(nature: World, strategy: Strategy, other: Strategy | None, asked: Asked) -> Lives:
    """Run what is asked for in a world, under strategies that are loaded already; their ids in `asked` are names only.

    Args:
        nature: the world.
        strategy: from the opening on.
        other: the second world's, if there is one.
        asked: which launch, how long, and from which day `other` takes over if it is a fork.
    """
    people = build_population(nature, asked.seed, asked.days)
    worlds = [recording(nature, strategy, asked.seed, asked.days, population=people)]
    if other is not None and asked.forked:
        turn = Turn(asked.fork_day, other)
        worlds.append(recording(nature, strategy, asked.seed, asked.days, turn=turn, population=people))
    elif other is not None:
        worlds.append(recording(nature, other, asked.seed, asked.days, population=people))
    first, last = worlds[0], worlds[-1]
    parted, members = parting(first, last), parting(first, last, members_only=True)
    joined = np.unique(np.concatenate([world.joined() for world in worlds]))
    return Lives(tuple(worlds), layout_of(people, joined), parted, members)
