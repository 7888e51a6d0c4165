"""The point of no return: until when could the group have been saved, and by what.

At each day of a grid the group as it is then goes on under a rescue, in many futures: the same people, the same past,
other luck (`experiments.autopsy.forks`). A rescue has worked if the group is lively for `LIVELY_DAYS` from the
`SETTLING_DAYS`-th day after its start: no silence of ordinary members of `SILENT_DAYS` in that span (`rescued`).

The best of several rescues, picked by what came out best, looks better than it is. So half of the futures choose and
the other half say how the chosen one does, and then the other way round; the chance shown is that of both halves
together, and the interval is Wilson's. The point of no return is the first day from which this chance stays
below a threshold up to the end of the grid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.autopsy.forks import future_seed, under, with_luck
from experiments.life import wilson

SETTLING_DAYS = 14
LIVELY_DAYS = 30
SILENT_DAYS = 7.0
"""A rescue has worked if, from this many days after its start, for so many days, no silence is so long."""

THRESHOLD = 0.2
"""Chance of rescue below which a group counts as lost."""

USUAL_GRID: tuple[int, ...] = (0, 3, 7, 14, 21, 30, 45, 60, 90)
AFTER_DEATH = 30
"""Days of the grid, as far as they are not so many days after death."""

USUAL_RESCUES: tuple[str, ...] = (
    "trust_playbook",
    "light_care",
    "kol_sharing",
    "probe_and_rescue",
    "red_packets",
    "useful_posts",
)
AS_BEFORE = "as_before"
"""Stands for no rescue at all: the same strategy goes on."""

Wins = NDArray[np.bool_]


@dataclass(frozen=True)
class Rescued:
    """What a rescue makes its way to, to count as one.

    Attributes:
        settling_days: days after its start that do not count.
        lively_days: days from then on that do.
        silent_days: silence within them that makes it a failure.
    """

    settling_days: int = SETTLING_DAYS
    lively_days: int = LIVELY_DAYS
    silent_days: float = SILENT_DAYS

    @property
    def days(self) -> int:
        """Days after its start at which it is known."""
        return self.settling_days + self.lively_days

    def holds(self, daily: NDArray[Any], start: int) -> bool:
        """Whether a group was rescued by what began on day `start`.

        Args:
            daily: records of dtype `sim.records.DAY`, of at least ``start`` + ``days`` days.
            start: in whole days.
        """
        first, last = start + self.settling_days, start + self.days
        if last > len(daily):
            raise ValueError(f"{len(daily)} days do not tell what happens until day {last}")
        spoken = daily[first:last]
        spoken = spoken[spoken["talk"] > 0]
        begins = np.concatenate([[float(first)], spoken["last_talk"]])
        ends = np.concatenate([spoken["first_talk"], [float(last)]])
        return bool(np.all(ends - begins < self.silent_days))


@dataclass(frozen=True)
class Chance:
    """In how many futures a rescue worked.

    Attributes:
        rescued, futures: how many, of how many.
        share: ``rescued`` / ``futures``.
        low, high: its 95% interval (Wilson).
    """

    rescued: int
    futures: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, rescued: int, futures: int) -> Chance:
        """The chance and its interval."""
        share = rescued / futures
        low, high = wilson(np.array([share]), np.array([float(futures)]))
        return cls(rescued, futures, share, float(low[0]), float(high[0]))


@dataclass(frozen=True)
class ChanceOnDay:
    """Chances of rescue that begins on one day.

    Attributes:
        day: on which it begins.
        rescues: id of a rescue → its chance over all futures.
        as_before: chance if nothing is changed.
        chosen: the rescue that worked most often over all futures.
        best: chance of the best rescue, chosen on one half of the futures and counted on the other.
    """

    day: int
    rescues: Mapping[str, Chance]
    as_before: Chance
    chosen: str
    best: Chance


@dataclass(frozen=True)
class NoReturn:
    """Chances of rescue by the day it begins.

    Attributes:
        days: one a day of the grid.
        day: from which the best rescue's chance stays below the threshold; None if it does not.
        threshold: that chance.
        rescued: what counts as a rescue.
    """

    days: tuple[ChanceOnDay, ...]
    day: int | None
    threshold: float
    rescued: Rescued

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


def grid_for(death: float, most_days: int, given: Sequence[int] = USUAL_GRID) -> tuple[int, ...]:
    """The days of a grid that lie at most `AFTER_DEATH` days after death and leave time to see what comes of them.

    Args:
        death: day of death.
        most_days: longest run there can be.
        given: days, ascending.
    """
    last = min(death + AFTER_DEATH, float(most_days - Rescued().days))
    return tuple(day for day in given if day <= last)


def no_return(
    world: Any,
    strategy: Any,
    seed: int,
    rescues: Mapping[str, Any],
    grid: Sequence[int],
    *,
    futures: int = 40,
    threshold: float = THRESHOLD,
    rescued: Rescued | None = None,
    threads: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> NoReturn:
    """Chances of rescue by the day it begins, for one launch.

    Args:
        world: a `sim.World`.
        strategy: the `sim.Strategy` under which it lives until the rescue.
        seed: of the launch.
        rescues: id → a `sim.Strategy`, at least one.
        grid: days on which rescues begin, ascending.
        futures: of each rescue on each day, at least 2; all rescues meet the same.
        threshold: see the module's text.
        rescued: what counts as a rescue.
        threads: futures at a time; the result does not depend on it.
        on_progress: called with (futures done, futures in all).
    """
    wanted = rescued or Rescued()
    tried = {**rescues, AS_BEFORE: None}
    states = checkpoints(world, strategy, seed, grid, wanted.days)
    work = [(day, name, number) for day in states for name in tried for number in range(futures)]
    wins = {(day, name): np.zeros(futures, dtype=np.bool_) for day in states for name in tried}

    def one(day: int, name: str, number: int) -> bool:
        luck = future_seed(seed, number)
        return wanted.holds(future(states[day], world, tried[name], day, luck, day + wanted.days), day)

    with ThreadPoolExecutor(threads, thread_name_prefix="future") as pool:
        waiting = [pool.submit(one, *each) for each in work]
        try:
            for done, (each, result) in enumerate(zip(work, waiting, strict=True), start=1):
                wins[each[:2]][each[2]] = result.result()
                if on_progress is not None:
                    on_progress(done, len(work))
        finally:
            for result in waiting:
                result.cancel()
    days = tuple(
        chance_on_day(day, {name: wins[day, name] for name in rescues}, wins[day, AS_BEFORE])
        for day in states
    )
    return NoReturn(days, first_lost(days, threshold), threshold, wanted)


def checkpoints(world: Any, strategy: Any, seed: int, grid: Sequence[int], beyond: int) -> dict[int, Any]:
    """The group at each day of a grid, as it was; each can go on for `beyond` days."""
    import sim
    from sim import engine

    horizon = max(grid) + beyond
    population = sim.build_population(world, seed, horizon)
    state = engine.new_state(engine.setup_of(world, strategy, population), seed, horizon)
    found = {}
    for day in grid:
        engine.run_to(state, float(day))
        found[day] = state.copy()
    return found


def future(state: Any, world: Any, rescue: Any | None, day: int, luck: int, until: int) -> NDArray[Any]:
    """The days of a group that goes on from `day` under a rescue (None: as before) with a seed for what is to come.

    Args:
        state: of `checkpoints`; is not changed.
        world: it lives in.
        rescue: a `sim.Strategy`, or None.
        day: on which the state stands and the rescue begins.
        luck: seed of all that comes after.
        until: day up to which it goes on.

    Returns:
        Records of dtype `sim.records.DAY`; those from `until` on are empty.
    """
    from sim import engine

    fork = with_luck(state, luck, float(day))
    if rescue is not None:
        fork = under(fork, world, rescue, day)
    engine.run_to(fork, float(until))
    daily: NDArray[Any] = fork.days
    return daily


def chance_on_day(day: int, wins: Mapping[str, Wins], as_before: Wins) -> ChanceOnDay:
    """The chances of one day from which futures of each rescue worked.

    Args:
        day: on which they began.
        wins: id of a rescue → which of its futures worked, shape (futures,).
        as_before: the same, with nothing changed.
    """
    names = list(wins)
    table = np.array([wins[name] for name in names])
    # Even futures and odd ones: halves, whatever their number.
    halves = table[:, ::2], table[:, 1::2]
    counts = [
        int(shown[int(np.argmax(choosing.sum(axis=1)))].sum())
        for choosing, shown in (halves, halves[::-1])
        if shown.shape[1]
    ]
    futures = table.shape[1]
    return ChanceOnDay(
        day=day,
        rescues={name: Chance.of(int(row.sum()), futures) for name, row in zip(names, table, strict=True)},
        as_before=Chance.of(int(as_before.sum()), futures),
        chosen=names[int(np.argmax(table.sum(axis=1)))],
        best=Chance.of(sum(counts), futures),
    )


def first_lost(days: Sequence[ChanceOnDay], threshold: float) -> int | None:
    """The first day from which the best rescue's chance stays below the threshold; None if there is none."""
    lost = None
    for one in reversed(days):
        if one.best.share >= threshold:
            break
        lost = one.day
    return lost
