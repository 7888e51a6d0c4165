"""Moments that belong to nature: phone checks and impulses to speak, by keyed Poisson streams.

Each stream is cut into cells of clock time that start afresh, so the first moment after any t is found
without walking through all that came before. Inside a cell candidates follow each other by exponential gaps
at the peak rate of the day and are thinned by the hour and by a chance p: smaller p keep a subset of the
same moments, whatever the strategy. docs/model.md section 1.
"""

from __future__ import annotations

import math
from typing import Any

from sim.arithmetic import log
from sim.compiling import inlined, rule
from sim.draws import CHECK, IMPULSE, philox, uniform
from sim.state import Book, group_of, hourly_rate, member, parameters

CANDIDATES_PER_CELL = 4.0


@inlined
def _next_moment(
    state: Book,
    stream: int,
    key: int,
    checks_a_day: float,
    t: float,
    p: float,
    cell: int,
    candidate: int,
    s: float,
) -> tuple[float, int, int, float, float]:
    """The first candidate after t that counts with chance p, from a cursor (cell, candidate, s) of an earlier search.

    Returns its time (inf if none before the horizon), the cursor's new place, and the draw that let it
    count.
    """
    fixed = parameters(state)
    if checks_a_day <= 0.0:
        return math.inf, cell, candidate, s, 1.0
    rate = checks_a_day * fixed.peak
    horizon = float(fixed.days)
    gap = 1.0 / rate
    width = CANDIDATES_PER_CELL * gap
    wanted = int(t / width)
    if wanted != cell or s > t:
        cell = wanted
        s = cell * width
        candidate = 0
    end = (cell + 1) * width
    words = 0
    blocks = 1
    a, b, c, d = philox(cell, candidate >> 1, key, stream, fixed.seed)
    found = math.inf
    chance = 1.0
    while True:
        if candidate & 1:
            wait, accept = c, d
        else:
            wait, accept = a, b
        words += 1
        s -= log(uniform(wait)) * gap
        if s >= end:
            cell += 1
            s = cell * width
            end = (cell + 1) * width
            candidate = 0
            if s >= horizon:
                break
            a, b, c, d = philox(cell, 0, key, stream, fixed.seed)
            blocks += 1
            continue
        candidate += 1
        if s > t:
            words += 1
            chance = uniform(accept)
            if chance < p and chance * fixed.peak < hourly_rate(state, int((s - math.floor(s)) * 24.0)) * p:
                if s < horizon:
                    found = s
                break
        if candidate & 1 == 0:
            a, b, c, d = philox(cell, candidate >> 1, key, stream, fixed.seed)
            blocks += 1
    group = group_of(state)
    group.blocks += blocks
    group.words += words
    return found, cell, candidate, s, chance


@rule
def first_check(state: Book, i: int, t: float, p: float) -> float:
    """Time of member i's first check after t at which they look with chance p; inf if none before the horizon.

    The member's cursor (`check_cell`, `check_candidate`, `check_time`) afterwards stands on that check.
    """
    me = member(state, i)
    found, me.check_cell, me.check_candidate, me.check_time, _ = _next_moment(
        state, CHECK, me.key, me.check_rate, t, p,
        me.check_cell, me.check_candidate, me.check_time,
    )  # fmt: skip
    return found


@rule
def first_impulse(state: Book, i: int, t: float, p: float) -> float:
    """Time of member i's first impulse after t among those that a chance p would let through; inf if none.

    The cursor (`impulse_cell`, `impulse_candidate`, `impulse_time`) afterwards stands on it, and
    `impulse_accept` is its draw.
    """
    me = member(state, i)
    found, me.impulse_cell, me.impulse_candidate, me.impulse_time, me.impulse_accept = _next_moment(
        state, IMPULSE, me.key, me.impulse_rate, t, p,
        me.impulse_cell, me.impulse_candidate, me.impulse_time,
    )  # fmt: skip
    return found


def hourly_profile(relative: Any) -> Any:
    """Twenty-four relative rates scaled to mean 1."""
    import numpy as np

    rates = np.asarray(relative, dtype=np.float64)
    return rates / rates.mean()
