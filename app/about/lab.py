"""What the lab answers, and what it must not be used for."""

from __future__ import annotations

import streamlit as st

from app.wording import Words


def show_lab(words: Words) -> None:
    """The part."""
    with st.container(width=760):
        for part in ("answers", "not_for", "how", "sure", "risk"):
            st.header(words(f"about.{part}"), anchor=False)
            st.markdown(words(f"about.{part}.body"))
