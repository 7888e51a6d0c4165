"""What an autopsy costs before it is started: the most runs that it can take."""

from __future__ import annotations

from experiments.autopsy.autopsy import SEEDS_AT_A_TIME, TRIED_ROUGHLY
from experiments.autopsy.responsibility import MOST_EXACT, PAIRS, ROUGH_PAIRS, USUAL_CAUSES


def most_runs(
    at_work: int, chosen: int | None, launches: int, rescues: int, days_of_rescue: int, futures: int
) -> int:
    """The most runs of an autopsy that finds a death among the first `SEEDS_AT_A_TIME` launches.

    Args:
        at_work: how many causes there are in this world under this strategy.
        chosen: how many causes were named; None if they are to be found.
        launches: further launches.
        rescues: how many are tried.
        days_of_rescue: days on which they begin.
        futures: of each rescue on each day.
    """
    deaths = SEEDS_AT_A_TIME + launches
    rough = 0 if chosen is not None else min(TRIED_ROUGHLY, 1 + launches) * _sets(at_work, ROUGH_PAIRS)
    causes = min(USUAL_CAUSES, at_work) if chosen is None else chosen
    sets = 1 << causes if causes <= MOST_EXACT else _sets(causes, PAIRS)
    return deaths + rough + (1 + launches) * sets + (1 + rescues) * days_of_rescue * futures


def _sets(causes: int, pairs: int) -> int:
    """The most sets of causes that pairs of orders lead through, with each cause alone on and alone off."""
    return 2 * pairs * (causes - 1) + 2 * causes + 2
