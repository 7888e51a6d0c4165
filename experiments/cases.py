"""Playing a case: its arms in the same launches, its measures with intervals, and the document's figures beside them.

All arms of a launch have the same seed, so where they share people and luck the differences between them are paired.
The result does not depend on the number of threads: launches are taken in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.case_measures import CASE_MEASURES, LAST_DAYS, Course
from experiments.pairing import Difference, paired
from scenarios.case_files import Arm, Case, Figure, Statement
from sim.money import fen

Floats = NDArray[np.float64]

HOLDS, FAILS, OPEN = "holds", "fails", "open"
"""What the launches say of a stated direction: the whole 95% interval agrees, disagrees, or does not tell."""


@dataclass(frozen=True)
class Estimate:
    """A mean over the launches in which there was something to measure, with Student's 95% interval."""

    mean: float
    low: float
    high: float
    launches: int


@dataclass(frozen=True)
class FigureBeside:
    """The document's figure and the model's value of the same thing."""

    figure: Figure
    found: Estimate


@dataclass(frozen=True)
class StatementJudged:
    """A stated direction, the paired difference, and `HOLDS`, `FAILS` or `OPEN`."""

    statement: Statement
    difference: Difference
    answer: str


@dataclass(frozen=True)
class CaseResult:
    """What became of a case. Mappings are in the order of the case's file.

    Attributes:
        launches: launches run.
        days: length of a run.
        first_seed: seed of the first launch.
        values: measure → arm → value by launch, shape (launches,); NaN where there was nothing to measure.
        estimates: measure → arm → mean with interval.
        differences: measure → arm → the arm minus the first arm, for all but the first.
        figures: the document's figures beside the model's.
        statements: the document's directions, judged.
    """

    launches: int
    days: int
    first_seed: int
    values: Mapping[str, Mapping[str, Floats]]
    estimates: Mapping[str, Mapping[str, Estimate]]
    differences: Mapping[str, Mapping[str, Difference]]
    figures: tuple[FigureBeside, ...]
    statements: tuple[StatementJudged, ...]


def run_case(
    case: Case,
    *,
    launches: int | None = None,
    days: int | None = None,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> CaseResult:
    """Run every arm of a case in every launch.

    Args:
        case: the case.
        launches: number of seeds; the case's own if None.
        days: length of a run; the case's own if None.
        first_seed: seed of the first launch.
        threads: launches at a time; the result does not depend on it.
        on_progress: called with (launches done, launches).

    Raises:
        sim.population.PopulationTooLargeError: If more people would come than a run can hold.
    """
    launches, days = launches or case.launches, days or case.days
    rows: list[Floats] = []
    with ThreadPoolExecutor(threads, thread_name_prefix="case") as pool:
        waiting = [pool.submit(_one_launch, case, first_seed + i, days) for i in range(launches)]
        try:
            for one in waiting:
                rows.append(one.result())
                if on_progress is not None:
                    on_progress(len(rows), launches)
        finally:
            for one in waiting:
                one.cancel()
    return summary(case, np.stack(rows), days, first_seed)


def summary(case: Case, values: Floats, days: int, first_seed: int) -> CaseResult:
    """The result of a case from its values, shape (launches, measures, arms)."""
    by_measure: dict[str, dict[str, Floats]] = {
        measure: {arm.name: values[:, i, j] for j, arm in enumerate(case.arms)}
        for i, measure in enumerate(case.measures)
    }
    estimates = {
        measure: {name: estimate(column) for name, column in arms.items()}
        for measure, arms in by_measure.items()
    }
    first = case.arms[0].name
    differences = {
        measure: {name: paired(column, arms[first]) for name, column in arms.items() if name != first}
        for measure, arms in by_measure.items()
    }
    return CaseResult(
        launches=len(values),
        days=days,
        first_seed=first_seed,
        values=by_measure,
        estimates=estimates,
        differences=differences,
        figures=tuple(FigureBeside(one, estimates[one.measure][one.arm]) for one in case.figures),
        statements=tuple(judged(one, by_measure[one.measure]) for one in case.statements),
    )


def estimate(column: Floats) -> Estimate:
    """Mean and interval of a column of launches; NaN without any, an endless interval with one."""
    found = paired(column, np.zeros_like(column))
    return Estimate(found.mean, found.low, found.high, found.launches)


def judged(statement: Statement, arms: Mapping[str, Floats]) -> StatementJudged:
    """A stated direction against the launches."""
    difference = paired(arms[statement.more], arms[statement.than])
    answer = HOLDS if difference.low > 0 else FAILS if difference.high < 0 else OPEN
    return StatementJudged(statement, difference, answer)


def _one_launch(case: Case, seed: int, days: int) -> Floats:
    courses = [course_of(arm, seed, days) for arm in case.arms]
    return np.array([[CASE_MEASURES[code].of(one) for one in courses] for code in case.measures])


def course_of(arm: Arm, seed: int, days: int) -> Course:
    """Run one arm once."""
    from sim.engine import new_state, run_to, setup_of
    from sim.outcome import present
    from sim.population import build_population
    from sim.portfolio_engine import new_portfolio_state, run_portfolio_to

    last_stretch = float(max(0, days - LAST_DAYS))
    if arm.portfolio is not None:
        portfolio = new_portfolio_state(arm.portfolio, seed, days)
        states = portfolio.states
        came = _by_key(states, "tier")
        run_portfolio_to(portfolio, last_stretch)
        before = _by_key(states, "purchases")
        run_portfolio_to(portfolio, float(days))
        product = arm.portfolio.product
    elif arm.world is not None:
        state = new_state(
            setup_of(arm.world, arm.strategy, build_population(arm.world, seed, days)), seed, days
        )
        states = [state]
        came = _by_key(states, "tier")
        run_to(state, last_stretch)
        before = _by_key(states, "purchases")
        run_to(state, float(days))
        product = arm.world.product
    else:
        raise ValueError(f"arm {arm.name!r} has neither a world nor a portfolio")
    people = ever_members(states)
    people["tier"] = [came[key] for key in people["key"].tolist()]
    return Course(
        daily=tuple(state.days for state in states),
        present=tuple(present(state.days) for state in states),
        people=people,
        bought_before=np.array([before.get(key, 0) for key in people["key"].tolist()], dtype=np.int64),
        lost_chances=np.array([float(1 - np.exp(-state.group["ban_hazard"][0])) for state in states]),
        goods_fen=float(fen(product.goods_yuan)),
    )


def ever_members(states: list[Any]) -> NDArray[Any]:
    """A copy of the record of everybody who was ever a member, each once: the latest of who changed groups."""
    from sim.records import LEFT, MOVED, PRESENT, REMOVED

    found: dict[int, Any] = {}
    for state in states:
        members = state.members
        for i in np.flatnonzero(np.isin(members["status"], (PRESENT, LEFT, REMOVED, MOVED))).tolist():
            key = int(members["key"][i])
            if key not in found or members["joined"][i] > found[key]["joined"]:
                found[key] = members[i]
    records = np.empty(len(found), dtype=states[0].members.dtype)
    for place, key in enumerate(sorted(found)):
        records[place] = found[key]
    return records


def _by_key(states: list[Any], name: str) -> dict[int, int]:
    """A whole-numbered entry of each person by key; the largest where somebody has records in two groups."""
    found: dict[int, int] = {}
    for state in states:
        members = state.members
        for key, value in zip(members["key"].tolist(), members[name].tolist(), strict=True):
            if key >= 0:
                found[key] = max(value, found.get(key, value))
    return found
