"""How a race asks for launches, and what it makes of them until it is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from experiments.racing.kim_nelson import SequentialRule
from experiments.racing.pairs import Floats

Draw = Callable[[Sequence[int], int, int], Floats]
"""``draw(strategies, first, number)``: the measure, more being better, of these strategies (by position) in the
launches first..first + number − 1, shape (number, len(strategies)); NaN where a run failed. The same launch is the same
people and luck for every strategy."""

LOOK_AHEAD = 10
"""So many launches are run at a time. They are decided on one after the other, so this has no influence on the result;
what was run beyond the launch after which a strategy left is not used."""


def drive(
    rule: SequentialRule,
    draw: Draw,
    most_launches: int,
    on_look: Callable[[Floats], None] | None = None,
    look_ahead: int = LOOK_AHEAD,
) -> Floats:
    """Run a sequential race until it is over, or to the limit.

    A strategy that has no result in the whole first stage cannot be judged and leaves.

    Args:
        rule: the race, fresh.
        draw: gives launches.
        most_launches: no strategy gets more.
        on_look: called with the values so far after each few launches.
        look_ahead: launches that are asked for at a time.

    Returns:
        The values that the race went by, shape (launches, k), NaN where a strategy did not run or its run failed.
    """
    taken: list[Floats] = []
    first_stage = min(rule.pairs.first_stage, most_launches)
    while not rule.over and rule.launches < most_launches:
        running = np.flatnonzero(rule.running)
        number = first_stage if not taken else min(look_ahead, most_launches - rule.launches)
        for values in draw([int(one) for one in running], rule.launches, number):
            launch = np.full(rule.alive.size, np.nan)
            launch[running] = values
            launch[~rule.running] = np.nan
            rule.observe(launch)
            taken.append(launch)
            if rule.over:
                break
        if len(taken) == first_stage:
            for strategy in np.flatnonzero(np.isnan(taken).all(axis=0)):
                rule.leave(int(strategy))
        if on_look is not None:
            on_look(np.array(taken))
    return np.array(taken).reshape(len(taken), rule.alive.size)
