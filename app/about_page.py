"""About: what the lab answers and must not be used for, its model, its definitions, what fails, and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from app import links
from app.about.definitions import show_definitions
from app.about.evidence import USUAL, show_evidence
from app.about.glossary import show_glossary
from app.about.lab import show_lab
from app.about.model import show_model
from app.about.patterns import show_patterns
from app.about.versions import show_versions
from app.session import Session
from app.wording import Words
from sim.quantities import GRADES

CODE = "about"
PARTS: Mapping[str, Callable[[Words], None]] = {
    "lab": show_lab,
    "model": show_model,
    "definitions": show_definitions,
    "patterns": show_patterns,
    "evidence": show_evidence,
    "glossary": show_glossary,
    "versions": show_versions,
}


def show_about(session: Session, words: Words) -> None:
    """The page."""
    new = CODE not in session.pages
    part = links.among("part", tuple(PARTS), "lab") if new else session.pages[CODE]
    st.title(words("about.title"), anchor=False)
    st.markdown(words("about.lead"), width=760)
    if new and (links.given("part", part) != part or links.given("grade", USUAL) not in GRADES):
        st.warning(words("notice.bad_part"), icon=":material/link_off:")
    part = st.pills(
        words("about.parts"),
        tuple(PARTS),
        default=part,
        required=True,
        format_func=lambda code: words(f"about.part.{code}"),
        key=f"about-part@{words.language}",
        label_visibility="collapsed",
    )
    session.pages[CODE] = part
    grade = links.given("grade") if part == "evidence" else ""
    links.write(session, {"part": "" if part == "lab" else part, "grade": grade})
    PARTS[part](words)
