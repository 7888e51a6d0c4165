"""One entry of the library: what it does, its numbers, what it rests on, its risk, and what one can do with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from app.card import show_table
from app.library import drafts
from app.library.catalogue import Item, items, text_of
from app.library.editor import show_problem
from app.library.numbers import Row, rows_of, table, when_sentence
from app.library.sources import grades_sentence, show_sources
from app.library.state import KIND_OF, LibraryState
from app.plain_text import literal
from app.reproduce import show_command
from app.session import Session
from app.wording import Words
from experiments import own_scenarios
from experiments.reproducing import numbers_command, shelf_command
from scenarios import own
from scenarios.errors import ScenarioError
from sim.world import World

if TYPE_CHECKING:
    from sim.moves.base import Move
    from sim.strategy import Strategy

_OTHERS = ("neglect", "trust_playbook")
"""What a strategy is compared with: the first of these that it is not."""


def show_entry(session: Session, state: LibraryState, one: Item, words: Words) -> None:
    """The entry."""
    _back(state, words)
    st.title(literal(one.name(words)), anchor=False)
    with st.container(horizontal=True, gap="small", key="library-badges"):
        st.badge(words(f"library.kind.{one.shelf}"), color="gray")
        if one.kept:
            st.badge(words("library.own"), icon=":material/person:", color="blue")
        if one.risks():
            st.badge(words("library.risk"), icon=":material/gavel:", color="orange")
        st.badge(one.id, color="gray", help=words("library.id.help"))
    about = one.about(words)
    if about:
        st.markdown(literal(about) if one.kept else about, width=760)
    for risk in one.risks():
        st.warning(words(risk), icon=":material/gavel:")
    _actions(session, state, one, words)
    try:
        _body(state, one, words)
    except (ScenarioError, own.OwnError) as error:
        st.error(literal(error.in_language(words.language)), icon=":material/error:")


def _back(state: LibraryState, words: Words) -> None:
    st.button(
        words("library.back", shelf=words(f"library.shelf.{state.shelf}")),
        icon=":material/arrow_back:",
        type="tertiary",
        key="library-back",
        on_click=state.open,
        args=("",),
    )


def _actions(session: Session, state: LibraryState, one: Item, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="library-actions"):
        if one.kept:
            st.button(
                words("library.edit"),
                icon=":material/edit:",
                type="primary",
                key="library-edit",
                on_click=drafts.begin_own,
                args=(state, one.kept),
            )
        if one.shelf in KIND_OF:
            st.button(
                words("library.duplicate"),
                icon=":material/content_copy:",
                type="secondary" if one.kept else "primary",
                help=words("library.duplicate.help"),
                key="library-duplicate",
                on_click=drafts.begin_copy,
                args=(state, one, words),
            )
        link = compare_link(one, session.language if session.language_chosen else "")
        if link:
            st.link_button(
                words("library.compare"), link, icon=":material/compare:", help=words("library.compare.help")
            )
        if one.shelf != "moves":
            st.download_button(
                words("library.download"),
                partial(_file, one),
                file_name=f"{one.id}.yaml",
                mime="application/yaml",
                icon=":material/download:",
                on_click="ignore",
                key="library-download",
            )
        if one.kept:
            _rename(state, one.kept, words)
            _delete(state, one.kept, words)


def _file(one: Item) -> bytes:
    try:
        return text_of(one).encode("utf-8")
    except (own.OwnError, ScenarioError):
        return b""


def compare_link(one: Item, language: str) -> str:
    """Address that compares a world or strategy; "" for what cannot be compared."""
    if one.shelf not in KIND_OF or (one.kept and not one.kept.readable):
        return ""
    if one.shelf == "worlds":
        params = {"world": one.id}
    else:
        params = {"strategies": f"{one.id}.{next(name for name in _OTHERS if name != one.id)}"}
    if language:
        params["lang"] = language
    # The first page has the lab's own address.
    return f"./?{urlencode(params)}"


def _rename(state: LibraryState, kept: own.Own, words: Words) -> None:
    with (
        st.popover(words("library.rename"), icon=":material/drive_file_rename_outline:"),
        st.form("library-rename", border=False),
    ):
        name = st.text_input(
            words("library.name"), kept.title.in_language(words.language), max_chars=own.MOST_NAME
        )
        st.caption(words("library.rename.help", id=kept.id))
        if st.form_submit_button(words("library.rename.do"), type="primary"):
            try:
                done = own.rename(own_scenarios.folder(), kept.kind, kept.id, name or "", kept.digest)
            except (own.OwnError, ScenarioError) as error:
                st.error(literal(error.in_language(words.language)))
            else:
                state.say("library.said.renamed", done.name(words.language))
                st.rerun()


def _delete(state: LibraryState, kept: own.Own, words: Words) -> None:
    with st.popover(words("library.delete"), icon=":material/delete:", key="library-delete"):
        st.markdown(words("library.delete.sure", name=literal(kept.name(words.language))))
        if st.button(words("library.delete.do"), type="primary", key="library-delete-do"):
            try:
                own.delete(own_scenarios.folder(), kept.kind, kept.id, kept.digest or None)
            except own.OwnError as error:
                st.error(error.in_language(words.language))
            else:
                state.say("library.said.deleted", kept.name(words.language))
                state.open("")
                st.rerun()


def _body(state: LibraryState, one: Item, words: Words) -> None:
    if one.shelf == "moves":
        _move(state, one, words)
        show_command(numbers_command("move", one.id), words)
        return
    text = text_of(one)
    if one.shelf in KIND_OF:
        try:
            found = own.parse(KIND_OF[one.shelf], text, f"{one.id}.yaml")
        except ScenarioError as error:
            show_problem(error, text, words)
        else:
            if isinstance(found, World):
                _world(found, words)
            else:
                _strategy(state, found, words)
            show_command(numbers_command(KIND_OF[one.shelf], one.id), words)
    else:
        st.caption(words(f"library.how.{one.shelf}"))
        st.code(shelf_command(one.shelf, one.id), language="sh")
    with st.expander(words("library.yaml"), icon=":material/code:", expanded=one.shelf not in KIND_OF):
        st.code(text, language="yaml", wrap_lines=True)


def _strategy(state: LibraryState, strategy: Strategy, words: Words) -> None:
    sources: list[str] = []
    every: list[Row] = []
    st.header(words("library.moves", n=len(strategy.moves)), anchor=False)
    if not strategy.moves:
        st.caption(words("library.no_moves"))
    kinds = Counter(move.kind() for move in strategy.moves)
    seen: Counter[str] = Counter()
    for position, move in enumerate(strategy.moves):
        seen[move.kind()] += 1
        number = seen[move.kind()] if kinds[move.kind()] > 1 else 0
        rows = rows_of(move, words)
        _move_card(state, move, number, rows, f"{position}", words)
        every += rows
        sources += type(move).sources
    for part, title in ((strategy.staffing, "move.answering"), (strategy.settings, "move.settings")):
        rows = rows_of(part, words)
        changed = [row for row in rows if not row.usual]
        st.header(words(title), anchor=False, help=words.help(title))
        if changed:
            show_table(table(changed, words), words(title))
        else:
            st.caption(words("library.as_usual"))
        every += changed
    _rests_on(every, sources, words)


def _rests_on(rows: Sequence[Row], sources: Sequence[str], words: Words) -> None:
    """What the numbers rest on, counted, and the sources one by one."""
    if rows:
        st.header(words("library.rests_on"), anchor=False)
        st.markdown(grades_sentence(rows, words))
        st.download_button(
            words("library.take_numbers"),
            table(rows, words).csv,
            file_name="qunlab-numbers.csv",
            mime="text/csv",
            icon=":material/download:",
            help=words("library.take_numbers.help"),
            on_click="ignore",
            type="tertiary",
            key="library-numbers",
        )
    show_sources([*sources, *(id_ for row in rows for id_ in row.sources)], words)


def _move_card(
    state: LibraryState, move: Move, number: int, rows: Sequence[Row], key: str, words: Words
) -> None:
    title = words(move.label())
    if number:
        title = words("settings.move_ordinal", move=title, n=number)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{title}**", width="content")
            st.button(
                words("library.about_move"),
                type="tertiary",
                icon=":material/info:",
                key=f"library-move-{key}",
                on_click=state.open,
                args=(move.kind(), "moves"),
            )
        st.markdown(words.help(move.label()) or "", width=760)
        st.caption(when_sentence(move.when, words), width=760)
        if rows:
            show_table(table(rows, words), title)


def _world(world: World, words: Words) -> None:
    from sim.channels import Channel
    from sim.parameters import Psychology

    every: list[Row] = []
    st.header(words("field.channels"), anchor=False)
    for channel in world.channels:
        usual = Channel.model_validate({"kind": channel.kind})
        with st.container(border=True):
            st.markdown(f"**{words(f'channel.{channel.kind}')}**")
            tiers = [
                (words(f"tier.{name}"), getattr(channel.tiers, name)) for name in ("strong", "medium", "weak")
            ]
            st.caption(
                words.listed(
                    [words("library.tier", tier=name, share=words.share(share)) for name, share in tiers]
                )
            )
            rows = [row for row in rows_of(channel, words, usual) if not row.usual or row.code == "members"]
            show_table(table(rows, words), words(f"channel.{channel.kind}"))
        every += rows
    ties = words(f"ties.{world.ties.pattern}")  # type: ignore[attr-defined]
    for part, title in (
        (world.ties, words("library.ties", pattern=ties)),
        (world.product, words("field.product")),
        (world.group, words("field.group")),
    ):
        rows = rows_of(part, words)
        st.header(title, anchor=False)
        show_table(table(rows, words), title)
        every += rows
    st.header(words("field.psychology"), anchor=False)
    rows = [row for row in rows_of(world.psychology, words, Psychology(), "parameter") if not row.usual]
    if rows:
        show_table(table(rows, words), words("field.psychology"))
    else:
        st.caption(words("library.psychology_usual"))
    _rests_on([*every, *rows], (), words)


def _move(state: LibraryState, one: Item, words: Words) -> None:
    from sim.moves import BY_CODE

    kind = BY_CODE[one.id]
    move = kind.model_validate({"move": one.id})
    rows = rows_of(move, words)
    st.header(words("library.move.when"), anchor=False)
    st.markdown(when_sentence(move.when, words), width=760)
    if rows:
        st.header(words("library.move.numbers"), anchor=False)
        show_table(table(rows, words), words("library.move.numbers"))
    _rests_on(rows, kind.sources, words)
    _used_in(state, one.id, items("strategies"), words)


def _used_in(state: LibraryState, move: str, candidates: Sequence[Item], words: Words) -> None:
    users = []
    for one in candidates:
        strategy = one.strategy()
        if strategy is not None and any(part.kind() == move for part in strategy.moves):
            users.append(one)
    st.header(words("library.used_in"), anchor=False)
    if not users:
        st.caption(words("library.used_in.none"))
        return
    with st.container(horizontal=True, gap="small"):
        for one in users:
            st.button(
                literal(one.name(words)),
                key=f"library-user-{one.id}",
                on_click=state.open,
                args=(one.id, "strategies"),
            )
