"""The levers: which world, which strategies, how many launches, and what the strategies do in detail.

Nothing here runs anything until Run is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from app import fields
from app.asking import EditError, name_of, question_of
from app.levers import Group, Lever, groups_of
from app.session import Session
from app.view import DAYS, FEWEST_STRATEGIES, LAUNCHES, MOST_STRATEGIES, SEEDS, Edit, View
from app.wording import Words
from experiments.own_scenarios import choices
from scenarios.errors import ScenarioError
from scenarios.own import OwnError

LONG_UNITS = ("hour", "day")
"""Units that stand in the help instead of the label."""


def show_settings(session: Session, run: Callable[[View], None], words: Words) -> None:
    """The panel; `run` is called with the view that the reader asks for."""
    changed = wanted(session) != session.view
    # Another key after each run: the panel closes, and the way to the results is free.
    with st.expander(words("settings.title"), icon=":material/tune:", key=f"settings-{session.runs}"):
        _form(session, run, words)
    if changed:
        st.caption(f":material/pending: {words('settings.stale')}")


@st.fragment
def _form(session: Session, run: Callable[[View], None], words: Words) -> None:
    fields.collect(session)
    view = session.view
    shown_worlds = {one.id: one.name(words.language) for one in choices("world")}
    shown_strategies = {one.id: one.name(words.language) for one in choices("strategy")}
    left, right = st.columns([1, 2])
    with left:
        fields.choice(
            session,
            words,
            "world",
            view.world,
            tuple(shown_worlds),
            lambda one: shown_worlds[one],
            words("settings.world"),
            help=words("settings.world.help"),
        )
    with right:
        chosen = fields.choice(
            session,
            words,
            "strategies",
            view.strategies,
            tuple(shown_strategies),
            lambda one: shown_strategies[one],
            words("settings.strategies"),
            waits=False,
            widget=st.multiselect,
            wrap=True,
            max_selections=MOST_STRATEGIES,
            placeholder=words("settings.strategies.placeholder"),
            help=words("settings.strategies.help"),
        )
    for column, name, usual, bounds in zip(
        st.columns(3),
        ("launches", "days", "seed"),
        (view.launches, view.days, view.first_seed),
        (LAUNCHES, DAYS, SEEDS),
        strict=True,
    ):
        with column:
            fields.number(
                session,
                words,
                name,
                usual,
                words(f"settings.{name}"),
                *bounds,
                help=words(f"settings.{name}.help"),
            )
    if chosen:
        _levers(session, list(chosen), words)
    problem = ""
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(words("settings.run"), key="run", type="primary", icon=":material/play_arrow:")
        st.button(words("settings.reset"), key="reset", type="tertiary", on_click=_reset, args=(session,))
    if pressed:
        asked = wanted(session)
        if len(asked.strategies) < FEWEST_STRATEGIES:
            problem = words("settings.too_few")
        else:
            try:
                question_of(asked)
            except (EditError, OwnError, ScenarioError) as error:
                problem = error.in_language(words.language)
        if not problem:
            run(asked)
            st.rerun()
    if problem:
        st.error(problem, icon=":material/error:")


def _levers(session: Session, chosen: list[str], words: Words) -> None:
    st.markdown(f"**{words('settings.levers')}**", help=words("settings.levers.help"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        strategy = fields.choice(
            session,
            words,
            "levers_of",
            chosen[0],
            chosen,
            lambda one: name_of("strategy", one, words.language),
            words("settings.levers_of"),
            waits=False,
            width=320,
        )
        every = st.toggle(
            words("settings.all_levers"), key="all_levers", help=words("settings.all_levers.help")
        )
    for group in groups_of(strategy):
        levers = [lever for lever in group.levers if every or lever.in_front]
        if levers:
            _group(session, strategy, group, levers, words)
    if not any(lever.in_front for group in groups_of(strategy) for lever in group.levers) and not every:
        st.caption(words("settings.no_levers"))


def _group(session: Session, strategy: str, group: Group, levers: list[Lever], words: Words) -> None:
    title = words(f"move.{group.move}")
    if group.ordinal:
        title = words("settings.move_ordinal", move=title, n=group.ordinal)
    st.caption(title, help=words.help(f"move.{group.move}"))
    with st.grid("auto", min_column_width=190, vertical_alignment="bottom"):
        for lever in levers:
            name, label = f"lever:{strategy}:{lever.path}", words(lever.label)
            usual = _value(session, strategy, lever)
            if lever.quantity is None:
                fields.choice(
                    session,
                    words,
                    name,
                    usual,
                    lever.options,
                    partial(_option, lever, words),
                    label,
                    help=words.help(lever.label),
                )
                continue
            one = lever.quantity
            unit, explained = words(f"unit.{one.unit}"), words.help(lever.label)
            if one.unit in LONG_UNITS:
                explained = " ".join(part for part in (explained, words("settings.unit", unit=unit)) if part)
            elif one.unit != "1" and unit.lower() not in label.lower():
                label = words("settings.lever_label", label=label, unit=unit)
            kind = int if one.whole else float
            step = 1 if one.whole else (0.05 if one.high <= 1 else 0.5 if one.high <= 24 else 1.0)
            fields.number(
                session,
                words,
                name,
                kind(usual),
                label,
                kind(one.low),
                kind(one.high),
                step=step,
                format=None if one.whole else "%.2f",
                help=explained,
            )


def _option(lever: Lever, words: Words, option: str | bool) -> str:
    return words(lever.option_text(option))


def _value(session: Session, strategy: str, lever: Lever) -> float | int | str | bool:
    for edit in session.view.edits:
        if (edit.strategy, edit.path) == (strategy, lever.path):
            return edit.value
    value: float | int | str | bool = lever.value
    return value


def wanted(session: Session) -> View:
    """The view that the fields stand for."""
    draft, view = session.draft, session.view
    there = {one.id for one in choices("strategy")}
    chosen = tuple(name for name in draft.get("strategies", view.strategies) if name in there)
    edits = {(edit.strategy, edit.path): edit for edit in view.edits if edit.strategy in chosen}
    for strategy in chosen:
        prefix = f"lever:{strategy}:"
        if not any(name.startswith(prefix) for name in draft):
            continue
        for lever in (lever for group in groups_of(strategy) for lever in group.levers):
            value = draft.get(prefix + lever.path)
            if value is None:
                continue
            if value == lever.value:
                edits.pop((strategy, lever.path), None)
            else:
                edits[strategy, lever.path] = Edit(strategy, lever.path, value)
    days = int(draft.get("days", view.days))
    return View(
        draft.get("world", view.world),
        chosen,
        int(draft.get("launches", view.launches)),
        days,
        int(draft.get("seed", view.first_seed)),
        tuple(sorted(edits.values(), key=lambda edit: (edit.strategy, edit.path))),
        view.death,
        view.day if view.day <= days else 0,
        view.baseline if view.baseline in chosen else "",
        view.measure,
    )


def _reset(session: Session) -> None:
    names = [name for name in session.fields.values() if name.startswith("lever:")]
    fields.forget(session, [*names, "world", "strategies", "launches", "days", "seed", "levers_of"])
    session.draft = {name: value for name, value in session.draft.items() if not name.startswith("lever:")}
    usual = View()
    session.draft |= {
        "world": usual.world, "strategies": list(usual.strategies), "launches": usual.launches,
        "days": usual.days, "seed": usual.first_seed,
    }  # fmt: skip
    for edit in session.view.edits:
        for lever in (lever for group in groups_of(edit.strategy) for lever in group.levers):
            if lever.path == edit.path:
                session.draft[f"lever:{edit.strategy}:{edit.path}"] = lever.value
