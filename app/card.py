"""A card: heading with its definition, a chart or its twin table, and the data to take along.

Every card is a fragment of its own: turning to its table redraws nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from app.charts.base import CONFIG, Chart, inked, reader_ink
from app.tables_in_link import shows_table, turn
from app.twin import Table
from app.wording import Words

STYLE = Path(__file__).with_name("card.css")
TALL = 15
"""Tables with more rows than this scroll inside themselves."""


@st.fragment
def card(
    name: str,
    words: Words,
    draw: Callable[[], object],
    tables: Callable[[], Sequence[Table]],
    controls: Callable[[], None] | None = None,
    file: Callable[[], Table] | None = None,
    twin: bool = True,
) -> None:
    """Show a card.

    Args:
        name: code; its texts are ``card.<name>``, ``….help`` (definition) and ``….caption``.
        words: the reader's.
        draw: draws the chart.
        tables: makes the twin; more than one table where one would not do.
        controls: draws what the card alone is set with.
        file: makes what the file holds, if not the first table.
        twin: whether there is a table to turn to; not where a table is all there is.
    """

    def data() -> bytes:
        return (file() if file else tables()[0]).csv()

    with st.container(key=f"card-{name}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(words(f"card.{name}"), help=words(f"card.{name}.help"), anchor=False, width="content")
            with st.container(horizontal=True, width="content", vertical_alignment="center", gap="xsmall"):
                form = _side(name, words) if twin else "chart"
                data_button(data, name, f"data-{name}", words, words("card.data.help"))
        if words.has(f"card.{name}.caption"):
            st.caption(words(f"card.{name}.caption"))
        if controls is not None:
            controls()
        if form == "table":
            for table in tables():
                show_table(table, words(f"card.{name}"))
        else:
            draw()


def _side(name: str, words: Words) -> str:
    """The switch between chart and table; which it is stands in the address."""
    key = f"form-{name}@{words.language}"
    if key not in st.session_state:
        st.session_state[key] = "table" if shows_table(name) else "chart"
    form = st.segmented_control(
        words("card.form"),
        ("chart", "table"),
        required=True,
        format_func=lambda code: words(f"card.form.{code}"),
        key=key,
        label_visibility="collapsed",
    )
    turn(name, form == "table")
    return form or "chart"


def data_button(
    made: Callable[[], bytes], name: str, key: str, words: Words, explained: str | None = None
) -> None:
    """Data to take along as CSV.

    Args:
        made: makes the file's bytes, when it is asked for.
        name: of the file, after "qunlab-" and without its ending.
        key: of the button.
        words: the reader's.
        explained: what the file holds, if that has to be said.
    """
    st.download_button(
        words("card.data"),
        made,
        file_name=f"qunlab-{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        help=explained,
        on_click="ignore",
        type="tertiary",
        key=key,
    )


def show_table(table: Table, alt: str) -> None:
    """A table in the reader's language; a long one scrolls."""
    rows = table.shown()
    st.html(STYLE)
    st.table(
        rows, hide_index=True, height=480 if len(rows) > TALL else "content", alt=alt, border="horizontal"
    )


def show_chart(chart: Chart, key: str) -> None:
    """A Plotly chart with its description, its words in the ink of the reader's theme."""
    made = inked(chart.figure(), reader_ink())
    st.plotly_chart(made, key=key, config=dict(CONFIG), alt=chart.alt)
