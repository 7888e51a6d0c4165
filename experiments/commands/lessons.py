"""``qunlab lesson``: a lesson's figures from runs made now: each arm, the knob, and what a guess is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError, quoted
from experiments.lessons.answers import LessonAnswers
from experiments.lessons.computing import compute
from experiments.lessons.scoring import brier
from experiments.lessons.telling import (
    Guess,
    arm_name,
    bounds,
    knob_value,
    measure_value,
    outcome_of,
    title_of,
    verdict_of,
)
from experiments.wording import counted
from scenarios.formats import number
from scenarios.lesson_files import LESSONS, AskBest, AskLively, Lesson, load_lesson
from scenarios.texts import text


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes:
        lesson: its id.
        launches: so many of the lesson's launches, the first ones; all if None.
        guesses: as they were typed, one a question, or none.
        launch: the trainee's own launch in a decision lesson, from 1; None for none.
    """

    lesson: str
    launches: int | None
    guesses: tuple[str, ...]
    launch: int | None


def lesson_command(wanted: Wanted, threads: int, json: bool, language: str) -> None:
    """Run a lesson and print what came.

    Raises:
        BadInputError: if there is no such lesson, or the guesses are none of its questions' answers.
    """
    if wanted.lesson not in LESSONS:
        raise BadInputError("lesson", found=quoted(wanted.lesson), allowed=", ".join(LESSONS))
    lesson = _shortened(load_lesson(wanted.lesson), wanted.launches)
    guesses = _guesses(lesson, wanted)
    answers = computed(lesson, threads, language)
    if json:
        print(as_json(plain(wanted.lesson, answers, guesses, wanted.launch, language)))
        return
    launches = counted("launches", lesson.launches, language)
    days = counted("days", lesson.days, language)
    title = title_of(wanted.lesson, language)
    print(text("command.lesson.heading", language, lesson=title, launches=launches, days=days) + "\n")
    print(table(_arms(wanted.lesson, answers, language), left=2))
    if lesson.knob is not None:
        print("\n" + table(_knob(wanted.lesson, answers, language)))
    for place, guess in enumerate(guesses):
        one = outcome_of(wanted.lesson, answers, place, guess, language)
        shown = {"question": one.question, "guess": one.guess, "came": one.came}
        print("\n" + text("command.lesson.guess", language, **shown, score=number(one.score, language)))
    if guesses and wanted.launch is not None:
        verdict = verdict_of(answers, str(guesses[0]), wanted.launch - 1)
        scores = {"decision": number(verdict.decision, language), "luck": number(verdict.luck, language)}
        print(text("command.lesson.decision", language, **scores))


def computed(lesson: Lesson, threads: int, language: str) -> LessonAnswers:
    """The lesson's answers from runs made now, with something to look at meanwhile."""
    import sim

    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    with progress(text("command.running", language)) as report:
        return LessonAnswers.of(lesson, compute(lesson, threads, report))


def plain(
    name: str, answers: LessonAnswers, guesses: Sequence[Guess], launch: int | None, language: str
) -> dict[str, Any]:
    """Every number of the lesson's page as plain data."""
    lesson = answers.lesson
    arms = [arm.name for arm in lesson.arms]
    found: dict[str, Any] = {
        "lesson": name,
        "launches": lesson.launches,
        "days": lesson.days,
        "day": lesson.day,
        "values": answers.values,
        "estimates": {
            code: {arm: asdict(answers.estimate(arm, code)) for arm in arms} for code in lesson.measures
        },
        "lively": {arm: int(answers.lively(arm).sum()) for arm in arms} if lesson.day else {},
        "life_curves": {arm: vars(answers.curve(arm)) for arm in arms} if lesson.day else {},
        "talk_by_day": answers.talk,
        "statements": [
            {**one.statement.model_dump(), "difference": one.difference.as_dict(), "answer": one.answer}
            for one in answers.statements()
        ],
        "guesses": [
            asdict(outcome_of(name, answers, place, guess, language)) | _brier(answers, place, guess)
            for place, guess in enumerate(guesses)
        ],
    }
    if lesson.knob is not None:
        found["knob"] = [
            {"value": value, "launches": answers.turned[place], "found": asdict(answers.turned_to(place))}
            for place, value in enumerate(lesson.knob.values)
        ]
    if guesses and launch is not None:
        found["decision"] = asdict(verdict_of(answers, str(guesses[0]), launch - 1)) | {"launch": launch}
    return found


def _brier(answers: LessonAnswers, place: int, guess: Guess) -> dict[str, float]:
    ask = answers.lesson.asks[place]
    if not isinstance(ask, AskLively):
        return {}
    own, least = brier(float(guess) / 100, answers.lively(ask.arm))
    return {"brier": own, "least_brier": least}


def _shortened(lesson: Lesson, launches: int | None) -> Lesson:
    """The lesson with its first launches only, its knob's too."""
    if launches is None:
        return lesson
    most = min(launches, lesson.launches)
    changes: dict[str, Any] = {"launches": most}
    if lesson.knob is not None:
        turned = min(most, lesson.knob.launches or lesson.launches)
        changes["knob"] = lesson.knob.model_copy(update={"launches": turned})
    return lesson.model_copy(update=changes)


def _guesses(lesson: Lesson, wanted: Wanted) -> tuple[Guess, ...]:
    if not wanted.guesses:
        if wanted.launch is not None:
            raise BadInputError("lesson_launch_alone")
        return ()
    if len(wanted.guesses) != len(lesson.asks):
        raise BadInputError("lesson_guesses", found=len(wanted.guesses), wanted=len(lesson.asks))
    if wanted.launch is not None and not (lesson.kind == "decision" and wanted.launch <= lesson.launches):
        raise BadInputError("lesson_launch", found=wanted.launch, most=lesson.launches)
    return tuple(_guess(lesson, ask, one) for ask, one in zip(lesson.asks, wanted.guesses, strict=True))


def _guess(lesson: Lesson, ask: Any, given: str) -> Guess:
    if isinstance(ask, AskBest):
        allowed = ask.arms or tuple(arm.name for arm in lesson.arms)
        if given not in allowed:
            raise BadInputError("lesson_guess", found=quoted(given), allowed=", ".join(allowed))
        return given
    low, high = bounds(ask)
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise BadInputError("number", option="--guess", found=quoted(given), low=f"{low:g}", high=f"{high:g}")
    return value


def _arms(name: str, answers: LessonAnswers, language: str) -> list[list[str]]:
    """A row for each measure and arm, then one for the launches that are lively."""
    lesson = answers.lesson
    columns = ("measure", "arm", "value", "interval", "launches")
    rows = [[text(f"command.case.column.{column}", language) for column in columns]]
    for code in lesson.measures:
        for place, arm in enumerate(lesson.arms):
            found = answers.estimate(arm.name, code)
            low, high = (measure_value(code, end, language) for end in (found.low, found.high))
            spread = text("command.case.range", language, low=low, high=high)
            rows.append(
                [
                    "" if place else text(f"case_measure.{code}", language),
                    arm_name(name, arm.name, language),
                    measure_value(code, found.mean, language),
                    spread if np.isfinite(found.low) else number(math.nan, language),
                    number(found.launches, language),
                ]
            )
    if lesson.day:
        label = text("command.lesson.lively", language, day=number(lesson.day, language))
        for place, arm in enumerate(lesson.arms):
            count = number(int(answers.lively(arm.name).sum()), language)
            cells = ["" if place else label, arm_name(name, arm.name, language), count, ""]
            rows.append([*cells, number(lesson.launches, language)])
    return rows


def _knob(name: str, answers: LessonAnswers, language: str) -> list[list[str]]:
    lesson = answers.lesson
    knob = lesson.knob
    if knob is None:
        return []
    measure = text(f"case_measure.{knob.measure}", language)
    if answers.counts_lively:
        measure = text("command.lesson.lively_share", language, day=number(lesson.day, language))
    rows = [[text(f"lesson.{name}.knob", language), measure]]
    for place, value in enumerate(knob.values):
        mean = answers.turned_to(place).mean
        lively = answers.counts_lively
        shown = number(mean, language) if lively else measure_value(knob.measure, mean, language)
        rows.append([knob_value(knob, value, language), shown])
    return rows
