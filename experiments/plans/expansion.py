"""A plan as a list of runs that is never written out: any stretch of it can be asked for.

The order keeps runs of the same people side by side, so that a worker builds them once: world by world, within it by
the values that replace the world's, then by seed. Strategies and their values come last. They are taken in groups of
`VARIANTS`, so that what a worker keeps ready is still there when the next seed asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plans.declaration import Plan
from experiments.plans.designs import Points, all_differ, points_of
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.pieces import VARIANTS_KEPT

VARIANTS = VARIANTS_KEPT // 2
"""Strategies with their values that are run under one seed before the next is taken up."""


@dataclass(frozen=True)
class Place:
    """One scenario of a plan.

    Attributes:
        point: number of the point of the design, from 0.
        scenario: world, strategy and the point's values.
    """

    point: int
    scenario: Scenario


class Expansion:
    """The runs of a plan.

    Args:
        plan: that has been checked.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.materials = Materials.of(plan.worlds, plan.strategies, plan.days)
        self.points: Points = points_of(plan)
        self._worlds = tuple(plan.worlds)
        self._strategies = tuple(plan.strategies)
        # Points that agree in all values of the world stand side by side; where each such group begins.
        self._order, self._begin = _grouped(self.points)

    def __len__(self) -> int:
        return self.scenarios * self.plan.seeds.count

    @property
    def scenarios(self) -> int:
        """How many scenarios: worlds times strategies times points."""
        return len(self._worlds) * len(self._strategies) * len(self.points)

    def places(self) -> Iterator[Place]:
        """Every scenario once: point by point, and within a point world by world."""
        for point in range(len(self.points)):
            for world in self._worlds:
                for strategy in self._strategies:
                    yield Place(point, self._scenario(world, strategy, point))

    def runs(self, start: int, stop: int) -> list[Run]:
        """The runs from one number up to another, which is not among them; both are cut to what there is."""
        made: dict[tuple[str, str, int], Scenario] = {}
        found = []
        for number in range(max(0, start), min(stop, len(self))):
            world, strategy, point, seed = self._at(number)
            key = (world, strategy, point)
            if key not in made:
                made[key] = self._scenario(*key)
            found.append(Run(made[key], seed))
        return found

    def _at(self, number: int) -> tuple[str, str, int, int]:
        """World, strategy, point and seed of a run."""
        seeds, strategies = self.plan.seeds, len(self._strategies)
        of_point = strategies * seeds.count
        world, within = divmod(number, len(self.points) * of_point)
        group = int(np.searchsorted(self._begin, within // of_point, side="right")) - 1
        first, end = int(self._begin[group]), int(self._begin[group + 1])
        tile, within = divmod(within - first * of_point, VARIANTS * seeds.count)
        width = min(VARIANTS, (end - first) * strategies - tile * VARIANTS)
        seed, within = divmod(within, width)
        point, strategy = divmod(tile * VARIANTS + within, strategies)
        number_of_point = int(self._order[first + point])
        return self._worlds[world], self._strategies[strategy], number_of_point, seeds.first + seed

    def _scenario(self, world: str, strategy: str, point: int) -> Scenario:
        values = self.points.values[point].tolist()
        return Scenario.of(world, strategy, dict(zip(self.points.paths, values, strict=True)))


def _grouped(points: Points) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the points with those of the same world values side by side, and where each group of them begins.

    Returns:
        Shapes (n,) and (groups + 1,); groups are in the order in which they first come, the last entry is n.
    """
    of_world = [place for place, path in enumerate(points.paths) if path.startswith("world.")]
    if not of_world:
        return np.arange(len(points)), np.array([0, len(points)])
    if all_differ(points.values[:, of_world]):
        return np.arange(len(points)), np.arange(len(points) + 1)
    _, first, group = np.unique(points.values[:, of_world], axis=0, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))[group.ravel()]
    return np.argsort(rank, kind="stable"), np.concatenate([[0], np.cumsum(np.bincount(rank))])
