"""What would be counted in a simulated group, in the units of a description."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.my_group.description import WEEK
from experiments.my_group.making import MONTH
from experiments.outcome_rows import present_by_day

Floats = NDArray[np.float64]

WINDOW = 28
"""Last days over which weekly figures are averaged; fewer, in whole weeks, for younger groups."""

FIGURES: tuple[str, ...] = ("members", "messages", "speakers", "exits")
"""What is compared with the description, in the order in which `observed` gives it."""


def window_of(days: int) -> int:
    """Days of the window, whole weeks."""
    return min(WINDOW, days // WEEK * WEEK)


def observed(outcome: Any) -> Floats:
    """The figures of one launch: members at the end, and messages, speakers and exits of its last weeks.

    Args:
        outcome: a `sim.Outcome` of at least a week, with its event log.

    Returns:
        Shape (len(FIGURES),): members, messages a week, different speakers a week, exits a month of 30 days.
    """
    from sim.records import ANSWER, GO_ON, SAY

    daily, events = outcome.daily, outcome.events
    window = window_of(len(daily))
    last = daily[-window:]
    start = len(daily) - window
    wrote = events[
        np.isin(events["kind"], (SAY, ANSWER, GO_ON)) & (events["t"] >= start) & (events["member"] >= 0)
    ]
    week = ((wrote["t"] - start) // WEEK).astype(np.int64)
    speakers = len(np.unique(np.column_stack([week, wrote["member"]]), axis=0))
    weeks = window / WEEK
    return np.array(
        [
            present_by_day(daily)[-1],
            last["talk"].sum() / weeks,
            speakers / weeks,
            last["leaves"].sum() * MONTH / window,
        ]
    )
