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
                assert all(has_text(lever.option_text(option)) for option in lever.options)
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


@pytest.mark.parametrize("code", sorted(set(IN_FRONT) - {"answering"}))
def test_levers_in_front_are_fields_of_their_move(code: str) -> None:
    """Of every move, whether a shipped strategy uses it or not."""
    for path in IN_FRONT[code]:
        holder = BY_CODE[code]
        *outer, last = path.split(".")
        for step in outer:
            holder = type(holder.model_fields[step].default)
        assert last in holder.model_fields


SETTINGS = {
    "entry": "paid", "screening": True, "rules": True, "enforcement": 0.8, "handbook": 0.5, "digest": 0.5,
    "voice": 1.0, "announcement": True, "purpose": "convert",
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_standing_settings_are_levers_behind_the_others(name: str) -> None:
    lever = next(
        lever for group in groups_of("hard_ads") for lever in group.levers if lever.path == f"settings.{name}"
    )
    assert not lever.in_front
    assert lever.value != SETTINGS[name]
    changed = edited_strategy("hard_ads", [Edit("hard_ads", lever.path, SETTINGS[name])])
    assert getattr(changed.settings, name) == SETTINGS[name]
    parsed = Edit.parse(str(Edit("hard_ads", lever.path, SETTINGS[name])))
    assert parsed == Edit("hard_ads", lever.path, SETTINGS[name])


@pytest.mark.parametrize(
    ("strategy", "field", "value"),
    [
        ("fission", "steady", True),
        ("columns", "content", "news"),
        ("probe_and_rescue", "how", "private"),
        ("welcome_and_buddies", "channel", "moments"),
    ],
)
def test_choices_of_the_moves_are_levers(strategy: str, field: str, value: str | bool) -> None:
    levers = [lever for group in groups_of(strategy) for lever in group.levers]
    lever = next(one for one in levers if one.path.endswith(f".{field}"))
    assert value in lever.options
    plain = edited_strategy(strategy, [Edit(strategy, lever.path, value)]).model_dump(mode="json")
    assert value_at(plain, lever.path) == value


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
        Edit("hard_ads", "settings.entry", "bouncer"),
        Edit("hard_ads", "settings.screening", 1),
    ],
)
def test_a_wrong_lever_is_answered_in_words(edit: Edit, language: str) -> None:
    with pytest.raises(EditError) as raised:
        edited_strategy(edit.strategy, [edit])
    sentence = raised.value.in_language(language)
    assert "{" not in sentence
    assert not re.search(r"[a-z]+_[a-z]+", sentence), sentence
    assert bool(re.search("[一-鿿]", sentence)) == (language == "zh")
