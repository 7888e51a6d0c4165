"""A plan that somebody pasted: checked before anything is written or run, and without much work for any text.

A few words of YAML can stand for a million points. So what the text asks for is counted roughly first, and too large a
plan is refused before its points are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.plans.declaration import LEVELS, Plan
from experiments.plans.designs import number_of_points
from experiments.plans.plan_files import parse_plan
from scenarios.errors import ScenarioError
from scenarios.library import plans
from scenarios.reading import plain, read_tree

MOST_RUNS = 200_000
"""So many runs may be asked for from a page; the command line takes more."""


class TooManyRunsError(ValueError):
    """A plan of more than `MOST_RUNS` runs; the argument is how many about."""


@dataclass(frozen=True)
class Checked:
    """A plan that is right: what it says, and how many points and runs that is."""

    plan: Plan
    points: int
    runs: int


def checked(text: str, name: str) -> Checked:
    """The plan in a text.

    Args:
        text: YAML.
        name: what errors call it.

    Raises:
        ScenarioError: if it is not right; further mistakes are in ``others``.
        TooManyRunsError: see there.
    """
    about = _roughly(plain(read_tree(text, name)))
    if about > MOST_RUNS:
        raise TooManyRunsError(about)
    plan = parse_plan(text, name)
    if plan.kind == "sensitivity":
        return Checked(plan, 0, 0)
    points = number_of_points(plan)
    runs = len(plan.worlds) * len(plan.strategies) * points * plan.seeds.count
    if runs > MOST_RUNS:
        raise TooManyRunsError(runs)
    return Checked(plan, points, runs)


def all_mistakes(error: ScenarioError) -> list[ScenarioError]:
    """A mistake and those found with it."""
    return [error, *error.others]


def shipped_text(plan: str) -> str:
    """The YAML of a shipped plan."""
    return plans()[plan].path.read_text(encoding="utf-8")


def shipped_as(text: str) -> str:
    """Id of the shipped plan whose text this is, or ""."""
    return next((name for name in plans() if shipped_text(name).strip() == text.strip()), "")


def _roughly(said: Any) -> int:
    """Runs that plain data asks for, as far as it is right; 0 if nothing can be said."""
    if not isinstance(said, Mapping):
        return 0
    design, seeds = said.get("design"), said.get("seeds")
    design = design if isinstance(design, Mapping) else {}
    number = _whole(seeds.get("count"), 20) if isinstance(seeds, Mapping) else 20
    for family in ("worlds", "strategies"):
        there = said.get(family)
        number *= max(1, len(there)) if isinstance(there, list | Mapping) else 1
    if design.get("kind", "grid") != "grid":
        return number * _whole(design.get("points"), 1)
    factors = said.get("factors")
    for one in factors if isinstance(factors, list) else []:
        given = one.get("values") if isinstance(one, Mapping) else None
        number *= max(1, len(given)) if isinstance(given, list) else _whole(design.get("levels"), LEVELS)
    return number


def _whole(given: Any, usual: int) -> int:
    return given if isinstance(given, int) and given > 0 else usual
