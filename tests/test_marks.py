"""Marks on the time axis: who does a move, what sets it off, and on which days."""

from __future__ import annotations

import pytest

import sim
from experiments.marks import HOSTS, TRIGGERS, Mark, marks_of
from scenarios.texts import has_text
from tests.small_worlds import GROWN_STRATEGIES, STRATEGIES, strategy


def marks(*moves: dict[str, object], days: int = 30) -> tuple[Mark, ...]:
    return marks_of("own", sim.Strategy.model_validate({"moves": list(moves)}), days)


def test_operator_shills_and_stewards_are_told_apart() -> None:
    assert {mark.host for mark in marks({"move": "hard_ads"})} == {"operator"}
    assert {mark.host for mark in marks({"move": "shills"})} == {"shills"}
    promotion, answers, topics = marks({"move": "stewards"})
    assert (promotion.host, answers.host, topics.host) == ("operator", "stewards", "stewards")


def test_what_only_answers_is_due_on_no_day() -> None:
    _, answers, topics = marks({"move": "stewards", "when": {"from_day": 10}})
    assert (answers.first_day, answers.last_day, answers.days) == (10, 29, ())
    assert topics.days == tuple(range(10, 30))
    (pitch,) = marks({"move": "pitch_questions"})
    assert pitch.days == ()
    assert pitch.offer


@pytest.mark.parametrize("trigger", [name for name in TRIGGERS if name != "join"])
def test_every_trigger_has_its_name(trigger: str) -> None:
    (mark,) = marks({"move": "useful_post", "when": {"trigger": trigger}})
    assert mark.trigger == trigger
    assert mark.days == tuple(range(30))
    (joining,) = marks({"move": "buddy"})
    assert (joining.trigger, joining.days) == ("join", ())


@pytest.mark.parametrize("name", [*STRATEGIES, *GROWN_STRATEGIES])
def test_every_act_has_its_mark_and_every_mark_its_words(name: str) -> None:
    plan = strategy(name)
    found = marks_of(name, plan, 400)
    assert len(found) == len(plan.acts())
    for mark in found:
        assert mark.host in HOSTS
        assert mark.strategy == name
        assert all(
            has_text(f"{kind}.{code}") for kind, code in (("move", mark.move), ("trigger", mark.trigger))
        )


def test_trigger_names_stand_at_their_numbers() -> None:
    from sim.moves import base

    numbers = {
        code.removeprefix("TRIGGER_").lower(): number
        for code, number in vars(base).items()
        if code.startswith("TRIGGER_")
    }
    assert [numbers[name] for name in TRIGGERS] == list(range(len(TRIGGERS)))
