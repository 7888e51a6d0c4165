"""The settings of the Autopsy page: which launch, what counts as death, and how closely to look."""

from __future__ import annotations

import streamlit as st

from app import fields
from app.autopsy.case import DEPTHS, MOST_CAUSES, Case, cause_codes
from app.autopsy.limits import DAYS, MOST_RESCUES, MOST_SEED
from app.autopsy.state import AutopsyState
from app.session import Session
from app.wording import Words
from experiments.autopsy.telling import cause_label
from experiments.definitions import Definition, all_definitions
from experiments.own_scenarios import choices
from experiments.wording import counted
from scenarios.library import strategies


def show_panel(session: Session, state: AutopsyState, words: Words) -> None:
    """The settings; nothing in them starts anything until the button is pressed."""
    changed = wanted(session, state.case) != state.case
    # Another key after each start: the panel closes, and the way to the findings is free.
    with st.expander(words("autopsy.settings"), icon=":material/tune:", key=f"autopsy-{state.turns}"):
        _form(session, state, words)
    if changed:
        st.caption(f":material/pending: {words('settings.stale')}")


@st.fragment
def _form(session: Session, state: AutopsyState, words: Words) -> None:
    fields.collect(session)
    case = state.case
    _group(session, case, words)
    _closeness(session, case, words)
    asked = wanted(session, case)
    days = counted("days", asked.days, words.language)
    st.caption(words("autopsy.cost", runs=asked.runs, days=days))
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            words("autopsy.run"), key="autopsy_run", type="primary", icon=":material/biotech:"
        )
        st.button(
            words("autopsy.reset"),
            key="autopsy_reset",
            type="tertiary",
            on_click=state.look_into,
            args=(session, Case()),
        )
    if pressed:
        state.look_into(session, asked)
        st.rerun()


def _group(session: Session, case: Case, words: Words) -> None:
    """Whose death: the group, the strategy, the launch, and what death is."""
    groups = {one.id: one.name(words.language) for one in choices("world")}
    ways = {one.id: one.name(words.language) for one in choices("strategy")}
    first, second, third = st.columns([1.1, 1.2, 0.9], gap="medium")
    with first:
        fields.choice(
            session, words, "autopsy_world", case.world, tuple(groups), lambda one: groups[one],
            words("settings.world"), waits=False,
        )  # fmt: skip
    with second:
        fields.choice(
            session, words, "autopsy_strategy", case.strategy, tuple(ways), lambda one: ways[one],
            words("autopsy.strategy"), waits=False,
        )  # fmt: skip
    with third:
        _seed(session, case, words)
    first, second, third = st.columns([1.1, 1.2, 0.9], gap="medium")
    with first:
        fields.choice(
            session, words, "autopsy_death", case.death, [one.code for one in all_definitions()],
            lambda code: _death(code, words), words("judging.death"), help=words("autopsy.death.help"),
        )  # fmt: skip
    with second:
        fields.choice(
            session, words, "autopsy_depth", case.depth, tuple(DEPTHS),
            lambda code: words(f"autopsy.depth.{code}"), words("autopsy.depth"), waits=False,
            widget=st.segmented_control, required=True, help=words("autopsy.depth.help"),
        )  # fmt: skip
    with third:
        fields.number(
            session, words, "autopsy_days", case.days, words("settings.days"), *DAYS,
            help=words("autopsy.days.help"),
        )  # fmt: skip


def _closeness(session: Session, case: Case, words: Words) -> None:
    """Which causes are switched off, and which rescues are tried."""
    asked = wanted(session, case)
    left, right = st.columns(2, gap="medium")
    with left:
        fields.choice(
            session, words, "autopsy_causes", case.causes, cause_codes(asked.world, asked.strategy, asked.edits),
            lambda code: cause_label(code, words.language), words("autopsy.which_causes"), waits=False,
            widget=st.multiselect, wrap=True, max_selections=MOST_CAUSES,
            placeholder=words("autopsy.which_causes.usual"), help=words("autopsy.which_causes.help"),
        )  # fmt: skip
    with right:
        usual = [words(f"strategy.{one}") for one in DEPTHS[asked.depth].rescues]
        fields.choice(
            session, words, "autopsy_rescues", case.rescues, tuple(strategies()),
            lambda one: words(f"strategy.{one}"), words("autopsy.which_rescues"), waits=False,
            widget=st.multiselect, wrap=True, max_selections=MOST_RESCUES,
            placeholder=words.listed(usual), help=words("autopsy.which_rescues.help"),
        )  # fmt: skip


def _seed(session: Session, case: Case, words: Words) -> None:
    """The launch's number; none for the first that dies."""
    name = "autopsy_seed"
    key = f"{name}@{words.language}"
    session.fields[key] = name
    fields.hold(key, session.draft.get(name, case.seed))
    session.draft[name] = st.number_input(
        words("autopsy.seed"),
        0,
        MOST_SEED,
        value=None,
        step=1,
        key=key,
        placeholder=words("autopsy.seed.first"),
        on_change="ignore",
        help=words("autopsy.seed.help"),
    )


def _death(code: str, words: Words) -> str:
    one = Definition.parse(code)
    return words(f"death.{one.kind}.name", window=one.window_days)


def wanted(session: Session, case: Case) -> Case:
    """The case that the fields stand for."""

    def held(name: str, usual: object) -> object:
        return session.draft.get(f"autopsy_{name}", usual)

    seed = session.draft.get("autopsy_seed", case.seed)
    # One's own may have been deleted while the field still holds it.
    groups, ways = ({one.id for one in choices(kind)} for kind in ("world", "strategy"))
    world, strategy = str(held("world", case.world)), str(held("strategy", case.strategy))
    world = world if world in groups else case.world
    strategy = strategy if strategy in ways else case.strategy
    # Levers belong to the strategy that they were set in.
    edits = case.edits if strategy == case.strategy else ()
    there = cause_codes(world, strategy, edits)
    causes = session.draft.get("autopsy_causes", case.causes)
    rescues = session.draft.get("autopsy_rescues", case.rescues)
    return Case(
        world,
        strategy,
        None if seed is None else int(seed),
        int(session.draft.get("autopsy_days", case.days)),
        str(held("death", case.death)),
        str(held("depth", case.depth)),
        tuple(one for one in there if one in causes),
        tuple(one for one in strategies() if one in rescues),
        edits,
    )
