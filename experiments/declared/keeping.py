"""Commands around kept runs: sweeps, resuming, questions in SQL, reports, verification, jobs."""

from __future__ import annotations

import typer

from experiments.declared import reports, stores, sweeps, working
from experiments.declared.shared import Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    for one in (sweeps, stores, reports, working):
        one.declare(app, words)
