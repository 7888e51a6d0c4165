"""Input fields that survive a change of language, a hidden panel and a rerun.

Streamlit sends a select box's choice back as the words shown, so its key carries the language, and what it
holds is kept under the field's own name in the session's draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from app.session import Session
from app.wording import Words


def collect(session: Session) -> None:
    """Take what the fields hold into the draft. Call it first in every run and in every fragment."""
    for key, name in session.fields.items():
        if key in st.session_state:
            session.draft[name] = st.session_state[key]


def forget(session: Session, names: Sequence[str]) -> None:
    """Let fields go back to what they started with."""
    for key, name in list(session.fields.items()):
        if name in names:
            session.draft.pop(name, None)
            st.session_state.pop(key, None)
            del session.fields[key]


def choice(
    session: Session,
    words: Words,
    name: str,
    usual: Any,
    options: Sequence[Any],
    shown: Callable[[Any], str],
    label: str,
    *,
    waits: bool = True,
    widget: Callable[..., Any] | None = None,
    **more: Any,
) -> Any:
    """A select box (or another widget with options) of the draft's value `name`.

    Args:
        session: the tab's.
        words: the reader's.
        name: of the value.
        usual: its value until it is changed.
        options: codes to choose from.
        shown: words of a code.
        label: of the field.
        waits: whether nothing happens until something else is pressed.
        widget: `st.selectbox` unless given.
        more: for the widget.
    """
    key = _key(session, words, name)
    held = session.draft.get(name, usual)
    if isinstance(held, list | tuple):
        hold(key, [one for one in held if one in options])
    else:
        hold(key, held if held in options else usual)
    made = widget or st.selectbox
    value = made(label, options, format_func=shown, key=key, on_change="ignore" if waits else "rerun", **more)
    session.draft[name] = value
    return value


def number(
    session: Session,
    words: Words,
    name: str,
    usual: float | int,
    label: str,
    low: float | int,
    high: float | int,
    **more: Any,
) -> float | int:
    """A number field of the draft's value `name`; whole if `usual` is. Nothing reruns until something is pressed."""
    key = _key(session, words, name)
    kind = type(usual)
    held = session.draft.get(name, usual)
    hold(key, min(max(kind(held), kind(low)), kind(high)))
    value = st.number_input(
        label, min_value=kind(low), max_value=kind(high), key=key, on_change="ignore", **more
    )
    session.draft[name] = value
    return value


def hold(key: str, value: Any) -> None:
    """Put a value into the field of a key, unless it is there: to put it there again undoes what is being typed."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def _key(session: Session, words: Words, name: str) -> str:
    key = f"{name}@{words.language}"
    session.fields[key] = name
    return key
