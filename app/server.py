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
        answer = jobs.cached(question_of(View()))
        if answer is not None:
            answer.verdict()
        for language in LANGUAGES:
            Words(language).number(0.5, 1)
            Words(language)("lab.title")
        for page in PAGES[1:]:
            import_module(page.place.partition(":")[0])


app = st.App("main.py", lifespan=loading)
