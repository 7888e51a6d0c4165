"""Whether a plan makes sense as a whole: its factors, its design, how many runs that is, and if these are possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from pydantic import BaseModel, ValidationError

from experiments.measures import measure
from experiments.plans.declaration import MOST_RUNS, Design, Plan
from experiments.plans.designs import Points, number_of_points, points_of
from experiments.plans.dimensions import Location, Problem, dimension_of
from experiments.runs.materials import Materials, Values
from experiments.runs.pieces import split
from scenarios.errors import Phrase
from scenarios.explaining import explain, shown
from sim.strategy import Strategy
from sim.world import World

POINTS_TRIED = 64
"""So many points of a design are put together before a sweep begins, besides the least and greatest of each factor."""


def problems_of(plan: Plan) -> list[Problem]:
    """What is wrong with a plan that is right in form; of each stage only if those before it are right."""
    for stage in (_of_factors, _of_kind, _of_design, _of_size, _of_points):
        found = list(stage(plan))
        if found:
            return found
    return []


def _of_factors(plan: Plan) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, factor in enumerate(plan.factors):
        try:
            dimension_of(plan, number)
        except Problem as problem:
            yield problem
            continue
        for said in {factor.where, factor.label}:
            if seen.setdefault(said, number) != number:
                where: Location = ("factors", number)
                yield Problem("plan_factor_twice", where, found=shown(said), number=seen[said] + 1)
                break


def _of_kind(plan: Plan) -> Iterator[Problem]:
    if plan.race is not None and plan.sensitivity is not None:
        yield Problem("plan_race_or_sensitivity", ("sensitivity",))
    if plan.race is not None and len(plan.strategies) < 2:
        yield Problem("plan_race_alone", ("strategies",), number=len(plan.strategies))
    if plan.race is not None and measure(plan.race.measure, 90, 90, 100).more_is_better is None:
        yield Problem("plan_race_measure", ("race", "measure"), found=plan.race.measure)
    if plan.sensitivity is not None:
        if not plan.factors:
            yield Problem("plan_no_factors", ("sensitivity",), kind=plan.sensitivity.method)
        if plan.design is not None:
            yield Problem("plan_own_design", ("design",), kind=plan.sensitivity.method)
        if plan.sensitivity.method != "morris":
            yield from _power_of_two(plan.sensitivity.points, ("sensitivity", "points"))


def _of_design(plan: Plan) -> Iterator[Problem]:
    design = plan.design
    if design is None:
        return
    points: Location = ("design", "points")
    if design.kind == "plausible_worlds":
        yield from _of_plausible(plan, design)
    elif not plan.factors:
        yield Problem("plan_no_factors", ("design",), kind=design.kind)
    if design.kind == "grid":
        if design.points is not None:
            yield Problem("plan_points_of_grid", points)
        return
    if design.points is None:
        yield Problem("plan_points_due", ("design",), kind=design.kind)
    elif design.kind == "sobol":
        yield from _power_of_two(design.points, points)
    if design.levels is not None:
        yield Problem("plan_levels_of_points", ("design", "levels"), kind=design.kind)


def _of_plausible(plan: Plan, design: Design) -> Iterator[Problem]:
    from experiments.calibration.ensemble import plausible_worlds

    if plan.factors:
        yield Problem("plan_plausible_factors", ("factors",))
    most = len(plausible_worlds())
    if design.points is not None and design.points > most:
        yield Problem("plan_plausible_most", ("design", "points"), found=design.points, most=most)


def _power_of_two(points: int, where: Location) -> Iterator[Problem]:
    if points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        yield Problem("plan_power_of_two", where, found=points, below=below, above=2 * below)


def _of_size(plan: Plan) -> Iterator[Problem]:
    if plan.kind == "sensitivity":
        return
    points = number_of_points(plan)
    runs = len(plan.worlds) * len(plan.strategies) * points * plan.seeds.count
    if runs > MOST_RUNS:
        yield Problem(
            "plan_too_many_runs",
            ("seeds", "count"),
            worlds=len(plan.worlds),
            strategies=len(plan.strategies),
            points=points,
            seeds=plan.seeds.count,
            runs=runs,
            most=MOST_RUNS,
        )


def _of_points(plan: Plan) -> Iterator[Problem]:
    """The first combination of values that makes no world or strategy."""
    if not plan.factors:
        return
    materials = Materials.of(plan.worlds, plan.strategies, plan.days)
    points = _tried(plan)
    for row in points.values:
        of_world, of_strategy = split(tuple(zip(points.paths, row.tolist(), strict=True)))
        problem = _not_possible("world", World, materials.world, plan.worlds, of_world)
        problem = problem or _not_possible(
            "strategy", Strategy, materials.strategy, plan.strategies, of_strategy
        )
        if problem is not None:
            yield problem
            return


def _not_possible(
    family: str,
    model: type[BaseModel],
    make: Callable[[str, Values], object],
    names: Iterable[str],
    values: Values,
) -> Problem | None:
    for name in names if values else ():
        try:
            make(name, values)
        except ValidationError as error:
            found = explain(model, {}, name, error)
            return Problem(
                "plan_not_possible",
                ("factors",),
                values=", ".join(f"{family}.{path} = {shown(value)}" for path, value in values),
                here=Phrase(f"plan.in_{family}", name=name),
                sentence=Phrase(f"error.{found.code}", **found.values),
            )
    return None


def _tried(plan: Plan) -> Points:
    """Some points of a plan's design: for each factor those with its least and greatest value, and some in between."""
    if plan.sensitivity is not None:
        plan = plan.model_copy(update={"design": Design(kind="random", points=POINTS_TRIED)})
    points = points_of(plan)
    spread = np.linspace(0, len(points) - 1, min(len(points), POINTS_TRIED)).astype(int)
    ends = [points.values.argmin(axis=0), points.values.argmax(axis=0)]
    chosen = np.unique(np.concatenate([spread, *ends]))
    return Points(points.paths, points.labels, points.values[chosen])
