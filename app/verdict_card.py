"""The verdict on top: a word, a sentence in frequencies, what it rests on, and what was left out and why."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from app.money_line import money_line
from app.naming import without_marks
from app.once import once
from app.session import Session
from app.wording import Words
from experiments.advice import advise
from experiments.advice_words import advice_sentences
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.talk_of_lively import faintly_lively
from experiments.verdict import Verdict
from experiments.wording import (
    ending_sentences,
    frequency_sentence,
    risk_sentences,
    strategy_name,
    verdict_word,
)
from scenarios.own import is_id

ICONS = {
    "clear_winner": ":material/check_circle:",
    "leaning": ":material/trending_up:",
    "toss_up": ":material/balance:",
    "need_more_launches": ":material/hourglass_empty:",
    "nothing_to_rank": ":material/remove:",
}


def show_verdict(
    session: Session, comparison: Comparison, verdict: Verdict, definition: Definition, words: Words
) -> None:
    """Show the card.

    Args:
        session: the tab's; the advised strategy is held against its baseline.
        comparison: the answer.
        verdict: on top of it.
        definition: of death, which the verdict rests on.
        words: the reader's.
    """
    baseline, judged = session.view.baseline, (verdict.day, definition)
    advice = once(
        session, ("advice", *judged, baseline), lambda: advise(comparison, verdict, definition, baseline)
    )
    money = once(
        session,
        ("money", *judged, words.language),
        lambda: money_line(comparison, verdict, definition, words),
    )
    said = verdict.code in ("clear_winner", "leaning")
    with st.container(border=True, key="verdict"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(
                verdict_word(verdict, words.language),
                icon=ICONS[verdict.code],
                color="primary" if said else "gray",
                help=words("verdict.rule", matters=words.number(verdict.matters, 1), day=verdict.day),
            )
            show_basis(words, is_id(comparison.world_id))

        def safe(sentence: str) -> str:
            return without_marks(sentence, comparison)

        st.header(safe(frequency_sentence(comparison, verdict, words.language)), anchor=False)
        told = advice_sentences(comparison, verdict, advice, words.language)
        with st.grid(2, min_column_width=330, gap="medium"):
            for part, sentence in told.items():
                with st.container(key=f"advice-{part}", gap="xxsmall"):
                    st.markdown(f"**{words(f'advice.{part}')}**")
                    st.markdown(safe(sentence))
        for name, talk in faintly_lively(comparison, verdict.day, definition).items():
            faint = words(
                "verdict.faint",
                strategy=strategy_name(comparison, name, words.language),
                talk=words.number(talk, 1),
            )
            st.markdown(f":material/volume_down: {safe(faint)}")
        if money:
            st.markdown(f":material/payments: {safe(money)}")
        for sentence in ending_sentences(comparison, verdict, words.language):
            st.markdown(f":material/door_front: {safe(sentence)}")
        for sentence in risk_sentences(comparison, verdict, words.language):
            st.markdown(f":material/gavel: {safe(sentence)}")
        st.caption(lively_means(definition, words))
        st.caption(words("verdict.luck"))


def lively_means(definition: Definition, words: Words) -> str:
    """How little "lively" asks, in a few words."""
    return words(f"lively.{definition.kind}", window=definition.window_days)


def show_basis(words: Words, own: bool) -> None:
    """The badge that says what the figures rest on; `own` for a world of the reader's own."""
    from sim.parameters import Psychology
    from sim.quantities import GRADES, quantities

    grades = Counter(one.grade for one in quantities(Psychology) if one.grade)
    parts = [
        words("basis.part", grade=words(f"grade.{grade}"), n=grades[grade])
        for grade in GRADES
        if grades[grade]
    ]
    st.badge(
        words("basis.own" if own else "basis.patterns"),
        icon=":material/info:",
        color="gray",
        help=words("basis.own.help" if own else "basis.patterns.help", parts=words.listed(parts)),
    )
