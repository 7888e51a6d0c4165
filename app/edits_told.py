"""Strategies whose levers a link has changed: what they are called, and what was changed in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from app.asking import name_of
from app.levers import Lever, groups_of
from app.plain_text import literal
from app.view import Edit, Value
from app.wording import Words


def strategy_called(id_: str, edits: Sequence[Edit], language: str) -> str:
    """The name of a strategy, with a word about changed levers where it has some; plain text, not Markdown."""
    name = name_of("strategy", id_, language)
    if any(edit.strategy == id_ for edit in edits):
        return Words(language)("edited.name", strategy=name)
    return name


def edits_of_those(edits: Sequence[Edit], strategies: Collection[str]) -> tuple[Edit, ...]:
    """The edits that are about one of these strategies."""
    return tuple(edit for edit in edits if edit.strategy in strategies)


def show_edits(edits: Sequence[Edit], words: Words) -> None:
    """Say which levers were changed, and to what."""
    if not edits:
        return
    parts = [_told(edit, words) for edit in edits]
    st.caption(f":material/tune: {words('edited.told', levers=literal(words.listed(parts)))}")


def _told(edit: Edit, words: Words) -> str:
    for group in groups_of(edit.strategy):
        for lever in group.levers:
            if lever.path == edit.path:
                move, label = words(f"move.{group.move}"), words(lever.label)
                return words("edited.lever", move=move, lever=label, value=_value(lever, edit.value, words))
    return f"{edit.path}: {edit.value}"


def _value(lever: Lever, value: Value, words: Words) -> str:
    if isinstance(value, bool) or (isinstance(value, str) and value in lever.options):
        return words(lever.option_text(value))
    if isinstance(value, str):
        return value
    return words.number(value, 0 if float(value).is_integer() else 2)
