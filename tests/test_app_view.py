"""Links: they carry codes, bring the same view back, and whatever else they carry does no harm."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.asking import question_of
from app.view import Edit, View, view_of
from experiments.warm_up import first_question

VIEWS = [
    View(),
    View(world="giveaway_300", strategies=("neglect", "light_care"), launches=20, days=60, first_seed=5),
    View(death="cold", day=30, baseline="shills", measure="profit"),
    View(
        edits=(
            Edit("hard_ads", "moves.0.when.per_day", 9),
            Edit("red_packets", "moves.0.amount_yuan", 35.5),
            Edit("red_packets", "moves.0.split", "equal"),
        )
    ),
]


def params_of(view: View) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in view.params().items()}


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_brings_the_view_back(view: View) -> None:
    assert view_of(params_of(view)) == (view, 0)


def test_the_first_page_needs_no_link() -> None:
    assert View().params() == {}


def test_the_first_page_asks_what_set_up_answers() -> None:
    assert question_of(View()).name == first_question().name


@pytest.mark.parametrize("view", VIEWS)
def test_links_carry_codes_only(view: View) -> None:
    for name, values in params_of(view).items():
        for value in values:
            assert re.fullmatch(r"[a-z0-9_.:]+", f"{name}{value}")


@pytest.mark.parametrize(
    ("params", "ignored"),
    [
        ({"world": ["nowhere"]}, 1),
        ({"launches": ["0"]}, 1),
        ({"launches": ["1e9"]}, 1),
        ({"days": ["-3"]}, 1),
        ({"strategies": ["hard_ads"]}, 0),
        ({"strategies": ["hard_ads.nothing.shills"]}, 1),
        ({"edit": ["hard_ads.moves.0.when.per_day:[1]"]}, 1),
        ({"edit": ["morning_report.moves.0.minutes:3"]}, 1),
        ({"death": ["<script>"]}, 1),
        ({"baseline": ["morning_report"]}, 1),
        ({"day": ["9999"]}, 1),
    ],
)
def test_what_is_wrong_in_a_link_is_left_out(params: dict[str, list[str]], ignored: int) -> None:
    view, found = view_of(params)
    assert found == ignored
    assert 2 <= len(view.strategies) <= 6
    assert question_of(View(strategies=view.strategies))


@given(
    st.dictionaries(
        st.sampled_from(
            ["world", "strategies", "launches", "days", "seed", "edit", "death", "day", "baseline", "job"]
        ),
        st.lists(st.text(max_size=40), max_size=3),
    )
)
def test_no_link_breaks_the_page(params: dict[str, list[str]]) -> None:
    view, _ = view_of(params)
    assert view_of(params_of(view)) == (view, 0)


def test_looking_otherwise_asks_nothing_new() -> None:
    view = View()
    assert view.asks_the_same(view.with_judging(death="cold", day=30, baseline="shills", measure="profit"))
    assert not view.asks_the_same(View(launches=101))
