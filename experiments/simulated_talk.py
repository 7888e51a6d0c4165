"""What ordinary members of simulated groups wrote, in the form in which real groups are measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.micro_structure import DAY, Talk

__all__ = ["DAYS", "ENSEMBLE", "LAUNCHES", "simulated_talk", "together"]

ENSEMBLE: tuple[tuple[str, str], ...] = (
    ("strangers_60", "neglect"),
    ("community_150", "light_care"),
    ("interest_250", "neglect"),
)
"""The shipped worlds nearest to groups in which nothing is sold, each with a strategy: one that is soon over, one
with little talk, one that has two fates."""

LAUNCHES = 20
"""Of each pair."""

DAYS = 240
"""Long enough to see whether a silence that begins by day 90 is broken."""

SPOKEN = ("say", "answer", "go_on")


def simulated_talk(
    pair: tuple[str, str], launches: int, days: int, on_progress: Callable[[int], None] | None = None
) -> Talk:
    """Ordinary members' messages in `launches` groups, with seeds from 0 on, observed for `days` days.

    Args:
        pair: id of a world and of a strategy.
        launches: how many groups.
        days: how long.
        on_progress: called with how many groups are done.
    """
    import scenarios
    import sim

    world, strategy = scenarios.load_world(pair[0]), scenarios.load_strategy(pair[1])
    groups, members, times = [], [], []
    for seed in range(launches):
        population = sim.build_population(world, seed, days)
        outcome = sim.simulate(world, strategy, seed, days=days, events=True, population=population)
        who, when = _ordinary(outcome.events, population.people["dropper"])
        groups.append(np.full(len(who), seed, dtype=np.int64))
        members.append(who)
        times.append(when)
        if on_progress is not None:
            on_progress(seed + 1)
    return Talk(
        np.concatenate(groups), np.concatenate(members), np.concatenate(times) * DAY, float(days * DAY)
    )


def together(talks: list[Talk]) -> Talk:
    """All groups of several observations of one length as one."""
    shift = max((int(talk.groups.max(initial=-1)) for talk in talks), default=-1) + 1
    return Talk(
        np.concatenate([talk.groups + shift * position for position, talk in enumerate(talks)]),
        np.concatenate([talk.members for talk in talks]),
        np.concatenate([talk.seconds for talk in talks]),
        talks[0].end,
    )


def _ordinary(events: Any, droppers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Authors and moments, in days, of the messages of an event log; what ad droppers write is no talk."""
    from sim.outcome import EVENT_KINDS

    spoken = events[np.isin(events["kind"], [EVENT_KINDS.index(kind) for kind in SPOKEN])]
    ordinary = spoken[droppers[spoken["member"]] == 0]
    return ordinary["member"], ordinary["t"]
