"""The library page: a shelf, an entry, or something that is being edited."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.library import drafts
from app.library.catalogue import item
from app.library.editor import show_editor
from app.library.entry_view import show_entry
from app.library.form import parts_of
from app.library.shelf_view import show_shelf
from app.library.state import KIND_OF, LibraryState, state_of, write_link
from app.plain_text import literal
from app.session import Session
from app.wording import Words

STYLE = Path(__file__).with_name("library.css")


def show_library(session: Session, words: Words) -> None:
    """The page."""
    state = state_of(session)
    st.html(STYLE)
    _notice(state, words)
    found = item(state.shelf, state.entry) if state.entry else None
    if state.entry and found is None:
        st.warning(words("library.no_such", id=literal(state.entry)), icon=":material/search_off:")
        state.open("")
    asked, state.edit = state.edit, ""
    if found is not None and asked and state.draft is None:
        if found.kept and asked == "own":
            drafts.begin_own(state, found.kept)
        elif found.shelf in KIND_OF and asked == "copy":
            drafts.begin_copy(state, found, words)
    elif asked == "new" and state.shelf in KIND_OF and not state.entry:
        drafts.begin_blank(state, KIND_OF[state.shelf], words)
    if asked and state.draft is not None:
        known = state.part in parts_of(state.draft)
        state.draft.part = state.part if known else ""
        state.bad_link |= bool(state.part) and not known
        drafts.turn(state, state.mode or state.draft.mode)
    if state.bad_link:
        st.warning(words("notice.bad_part"), icon=":material/link_off:")
        state.bad_link = False
    write_link(session, state)
    if state.draft is not None:
        show_editor(state, state.draft, words)
    elif found is not None:
        show_entry(session, state, found, words)
    else:
        show_shelf(state, words)
        write_link(session, state)


def _notice(state: LibraryState, words: Words) -> None:
    if state.notice is not None:
        code, name = state.notice
        state.notice = None
        st.toast(words(code, name=literal(name)), icon=":material/check:")
