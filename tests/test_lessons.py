"""Lessons: files, shipped answers that are today's, and scores whose values are known.

Nothing here can fail by chance: the runs have fixed seeds and are compared exactly.
"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from experiments.lessons import __main__ as command
from experiments.lessons import answers as shipped_answers
from experiments.lessons.answers import FILE, LessonAnswers, answers_of, digest_of, shipped
from experiments.lessons.computing import compute, knob_launch, launch_of, rounded, set_to, usual_place
from experiments.lessons.scoring import Verdict, brier, decision_score, guess_score, luck
from experiments.lessons.sheet import MOST, Done, sheet_html
from experiments.lessons.telling import arm_name, knob_value, outcome_of, said, verdict_of
from experiments.question import model_version
from scenarios.errors import ScenarioError
from scenarios.lesson_files import CASES, DECISIONS, FOLDER, LESSONS, RULES, load_lesson, parse_lesson
from scenarios.texts import LANGUAGES, has_text

SLOW_CASES = ("E4", "E5", "E6", "E7")
"""Lessons of which a launch takes a good part of a second; of these only one arm or value is run again."""

SMALL = """\
kind: decision
days: 20
launches: 3
day: 10
arms:
  - {name: one, world: strangers_60, strategy: neglect}
  - {name: two, world: strangers_60, strategy: kol_sharing}
measures: [lively_days, trust_end]
asks:
  - {form: best, measure: lively_days}
knob:
  arm: one
  at: [world.group.question_share]
  values: [0, 0.25, 0.5, 1]
  measure: lively_days
"""


def test_there_are_six_steps_two_decisions_and_ten_cases():
    assert (len(RULES), len(DECISIONS), len(CASES)) == (6, 2, 10)
    assert sorted(path.stem for path in (FOLDER / "lessons").glob("*.yaml")) == sorted(LESSONS)
    assert [load_lesson(name).kind for name in LESSONS] == ["rule"] * 6 + ["decision"] * 2 + ["case"] * 10
    assert all(load_lesson(name).minutes == 10 for name in LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_lessons_are_told_in_both_languages(name):
    lesson = load_lesson(name)
    codes = [f"lesson.{name}"]
    codes += [f"lesson.{name}.{part}" for part in ("help", "story", "rule", "explain", "wrong")]
    codes += [f"lesson.{name}.ask.{place}" for place in range(1, len(lesson.asks) + 1)]
    codes += [f"lesson.{name}.discuss.{place}" for place in (1, 2, 3)]
    codes += [f"lesson.{name}.knob", f"lesson.{name}.knob.lead"] if lesson.knob else []
    codes += [f"case.{lesson.case}.note"] if lesson.case else []
    assert [(code, one) for code in codes for one in LANGUAGES if not has_text(code, one)] == []
    for language in LANGUAGES:
        assert all(arm_name(name, arm.name, language) for arm in lesson.arms)
        labels = (
            [knob_value(lesson.knob, value, language) for value in lesson.knob.values] if lesson.knob else []
        )
        assert len(set(labels)) == len(labels), "two values of the knob look alike"


@pytest.mark.parametrize("name", LESSONS)
def test_a_day_on_which_groups_are_judged_leaves_time_to_fall_silent(name):
    lesson = load_lesson(name)
    if lesson.day:
        assert lesson.day + 7 <= lesson.days
        assert all(arm.world is not None for arm in lesson.arms)
        assert lesson.launches == 100, "of a hundred launches, they are told"
    assert lesson.day or not any(ask.form == "lively" for ask in lesson.asks)


def test_the_shipped_answers_are_this_models():
    assert shipped()["model"] == model_version(), "run: python -m experiments.lessons --write"
    assert FILE.stat().st_size < 1_000_000


@pytest.mark.parametrize("name", LESSONS)
def test_the_shipped_answers_are_complete(name):
    lesson, plain = load_lesson(name), shipped()["lessons"][name]
    assert plain["digest"] == digest_of(lesson)
    assert list(plain["arms"]) == [arm.name for arm in lesson.arms]
    for rows in plain["arms"].values():
        assert list(rows) == list(lesson.measures)
        assert {len(row) for row in rows.values()} == {lesson.launches}
    if lesson.knob is not None:
        assert len(plain["knob"]) == len(lesson.knob.values)
        assert {len(row) for row in plain["knob"]} == {lesson.knob.launches or lesson.launches}
    if lesson.kind == "decision":
        assert {np.shape(rows) for rows in plain["talk"].values()} == {(lesson.launches, lesson.days)}
    answers = answers_of(name)
    for ask in lesson.asks:
        if ask.form == "best":
            assert answers.best(ask)[0] in answers.among(ask)
        else:
            assert math.isfinite(answers.truth(ask))
            low, high = (0, 100) if ask.form == "lively" else (ask.low, ask.high)
            assert low <= answers.truth(ask) <= high, "what came is not on the slider"


@pytest.mark.parametrize("name", [name for name in LESSONS if name not in SLOW_CASES])
def test_launches_of_today_are_those_that_ship(name):
    lesson, plain = load_lesson(name), shipped()["lessons"][name]
    for seed in (0, lesson.launches - 1):
        found = launch_of(lesson, seed)
        assert found["arms"] == {
            arm: [rows[code][seed] for code in lesson.measures] for arm, rows in plain["arms"].items()
        }
        assert found["talk"] == {arm: rows[seed] for arm, rows in plain["talk"].items()}
    if lesson.knob is not None:
        assert knob_launch(lesson, lesson.knob, 1) == [row[1] for row in plain["knob"]]


@pytest.mark.parametrize("name", SLOW_CASES)
def test_one_value_of_the_knob_in_the_slow_cases(name):
    lesson, plain = load_lesson(name), shipped()["lessons"][name]
    knob = lesson.knob.model_copy(update={"values": lesson.knob.values[:1]})
    assert knob_launch(lesson, knob, 2) == [plain["knob"][0][2]]


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_explained_comes_out_of_the_runs(name):
    """E10's stated direction is one that a hundred launches do not tell, which its text says."""
    answers = {one.answer for one in answers_of(name).statements()}
    assert answers <= ({"open"} if name == "E10" else {"holds"})
    if name in RULES:
        assert answers == {"holds"}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_does_not_change_what_was_before(name):
    answers = answers_of(name)
    first, *others = (rows[:, : answers.lesson.decided_on] for rows in answers.talk.values())
    assert all(np.array_equal(first, other) for other in others)
    if answers.lesson.decided_on:
        assert first.sum() > 0
    after = [rows[:, answers.lesson.decided_on :].sum() for rows in answers.talk.values()]
    assert len(set(after)) == len(after)


def test_threads_change_no_answer():
    lesson = parse_lesson(SMALL, "small.yaml")
    alone, together = compute(lesson, 1), compute(lesson, 2)
    assert alone == together
    assert alone == json.loads(json.dumps(alone))
    found = LessonAnswers.of(lesson, alone)
    assert found.talk["one"].shape == (3, 20)
    assert [len(row) for row in found.turned] == [3, 3, 3, 3]


def test_the_command_compares_and_writes(monkeypatch, tmp_path, capsys):
    lesson = parse_lesson(SMALL, "small.yaml")
    monkeypatch.setattr(command, "LESSONS", ("opening",))
    monkeypatch.setattr(command, "load_lesson", lambda _name: lesson)
    monkeypatch.setattr(command, "FILE", tmp_path / "answers.json")
    assert command.main(["--write"]) == 0
    written = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert written["model"] == model_version()
    assert written["lessons"]["opening"]["digest"] == digest_of(lesson)
    monkeypatch.setattr(command, "shipped", lambda: written)
    assert command.main([]) == 0
    assert "opening: 3 launches, as shipped" in capsys.readouterr().out
    written["lessons"]["opening"]["arms"]["one"]["trust_end"][1] = 0.123
    assert command.main(["opening"]) == 1
    with pytest.raises(SystemExit):
        command.main(["no_such_lesson"])


def test_answers_to_an_older_lesson_are_none(monkeypatch):
    old = {**shipped(), "lessons": {"E3": {**shipped()["lessons"]["E3"], "digest": "0" * 16}}}
    assert answers_of("E3") is not None
    monkeypatch.setattr(shipped_answers, "shipped", lambda: old)
    answers_of.cache_clear()
    try:
        assert answers_of("E3") is None
    finally:
        answers_of.cache_clear()


@pytest.mark.parametrize(
    ("changed", "to", "code"),
    [
        ("arm: one", "arm: three", "no_such_arm_near"),
        ("measure: lively_days}", "measure: joins}", "measure_not_shown"),
        ("strategy: kol_sharing", "strategy: kol_share", "no_such_strategy_near"),
        ("kind: decision", "kind: decisions", "unknown_word_near"),
    ],
)
def test_what_is_wrong_with_a_lesson_is_said_with_its_line(changed, to, code):
    with pytest.raises(ScenarioError) as caught:
        parse_lesson(SMALL.replace(changed, to), "own.yaml")
    assert caught.value.code.removesuffix("_near") == code.removesuffix("_near")
    assert caught.value.line is not None


def test_there_is_no_such_lesson():
    with pytest.raises(ScenarioError, match="attention"):
        load_lesson("attentions")


def test_a_lever_is_set_where_it_stands():
    lesson = load_lesson("key_member")
    assert set_to(lesson.arm("present"), lesson.knob, 0.2).world.members[0].sociability == 0.2
    stewards = load_lesson("E7")
    groups = set_to(stewards.arm("stewards"), stewards.knob, 2).portfolio.groups
    assert {group.strategy.moves[3].number_of_stewards for group in groups} == {2}
    with pytest.raises(KeyError):
        set_to(lesson.arm("present"), lesson.knob.model_copy(update={"at": ("world.group.no_such",)}), 1)


def test_the_knob_stands_where_the_arm_has_it():
    found = {name: load_lesson(name) for name in ("advertising", "key_member", "E5", "E7")}
    places = {name: usual_place(lesson, lesson.knob) for name, lesson in found.items()}
    assert places == {"advertising": 4, "key_member": 5, "E5": 1, "E7": 1}


def test_values_are_kept_with_five_digits():
    assert [rounded(value) for value in (0.123456789, 12.0, 123456.0, math.nan, math.inf)] == [
        0.12346, 12, 123460, None, None,
    ]  # fmt: skip


def test_guess_scores():
    assert guess_score(60, 60, 0, 100) == 100
    assert guess_score(40, 60, 0, 100) == 80
    assert guess_score(-10, 30, -10, 30) == 0
    assert guess_score(0, 150, 0, 100) == 0


def test_brier_scores():
    outcomes = [True] * 3 + [False]
    assert brier(0.75, outcomes) == pytest.approx((0.1875, 0.1875))
    assert brier(1.0, outcomes) == pytest.approx((0.25, 0.1875))
    assert brier(0.0, outcomes)[0] == pytest.approx(0.75)


def test_decision_scores():
    means = {"worst": 10.0, "middle": 35.0, "best": 60.0, "nearly": 58.0}
    assert decision_score("best", means, ("best",)) == 100
    assert decision_score("worst", means, ("best",)) == 0
    assert decision_score("middle", means, ("best",)) == 50
    assert decision_score("nearly", means, ("best", "nearly")) == 100
    assert decision_score("one", {"one": 5.0, "two": 5.0}, ("two",)) == 100
    assert decision_score("one", {"one": 5.0, "two": 9.0, "none": math.nan}, ("two",)) == 0


def test_luck_is_the_place_among_sisters():
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert [luck(values, place) for place in range(5)] == [0, 25, 50, 75, 100]
    assert luck(np.array([7.0, 7.0, 7.0]), 1) == 50
    assert luck(np.array([7.0, 7.0, 1.0]), 0) == 75


def test_a_good_decision_with_bad_luck_scores_well():
    answers = answers_of("opening")
    (ask,) = answers.lesson.asks
    best, means = answers.best(ask)[0], answers.means(ask)
    worst = min(means, key=lambda name: means[name])
    unlucky = int(answers.values[best]["lively_days"].argmin())
    lucky = int(answers.values[worst]["lively_days"].argmax())
    assert verdict_of(answers, best, unlucky).code == "good_unlucky"
    assert verdict_of(answers, worst, lucky).code == "poor_lucky"
    assert verdict_of(answers, best, unlucky).decision > verdict_of(answers, worst, lucky).decision
    assert {Verdict(75, 50).code, Verdict(74, 49).code} == {"good_lucky", "poor_unlucky"}


def test_guesses_in_words():
    answers = answers_of("E4")
    value, gap = answers.lesson.asks
    assert said("E4", value, 63.0, "en") == "63 of 100"
    assert said("E4", gap, -12.0, "en") == "-12 points"
    found = outcome_of("E4", answers, 0, 100.0, "en")
    assert found.score == pytest.approx(answers.truth(value))
    assert found.guess == "100 of 100"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_holds_guess_outcome_and_luck(language):
    answers = answers_of("after_ads")
    done = [Done("attention", (40.0, "sharing")), Done("after_ads", ("topics",), 7)]
    page = sheet_html(done, language).decode()
    found = outcome_of("attention", answers_of("attention"), 0, 40.0, language)
    assert all(f"<td>{part}</td>" in page for part in (found.question, found.guess, found.came))
    assert f"{verdict_of(answers, 'topics', 7).luck:.0f}" in page
    assert page.count('class="page"') == 2
    assert "src=" not in page
    assert "http" not in page
    with pytest.raises(ValueError, match="no lesson"):
        sheet_html([], language)


def test_the_sheet_takes_the_last_lessons():
    done = [Done(name, ("light_care",) if name == "opening" else ("topics",)) for name in DECISIONS] * 3
    page = sheet_html(done, "en").decode()
    assert page.count('class="of"') == MOST
