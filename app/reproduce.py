"""The command that gives the same figures again, ready to be copied."""

from __future__ import annotations

import streamlit as st

from app.wording import Words


def show_command(command_line: str, words: Words) -> None:
    """Show a command line under the figures that it gives."""
    with st.expander(words("reproduce.title"), icon=":material/terminal:"):
        st.caption(words("reproduce.help"))
        st.code(command_line, language="sh", wrap_lines=True)
