"""Describe my group: fields, how well the simulated group fits them, and from there to comparing strategies in it.

The fields are a fragment; fitting is a job like any other study, so the same description is fitted once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from app import fields
from app.card import show_table
from app.my_group.form import show_form
from app.my_group.state import MyGroupState, state_of
from app.reproduce import show_command
from app.session import Session
from app.study_panel import study_of
from app.twin import Column, Table
from app.view import View
from app.wording import Words
from experiments.my_group.asking import MOST_NAME, command_of
from experiments.my_group.result import FITS, NOT, ROUGHLY, MyGroup
from experiments.my_group.telling import assumed_sentence, figure_cells, fit_sentence, rule
from experiments.own_scenarios import folder
from experiments.studies.study import Study
from scenarios import own

NAME = "my_group_name"
"""Key of the field with the world's name."""

SIGNS = {FITS: ":material/check_circle:", ROUGHLY: ":material/adjust:", NOT: ":material/error:"}


def show_my_group(session: Session, run: Callable[[View], None], words: Words) -> None:
    """The panel; `run` is called with a view of the own group when strategies are to be compared in it."""
    state = state_of(session)
    # Another key after each run: the panel closes, and the way to the results is free.
    key = f"my_group-{session.runs}"
    with st.expander(words("my_group.panel.title"), icon=":material/groups:", key=key, expanded=state.opened):
        st.caption(words("my_group.panel.lead"))
        _form(session, state, words)
        if state.asked is None:
            return
        command = command_of(state.asked)
        found = study_of(session, words, command, start=state.wanted, name="my_group")
        if found is not None:
            _fit(session, state, found, run, words)
        elif not state.wanted:
            st.info(words("my_group.panel.from_link"), icon=":material/link:")


@st.fragment
def _form(session: Session, state: MyGroupState, words: Words) -> None:
    if show_form(session, state, words):
        state.opened = True
        st.rerun()


def _fit(
    session: Session, state: MyGroupState, study: Study, run: Callable[[View], None], words: Words
) -> None:
    try:
        found = MyGroup.from_dict(study.result)
    except ValueError:
        st.error(words("my_group.panel.unreadable"), icon=":material/error:")
        return
    st.markdown(f"{SIGNS.get(found.word, ':material/help:')} **{fit_sentence(found, words.language)}**")
    _basis(found, words)
    figures = _figures(found, words)
    show_table(figures, words("my_group.panel.title"))
    st.caption(rule(found, words.language))
    lines = [assumed_sentence(one, words.language) for one in found.assumed]
    if found.moved:
        lines.append(words("my_group.people", runs=found.runs))
    st.markdown(f"**{words('my_group.assumed')}**\n" + "\n".join(f"- {line}" for line in lines))
    _compare(session, state, found, run, words)
    with st.container(horizontal=True):
        for code, made, file in (
            ("card.data", figures.csv, "qunlab-my-group.csv"),
            ("library.download", found.yaml.encode, "my-group.yaml"),
        ):
            st.download_button(
                words(code), made, file_name=file, icon=":material/download:", on_click="ignore", type="tertiary",
                key=f"my_group_{file}",
            )  # fmt: skip
    show_command(study.command_line, words)


def _basis(found: MyGroup, words: Words) -> None:
    """Badges that say what the simulated group rests on."""
    grades = [
        words("basis.part", grade=words(f"grade.{grade}"), n=count)
        for grade, count in found.grades.items()
        if count
    ]
    with st.container(horizontal=True, gap="small"):
        given = sum(one.given is not None for one in found.figures)
        st.badge(
            words("my_group.basis.yours", n=given), icon=":material/person:", color="primary",
            help=words("my_group.basis.yours.help"),
        )  # fmt: skip
        st.badge(
            words("my_group.basis.rest"), icon=":material/info:", color="gray",
            help=words("my_group.basis.rest.help", n=len(found.moved), parts=words.listed(grades)),
        )  # fmt: skip


def _figures(found: MyGroup, words: Words) -> Table:
    names = ("figure", "given", "simulated", "fit")
    columns = tuple(Column(name, words(f"my_group.column.{name}")) for name in names)
    return Table(columns, tuple(tuple(figure_cells(one, words.language)) for one in found.figures))


def _compare(
    session: Session, state: MyGroupState, found: MyGroup, run: Callable[[View], None], words: Words
) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            words("my_group.panel.name"),
            max_chars=MOST_NAME,
            key=NAME,
            placeholder=words("my_group.panel.name.placeholder"),
            width=300,
        )
        st.button(
            words("my_group.panel.compare"),
            key="my_group_compare",
            type="primary",
            icon=":material/compare:",
            on_click=_compare_in,
            args=(session, state, found.yaml, run, words.language),
        )
    if state.refused:
        st.error(state.refused, icon=":material/error:")


def _compare_in(
    session: Session, state: MyGroupState, yaml: str, run: Callable[[View], None], language: str
) -> None:
    """Keep the world and ask for the comparison in it (the button's callback)."""
    state.refused = ""
    try:
        state.kept = _keep(state.kept, yaml, str(st.session_state.get(NAME, "")))
    except own.OwnError as error:
        state.refused = error.in_language(language)
        return
    state.opened = False
    fields.forget(session, ["world"])
    session.draft["world"] = state.kept
    run(replace(session.view, world=state.kept))


def _keep(id_: str, yaml: str, name: str) -> str:
    """Keep the world as one of the reader's own, under the same id as before if it was kept; gives the id."""
    text = own.titled(yaml, name) if name.strip() else yaml
    there = {one.id for one in own.listing(folder(), "world")}
    return own.save(folder(), "world", text, id_=id_ if id_ in there else "").id
