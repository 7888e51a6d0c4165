"""The command that gives the same figures again, ready to be copied."""

from __future__ import annotations

import streamlit as st

from app.wording import Words
from scenarios.own import PREFIX


def show_command(command_line: str, words: Words, own: bool = False) -> None:
    """Show a command line, or several below each other, under the figures that they give.

    Args:
        command_line: the line or lines.
        words: the reader's.
        own: whether a file among them names something of the reader's own.
    """
    with st.expander(words("reproduce.title"), icon=":material/terminal:"):
        st.caption(words("reproduce.help"))
        st.code(command_line, language="sh", wrap_lines=True)
        if own or f" {PREFIX}" in command_line:
            st.caption(words("reproduce.own"))
