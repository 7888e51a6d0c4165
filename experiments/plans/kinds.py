"""What can be done with a plan, by its kind: who runs a sweep, a race, a study of sensitivities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from experiments.plans.declaration import Plan


@dataclass(frozen=True)
class Wishes:
    """How a plan is to be run, as the command line says.

    Attributes:
        name: by which the plan was asked for, an id or the name of its file.
        store: folder that keeps the runs, if one was given.
        threads: of this machine.
        scheduler: address of a cluster that runs them instead.
        cost_only: say what it will cost and do no more.
        json: print JSON.
        language: of what is printed.
        given: the words by which the plan was asked for, a path where it was one.
    """

    name: str
    store: Path | None
    threads: int
    scheduler: str | None
    cost_only: bool
    json: bool
    language: str
    given: str = ""


Runner = Callable[[Plan, Wishes], int]
"""Runs a plan, prints what came of it, and gives the exit code."""

RUNNERS: dict[str, str] = {
    "sweep": "experiments.commands.sweep:sweep_plan",
    "race": "experiments.commands.plan_studies:race_plan",
    "sensitivity": "experiments.commands.plan_studies:sensitivity_plan",
}
"""Kind of a plan (`Plan.kind`) → module and name of its `Runner`, which is imported when it is needed."""


def runner_of(kind: str) -> Runner | None:
    """Who runs plans of a kind, or None if nobody does."""
    if kind not in RUNNERS:
        return None
    module, _, name = RUNNERS[kind].partition(":")
    runner: Runner = getattr(import_module(module), name)
    return runner
