"""Tables to read from top to bottom: unlike those beside charts, these show all their rows."""

from __future__ import annotations

import streamlit as st

from app.card import STYLE, data_button
from app.twin import Table
from app.wording import Words


def whole_table(table: Table, name: str, words: Words) -> None:
    """A table with every row in sight, and its file below; on a phone it scrolls sideways.

    Args:
        table: the table.
        name: text code of what it is called.
        words: the reader's.
    """
    st.html(STYLE)
    st.table(table.shown(), hide_index=True, alt=words(name), border="horizontal")
    data_button(table.csv, name.replace(".", "-"), f"data-{name}", words, words("card.data.help"))
