"""``qunlab start`` and ``qunlab jobs``: commands that go on without a terminal, watched and cancelled from any."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from experiments import jobs
from experiments.commands.output import as_json, table
from experiments.commands.problems import BadInputError, quoted
from experiments.job_status import Status
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text

NOT_IN_BACKGROUND = ("start", "jobs", "lab")
CANCEL_SECONDS = 10.0


def start_command(words: Sequence[str], folder: Path, language: str) -> None:
    """Start a command as a job and say how to see it.

    Raises:
        BadInputError: if that cannot be done.
    """
    if words[0] in NOT_IN_BACKGROUND or words[0].startswith("-"):
        raise BadInputError("not_in_background", found=quoted(words[0]))
    try:
        job = jobs.start_command(words, folder, language)
    except jobs.TooManyJobsError:
        raise BadInputError("too_many_jobs", most=jobs.MOST_WAITING) from None
    except OSError as error:
        raise BadInputError("no_job_folder", why=error.strerror or str(error)) from None
    print(job.id)


def show_jobs(json: bool, language: str) -> None:
    """List all jobs, newest first."""
    found = dict(reversed(jobs.all_jobs().items()))
    if json:
        print(as_json([_plain(job_id, status) for job_id, status in found.items()]))
        return
    if not found:
        print(text("command.jobs.none", language))
        return
    rows = [[text(f"command.jobs.column.{name}", language) for name in ("job", "state", "what", "done")]]
    rows += [
        [job_id, _state(status, language), _what(job_id, language), _done(status, language)]
        for job_id, status in found.items()
    ]
    print(table(rows, left=3))


def one_job(given: str, json: bool, language: str) -> None:
    """Show one job: how it stands, and what it has printed so far."""
    status = _known(given)
    if json:
        print(as_json(_plain(given, status) | {"output": jobs.output(given)}))
        return
    print(f"{_state(status, language)}  {_done(status, language)}".rstrip())
    print(f"{_what(given, language)}")
    if status.message:
        shown = {name: printable(str(value), 300) for name, value in status.values.items()}
        print(text(status.message, language, **shown))
    printed = jobs.output(given)
    if printed:
        print("\n" + printed.rstrip("\n"))


def cancel_job(given: str, language: str) -> None:
    """Ask a job to stop, and wait until it has."""
    _known(given)
    status = jobs.cancel(given, CANCEL_SECONDS)
    if status is not None:
        print(_state(status, language))


def _known(given: str) -> Status:
    status = jobs.status(given)
    if status is None:
        raise BadInputError("no_such_job", found=quoted(given))
    return status


def _plain(job_id: str, status: Status) -> dict[str, Any]:
    return {"job": job_id, "command": list(jobs.command_of(job_id)), **asdict(status)}


def _state(status: Status, language: str) -> str:
    return text(f"job.{status.state}", language)


def _what(job_id: str, language: str) -> str:
    words = jobs.command_of(job_id)
    if words:
        return printable(shlex.join(words), 100)
    question = jobs.question_of(job_id)
    compared = "" if question is None else " ".join([question.world_id, *question.strategies])
    return printable(f"compare {compared}".rstrip(), 100)


def _done(status: Status, language: str) -> str:
    if not status.total:
        return ""
    return f"{number(status.done, language)} / {number(status.total, language)}"
