"""Tables to read from top to bottom: unlike those beside charts, these show all their rows."""

from __future__ import annotations

import streamlit as st

from app.card import STYLE
from app.twin import Table


def whole_table(table: Table, alt: str) -> None:
    """A table with every row in sight; on a phone it scrolls sideways."""
    st.html(STYLE)
    st.table(table.shown(), hide_index=True, alt=alt, border="horizontal")
