"""What an entry rests on: ids of the evidence with what each stands for, and how many numbers have which grade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st

from app.library.numbers import Row
from app.wording import Words
from sim.quantities import GRADES

_PARTS = re.compile(r"([A-Z])(\d+)")
_ORDER = "ABCDEVF"


def meaning(id_: str, words: Words) -> str:
    """What an id of the evidence stands for, or "" where no text says it."""
    if words.has(f"evidence.{id_}"):
        return words(f"evidence.{id_}")
    if id_.startswith("V"):
        from experiments.patterns.definitions import PATTERNS

        named = [words(one.code) for one in PATTERNS if one.id == id_]
        return words.listed(named)
    return ""


def show_sources(ids: Iterable[str], words: Words) -> None:
    """The ids in the order of the evidence, folded away, each with what it stands for."""
    found = sorted(set(ids), key=_place)
    if not found:
        return
    with st.expander(words("library.sources", n=len(found)), icon=":material/menu_book:"):
        lines = [f"- **{one}** {meaning(one, words)}" for one in found]
        st.markdown("\n".join(lines))
        st.caption(words("library.sources.kinds"))


def grades_sentence(rows: Sequence[Row], words: Words) -> str:
    """How many of the numbers rest on what, in a sentence."""
    counts = Counter(row.grade for row in rows)
    parts = [
        words("library.grade_count", n=counts[grade], grade=words(f"grade.{grade}"))
        for grade in GRADES
        if counts[grade]
    ]
    if counts[""]:
        parts.append(words("library.grade_count", n=counts[""], grade=words("library.yours_to_set")))
    return words("library.grades", counts=words.listed(parts))


def _place(id_: str) -> tuple[int, int, str]:
    found = _PARTS.fullmatch(id_)
    return (_ORDER.find(found[1]), int(found[2]), id_) if found else (len(_ORDER), 0, id_)
