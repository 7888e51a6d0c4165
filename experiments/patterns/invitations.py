"""When members invite (F07), and how many joins each member brings about (F64).

An invitation is an event with the inviter as its member and the invited as its target, accepted or not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records import INVITE, JOIN

COUNTS = ("inviters", "early_inviters", "gaps", "short_gaps", "members", "invited_joins")


def invitation_timing(
    events: NDArray[Any], first_days: float = 5.0, gap_days: float = 2.0
) -> dict[str, float]:
    """Counts of invitations by when they were made.

    Args:
        events: the whole log.
        first_days: a first invitation is early within so many days of the inviter's joining.
        gap_days: a gap between consecutive invitations of one member is short up to so many days.

    Returns:
        inviters, early_inviters: members who invited, and whose first invitation was early. gaps, short_gaps: gaps
        between consecutive invitations of one member. members: who ever joined. invited_joins: who joined after
        being invited.
    """
    joins = events[events["kind"] == JOIN]
    join_time = dict(zip(joins["member"].tolist(), joins["t"].tolist(), strict=True))
    counts = dict.fromkeys(COUNTS, 0.0)
    counts["members"] = float(len(join_time))
    invites = events[events["kind"] == INVITE]
    invited = dict(zip(invites["target"].tolist()[::-1], invites["t"].tolist()[::-1], strict=True))
    counts["invited_joins"] = float(
        sum(target in join_time and join_time[target] >= t for target, t in invited.items())
    )
    for member in np.unique(invites["member"][invites["member"] >= 0]).tolist():
        if member not in join_time:
            continue
        times = invites["t"][invites["member"] == member]
        gaps = np.diff(times)
        counts["inviters"] += 1
        counts["early_inviters"] += bool(times[0] - join_time[member] <= first_days)
        counts["gaps"] += gaps.size
        counts["short_gaps"] += int(np.count_nonzero(gaps <= gap_days))
    return counts
