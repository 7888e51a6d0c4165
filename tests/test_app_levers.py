"""Levers: read off the declarations, they stand where they say, and a wrong one is answered in words."""

from __future__ import annotations

import re

import pytest

import scenarios
from app.asking import EditError, edited_strategy, plain_strategy, question_of, value_at
from app.levers import IN_FRONT, groups_of
from app.view import Edit, View
from scenarios.texts import has_text
from sim.moves import BY_CODE

STRATEGIES = tuple(scenarios.strategies())


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_levers_stand_where_they_say(strategy: str) -> None:
    plain = plain_strategy(strategy)
    for group in groups_of(strategy):
        assert has_text(f"move.{group.move}")
        for lever in group.levers:
            assert value_at(plain, lever.path) == lever.value
            assert has_text(lever.label)
            if lever.quantity is None:
                assert lever.value in lever.options
                assert all(has_text(f"{lever.options_label}.{option}") for option in lever.options)
            else:
                assert lever.quantity.low <= lever.value <= lever.quantity.high
                assert has_text(f"unit.{lever.quantity.unit}")


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_that_does_something_has_a_few_levers_in_front(strategy: str) -> None:
    front = [lever for group in groups_of(strategy) for lever in group.levers if lever.in_front]
    moves = len(plain_strategy(strategy)["moves"])
    assert (len(front) > 0) == (moves > 0)
    assert len(front) <= 4 * moves + 3


def test_levers_in_front_exist() -> None:
    assert set(IN_FRONT) - {"answering"} <= set(BY_CODE)
    for code in set(IN_FRONT) - {"answering"}:
        shown = {
            lever.path.split(".", 2)[2]
            for strategy in STRATEGIES
            for group in groups_of(strategy)
            for lever in group.levers
            if group.move == code
        }
        if shown:
            assert set(IN_FRONT[code]) <= shown


def test_an_edit_changes_that_lever_alone() -> None:
    edits = (Edit("hard_ads", "moves.0.when.per_day", 9), Edit("shills", "moves.0.number_of_shills", 1))
    changed = edited_strategy("hard_ads", edits)
    assert changed.moves[0].when.per_day == 9
    assert edited_strategy("kol_sharing", edits) == scenarios.load_strategy("kol_sharing")
    assert question_of(View(edits=edits)).name != question_of(View()).name
    same = (Edit("hard_ads", "moves.0.when.per_day", 5),)
    assert question_of(View(edits=same)).name == question_of(View()).name


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "edit",
    [
        Edit("hard_ads", "moves.0.when.per_day", 900),
        Edit("hard_ads", "moves.0.when.from_hour", 23.5),
        Edit("hard_ads", "moves.7.minutes", 1),
        Edit("hard_ads", "moves.0.move", "shills"),
        Edit("hard_ads", "moves.0.when", 3),
        Edit("hard_ads", "moves.0.no_such_thing", 3),
        Edit("red_packets", "moves.0.portions", 1.5),
        Edit("red_packets", "moves.0.amount_yuan", 0.01),
        Edit("red_packets", "moves.0.split", "unfair"),
    ],
)
def test_a_wrong_lever_is_answered_in_words(edit: Edit, language: str) -> None:
    with pytest.raises(EditError) as raised:
        edited_strategy(edit.strategy, [edit])
    sentence = raised.value.in_language(language)
    assert "{" not in sentence
    assert not re.search(r"[a-z]+_[a-z]+", sentence), sentence
    assert bool(re.search("[一-鿿]", sentence)) == (language == "zh")
