"""What a page made of an answer is made once, for all tabs that show that answer.

Turning a lever runs the page's script anew, and so does another visitor; only what depends on the lever is made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import streamlit as st

from app.charts.base import Chart, inked, reader_ink
from app.session import Session

MOST = 240
"""So many things are kept in all; the oldest go first. A page shows about twenty."""

T = TypeVar("T")


def once(session: Session, of: tuple[object, ...], make: Callable[[], T]) -> T:
    """What `make` gives, which is shared by all who look at the same answer: nobody may change it.

    Args:
        session: the tab's.
        of: its name and everything that it depends on, but for the answer: codes and numbers.
        make: makes it.
    """
    found: T = _kept(session.loaded[0], repr(of), make)
    return found


@st.cache_resource(max_entries=MOST, show_spinner=False)
def _kept(answer: str, of: str, _make: Callable[[], Any]) -> Any:
    return _make()


def chart_once(session: Session, of: tuple[object, ...], make: Callable[[], Chart]) -> Chart:
    """The same for a chart, whose figure too is made once, when it is first seen, in the ink of a theme."""
    ink = reader_ink()

    def made() -> Chart:
        chart = make()
        return replace(chart, figure=cache(lambda: inked(chart.figure(), ink)))

    return once(session, (*of, ink), made)
