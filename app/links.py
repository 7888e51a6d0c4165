"""A page's part of the address: what opens the same view again. What an address says is never trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app.pages import PAGES
from app.session import Session
from app.tables_in_link import tables_in_link


def given(name: str, usual: str = "", most: int = 200) -> str:
    """What the address says of something, or `usual`; at most so many characters."""
    values = st.query_params.get_all(name)
    return values[0][:most] if values else usual


def all_given(name: str) -> list[str]:
    """All that the address says of something, each at most 200 characters."""
    return [value[:200] for value in st.query_params.get_all(name)]


def among(name: str, allowed: tuple[str, ...], usual: str) -> str:
    """What the address says of something that has to be one of a few codes."""
    found = given(name, usual)
    return found if found in allowed else usual


def whole(name: str, low: int, high: int, usual: int) -> int:
    """What the address says of a whole number within bounds."""
    found = given(name)
    return int(found) if found.isascii() and found.isdecimal() and low <= int(found) <= high else usual


def write(session: Session, params: Mapping[str, str | Sequence[str]]) -> None:
    """Make the address say this and nothing else, but for the language where the reader chose it."""
    wanted = {
        name: value if isinstance(value, str) else list(value) for name, value in params.items() if value
    } | tables_in_link()
    if session.language_chosen:
        wanted["lang"] = session.language
    if {name: st.query_params.get_all(name) for name in st.query_params} != {
        name: [value] if isinstance(value, str) else value for name, value in wanted.items()
    }:
        st.query_params.from_dict(wanted)


def to_page(
    session: Session,
    code: str,
    params: Mapping[str, str | Sequence[str]],
    label: str,
    help: str | None = None,
) -> None:
    """A quiet link to another page.

    Args:
        session: the tab's; the language goes along where the reader chose it.
        code: the page's, as in `app.pages`.
        params: what that page is to show, as its own address would say it.
        label: what the link says.
        help: a sentence more.
    """
    (entry,) = [one for one in PAGES if one.code == code]
    wanted = {name: value for name, value in params.items() if value}
    if session.language_chosen:
        wanted["lang"] = session.language
    # The address alone tells Streamlit which of the navigation's pages is meant.
    page = st.Page(_elsewhere, title=label, url_path=code)
    st.page_link(page, label=label, icon=entry.icon, help=help, query_params=wanted)


def _elsewhere() -> None:
    """Never drawn: the navigation has the page itself."""
