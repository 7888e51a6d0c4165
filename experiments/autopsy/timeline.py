"""What could have been seen on the way: the days of the seven symptoms, and what a red packet would have said.

The symptoms are read from the days that the group lived (`experiments.symptoms`). The probe is sent into a copy of the
group on each day of a grid and compared with the truth: whether members stay silent for the fortnight that
follows (`experiments.probe`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from experiments.probe import FEN_A_PORTION, USUAL_HOUR, USUAL_PORTIONS, probe_launch
from experiments.symptoms import symptom_days
from experiments.windows import WEEK


@dataclass(frozen=True)
class ProbeOnDay:
    """A red packet on one evening.

    Attributes:
        day: of the probe.
        present: members at that moment.
        left: portions left after two hours.
        portions: of the packet.
        says_dead: whether some were left, which operators take for death.
        dead: whether the group, left to itself, is silent for the fortnight that follows.
    """

    day: int
    present: int
    left: int
    portions: int
    says_dead: bool
    dead: bool


@dataclass(frozen=True)
class Timeline:
    """The life of one group by its days.

    Attributes:
        symptoms: code → day on which it began, ``inf`` if it never did.
        probes: one a day of the grid.
        talk: messages of ordinary members in each complete week.
    """

    symptoms: dict[str, float]
    probes: tuple[ProbeOnDay, ...]
    talk: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


def timeline(world: Any, strategy: Any, seed: int, days: int, grid: Sequence[int]) -> Timeline:
    """Symptoms within the first `days` days of a launch, and probes on the days of a grid.

    Args:
        world: a `sim.World`.
        strategy: a `sim.Strategy`.
        seed: of the launch.
        days: length of its life.
        grid: days of the probes, ascending.
    """
    import sim

    daily = sim.simulate(world, strategy, seed, days=days).daily
    weeks = len(daily) // WEEK
    talk = daily["talk"][: weeks * WEEK].reshape(weeks, WEEK).sum(axis=1)
    portions = USUAL_PORTIONS[0]
    readings = probe_launch(world, strategy, seed, grid, USUAL_HOUR, (portions,), FEN_A_PORTION)
    probes = tuple(
        ProbeOnDay(day, one.present, one.left, portions, one.left > 0, one.dead)
        for day, one in zip(grid, readings, strict=True)
    )
    return Timeline(symptom_days(daily), probes, tuple(int(one) for one in talk))
