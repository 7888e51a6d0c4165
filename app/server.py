"""The lab's server, which ``qunlab lab`` starts through Streamlit: it loads before anybody comes.

Libraries, texts and the first page's answer take seconds to load the first time; the first visitor need not wait.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator
from importlib import import_module

import streamlit as st

from app.asking import question_of
from app.pages import PAGES
from app.view import View
from app.wording import Words
from experiments import jobs
from experiments.comparison import Comparison
from experiments.definitions import Definition
from scenarios.texts import LANGUAGES


@contextlib.asynccontextmanager
async def loading(_lab: st.App) -> AsyncIterator[None]:
    """A thread loads what pages need; whoever comes meanwhile is served all the same."""
    threading.Thread(target=load, name="loading", daemon=True).start()
    yield


def load() -> None:
    """Load what the pages need, the first page first. What cannot be loaded shows when a page asks for it."""
    with contextlib.suppress(Exception):
        import_module(PAGES[0].place.partition(":")[0])
        view = View()
        answer = jobs.cached(question_of(view))
        if answer is not None:
            _say_and_draw(answer, view)
        for page in PAGES[1:]:
            import_module(page.place.partition(":")[0])


def _say_and_draw(answer: Comparison, view: View) -> None:
    """What stands on top of the first page, in each language, and a chart: the libraries behind them are loaded."""
    from app.charts.life import life_chart
    from experiments.advice_words import sentences

    definition = Definition.parse(view.death)
    verdict = answer.verdict(definition=definition)
    for language in LANGUAGES:
        sentences(answer, verdict, definition, view.baseline, language)
    life_chart(answer, verdict.day, definition, Words(LANGUAGES[0])).figure()


app = st.App("main.py", lifespan=loading)
