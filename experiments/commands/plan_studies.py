"""Plans that are no sweeps: a race and a study of sensitivities, asked for in a file."""

from __future__ import annotations

from experiments.commands import race, sensitivity
from experiments.commands.problems import BadInputError, quoted
from experiments.commands.studying import Place
from experiments.measures import DEFAULT_WAGE_FEN, measure
from experiments.plans.declaration import Plan
from experiments.plans.dimensions import Dimension, dimensions
from experiments.plans.kinds import Wishes
from experiments.racing.race import MOST_LAUNCHES
from experiments.ranges import FEN, Range
from experiments.sensitivity.factors import Factor
from experiments.sensitivity.study import Asked, Size

LIFE_DAYS = 90
"""Life is judged up to this day, or to the end of the run."""

TRAJECTORIES = 10
"""Of the screening that comes before the shares."""


def race_plan(plan: Plan, wishes: Wishes) -> int:
    """Run a plan that is a race.

    Returns:
        The exit code.

    Raises:
        BadInputError: if there is more than one world, only one strategy, or something is varied.
    """
    asked = plan.race
    if asked is None or len(plan.worlds) != 1 or len(plan.strategies) < 2 or plan.factors:
        raise BadInputError("plan_race_form")
    ((name, world),) = plan.worlds.items()
    in_fen = measure(asked.measure, plan.days, plan.days, 1.0).unit == "fen"
    difference = asked.smallest_difference
    wanted = race.Wanted(
        world=name,
        strategies=tuple(plan.strategies),
        measure=asked.measure,
        difference=difference if difference is None or not in_fen else difference / 100,
        level=asked.confidence,
        rule=asked.rule,
        budget=asked.budget,
        most_launches=max(1, min(MOST_LAUNCHES, asked.budget // len(plan.strategies))),
        day=min(LIFE_DAYS, plan.days),
        days=plan.days,
        death="first_silence_7",
        wage_fen=float(DEFAULT_WAGE_FEN),
        include_risky=False,
        first_seed=plan.seeds.first,
    )
    _no_cost(wishes)
    return race.race_of(wanted, world, plan.strategies, _command(wishes), _place(wishes))


def sensitivity_plan(plan: Plan, wishes: Wishes) -> int:
    """Run a plan that is a study of sensitivities; of two strategies, of the difference between them.

    Returns:
        The exit code.

    Raises:
        BadInputError: if there is more than one world, more than two strategies, or nothing is varied.
    """
    asked = plan.sensitivity
    if asked is None or len(plan.worlds) != 1 or len(plan.strategies) > 2 or not plan.factors:
        raise BadInputError("plan_sensitivity_form")
    ((name, world),) = plan.worlds.items()
    first, *second = plan.strategies
    varied = dimensions(plan)
    for one in varied:
        if one.values:
            raise BadInputError("plan_sensitivity_factor", found=quoted(one.label))
    points = asked.points
    size = Size(
        method=asked.method,
        trajectories=points if asked.method == "morris" else TRAJECTORIES,
        points=points,
        seeds=plan.seeds.count,
        first_seed=plan.seeds.first,
    )
    _no_cost(wishes)
    return sensitivity.sensitivity_of(
        Asked(name, first, second[0] if second else None, asked.measure, min(LIFE_DAYS, plan.days)),
        size,
        plan.days,
        world,
        plan.strategies,
        tuple(_factor(one) for one in varied),
        _command(wishes),
        _place(wishes),
    )


def _factor(one: Dimension) -> Factor:
    step = FEN if one.unit.startswith("yuan") else 0.0
    return Factor(one.path, Range(one.low, one.high, one.scale == "log", one.whole, step))


def _no_cost(wishes: Wishes) -> None:
    if wishes.cost_only:
        raise BadInputError("plan_cost")


def _command(wishes: Wishes) -> tuple[str, ...]:
    return ("sweep", wishes.given, *(() if wishes.store is None else (str(wishes.store),)))


def _place(wishes: Wishes) -> Place:
    return Place(wishes.threads, wishes.scheduler, wishes.store, wishes.json, wishes.language)
