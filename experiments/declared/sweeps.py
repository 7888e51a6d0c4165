"""Commands that run plans: a sweep, and going on with it."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import MOST_THREADS, whole
from experiments.declared.shared import PROCESSORS, Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    _declare_sweep(app, words)
    _declare_resume(app, words)


def _declare_sweep(app: typer.Typer, words: Words) -> None:
    @words.command(app, "sweep")
    def sweep(
        plan: Annotated[str, words.argument("plan_id", "PLAN")],
        store: Annotated[Path | None, words.argument("sweep_store", "STORE")] = None,
        cost: Annotated[bool, words.flag("--cost", "sweep_cost")] = False,
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.studying import name_of
        from experiments.commands.sweep import sweep as run_plan
        from experiments.plans.kinds import Wishes

        wishes = Wishes(name_of(plan), store, at_a_time, scheduler, cost, json, words.language, plan)
        raise typer.Exit(run_plan(plan, wishes))


def _declare_resume(app: typer.Typer, words: Words) -> None:
    @words.command(app, "resume")
    def resume(
        store: Annotated[Path, words.argument("resume_store", "STORE")],
        retry_failed: Annotated[bool, words.flag("--retry-failed", "retry_failed")] = False,
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.sweep import resume as go_on
        from experiments.plans.kinds import Wishes

        wishes = Wishes("", store, at_a_time, scheduler, False, json, words.language)
        raise typer.Exit(go_on(store, wishes, retry_failed))
