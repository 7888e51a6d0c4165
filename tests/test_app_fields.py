"""Fields leave alone what is being typed, and give way where the draft says otherwise."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from app import fields
    from app.session import Session
    from app.view import View
    from app.wording import Words

    session = st.session_state.setdefault("session", Session(View()))
    fields.collect(session)
    words = Words(session.language)
    fields.number(session, words, "launches", 100, "Launches", 1, 2000)
    fields.choice(session, words, "world", "second", ("first", "second"), str, "Group")


def test_a_run_puts_nothing_into_a_field_that_holds_it() -> None:
    page = AppTest.from_function(_page).run()
    assert page.number_input[0].value == 100
    page.number_input[0].set_value(37)
    page.selectbox[0].set_value("first")
    for _ in range(2):
        page.run()
        assert (page.number_input[0].value, page.selectbox[0].value) == (37, "first")
        # Else the browser would throw away what was typed since the run began.
        assert not page.number_input[0].proto.set_value
        assert not page.selectbox[0].proto.set_value


def test_another_language_and_another_draft_come_into_the_fields() -> None:
    page = AppTest.from_function(_page).run()
    page.number_input[0].set_value(37)
    page.run()
    page.session_state["session"].language = "zh"
    page.run()
    assert page.number_input[0].value == 37
    assert page.number_input[0].proto.set_value
    page.session_state["session"].draft["launches"] = 5000
    page.session_state["session"].fields.clear()
    page.run()
    assert page.number_input[0].value == 2000
