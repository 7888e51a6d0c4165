"""Whether the model shows what real groups show: every pattern, those that fail first."""

from __future__ import annotations

import streamlit as st

from app.about.tables import whole_table
from app.reproduce import show_command
from app.twin import Column, Table
from app.wording import Words
from experiments.pattern_results import COMMAND, StoredPatterns, stored
from experiments.pattern_words import accepted, reaching, shown
from experiments.reproducing import patterns_command

_MARKS = {"failed": "\u2717", "passed": "\u2713", "outside": "\u2013", "inside": "\u2013"}


def show_patterns(words: Words) -> None:
    """The part."""
    with st.container(width=860):
        st.header(words("about.patterns"), anchor=False)
        st.markdown(words("about.patterns.body"))
    found = stored()
    if found is None:
        st.info(words("about.patterns.none"), icon=":material/hourglass_empty:")
    else:
        _headline(found, words)
        whole_table(_table(found, words), "about.patterns", words)
        st.caption(words("about.patterns.marks"))
        st.caption(words("about.patterns.stored", effort=found.effort, seed=found.seed, model=found.model))
        if not _current():
            st.warning(words("about.patterns.old"), icon=":material/update:")
    show_command(patterns_command(found.effort, found.seed) if found else COMMAND, words)


def _headline(found: StoredPatterns, words: Words) -> None:
    counts = found.counts()
    (strong, of_strong), (usable, of_usable) = counts[3], counts[2]
    failed = [words(pattern.code) for pattern, _, verdict in found.rows() if verdict == "failed"]
    with st.container(border=True, width=860):
        st.markdown(
            words(
                "about.patterns.headline",
                strong=strong,
                of_strong=of_strong,
                usable=usable,
                of_usable=of_usable,
            )
        )
        if failed:
            st.markdown(words("about.patterns.failed", names=words.listed(failed)))


def _table(found: StoredPatterns, words: Words) -> Table:
    names = ("pattern", "verdict", "accepted", "shown", "interval", "strength", "id", "sources")
    columns = tuple(Column(name, words(f"about.patterns.column.{name}")) for name in names)
    rows = tuple(
        (
            words(pattern.code),
            f"{_MARKS[verdict]} {words(f'about.patterns.verdict.{verdict}')}",
            accepted(pattern, words.language),
            shown(result.value, pattern, words.language),
            reaching(result.interval_low, result.interval_high, pattern, words.language),
            "\u2605" * pattern.strength,
            pattern.id,
            " ".join(pattern.sources),
        )
        for pattern, result, verdict in found.rows()
    )
    return Table(columns, rows)


@st.cache_data(show_spinner=False, max_entries=1)
def _current() -> bool:
    found = stored()
    return found is not None and found.current
