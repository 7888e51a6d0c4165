"""Commands that make a report of what was saved, and verify it."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import MOST_THREADS, whole
from experiments.declared.shared import PROCESSORS, Words

MOST_RUNS = 10_000


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    _declare_report(app, words)
    _declare_verify(app, words)


def _declare_report(app: typer.Typer, words: Words) -> None:
    @words.command(app, "report")
    def report(
        folder: Annotated[Path, words.argument("report_folder", "FOLDER")],
        output: Annotated[Path | None, words.option("--output", "report_output", "FILE.html")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        from experiments.commands.report import report as make

        make(folder, output, json, words.language)


def _declare_verify(app: typer.Typer, words: Words) -> None:
    @words.command(app, "verify")
    def verify(
        what: Annotated[Path, words.argument("verify_what", "REPORT_OR_FOLDER")],
        runs: Annotated[str, words.option("--runs", "verify_runs", "N")] = "24",
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        checked = whole("--runs", runs, 1, MOST_RUNS), whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.verify import verify as check

        raise typer.Exit(check(what, *checked, json, words.language))
