"""What one browser tab has before it; it lives in Streamlit's session and in the page's address, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import streamlit as st

from app.pages import PAGES
from app.tables_in_link import tables_in_link
from app.view import View, view_of
from scenarios.texts import LANGUAGES, language_of

if TYPE_CHECKING:
    from experiments.comparison import Comparison

_KEY = "session"
SMOOTH, WEEK = "smooth", "week"
"""What the link of a comparison says when messages a day are shown as means of a week."""


@dataclass
class Session:
    """The state of one tab.

    Attributes:
        view: what is looked at.
        job: id of the job that answers it, "" if none is needed.
        language: "en" or "zh".
        language_chosen: whether the reader chose it, so that the link carries it.
        ignored: parts of the link that were not understood.
        loaded: name of the answer at hand, and the answer.
        draft: what the input fields hold, by the field's name; not yet asked for.
        fields: key of the input field → its name.
        notice: text code of something to say once.
        runs: how often Run was pressed.
        study_jobs: name of a study's folder → id of the job that makes it.
        pages: what each further page has before it, by the page's code.
        more_in_link: what else the link of this view carries, by its name there.
        redone: name of the question that was asked anew because its answer was gone.
    """

    view: View
    job: str = ""
    language: str = "en"
    language_chosen: bool = False
    ignored: int = 0
    loaded: tuple[str, Comparison | None] = ("", None)
    draft: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    runs: int = 0
    study_jobs: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)
    more_in_link: dict[str, str] = field(default_factory=dict)
    redone: str = ""


def current() -> Session:
    """This tab's session, opened from the address when it is new."""
    found = st.session_state.get(_KEY)
    if isinstance(found, Session):
        return found
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    # What another page's address says is not about a comparison.
    compared = {} if _opened_elsewhere() else params
    view, ignored = view_of(compared)
    job = (compared.get("job") or [""])[0]
    asked = (params.get("lang") or [""])[0]
    chosen = asked in LANGUAGES
    opened = Session(
        view,
        job if job.isascii() and job.isalnum() else "",
        asked if chosen else language_of(st.context.locale),
        chosen,
        ignored,
    )
    if compared.get(SMOOTH) == [WEEK]:
        opened.more_in_link[SMOOTH] = WEEK
    st.session_state[_KEY] = opened
    return opened


def _opened_elsewhere() -> bool:
    """Whether the tab was opened on another page than the first."""
    last = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return last in {entry.code for entry in PAGES[1:]}


def write_link(session: Session) -> None:
    """Put into the address what opens this view again."""
    params: dict[str, str | list[str]] = dict(session.view.params())
    if session.job:
        params["job"] = session.job
    if session.language_chosen:
        params["lang"] = session.language
    params |= {name: value for name, value in session.more_in_link.items() if value}
    params |= tables_in_link()
    there = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = {name: [value] if isinstance(value, str) else value for name, value in params.items()}
    if there != wanted:
        st.query_params.from_dict(params)


def choose_language(session: Session) -> None:
    """Take over the switch's choice (its callback)."""
    chosen = st.session_state.get("language")
    if chosen in LANGUAGES:
        session.language, session.language_chosen = chosen, True
