"""Cards on what showed on the way: the seven symptoms, the four senses, and what became of each tier."""

from __future__ import annotations

import streamlit as st

from app.card import card, show_chart
from app.charts.senses import sense_chart, senses_table
from app.charts.signs import STYLE, symptoms_html, symptoms_table, tiers_html, tiers_table
from app.wording import Words
from experiments.comparison import Comparison
from experiments.senses import SENSES
from experiments.windows import WEEK


def show_signs(comparison: Comparison, day: int, words: Words) -> None:
    """The cards; `day` is the one up to which life is judged."""

    def symptoms() -> None:
        st.caption(words("symptoms.lead", launches=comparison.launches, day=day))
        st.html(STYLE)
        st.html(symptoms_html(comparison, day, words))

    card("symptoms", words, symptoms, lambda: [symptoms_table(comparison, day, words)])
    if comparison.days >= WEEK:
        card("senses", words, lambda: _senses(comparison, words), lambda: [senses_table(comparison, words)])
    if any(comparison.tiers(name) for name in comparison.strategies):

        def tiers() -> None:
            st.caption(words("tiers.lead", launches=min(comparison.logged, comparison.launches)))
            st.html(STYLE)
            st.html(tiers_html(comparison, words))

        card("tiers", words, tiers, lambda: [tiers_table(comparison, words)])


def _senses(comparison: Comparison, words: Words) -> None:
    with st.grid(2, min_column_width=330, gap="medium"):
        for code in SENSES:
            with st.container():
                st.markdown(f"**{words(f'sense.{code}')}**", help=words(f"sense.{code}.help"))
                show_chart(sense_chart(comparison, code, words), f"sense-{code}")
