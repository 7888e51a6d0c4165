"""What a page made of an answer is made once, for as long as the tab shows that answer.

Turning a lever runs the page's script anew; only what depends on the lever is to be made anew with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from app.charts.base import Chart
from app.session import Session

MOST = 80
"""So many things are kept; the oldest go first. A page shows about twenty."""

T = TypeVar("T")


def once(session: Session, of: tuple[object, ...], make: Callable[[], T]) -> T:
    """What `make` gives.

    Args:
        session: the tab's.
        of: its name and everything that it depends on, but for the answer: codes and numbers.
        make: makes it.
    """
    answer = session.loaded[0]
    if session.drawn[0] != answer:
        session.drawn = (answer, {})
    kept = session.drawn[1]
    if of not in kept:
        kept[of] = make()
        while len(kept) > MOST:
            del kept[next(iter(kept))]
    found: T = kept[of]
    return found


def chart_once(session: Session, of: tuple[object, ...], make: Callable[[], Chart]) -> Chart:
    """The same for a chart, whose figure too is made once, when it is first seen."""

    def made() -> Chart:
        chart = make()
        return replace(chart, figure=cache(chart.figure))

    return once(session, of, made)
