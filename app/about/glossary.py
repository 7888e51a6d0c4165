"""The trade's words in both languages, whichever the reader's: the same group is talked about in both."""

from __future__ import annotations

import streamlit as st

from app.about.tables import whole_table
from app.twin import Column, Table
from app.wording import Words
from scenarios.texts import LANGUAGES, text

TERMS = (
    "private_domain", "community", "cold_group", "dead_group", "group_owner", "steward", "kol", "shills", "lurking",
    "freebie_hunters", "ad_droppers", "seed_users", "pull_in", "fission", "convert", "activate", "retain", "leave",
    "repurchase", "renewal", "mute", "red_packet", "luckiest", "ice_breaking", "useful_content", "hard_ads",
    "soft_offer", "flash_sale", "check_in", "roll_call", "announcement", "moments", "official_account", "wecom",
    "welfare_group", "strategy", "launch",
)  # fmt: skip
"""Codes of the terms; their texts are ``glossary.<code>``, ``….pinyin`` and ``….help``."""


def show_glossary(words: Words) -> None:
    """The part."""
    with st.container(width=760):
        st.header(words("about.glossary"), anchor=False)
        st.markdown(words("about.glossary.body"))
    whole_table(glossary(words), "about.glossary", words)


def glossary(words: Words) -> Table:
    """The terms, the reader's other language first and in its order; beside Chinese for others how it sounds."""
    english = words.language == "en"
    rows = []
    for code in sorted(
        TERMS, key=lambda one: words(f"glossary.{one}.pinyin") if english else text(_of(one), "en")
    ):
        other = text(_of(code), next(one for one in LANGUAGES if one != words.language))
        sound = words(f"glossary.{code}.pinyin")
        first = (
            words("about.glossary.sounds", term=other, sound=sound) if english and sound != other else other
        )
        rows.append((first, words(_of(code)), words(f"glossary.{code}.help")))
    columns = tuple(
        Column(name, words(f"about.glossary.column.{name}")) for name in ("other", "own", "meaning")
    )
    return Table(columns, tuple(rows))


def _of(code: str) -> str:
    return f"glossary.{code}"
