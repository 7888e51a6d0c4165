"""Finding the people under which a group, run as it is run now, shows the figures that its operator sees.

The psychology starts from one of the plausible worlds that agree with real groups, and only five things about the
people are moved from there: how often they have something to say, how unequal they are in that, how many hardly ever
write, how readily they answer, and how readily they leave. The search is small: many rough tries, one launch each, then
a few rounds around the best, and at last fresh launches with seeds that the search has not seen, from which the fit is
judged. The result does not depend on the number of threads.

It is a fit of a few figures by a few numbers, so other people would fit as well: what is found is one group that looks
like the described one, not the truth about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.my_group.description import Description
from experiments.my_group.making import days_of, practice_of, world_of
from experiments.my_group.observing import FIGURES, observed

Floats = NDArray[np.float64]

TRIES = 64
ROUGH_DAYS = 28
"""Rough tries, one launch each, and the days that they are run at most."""

ROUNDS, PROPOSALS, LAUNCHES_EACH = 5, 6, 5
"""Rounds around the best, tries in each, and launches of each of them (the same for all)."""

KEPT = 3
"""Best rough tries that are looked at again with as many launches as the rounds have."""

FRESH = 40
"""Launches from which the fit is judged."""

FRESH_SEEDS = 1_000_000
"""Their seeds begin so far after those of the search."""

SPREAD = np.array([1.8, 0.25, 1.3, 0.5, 1.2])
"""Standard deviations of the rough tries, in the scales of `people_of`; each round has six tenths of the one before."""
NARROWER = 0.6

FACTORS: tuple[tuple[str, ...], ...] = (
    ("impulse_rate",),
    ("sociability_sigma",),
    ("lurker_share",),
    ("answer_rate",),
    ("leave_base", "leave_fatigue", "leave_irritation", "take_and_go"),
)
"""What is moved; parameters of one factor are moved together."""

PEOPLE: tuple[str, ...] = tuple(name for names in FACTORS for name in names)
"""All parameters that are moved."""

SEARCH_STREAM = 2011
"""Keeps the draws of the search apart from others made from the same seed."""

OnProgress = Callable[[int, int], None]

RUNS = TRIES + KEPT * LAUNCHES_EACH + ROUNDS * PROPOSALS * LAUNCHES_EACH + FRESH


@dataclass(frozen=True)
class Fitted:
    """What the search found.

    Attributes:
        psychology: parameters that differ from the usual ones.
        plausible: position of the plausible world it started from, −1 where there was nothing to fit.
        launches: figures of the fresh launches, shape (FRESH, len(FIGURES)).
        runs: launches run in all.
    """

    psychology: Mapping[str, float]
    plausible: int
    launches: Floats
    runs: int


@dataclass(frozen=True)
class _Try:
    plausible: int
    shift: Floats
    distance: float = float("inf")


def people_of(plausible: Mapping[str, float], shift: Floats) -> dict[str, float]:
    """A plausible world's psychology with its people moved.

    Args:
        plausible: overrides of the plausible world.
        shift: by how much: natural logarithms of factors, for the share of lurkers of the factor of its odds; in the
            order of `FACTORS`.
    """
    from sim.parameters import Psychology
    from sim.quantities import quantities

    bounds = {one.name: (one.low, one.high) for one in quantities(Psychology)}
    usual = Psychology(**plausible)
    found = dict(plausible)
    moved = [(name, by) for names, by in zip(FACTORS, shift.tolist(), strict=True) for name in names]
    for name, by in moved:
        value = getattr(usual, name)
        if name == "lurker_share":
            odds = np.exp(by) * value / max(1e-6, 1 - value)
            value = float(odds / (1 + odds))
        else:
            value = float(value * np.exp(by))
        low, high = bounds[name]
        found[name] = float(f"{min(high, max(low, value)):.6g}")
    return found


def distance(figures: Floats, description: Description) -> float:
    """How far figures are from those given: mean absolute difference of logarithms, one added to each count.

    Args:
        figures: of launches, shape (launches, len(FIGURES)); their distances are averaged, so that a mixture of dead
            and loud groups does not pass for a quiet one.
        description: of the group.
    """
    names = ("members", *description.given)
    places = [FIGURES.index(name) for name in names]
    given = np.array([float(getattr(description, name)) for name in names])
    gaps = np.abs(np.log1p(figures[:, places]) - np.log1p(given))
    return float(gaps.mean())


def fit(
    description: Description,
    plausible: Sequence[Mapping[str, float]],
    *,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> Fitted:
    """Search, and run the fresh launches.

    Args:
        description: of the group.
        plausible: psychology overrides of the plausible worlds, at least one.
        first_seed: of the launches.
        threads: launches at a time.
        on_progress: called with (launches run, launches in all).
    """
    with ThreadPoolExecutor(threads, thread_name_prefix="fit") as pool:
        search = _Search(description, plausible, first_seed, pool, on_progress)
        best = search.best() if description.given else None
        people = {} if best is None else people_of(plausible[best.plausible], best.shift)
        seeds = range(first_seed + FRESH_SEEDS, first_seed + FRESH_SEEDS + FRESH)
        launches = search.run([(people, seed) for seed in seeds], days_of(description))
    return Fitted(people, -1 if best is None else best.plausible, launches, search.done)


class _Search:
    """The search for one group; the pool runs its launches."""

    def __init__(
        self,
        description: Description,
        plausible: Sequence[Mapping[str, float]],
        first_seed: int,
        pool: ThreadPoolExecutor,
        on_progress: OnProgress | None,
    ) -> None:
        self.description = description
        self.plausible = plausible
        self.first_seed = first_seed
        self.done = 0
        self._pool = pool
        self._on_progress = on_progress
        self._draws = np.random.default_rng([first_seed, SEARCH_STREAM])

    def best(self) -> _Try:
        """The try that comes nearest."""
        number = len(self.plausible)
        rough = [_Try(int(self._draws.integers(number)), SPREAD * self._normal()) for _ in range(TRIES)]
        days = days_of(self.description)
        ordered = sorted(self.judged(rough, 1, min(days, ROUGH_DAYS)), key=lambda one: one.distance)
        best = min(self.judged(ordered[:KEPT], LAUNCHES_EACH, days), key=lambda one: one.distance)
        spread = SPREAD * NARROWER
        for _ in range(ROUNDS):
            near = [_Try(best.plausible, best.shift + spread * self._normal()) for _ in range(PROPOSALS)]
            best = min([best, *self.judged(near, LAUNCHES_EACH, days)], key=lambda one: one.distance)
            spread = spread * NARROWER
        return best

    def judged(self, tries: Sequence[_Try], launches: int, days: int) -> list[_Try]:
        """Tries with their distances; all of them have the same launches."""
        people = [people_of(self.plausible[one.plausible], one.shift) for one in tries]
        seeds = range(self.first_seed, self.first_seed + launches)
        figures = self.run([(each, seed) for each in people for seed in seeds], days)
        parted = figures.reshape(len(tries), launches, len(FIGURES))
        return [
            replace(one, distance=distance(each, self.description))
            for one, each in zip(tries, parted, strict=True)
        ]

    def run(self, wanted: Sequence[tuple[Mapping[str, float], int]], days: int) -> Floats:
        """The figures of launches given by their people and seeds, in this order, shape (launches, len(FIGURES))."""
        jobs = [self._pool.submit(_launch, self.description, people, seed, days) for people, seed in wanted]
        rows = []
        try:
            for job in jobs:
                rows.append(job.result())
                self.done += 1
                if self._on_progress is not None:
                    self._on_progress(self.done, RUNS if self.description.given else FRESH)
        finally:
            for job in jobs:
                job.cancel()
        return np.array(rows)

    def _normal(self) -> Floats:
        return self._draws.standard_normal(len(FACTORS))


def _launch(description: Description, people: Mapping[str, float], seed: int, days: int) -> Floats:
    import sim

    world = world_of(description, people, {})
    return observed(sim.simulate(world, practice_of(description), seed, days=days, events=True))
