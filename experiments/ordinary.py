"""Running a population of ordinary operators' groups: as they are run, and the same members under better care.

A sample is nested: groups within plausible worlds. Groups of one world lie evenly on the population's line of shares,
and those of all worlds together do so more finely, so that every kind of group and every practice has its share. Each
group has a seed of its own, so that luck differs from world to world as well. Nothing is kept of a run but a few
numbers, and a sample does not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT, WINDOWS, all_definitions, days_of_death

if TYPE_CHECKING:
    from scenarios.populations import GroupMix
    from sim.strategy import Strategy
    from sim.world import World

Floats = NDArray[np.float64]

ARMS: tuple[str, ...] = ("light_care", "trust_playbook")
"""Shipped strategies under which the same members live once more."""

SEEN_AFTER = max(WINDOWS)
"""A run goes on for so many days after the last that is asked about: a silence takes its length to be seen."""

DEATHS: tuple[str, ...] = tuple(one.code for one in all_definitions())
NUMBERS: tuple[str, ...] = (*DEATHS, "first_week", "members", *ARMS)
"""What is kept of a group: its day of death by every definition under its own operator; ordinary messages in the first
seven days; members at the end of the first; and its day of the default death under each of `ARMS`. Days are ``inf``
where it outlived the days asked about."""

PLACE = {name: place for place, name in enumerate(NUMBERS)}


@dataclass(frozen=True)
class WorldSample:
    """The groups of one plausible world.

    Attributes:
        numbers: shape (groups, len(NUMBERS)).
        practices: what the operator of each group does (`practice_of`), shape (groups,).
    """

    numbers: Floats
    practices: NDArray[np.str_]

    def column(self, name: str) -> Floats:
        """One of `NUMBERS` for every group, shape (groups,)."""
        return self.numbers[:, PLACE[name]]


def chosen_worlds(plausible: Sequence[Mapping[str, float]], number: int) -> list[Mapping[str, float]]:
    """So many plausible worlds, evenly spread over those there are.

    Args:
        plausible: psychology overrides of each, as of `experiments.calibration.ensemble.plausible_worlds`.
        number: how many are wanted; none stands for the default psychology alone.

    Returns:
        As many as there are at most; one without overrides if none are there or wanted.
    """
    number = min(number, len(plausible))
    if number == 0:
        return [{}]
    return [plausible[int((place + 0.5) * len(plausible) / number)] for place in range(number)]


def sample_world(
    mix: GroupMix,
    psychology: Mapping[str, float],
    place: int,
    worlds: int,
    groups: int,
    days: int,
    *,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> WorldSample:
    """Run the groups of one plausible world.

    Args:
        mix: the population.
        psychology: values that replace the worlds' own.
        place: which of the plausible worlds this is, from 0.
        worlds: how many there are.
        groups: how many groups each has.
        days: the last day asked about.
        first_seed: seed of the first group of the first world.
        threads: groups at a time.
        on_progress: called with the number of groups done in this world.

    Raises:
        sim.population.PopulationTooLargeError: If more people would come into a group than a run can hold.
    """
    rows: list[Floats] = []
    cells = [mix.pick(group * worlds + place, groups * worlds) for group in range(groups)]
    with ThreadPoolExecutor(threads, thread_name_prefix="group") as pool:
        waiting = [
            pool.submit(_group, cell.world, cell.strategy, psychology, first_seed + place * groups + i, days)
            for i, cell in enumerate(cells)
        ]
        try:
            for one in waiting:
                rows.append(one.result())
                if on_progress is not None:
                    on_progress(len(rows))
        finally:
            for one in waiting:
                one.cancel()
    return WorldSample(np.stack(rows), np.array([practice_of(cell.strategy) for cell in cells]))


def sample(
    mix: GroupMix,
    plausible: Sequence[Mapping[str, float]],
    groups: int,
    days: int,
    *,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[WorldSample]:
    """Run the groups of every plausible world given; arguments as in `sample_world`."""
    worlds = len(plausible)
    return [
        sample_world(
            mix,
            psychology,
            place,
            worlds,
            groups,
            days,
            first_seed=first_seed,
            threads=threads,
            on_progress=_from(on_progress, place * groups, worlds * groups),
        )
        for place, psychology in enumerate(plausible)
    ]


def _from(report: Callable[[int, int], None] | None, before: int, total: int) -> Callable[[int], None] | None:
    return None if report is None else lambda done: report(before + done, total)


def _group(world: World, strategy: Strategy, psychology: Mapping[str, float], seed: int, days: int) -> Floats:
    """One group under its own operator, then the same people under each of `ARMS`; shape (len(NUMBERS),)."""
    import sim
    from sim.outcome import present

    world = under(world, psychology)
    length = days + SEEN_AFTER
    population = sim.build_population(world, seed, length)

    def lived(strategy: Strategy) -> Any:
        return sim.simulate(world, strategy, seed, days=length, population=population)

    own = lived(strategy)
    deaths = days_of_death(own)
    found = [deaths[code] for code in DEATHS]
    found += [float(own.daily["talk"][:7].sum()), float(present(own.daily)[0])]
    for arm in ARMS:
        other = _shipped(arm)
        # An operator who works like this already needs no second run.
        found.append(deaths[DEFAULT.code] if other == strategy else days_of_death(lived(other))[DEFAULT.code])
    numbers = np.array(found)
    asked = [place for name, place in PLACE.items() if name not in ("first_week", "members")]
    numbers[asked] = np.where(numbers[asked] <= days, numbers[asked], np.inf)
    return numbers


def under(world: World, psychology: Mapping[str, float]) -> World:
    """A world with some of its psychology replaced."""
    from sim.parameters import Psychology

    if not psychology:
        return world
    changed = Psychology.model_validate({**world.psychology.model_dump(), **psychology})
    return world.model_copy(update={"psychology": changed})


@cache
def _shipped(strategy: str) -> Strategy:
    from scenarios.loading import load_strategy

    return load_strategy(strategy)


def practice_of(strategy: Strategy) -> str:
    """The id of a shipped strategy that does just this, or the kinds of its moves, joined by "+", or "other"."""
    from scenarios.library import strategies

    for known in strategies():
        other = _shipped(known)
        if (other.moves, other.staffing, other.settings) == (
            strategy.moves,
            strategy.staffing,
            strategy.settings,
        ):
            return known
    return "+".join(dict.fromkeys(move.kind() for move in strategy.moves)) or "other"
