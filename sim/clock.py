"""Moments that belong to nature: phone checks and impulses to speak, by keyed Poisson streams.

Each stream is cut into cells of clock time that start afresh, so the first moment after any t is found
without walking through all that came before. Inside a cell candidates follow each other by exponential gaps
at the peak rate of the day and are thinned by the hour and by a chance p: smaller p keep a subset of the
same moments, whatever the strategy. docs/rules.md section 1.
"""

from __future__ import annotations

import math

from sim.accessors import (
    Book,
    candidate_draw,
    candidate_time,
    group_of,
    hourly_rate,
    member,
    member_count,
    parameters,
    set_candidate_draw,
    set_candidate_time,
    stream_at,
)
from sim.arithmetic import log
from sim.compiling import rule
from sim.draws import CHECK, IMPULSE, philox, uniform

CANDIDATES_PER_CELL = 4.0
CHUNK = 4  # candidates drawn at a time


@rule
def _draw_candidates(
    state: Book, row: int, stream: int, key: int, gap: float, cell: int, chunk: int, s: float
) -> None:
    """Draw four candidates at once, from s on, into the row's cache; so their arithmetic overlaps in the processor."""
    seed = parameters(state).seed
    a, b, c, d = philox(cell, 2 * chunk, key, stream, seed)
    e, f, g, h = philox(cell, 2 * chunk + 1, key, stream, seed)
    first = s - log(uniform(a)) * gap
    second = first - log(uniform(c)) * gap
    third = second - log(uniform(e)) * gap
    fourth = third - log(uniform(g)) * gap
    place = CHUNK * row
    set_candidate_time(state, place, first)
    set_candidate_time(state, place + 1, second)
    set_candidate_time(state, place + 2, third)
    set_candidate_time(state, place + 3, fourth)
    set_candidate_draw(state, place, uniform(b))
    set_candidate_draw(state, place + 1, uniform(d))
    set_candidate_draw(state, place + 2, uniform(f))
    set_candidate_draw(state, place + 3, uniform(h))
    stream_row = stream_at(state, row)
    stream_row.cell = cell
    stream_row.chunk = chunk
    stream_row.start = s
    group_of(state).blocks += 2


@rule
def _next_moment(state: Book, row: int, stream: int, key: int, gap: float, t: float, p: float) -> float:
    """The first candidate after t that counts with chance p; inf if none before the horizon.

    `gap` is the mean time between candidates, in days. The stream's record afterwards says which candidate it is.
    """
    fixed = parameters(state)
    horizon = float(fixed.days)
    found = math.inf
    if gap == math.inf:
        return found
    own = stream_at(state, row)
    width = CANDIDATES_PER_CELL * gap
    cell = int(t / width)
    if cell != own.cell or t < own.start:
        _draw_candidates(state, row, stream, key, gap, cell, 0, cell * width)
    end = (cell + 1) * width
    words = 0
    position = 0
    while True:
        s = candidate_time(state, CHUNK * row + position)
        words += 1
        if s >= end:
            cell += 1
            if cell * width >= horizon:
                break
            _draw_candidates(state, row, stream, key, gap, cell, 0, cell * width)
            end = (cell + 1) * width
            position = 0
            continue
        if s > t:
            words += 1
            draw = candidate_draw(state, CHUNK * row + position)
            if draw < p and draw * fixed.peak < hourly_rate(state, int((s - math.floor(s)) * 24.0)) * p:
                if s < horizon:
                    found = s
                    own.candidate = CHUNK * own.chunk + position
                    own.draw = draw
                break
        position += 1
        if position == CHUNK:
            _draw_candidates(state, row, stream, key, gap, cell, own.chunk + 1, s)
            position = 0
    group_of(state).words += words
    return found


@rule
def first_check(state: Book, i: int, t: float, p: float) -> float:
    """Time of member i's first check after t at which they look with chance p; inf if none before the horizon."""
    me = member(state, i)
    return _next_moment(state, i, CHECK, me.key, me.check_gap, t, p)


@rule
def first_impulse(state: Book, i: int, t: float, p: float) -> float:
    """Time of member i's first impulse after t among those that a chance p would let through; inf if none."""
    me = member(state, i)
    return _next_moment(state, member_count(state) + i, IMPULSE, me.key, me.impulse_gap, t, p)
