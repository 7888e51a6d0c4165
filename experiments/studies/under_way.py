"""The job that makes a study, found by the study's folder: a page that was closed finds it again."""

from __future__ import annotations

from collections.abc import Sequence

from experiments import jobs
from experiments.studies.asked import folder_of


def job_making(words: Sequence[str]) -> str:
    """Id of the newest job that makes the study of a command, ended or not; "" if there is none.

    Args:
        words: of the command line, as for `experiments.studies.asked.folder_of`.
    """
    folder = str(folder_of(words))
    for job in reversed(jobs.all_jobs()):
        command = jobs.command_of(job)
        if command[:1] == tuple(words[:1]) and command[-2:] == ("--save", folder):
            return job
    return ""
