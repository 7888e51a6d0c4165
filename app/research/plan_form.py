"""A small form that writes a plan: worlds, strategies, days, launches, up to four numbers to vary, and the design."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from app import fields
from app.plain_text import literal
from app.research.names import entry_name, value_of
from app.research.questions import ids
from app.session import Session
from app.wording import Words
from experiments.sweeps.draft import DESIGNS, MOST_FACTORS, Draft, choices, label_of

MOST_WORLDS, MOST_STRATEGIES = 8, 12
POINTS = {"grid": 3, "latin_hypercube": 32, "sobol": 32, "random": 32, "plausible_worlds": 20}


@st.fragment
def show_form(session: Session, words: Words, use: Callable[[str], None]) -> None:
    """The form; `use` is called with the YAML when it is asked for."""
    fields.collect(session)
    chosen_worlds = _several(
        session, words, "ex_worlds", ("strangers_60",), ids("world"), "world", MOST_WORLDS
    )
    chosen = _several(
        session,
        words,
        "ex_strategies",
        ("hard_ads", "light_care"),
        ids("strategy"),
        "strategy",
        MOST_STRATEGIES,
    )
    left, right = st.columns(2)
    with left:
        days = fields.number(session, words, "ex_form_days", 60, words("ex.number.days"), 1, 1000)
    with right:
        launches = fields.number(
            session,
            words,
            "ex_form_launches",
            20,
            words("ex.form.launches"),
            1,
            10_000,
            help=words("ex.form.launches.help"),
        )
    design = fields.choice(
        session,
        words,
        "ex_design",
        "grid",
        DESIGNS,
        lambda code: words(f"ex.design.{code}"),
        words("ex.form.design"),
        waits=False,
        help=words("ex.form.design.help"),
    )
    points = fields.number(
        session,
        words,
        f"ex_points_{design}",
        POINTS[design],
        words(f"ex.points.{'grid' if design == 'grid' else 'other'}"),
        2,
        4096,
    )
    factors = () if design == "plausible_worlds" else _factors(session, words, tuple(chosen))
    ready = bool(chosen_worlds and chosen) and (design in ("grid", "plausible_worlds") or bool(factors))
    draft = Draft(
        tuple(chosen_worlds), tuple(chosen), int(days), int(launches), str(design), int(points), factors
    )
    if not ready:
        st.caption(words("ex.form.not_ready"))
    st.button(
        words("ex.form.write"),
        key="ex_form_write",
        icon=":material/edit_square:",
        disabled=not ready,
        on_click=partial(_use, draft, use),
    )


def _use(draft: Draft, use: Callable[[str], None]) -> None:
    use(draft.text())


def _several(
    session: Session,
    words: Words,
    name: str,
    usual: tuple[str, ...],
    options: tuple[str, ...],
    family: str,
    most: int,
) -> tuple[str, ...]:
    found = fields.choice(
        session,
        words,
        name,
        usual,
        options,
        lambda one: literal(entry_name(family, one, words)),
        words(f"ex.form.{family}"),
        waits=False,
        widget=st.multiselect,
        max_selections=most,
        placeholder=words("settings.strategies.placeholder"),
        wrap=True,
    )
    return tuple(found or ())


def _factors(session: Session, words: Words, chosen: tuple[str, ...]) -> tuple[tuple[str, float, float], ...]:
    """What is varied; one more row is shown than is filled, up to the most there may be."""
    known = choices(chosen)
    found: list[tuple[str, float, float]] = []
    for place in range(MOST_FACTORS):
        taken = {path for path, _, _ in found}
        options = tuple(path for path in known if path not in taken)
        name, low, high = st.columns([3, 1, 1], vertical_alignment="bottom")
        with name:
            path = fields.choice(
                session,
                words,
                f"ex_factor_{place}",
                None,
                options,
                lambda one: label_of(one, chosen, words.language),
                words("ex.form.factor", n=place + 1),
                waits=False,
                index=None,
                placeholder=words("ex.form.factor.placeholder"),
            )
        if path is None or path not in known:
            break
        one = known[path]
        ends = []
        for column, code, usual in ((low, "low", one.low), (high, "high", one.high)):
            with column:
                ends.append(
                    fields.number(
                        session,
                        words,
                        f"ex_factor_{path}_{code}",
                        float(usual),
                        words(f"ex.form.{code}"),
                        float(one.least),
                        float(one.most),
                        format="%g",
                        help=words(
                            "ex.form.range", low=value_of(one.least, words), high=value_of(one.most, words)
                        ),
                    )
                )
        found.append((path, float(ends[0]), float(ends[1])))
    return tuple(found)
