"""What the lessons say in a reader's language: names of arms, values with their units, guesses and what came."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from experiments.case_measures import CASE_MEASURES
from experiments.lessons.answers import LessonAnswers, is_share
from experiments.lessons.scoring import Verdict, decision_score, guess_score, luck
from scenarios import formats
from scenarios.lesson_files import AskBest, AskGap, AskLively, Knob, load_lesson
from scenarios.texts import has_text, text

Guess = float | str
"""A number as the slider shows it, or the code of an arm."""

DIGITS = {"days": 1, "messages": 1, "members": 0, "minutes": 1, "moves": 1, "orders": 3, "1": 2}
"""Decimals shown, by a measure's unit."""


def arm_name(lesson: str, arm: str, language: str) -> str:
    """The name of an arm: a case's has it from the case."""
    case = load_lesson(lesson).case
    return text(f"case.{case}.{arm}" if case else f"lesson.{lesson}.{arm}", language)


def title_of(lesson: str, language: str) -> str:
    """The name of a lesson."""
    return text(f"lesson.{lesson}", language)


def ask_text(lesson: str, place: int, language: str) -> str:
    """The question at a place, from 0."""
    return text(f"lesson.{lesson}.ask.{place + 1}", language)


def measure_value(measure: str, value: float, language: str, digits: int | None = None) -> str:
    """A measure with its unit; a share is given in percent, as `LessonAnswers.column` has it."""
    unit = CASE_MEASURES[measure].unit  # type: ignore[index]
    if unit == "share":
        return formats.share(value / 100, language, 1 if digits is None else digits)
    if unit == "yuan":
        return formats.money(100 * value, language, 2 if abs(value) < 100 else 0)
    if digits is None:
        digits = 2 if unit == "members" and abs(value) < 10 else DIGITS[unit]
    return formats.number(value, language, digits)


def difference_value(measure: str, value: float, language: str, bare: bool = False) -> str:
    """A difference with its sign; that of two shares in percentage points, or without a unit if `bare`."""
    if is_share(measure):
        shown = formats.signed(value, language, 1)
        return shown if bare else text("lessons.points", language, value=shown)
    if CASE_MEASURES[measure].unit == "yuan":  # type: ignore[index]
        sign = "+" if value > 0 else ""
        return sign + measure_value(measure, value, language)
    return formats.signed(value, language, DIGITS[CASE_MEASURES[measure].unit])  # type: ignore[index]


def knob_value(knob: Knob, value: float, language: str) -> str:
    """A value of the lever as it is shown."""
    shown = value * knob.times
    if knob.shown == "share":
        return formats.share(shown, language)
    if knob.shown == "yuan":
        return formats.money(100 * shown, language)
    if knob.shown == "times":
        return text("lessons.times", language, value=formats.number(shown, language, 2))
    return formats.number(shown, language, 1)


def said(lesson: str, ask: Any, value: Guess, language: str) -> str:
    """A guess, or what came, in words: an arm's name, so many of a hundred, or a measure."""
    if isinstance(value, str):
        return arm_name(lesson, value, language)
    if isinstance(ask, AskGap):
        return difference_value(ask.measure, value, language)
    if isinstance(ask, AskLively) or is_share(ask.measure):
        return text("lessons.of_hundred", language, n=formats.number(value, language, 0))
    return measure_value(ask.measure, value, language)


@dataclass(frozen=True)
class Outcome:
    """A guess beside what came.

    Attributes:
        question: the question.
        guess: what was guessed, in words.
        came: what came, in words.
        score: 0..100.
    """

    question: str
    guess: str
    came: str
    score: float


def outcome_of(lesson: str, answers: LessonAnswers, place: int, guess: Guess, language: str) -> Outcome:
    """A guess beside what came, scored."""
    ask = answers.lesson.asks[place]
    question = ask_text(lesson, place, language)
    if isinstance(ask, AskBest):
        best = answers.best(ask)
        came = formats_list([arm_name(lesson, name, language) for name in best], language)
        score = decision_score(str(guess), answers.means(ask), best)
    else:
        truth = answers.truth(ask)
        came = said(lesson, ask, truth, language)
        score = guess_score(float(guess), truth, *bounds(ask))
    return Outcome(question, said(lesson, ask, guess, language), came, score)


def formats_list(names: list[str], language: str) -> str:
    """Names of equally good options in a row."""
    from babel.lists import format_list

    return format_list(names, style="or", locale=formats.locale_of(language))


def bounds(ask: Any) -> tuple[float, float]:
    """Ends of a question's slider."""
    return (0.0, 100.0) if isinstance(ask, AskLively) else (ask.low, ask.high)


def verdict_of(answers: LessonAnswers, guess: str, launch: int) -> Verdict:
    """A decision's score, and the luck of the trainee's own launch (from 0)."""
    ask = answers.lesson.asks[0]
    if not isinstance(ask, AskBest):
        raise TypeError("no decision is asked for")
    score = decision_score(guess, answers.means(ask), answers.best(ask))
    return Verdict(score, luck(answers.column(guess, ask.measure), launch))


def summary_of(lesson: str, answers: LessonAnswers, language: str) -> tuple[str, ...]:
    """What came, in frequencies where there are any, else as means; one sentence an arm."""
    measure = answers.lesson.measures[0]
    lines = []
    for arm in answers.lesson.arms:
        name = arm_name(lesson, arm.name, language)
        if answers.lesson.day:
            count = int(answers.lively(arm.name).sum())
            shown = {"count": count, "of": answers.lesson.launches, "day": answers.lesson.day}
            values = {key: formats.number(value, language) for key, value in shown.items()}
            lines.append(text("lessons.came.lively", language, name=name, **values))
            continue
        found = answers.estimate(arm.name, measure)
        if math.isfinite(found.mean):
            value = measure_value(measure, found.mean, language)
            label = text(f"case_measure.{measure}", language)
            lines.append(text("lessons.came.value", language, name=name, measure=label, value=value))
    return tuple(lines)


def discussion_of(lesson: str, language: str) -> tuple[str, ...]:
    """The lesson's questions to discuss."""
    codes = [f"lesson.{lesson}.discuss.{number}" for number in (1, 2, 3)]
    return tuple(text(code, language) for code in codes if has_text(code, language))
