"""Cards on what showed on the way: the seven symptoms, the four senses, and what became of each tier."""

from __future__ import annotations

import streamlit as st

from app.card import card, show_chart
from app.charts.base import Chart
from app.charts.senses import sense_chart, senses_table
from app.charts.signs import STYLE, symptoms_html, symptoms_table, tiers_html, tiers_table
from app.once import chart_once, once
from app.session import Session
from app.wording import Words
from experiments.comparison import Comparison
from experiments.senses import SENSES
from experiments.windows import WEEK


def show_signs(session: Session, comparison: Comparison, day: int, words: Words) -> None:
    """The cards; `day` is the one up to which life is judged."""
    language = words.language

    def symptoms() -> None:
        st.caption(words("symptoms.lead", launches=comparison.launches, day=day))
        st.html(STYLE)
        of = ("symptoms", day, language)
        st.html(once(session, of, lambda: symptoms_html(comparison, day, words)))

    card("symptoms", words, symptoms, lambda: [symptoms_table(comparison, day, words)])
    if comparison.days >= WEEK:
        card(
            "senses",
            words,
            lambda: _senses(session, comparison, words),
            lambda: [senses_table(comparison, words)],
        )
    if any(comparison.tiers(name) for name in comparison.strategies):

        def tiers() -> None:
            st.caption(words("tiers.lead", launches=min(comparison.logged, comparison.launches)))
            st.html(STYLE)
            st.html(once(session, ("tiers", language), lambda: tiers_html(comparison, words)))

        card("tiers", words, tiers, lambda: [tiers_table(comparison, words)])


def _senses(session: Session, comparison: Comparison, words: Words) -> None:
    def chart_of(code: str) -> Chart:
        of = ("sense", code, words.language)
        return chart_once(session, of, lambda: sense_chart(comparison, code, words))

    with st.grid(2, min_column_width=330, gap="medium"):
        for code in SENSES:
            with st.container():
                st.markdown(f"**{words(f'sense.{code}')}**", help=words(f"sense.{code}.help"))
                show_chart(chart_of(code), f"sense-{code}")
