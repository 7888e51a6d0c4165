"""Tables to read from top to bottom: unlike those beside charts, these show all their rows."""

from __future__ import annotations

import streamlit as st

from app.card import STYLE
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
    st.download_button(
        words("card.data"),
        table.csv,
        file_name=f"qunlab-{name.replace('.', '-')}.csv",
        mime="text/csv",
        icon=":material/download:",
        help=words("card.data.help"),
        on_click="ignore",
        type="tertiary",
        key=f"data-{name}",
    )
