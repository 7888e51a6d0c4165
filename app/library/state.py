"""What the library has before it: a shelf, an entry of it, and perhaps a draft that is being edited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from app import links
from app.session import Session

CODE = "library"
SHELVES = ("strategies", "worlds", "moves", "portfolios", "cases", "plans")
EDITS = ("", "own", "copy", "new")
MODES = ("", "yaml")
KIND_OF = {"worlds": "world", "strategies": "strategy"}
"""Shelves on which a reader can have things of their own, and the kind of these."""
Path = tuple[str | int, ...]


@dataclass
class Draft:
    """Something that is being edited. In form mode `plain` is the truth, in YAML mode `text`.

    Attributes:
        kind: "world" or "strategy".
        text: YAML.
        plain: the same as plain data; None where the text is not right.
        mode: "form" or "yaml".
        id: what it will be written over; "" for a new one.
        digest: of the kept text it began with.
        start: text and plain data that it began with, so that a form in which nothing changes keeps every comment.
        part: which part the form shows.
        revision: counted up when fields have to be drawn anew.
        fields: key of a field → where its value stands in `plain`.
        conflict: whether somebody else has changed what it began with.
    """

    kind: str
    text: str
    plain: dict[str, Any] | None = None
    mode: str = "form"
    id: str = ""
    digest: str = ""
    start: tuple[str, dict[str, Any] | None] = ("", None)
    part: str = ""
    revision: int = 0
    fields: dict[str, Path] = field(default_factory=dict)
    conflict: bool = False


@dataclass
class LibraryState:
    """The library of one tab.

    Attributes:
        shelf: one of `SHELVES`.
        entry: id of the open entry, "" for the shelf itself.
        search: what is looked for on the shelf.
        edit: what a link asked to be edited: "own" the open entry, "copy" a copy of it, "new" one of the shelf's
            kind; "" once it is done.
        mode, part: how the link shows it: as in `Draft`, "" for the form and its first part.
        draft: what is being edited.
        notice: text code of something to say once, and the name that it is about.
        bad_link: whether the address said something that was not understood.
        uploads: counted up so that the field for files is empty again.
    """

    shelf: str = SHELVES[0]
    entry: str = ""
    search: str = ""
    edit: str = ""
    mode: str = ""
    part: str = ""
    draft: Draft | None = None
    notice: tuple[str, str] | None = None
    bad_link: bool = False
    uploads: int = 0

    def open(self, entry: str, shelf: str = "") -> None:
        """Show an entry, or with "" the shelf; what was being edited is put away."""
        self.shelf, self.entry, self.draft = shelf or self.shelf, entry, None

    def say(self, code: str, name: str = "") -> None:
        """Have something said on the page, once."""
        self.notice = (code, name)


def state_of(session: Session) -> LibraryState:
    """This tab's library, opened from the address when it is new."""
    found = session.pages.get(CODE)
    if isinstance(found, LibraryState):
        return found
    opened = LibraryState(
        shelf=links.among("shelf", SHELVES, SHELVES[0]),
        entry=links.given("entry"),
        search=links.given("search"),
        edit=links.among("edit", EDITS, ""),
        mode=links.among("mode", MODES, ""),
        part=links.given("part"),
        bad_link=links.given("shelf", SHELVES[0]) not in SHELVES
        or links.given("edit") not in EDITS
        or links.given("mode") not in MODES,
    )
    session.pages[CODE] = opened
    return opened


def write_link(session: Session, state: LibraryState) -> None:
    """Put into the address what opens this again."""
    draft = state.draft
    editing = "" if draft is None else "own" if draft.id else "copy" if state.entry else "new"
    params = {
        "shelf": state.shelf if state.shelf != SHELVES[0] or state.entry else "",
        "entry": state.entry,
        "edit": editing,
        "mode": "yaml" if draft is not None and draft.mode == "yaml" else "",
        "part": draft.part if draft is not None and draft.mode == "form" and draft.part != "0" else "",
        "search": "" if state.entry else state.search,
    }
    links.write(session, params)


def collect(draft: Draft) -> None:
    """Take what the fields hold into the draft; the callbacks of buttons come before the page has done so."""
    key = yaml_key(draft)
    if draft.mode == "yaml" and isinstance(st.session_state.get(key), str):
        draft.text = st.session_state[key]
    if draft.mode != "form" or draft.plain is None:
        return
    for name, path in draft.fields.items():
        if name in st.session_state and st.session_state[name] is not None:
            put(draft.plain, path, st.session_state[name])


def yaml_key(draft: Draft) -> str:
    """Key of the field with the YAML."""
    return f"yaml-{draft.revision}"


def put(plain: Any, path: Path, value: Any) -> None:
    """Set a value in plain data; a place that is no more is left alone."""
    *way, last = path
    for step in way:
        try:
            plain = plain[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(value, tuple):
        value = list(value)
    if isinstance(plain, list) and not (isinstance(last, int) and last < len(plain)):
        return
    if isinstance(plain, dict | list):
        plain[last] = value  # type: ignore[index]
