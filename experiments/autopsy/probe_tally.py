"""How often the red packet was right about one group, day by day: what the timeline of an autopsy adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.autopsy.timeline import ProbeOnDay


@dataclass(frozen=True)
class ProbeTally:
    """Probes of one group, counted by what they said and what was true.

    Attributes:
        probes: how many there were.
        right: how many said what was true.
        false_alarms: how many called a living group dead.
        missed: how many called a dead group alive.
    """

    probes: int
    right: int
    false_alarms: int
    missed: int


def probe_tally(probes: Sequence[ProbeOnDay]) -> ProbeTally:
    """Count the probes of a timeline."""
    false_alarms = sum(one.says_dead and not one.dead for one in probes)
    missed = sum(one.dead and not one.says_dead for one in probes)
    return ProbeTally(len(probes), len(probes) - false_alarms - missed, false_alarms, missed)
