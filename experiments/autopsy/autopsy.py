"""The whole autopsy of one group's death: what killed it, what showed, and until when it could have been saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.autopsy.causes import Cause, causes_at_work, chosen_causes
from experiments.autopsy.no_return import THRESHOLD, USUAL_GRID, NoReturn, Rescued, grid_for, no_return
from experiments.autopsy.responsibility import (
    Overall,
    Responsibility,
    Switchboard,
    overall,
    responsibilities,
    telling,
)
from experiments.autopsy.timeline import Timeline, timeline
from experiments.definitions import DEFAULT, Definition
from experiments.outcome_rows import POSITION
from experiments.runs.materials import Run, Scenario
from experiments.runs.source import Runs

SEEDS_TRIED = 200
"""A launch that dies is looked for among the seeds from 0 up to so many."""

SEEDS_AT_A_TIME = 20
TRIED_ROUGHLY = 3
"""From so many launches it is guessed which causes matter."""

LONGEST_RUN = 1000
"""Days that the model takes at most."""

OnStage = Callable[[str, int, int], None]
"""Called with the stage ("seeds", "launches", "rough", "sets", "futures"), how much is done, and of how much."""


@dataclass(frozen=True)
class Question:
    """What an autopsy is to find out.

    Attributes:
        world_id, strategy_id: names under which they are shown and stand in the materials.
        world: a `sim.World`.
        strategy: a `sim.Strategy`.
        rescues: id → a `sim.Strategy`, tried as a rescue.
        seed: of the launch; the first that dies if None.
        definition: of death.
        causes: codes of the causes; those that seem to matter most if None.
        launches: so many are run to see what kills such groups in general; none if 0.
        first_seed: of these launches.
        futures: of each rescue on each day.
        grid: days on which rescues begin.
        threshold: chance of rescue below which a group counts as lost.
    """

    world_id: str
    world: Any
    strategy_id: str
    strategy: Any
    rescues: Mapping[str, Any]
    seed: int | None = None
    definition: Definition = DEFAULT
    causes: Sequence[str] | None = None
    launches: int = 20
    first_seed: int = 0
    futures: int = 40
    grid: Sequence[int] = USUAL_GRID
    threshold: float = THRESHOLD

    def as_dict(self) -> dict[str, Any]:
        """What was asked, ready for JSON; world and strategy by their ids."""
        return {
            "world": self.world_id,
            "strategy": self.strategy_id,
            "rescues": list(self.rescues),
            "seed": self.seed,
            "death": self.definition.code,
            "causes": None if self.causes is None else list(self.causes),
            "launches": self.launches,
            "first_seed": self.first_seed,
            "futures": self.futures,
            "grid": list(self.grid),
            "threshold": self.threshold,
        }


@dataclass(frozen=True)
class Autopsy:
    """What was found.

    Attributes:
        days: length of the life that was looked at.
        definition: code of the definition of death.
        seed: of the launch; None if no launch dies.
        death: day of death, ``inf`` if it was lively to the end, NaN if its run failed.
        another: a seed whose launch dies, if this one did not and one was found.
        causes: that were switched off and on.
        responsibility: of this launch; None if it did not die, or nothing was at work.
        overall: over many launches; None if it was not asked for or nothing died.
        timeline: symptoms and probes; None if it did not die.
        no_return: chances of rescue; None if it did not die or no rescue was asked for.
        runs: how many runs all this rests on.
    """

    days: int
    definition: str
    seed: int | None
    death: float
    another: int | None = None
    causes: tuple[Cause, ...] = ()
    responsibility: Responsibility | None = None
    overall: Overall | None = None
    timeline: Timeline | None = None
    no_return: NoReturn | None = None
    runs: int = 0

    @property
    def died(self) -> bool:
        """Whether there is a death to explain."""
        return self.death < self.days

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        parts = {
            name: None if part is None else part.as_dict()
            for name, part in (
                ("responsibility", self.responsibility),
                ("overall", self.overall),
                ("timeline", self.timeline),
                ("no_return", self.no_return),
            )
        }
        return {
            "days": self.days,
            "definition": self.definition,
            "seed": self.seed,
            "death": self.death,
            "died": self.died,
            "another": self.another,
            "causes": [one.as_dict() for one in self.causes],
            "runs": self.runs,
            **parts,
        }


def autopsy(question: Question, runs: Runs, *, threads: int = 1, on_stage: OnStage | None = None) -> Autopsy:
    """Find out why a group died.

    Args:
        question: see there.
        runs: where rows come from; its materials are those of `experiments.autopsy.responsibility.materials_for`,
            their days the length of the life that is looked at.
        threads: futures at a time.
        on_stage: told how far it is.

    Raises:
        UnknownCauseError: for a cause that is not at work here.
        StoppedError: if `runs` was told to stop.
    """
    say = on_stage or (lambda _stage, _done, _of: None)
    days, code = runs.materials.days, question.definition.code
    # Asked for first, so that a wrong name is told before anything is run.
    named = None if question.causes is None else _named(question, question.causes)
    seed = question.seed if question.seed is not None else first_death(question, runs, say)
    if seed is None:
        return Autopsy(days, code, None, float("inf"))
    death = float(_deaths(question, [seed], runs, say, "seeds")[0])
    if not death < days:
        another = None if np.isnan(death) else first_death(question, runs, say)
        return Autopsy(days, code, seed, death, another)
    seeds = range(question.first_seed, question.first_seed + question.launches)
    deaths = _deaths(question, seeds, runs, say, "launches") if question.launches else np.empty(0)
    dead = [one for one, day in zip(seeds, deaths, strict=True) if day < days]
    causes = named if named is not None else _telling(question, [seed, *dead], runs, say)
    found = _responsibilities(question, causes, list(dict.fromkeys([seed, *dead])), runs, say)
    others = [one for one in found if one.seed in set(dead)]
    grid = grid_for(death, LONGEST_RUN, question.grid)
    fates = _no_return(question, seed, grid, threads, say)
    futures = 0 if fates is None else len(fates.days) * (len(question.rescues) + 1) * question.futures
    return Autopsy(
        days=days,
        definition=code,
        seed=seed,
        death=death,
        causes=causes,
        responsibility=next((one for one in found if one.seed == seed), None),
        overall=overall(question.launches, others) if others else None,
        timeline=timeline(question.world, question.strategy, seed, days, grid),
        no_return=fates,
        runs=len(deaths) + sum(one.sets for one in found) + futures,
    )


def first_death(question: Question, runs: Runs, on_stage: OnStage | None = None) -> int | None:
    """The first of the seeds from 0 up whose launch dies; None if none of `SEEDS_TRIED` does."""
    for first in range(0, SEEDS_TRIED, SEEDS_AT_A_TIME):
        seeds = range(first, first + SEEDS_AT_A_TIME)
        deaths = _deaths(question, seeds, runs, on_stage or (lambda _stage, _done, _of: None), "seeds")
        dead = np.flatnonzero(deaths < runs.materials.days)
        if dead.size:
            return first + int(dead[0])
    return None


def longest_days(question: Question, days: int) -> int:
    """Days of the longest run that an autopsy may make: its life, or the futures after the last rescue."""
    latest = grid_for(float(days), LONGEST_RUN, question.grid)
    return max(days, *(day + Rescued().days for day in latest), 1)


def _deaths(question: Question, seeds: Sequence[int], runs: Runs, say: OnStage, stage: str) -> Any:
    scenario = Scenario.of(question.world_id, question.strategy_id)
    rows = runs.rows([Run(scenario, seed) for seed in seeds], lambda done, of: say(stage, done, of))
    return rows[:, POSITION[question.definition.code]]


def _named(question: Question, codes: Sequence[str]) -> tuple[Cause, ...]:
    return chosen_causes(question.world, question.strategy, codes)


def _telling(question: Question, seeds: Sequence[int], runs: Runs, say: OnStage) -> tuple[Cause, ...]:
    """The causes that seem to matter most."""
    every = causes_at_work(question.world, question.strategy)
    board = Switchboard(question.world_id, question.strategy_id, every)
    tried = list(dict.fromkeys(seeds))[:TRIED_ROUGHLY]
    return telling(
        board, tried, question.definition, runs, on_progress=lambda done, of: say("rough", done, of)
    )


def _responsibilities(
    question: Question, causes: tuple[Cause, ...], seeds: Sequence[int], runs: Runs, say: OnStage
) -> list[Responsibility]:
    if not causes:
        return []
    board = Switchboard(question.world_id, question.strategy_id, causes)
    return responsibilities(
        board, seeds, question.definition, runs, on_progress=lambda done, of: say("sets", done, of)
    )


def _no_return(
    question: Question, seed: int, grid: Sequence[int], threads: int, say: OnStage
) -> NoReturn | None:
    if not question.rescues or not grid:
        return None
    return no_return(
        question.world,
        question.strategy,
        seed,
        question.rescues,
        grid,
        futures=question.futures,
        threshold=question.threshold,
        threads=threads,
        on_progress=lambda done, of: say("futures", done, of),
    )
