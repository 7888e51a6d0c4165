"""What the ids of a replay stand for: shipped worlds and strategies, the reader's own, and changed levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.asking import edited_strategy, world_of
from app.view import Edit
from experiments import edited_scenarios
from experiments.question import Question
from experiments.replay.lives import Asked, Lives, lives_in
from sim.strategy import Strategy
from sim.world import World


@dataclass(frozen=True)
class Subjects:
    """Whose lives are replayed.

    Attributes:
        world: the group.
        strategies: the strategies by their ids.
        digest: changes whenever one of them does.
        given: how a command is told of each strategy: by its id, one with changed levers by a file.
    """

    world: World
    strategies: Mapping[str, Strategy]
    digest: str
    given: Mapping[str, str]

    def lives(self, asked: Asked) -> Lives:
        """Run what is asked for of them."""
        other = self.strategies[asked.second] if asked.second else None
        return lives_in(self.world, self.strategies[asked.strategy], other, asked)

    def for_command(self, asked: Asked) -> Asked:
        """The same, with strategies named as a command takes them."""
        beside, fork = (self.given[one] if one else "" for one in (asked.beside, asked.fork))
        return replace(asked, strategy=self.given[asked.strategy], beside=beside, fork=fork)


def subjects(asked: Asked, edits: Sequence[Edit]) -> Subjects:
    """What is to be replayed.

    Args:
        asked: by their ids.
        edits: levers that differ.

    Raises:
        EditError: if a lever cannot stand where it was set.
        scenarios.own.OwnError: if one of the reader's own is gone.
        scenarios.errors.ScenarioError: if one of the reader's own is not right.
        OSError: if a strategy with changed levers cannot be kept for a command.
    """
    world = world_of(asked.world)
    found = {one: edited_strategy(one, edits) for one in asked.strategies}
    changed = {edit.strategy for edit in edits}
    given = {
        one: str(edited_scenarios.keep(one, found[one])) if one in changed else one
        for one in asked.strategies
    }
    return Subjects(world, found, Question.of(world, found, 1, asked.days, asked.seed).name, given)
