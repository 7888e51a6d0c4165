"""A page's part of the address: what opens the same view again. What an address says is never trusted."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.session import Session


def given(name: str, usual: str = "") -> str:
    """What the address says of something, or `usual`; at most 200 characters."""
    values = st.query_params.get_all(name)
    return values[0][:200] if values else usual


def among(name: str, allowed: tuple[str, ...], usual: str) -> str:
    """What the address says of something that has to be one of a few codes."""
    found = given(name, usual)
    return found if found in allowed else usual


def whole(name: str, low: int, high: int, usual: int) -> int:
    """What the address says of a whole number within bounds."""
    found = given(name)
    return int(found) if found.isascii() and found.isdecimal() and low <= int(found) <= high else usual


def write(session: Session, params: Mapping[str, str]) -> None:
    """Make the address say this and nothing else, but for the language where the reader chose it."""
    wanted = {name: value for name, value in params.items() if value}
    if session.language_chosen:
        wanted["lang"] = session.language
    if {name: st.query_params.get_all(name) for name in st.query_params} != {
        name: [value] for name, value in wanted.items()
    }:
        st.query_params.from_dict(wanted)
