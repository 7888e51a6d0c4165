"""Everything below the verdict: the cards, in the order in which questions come up."""

from __future__ import annotations

import streamlit as st

from app import fields
from app.card import card, show_chart, show_table
from app.charts.activity import activity_chart, activity_table, highest, moves_table
from app.charts.base import Chart
from app.charts.cash import cash_chart
from app.charts.difference import Asked, difference_chart
from app.charts.field import STYLE, field_html, field_table
from app.charts.figures import figures_table, plain_figures
from app.charts.hidden import PARTS, hidden_chart, hidden_table
from app.charts.life import life_chart
from app.launch_links import show_launch_links
from app.naming import without_marks
from app.once import chart_once, once
from app.plain_text import literal
from app.session import SMOOTH, WEEK, Session, write_link
from app.signs_cards import show_signs
from app.taking_along import show_taking_along
from app.twin import Table
from app.verdict_card import lively_means
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import Definition, all_definitions
from experiments.measures import MEASURES
from experiments.verdict import Verdict
from experiments.why_failed import why_failed
from experiments.wording import strategy_name


def show_judging(session: Session, comparison: Comparison, words: Words) -> None:
    """What needs no new run: the definition of death, the day, and the baseline."""

    def name_of(strategy: str) -> str:
        return strategy_name(comparison, strategy, words.language)

    view = session.view
    left, middle, right = st.columns([1.2, 0.9, 1.2], gap="medium")
    with left:
        death = fields.choice(
            session,
            words,
            "death",
            view.death,
            [one.code for one in all_definitions()],
            lambda code: definition_label(code, words),
            words("judging.death"),
            waits=False,
            help=words("judging.death.help"),
        )
    with middle:
        day = fields.choice(
            session,
            words,
            "day",
            judged_day(session, comparison),
            comparison.life_days,
            lambda one: words("judging.day.option", day=one),
            words("judging.day"),
            waits=False,
            widget=st.segmented_control,
            required=True,
            help=words("judging.day.help"),
        )
    with right:
        baseline = fields.choice(
            session,
            words,
            "baseline",
            view.baseline_among(comparison.strategies),
            comparison.strategies,
            name_of,
            words("judging.baseline"),
            waits=False,
            help=words("judging.baseline.help"),
        )
    day = 0 if day is None or day == comparison.judged_day else int(day)
    baseline = "" if baseline == comparison.strategies[0] else baseline
    changed = view.with_judging(death=death, day=day, baseline=baseline)
    if changed != view:
        session.view = changed
        st.rerun()


def judged_day(session: Session, comparison: Comparison) -> int:
    """The day up to which life is judged."""
    day = session.view.day
    return day if day in comparison.life_days else comparison.judged_day


def definition_label(code: str, words: Words) -> str:
    """The short name of a definition of death."""
    one = Definition.parse(code)
    return words(f"death.{one.kind}.name", window=one.window_days)


def show_results(session: Session, comparison: Comparison, verdict: Verdict, words: Words) -> None:
    """All cards."""
    day, definition, language = verdict.day, Definition.parse(session.view.death), words.language
    judged = (day, session.view.death, language)
    card(
        "field",
        words,
        lambda: _field(session, comparison, verdict, definition, words),
        lambda: [field_table(comparison, definition, words)],
    )
    show_launch_links(session, comparison, verdict, definition, words)

    def life() -> Chart:
        return chart_once(session, ("life", *judged), lambda: life_chart(comparison, day, definition, words))

    def cash() -> Chart:
        return chart_once(session, ("cash", language), lambda: cash_chart(comparison, words))

    left, right = st.columns(2, gap="large")
    with left:
        card("life", words, lambda: show_chart(life(), "life"), lambda: [life().table])
    with right:
        _difference(session, comparison, day, definition, words)
    _activity(session, comparison, words)
    card("cash", words, lambda: show_chart(cash(), "cash"), lambda: [cash().table])
    _hidden(session, comparison, words)
    show_signs(session, comparison, day, words)
    _figures(session, comparison, definition, words)
    if comparison.failures:
        _failures(comparison, words)
    show_taking_along(comparison, session.view, words)


def _field(
    session: Session, comparison: Comparison, verdict: Verdict, definition: Definition, words: Words
) -> None:
    st.caption(lively_means(definition, words))
    st.html(STYLE)
    of = ("field", verdict.day, definition, verdict.left_out, words.language)
    drawn = once(
        session, of, lambda: field_html(comparison, verdict.day, definition, verdict.left_out, words)
    )
    st.html(drawn)


def _difference(
    session: Session, comparison: Comparison, day: int, definition: Definition, words: Words
) -> None:
    baseline = session.view.baseline_among(comparison.strategies)

    def chart() -> Chart:
        measure = session.view.measure
        return chart_once(
            session,
            ("difference", measure, baseline, day, definition, words.language),
            lambda: difference_chart(
                comparison, Asked(comparison.measure(measure, day), baseline, day, definition), words
            ),
        )

    def controls() -> None:
        fields.collect(session)
        chosen = fields.choice(
            session,
            words,
            "measure",
            session.view.measure,
            MEASURES,
            lambda code: words(f"compared.{code}"),
            words("difference.measure"),
            waits=False,
            label_visibility="collapsed",
            width=280,
        )
        session.view = session.view.with_judging(measure=chosen)
        write_link(session)

    card("difference", words, lambda: show_chart(chart(), "difference"), lambda: [chart().table], controls)


def _activity(session: Session, comparison: Comparison, words: Words) -> None:
    def smooth() -> int:
        return 7 if session.draft.get(SMOOTH) == WEEK else 1

    def controls() -> None:
        fields.collect(session)
        fields.choice(
            session,
            words,
            SMOOTH,
            session.more_in_link.get(SMOOTH) or "day",
            ("day", WEEK),
            lambda code: words(f"activity.smooth.{code}"),
            words("activity.smooth"),
            waits=False,
            widget=st.segmented_control,
            required=True,
            label_visibility="collapsed",
        )
        session.more_in_link[SMOOTH] = WEEK if smooth() == 7 else ""
        write_link(session)

    def chart_of(strategy: str) -> Chart:
        days = smooth()
        top = once(session, ("highest", days), lambda: highest(comparison, days))
        of = ("activity", strategy, days, words.language)
        return chart_once(session, of, lambda: activity_chart(comparison, strategy, days, top, words))

    def draw() -> None:
        across = 2 if len(comparison.strategies) in (2, 4) else 3
        grid = st.grid(across, min_column_width=330, gap="medium")
        for strategy in comparison.strategies:
            with grid.cell():
                name = strategy_name(comparison, strategy, words.language)
                st.markdown(f"**{without_marks(name, comparison)}**")
                show_chart(chart_of(strategy), f"activity-{strategy}")

    def tables() -> list[Table]:
        return [activity_table(comparison, smooth(), words), moves_table(comparison, words)]

    card("activity", words, draw, tables, controls)


def _hidden(session: Session, comparison: Comparison, words: Words) -> None:
    def chart_of(part: str) -> Chart:
        of = ("hidden", part, words.language)
        return chart_once(session, of, lambda: hidden_chart(comparison, part, words))

    def draw() -> None:
        with st.grid("auto", min_column_width=330, gap="medium"):
            for part in PARTS:
                with st.container():
                    st.markdown(f"**{words(f'hidden.{part}')}**", help=words(f"hidden.{part}.help"))
                    show_chart(chart_of(part), f"hidden-{part}")

    card("hidden", words, draw, lambda: [hidden_table(comparison, words)])


def _figures(session: Session, comparison: Comparison, definition: Definition, words: Words) -> None:
    def table() -> Table:
        of = ("figures", definition, words.language)
        return once(session, of, lambda: figures_table(comparison, definition, words))

    card(
        "figures",
        words,
        lambda: show_table(table(), words("card.figures")),
        lambda: [table()],
        file=lambda: plain_figures(comparison, definition),
        twin=False,
    )


def _failures(comparison: Comparison, words: Words) -> None:
    with st.expander(
        words("failures.title", n=len(comparison.failures)), icon=":material/error:", key="failures"
    ):
        for failure in comparison.failures[:20]:
            name = without_marks(strategy_name(comparison, failure.strategy, words.language), comparison)
            why = literal(why_failed(failure.error, words.language))
            st.markdown(words("failures.one", strategy=name, seed=str(failure.seed), error=why))
