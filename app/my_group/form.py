"""The dozen fields in which a strategist describes the own group."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import fields
from app.my_group.state import MyGroupState
from app.session import Session
from app.wording import Words
from experiments.my_group.description import BOUNDS, FITTED, KNOWN, WEEK, Description, FieldError
from experiments.my_group.telling import field_error
from sim.channels import CHANNEL_KINDS

ROWS: tuple[tuple[str, ...], ...] = (
    ("members", "age_days", "newcomers"),
    ("messages", "speakers", "exits"),
    ("price_yuan", "margin", "need_days"),
)
"""Numbers side by side; what is fitted stands together."""

FREQUENT = {"newcomers": 0.5, "exits": 1.0, "ads": 0.1, "margin": 5.0, "price_yuan": 10.0}
"""Steps of the fields that are not whole."""

PREFIX = "my_group:"


def show_form(session: Session, state: MyGroupState, words: Words) -> bool:
    """Draw the fields and the button; whether it was pressed with fields that can stand (then in `state.asked`)."""
    fields.collect(session)
    usual = state.asked or Description()
    values: dict[str, Any] = {}
    for row in ROWS:
        for column, name in zip(st.columns(3), row, strict=True):
            with column:
                values[name] = _number(session, words, name, usual)
    left, middle, right = st.columns(3)
    with left:
        values["channel"] = _choice(session, words, "channel", usual.channel, CHANNEL_KINDS, "channel.")
    with middle:
        values["known"] = _choice(session, words, "known", usual.known, KNOWN, "my_group.known.")
    with right:
        values["ads"] = _number(session, words, "ads", usual)
    values["answers"] = fields.choice(
        session,
        words,
        f"{PREFIX}answers",
        usual.answers,
        (True, False),
        lambda one: words("yes_no.true" if one else "yes_no.false"),
        words("my_group.field.answers"),
        widget=st.selectbox,
        width=220,
    )
    pressed = st.button(
        words("my_group.panel.fit"), key="my_group_fit", type="primary", icon=":material/target:"
    )
    if pressed:
        state.problem = ""
        if values["age_days"] < WEEK:
            # Such a group has no weekly figures yet; what the fields still hold is not asked about.
            values |= dict.fromkeys(FITTED)
        try:
            asked = Description.from_dict(values)
        except FieldError as error:
            state.problem = field_error(error, words.language)
        else:
            state.kept = "" if asked != state.asked else state.kept
            state.asked, state.wanted = asked, True
            return True
    if state.problem:
        st.error(state.problem, icon=":material/error:")
    return False


def _number(session: Session, words: Words, name: str, usual: Description) -> float | int:
    bounds = BOUNDS[name]
    kind = int if bounds.whole else float
    held = getattr(usual, name)
    if held is None:
        held = getattr(Description(), name)
    more: dict[str, Any] = {} if bounds.whole else {"step": FREQUENT[name], "format": "%.1f"}
    code = f"my_group.field.{name}"
    return fields.number(
        session,
        words,
        PREFIX + name,
        kind(held),
        words(code),
        kind(bounds.low),
        kind(bounds.high),
        help=words.help(code),
        **more,
    )


def _choice(
    session: Session, words: Words, name: str, usual: str, options: tuple[str, ...], label: str
) -> str:
    chosen: str = fields.choice(
        session,
        words,
        PREFIX + name,
        usual,
        options,
        lambda one: words(label + one),
        words(f"my_group.field.{name}"),
    )
    return chosen
