"""What a sweep would cost, found out by a job of its own: trying runs takes seconds and all processors.

The answer is noted with the plan, so the same plan is tried once.
"""

from __future__ import annotations

import json

from experiments import jobs
from experiments.plans.cost import Cost, Interval
from experiments.sweeps.shelf import add_to_note, plan_file, plans_folder, read_note


def start_pricing(name: str, language: str, owner: str = "") -> str:
    """Start the job that finds out, unless one is at it; gives its id, or "" if the answer is known.

    Raises:
        ValueError: if there is no such sweep.
        TooManyJobsError: see `experiments.jobs.start_command`.
        OSError: if the lab's folder cannot be written.
    """
    if cost_of(name) is not None:
        return ""
    job = pricing_job(name)
    status = jobs.status(job) if job else None
    if status is None or status.finished:
        words = ["sweep", plan_file(name).name, "--cost", "--json"]
        job = jobs.start_command(words, plans_folder(), language, owner).id
        add_to_note(name, cost_job=job)
    return job


def pricing_job(name: str) -> str:
    """Id of the job that finds out, or "" if there was none."""
    return str((read_note(name) or {}).get("cost_job", ""))


def cost_of(name: str) -> Cost | None:
    """What a sweep would cost, if that is known."""
    note = read_note(name)
    if note is None:
        return None
    if "cost" not in note:
        job = str(note.get("cost_job", ""))
        status = jobs.status(job) if job else None
        if status is None or status.state != "done":
            return None
        try:
            note["cost"] = json.loads(jobs.output(job))
        except ValueError:
            return None
        add_to_note(name, cost=note["cost"])
    plain = dict(note["cost"])
    intervals = {part: Interval(**plain.pop(part)) for part in ("seconds", "bytes")}
    return Cost(**{**plain, **intervals, "errors": tuple(plain["errors"])})
