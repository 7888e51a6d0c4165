"""Whose a job is, and whose turn comes next: many jobs of one person must not keep everybody else waiting.

Whoever starts a job may be named by an owner: the person who logged in, or a browser tab. Kept is a digest only, with
the job, and it goes with the job.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Mapping

from experiments.job_status import Status

MOST_OF_ONE = 4
"""So many unfinished jobs may one owner have."""


def digest_of(owner: str) -> str:
    """What is kept of an owner; "" for nobody in particular, such as whoever types commands."""
    return hashlib.sha256(owner.encode()).hexdigest()[:16] if owner else ""


def unfinished(found: Mapping[str, Status], owner: str) -> dict[str, Status]:
    """An owner's jobs that are waiting or computing, in the order of `found`; none of nobody's."""
    mine = digest_of(owner)
    return {name: one for name, one in found.items() if mine and one.owner == mine and not one.finished}


def next_turn(found: Mapping[str, Status], stopping: Container[str] = ()) -> str:
    """Name of the waiting job that starts next, or "" if none waits.

    It is one of the owner with the fewest jobs that compute; among several such owners of the one whose last turn is
    longest ago, and of theirs the oldest.

    Args:
        found: all jobs by their names.
        stopping: names of waiting jobs that were told to stop.
    """
    computing = Counter(one.owner for one in found.values() if one.state == "running")
    served: dict[str, float] = {}
    for one in found.values():
        served[one.owner] = max(one.began, served.get(one.owner, 0.0))
    waiting = [
        (computing[one.owner], served[one.owner], one.created, name)
        for name, one in found.items()
        if one.state == "queued" and name not in stopping
    ]
    return min(waiting)[-1] if waiting else ""
