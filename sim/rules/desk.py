"""The staff's time: minutes a day that run out, and the hours at which somebody is at work.

docs/rules.md sections 4, 8 and 10. The groups of a portfolio share one desk.
"""

from __future__ import annotations

import math

from sim.accessors import Book, day_at, desk_of, parameters
from sim.compiling import rule


@rule
def staffed(state: Book, t: float) -> float:
    """The first moment from t on at which somebody is at work."""
    fixed = parameters(state)
    day = float(math.floor(t))
    hour = (t - day) * 24.0
    if fixed.staff_from <= hour < fixed.staff_to:
        return t
    if hour >= fixed.staff_to:
        day += 1.0
    return float(day + fixed.staff_from / 24.0)


@rule
def minutes_left(state: Book, t: float, minutes: float) -> bool:
    """Whether today's staff time still covers so many minutes; if so they are used."""
    desk = desk_of(state)
    day = int(t)
    if desk.day != day:
        desk.day = day
        desk.minutes_used = 0.0
    if desk.minutes_used + minutes > parameters(state).minutes_per_day:
        return False
    desk.minutes_used += minutes
    day_at(state, day).minutes += minutes
    return True
