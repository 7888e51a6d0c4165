"""How a race stands while it runs, in its folder, for whoever watches; looking changes nothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from experiments import home
from experiments.racing.results import RaceState

FILE = "standings.json"
EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Line:
    """One strategy: its mean so far, and the launch after which it left, or None while it is in."""

    strategy: str
    mean: float
    left_at: int | None


@dataclass(frozen=True)
class Standings:
    """A race at one moment.

    Attributes:
        launches: of the strategy with most.
        runs: of all together.
        most_left: launches after which it is over, by the variances so far; None if these are not known yet.
        lines: those still in from best to worst, then those that left, the last first.
    """

    launches: int
    runs: int
    most_left: int | None
    lines: tuple[Line, ...]


def keeper(folder: Path | None) -> Callable[[RaceState], None]:
    """A function that keeps each state in the folder, now and then; nothing is kept without one."""
    due = 0.0

    def keep(state: RaceState) -> None:
        nonlocal due
        if folder is None or time.monotonic() < due:
            return
        due = time.monotonic() + EVERY_SECONDS
        order = [*state.alive, *sorted(state.left, key=lambda name: -state.left[name])]
        lines = [[name, state.means[name], state.left.get(name)] for name in order]
        with contextlib.suppress(OSError):
            home.write_json(
                folder / FILE,
                {
                    "launches": state.launches,
                    "runs": state.runs,
                    "most_left": state.most_left,
                    "lines": lines,
                },
            )

    return keep


def standings_in(folder: Path) -> Standings | None:
    """How the race in a folder stood last, or None if that is not known."""
    plain = home.read_json(folder / FILE)
    with contextlib.suppress(KeyError, TypeError, ValueError):
        return Standings(
            int(plain["launches"]),
            int(plain["runs"]),
            plain["most_left"],
            tuple(Line(str(name), float(mean), left) for name, mean, left in plain["lines"]),
        )
    return None
