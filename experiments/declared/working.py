"""Commands for work in the background: starting another command as a job, and seeing and cancelling jobs."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.declared.shared import Command, Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    _declare_start(app, words)
    _declare_jobs(app, words)


def _declare_start(app: typer.Typer, words: Words) -> None:
    said = words.help("start")

    # What follows is another command's business, its options too.
    @app.command(
        "start",
        cls=Command,
        help=said,
        short_help=said,
        context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    )
    def start(
        command: Annotated[list[str], words.argument("started", "COMMAND...")],
    ) -> None:
        from experiments.commands.jobs import start_command

        start_command(command, Path.cwd(), words.language)


def _declare_jobs(app: typer.Typer, words: Words) -> None:
    @words.command(app, "jobs")
    def jobs(
        job: Annotated[str | None, words.argument("job", "[JOB]")] = None,
        cancel: Annotated[bool, words.flag("--cancel", "cancel")] = False,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        from experiments.commands.jobs import cancel_job, one_job, show_jobs

        if job is None:
            show_jobs(json, words.language)
        elif cancel:
            cancel_job(job, words.language)
        else:
            one_job(job, json, words.language)
