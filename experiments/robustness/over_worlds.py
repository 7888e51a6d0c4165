"""Running some strategies in many plausible worlds: the same launches for all of them, others in every world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT, Definition
from experiments.measures import DEFAULT_WAGE_FEN, values_of
from experiments.runs.materials import Run, Scenario
from experiments.runs.source import OnProgress, Runs, launches_of

Floats = NDArray[np.float64]

PATH = "world.psychology."
"""What comes before a parameter's name in the path of its value."""


def runs_over_worlds(
    world: str,
    strategies: Sequence[str],
    plausible: Sequence[Mapping[str, float]],
    launches: int,
    first_seed: int = 0,
) -> Iterator[Run]:
    """The runs, world by world, launch by launch, all strategies of a launch side by side.

    Args:
        world: its id.
        strategies: their ids.
        plausible: psychology overrides of each world.
        launches: of each strategy in each world.
        first_seed: of the first world's first launch; the seeds of the next world follow, so that luck differs.
    """
    for place, psychology in enumerate(plausible):
        values = {PATH + name: value for name, value in psychology.items()}
        begin = first_seed + place * launches
        scenarios = [Scenario.of(world, strategy, values) for strategy in strategies]
        yield from launches_of(scenarios, range(begin, begin + launches))


def over_worlds(
    runs: Runs,
    world: str,
    strategies: Sequence[str],
    plausible: Sequence[Mapping[str, float]],
    launches: int,
    code: str,
    day: int,
    *,
    definition: Definition = DEFAULT,
    wage_fen: float = DEFAULT_WAGE_FEN,
    first_seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Floats:
    """A measure of strategies in plausible worlds; arguments as for `runs_over_worlds` and `experiments.measures`.

    Returns:
        Shape (worlds, strategies, launches), NaN where a run failed.
    """
    wanted = list(runs_over_worlds(world, strategies, plausible, launches, first_seed))
    rows = runs.rows(wanted, on_progress)
    values = values_of(rows, code, day, definition, wage_fen)
    return values.reshape(len(plausible), launches, len(strategies)).transpose(0, 2, 1)


def parameters_of(plausible: Sequence[Mapping[str, float]]) -> tuple[tuple[str, ...], Floats]:
    """The parameters in which the worlds differ.

    Returns:
        Their names, and their values in every world, shape (worlds, names).
    """
    names = list(plausible[0]) if plausible else []
    table = np.array([[one[name] for name in names] for one in plausible]).reshape(len(plausible), len(names))
    differ = [place for place in range(len(names)) if np.ptp(table[:, place]) > 0]
    return tuple(names[place] for place in differ), table[:, differ]


def whole_launches(values: Floats) -> list[Floats]:
    """The launches in which no strategy failed, for each world.

    Args:
        values: shape (worlds, strategies, launches).

    Returns:
        An array of shape (strategies, launches of this world) for every world, with no launches where all failed.
    """
    return [one[:, ~np.isnan(one).any(axis=0)] for one in values]
