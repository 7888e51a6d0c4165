"""A shelf: everything on it as cards, a search over them, and the ways to something of one's own."""

from __future__ import annotations

import streamlit as st

from app import fields
from app.library import drafts
from app.library.catalogue import Item, items
from app.library.state import KIND_OF, SHELVES, LibraryState
from app.plain_text import literal
from app.wording import Words
from scenarios import own

_SHOWN_ABOUT = 160


def show_shelf(state: LibraryState, words: Words) -> None:
    """The shelf that is open."""
    st.title(words("library.title"), anchor=False)
    st.markdown(words("library.lead"), width=760)
    key = f"library-shelf@{words.language}"
    fields.hold(key, state.shelf)
    st.pills(
        words("library.shelf"),
        SHELVES,
        required=True,
        format_func=lambda code: words(f"library.shelf.{code}"),
        key=key,
        label_visibility="collapsed",
        on_change=_turn,
        args=(state, key),
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="library-tools"):
        state.search = (
            st.text_input(
                words("library.search"),
                state.search,
                max_chars=100,
                placeholder=words("library.search.placeholder"),
                icon=":material/search:",
                key="library-search",
                label_visibility="collapsed",
                width=360,
                live=True,
            )
            or ""
        )
        kind = KIND_OF.get(state.shelf)
        if kind:
            st.button(
                words(f"library.blank.{kind}"),
                icon=":material/add:",
                key="library-blank",
                on_click=drafts.begin_blank,
                args=(state, kind, words),
            )
            _upload(state, kind, words)
    st.caption(words(f"library.shelf.{state.shelf}.help"), width=760)
    found = [one for one in items(state.shelf) if one.matches(state.search)]
    if not found:
        st.info(words("library.nothing", search=literal(state.search)), icon=":material/search_off:")
        st.button(words("library.clear"), key="library-clear", on_click=_clear, args=(state,))
        return
    mine = [one for one in found if one.kept]
    if mine:
        st.header(words("library.mine"), anchor=False)
        _cards(state, mine, words)
        st.header(words("library.shipped"), anchor=False)
    _cards(state, [one for one in found if not one.kept], words)


def _cards(state: LibraryState, found: list[Item], words: Words) -> None:
    with st.grid("auto", min_column_width=280, gap="small"):
        for one in found:
            with st.container(border=True, key=f"library-card-{one.id}", height="stretch"):
                st.button(
                    literal(one.name(words)),
                    key=f"open-{one.shelf}-{one.id}",
                    type="tertiary",
                    icon=":material/person:" if one.kept else None,
                    on_click=state.open,
                    args=(one.id,),
                )
                about = one.about(words)
                if one.kept:
                    about = literal(about[:_SHOWN_ABOUT])
                if about:
                    st.caption(about)
                if one.kept and not one.kept.readable:
                    st.badge(words("library.unreadable"), icon=":material/error:", color="red")
                if one.risks():
                    st.badge(
                        words("library.risk"),
                        icon=":material/gavel:",
                        color="orange",
                        help=" ".join(words(risk) for risk in one.risks()),
                    )


def _upload(state: LibraryState, kind: str, words: Words) -> None:
    with st.popover(words("library.upload"), icon=":material/upload:", key="library-upload"):
        given = st.file_uploader(
            words("library.upload.field", most=own.MOST_BYTES // 1000),
            type=["yaml", "yml"],
            max_upload_size=1,
            key=f"library-file-{state.uploads}",
        )
        st.caption(words("library.upload.help"))
    if given is None:
        return
    state.uploads += 1
    if given.size > own.MOST_BYTES:
        st.error(words("library.upload.too_large", most=own.MOST_BYTES // 1000))
        return
    try:
        text = given.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error(words("library.upload.no_text"))
        return
    state.draft = drafts.of_text(kind, text)
    state.draft.mode = "yaml"
    st.rerun()


def _turn(state: LibraryState, key: str) -> None:
    state.shelf = st.session_state[key]


def _clear(state: LibraryState) -> None:
    state.search = ""
    st.session_state["library-search"] = ""
