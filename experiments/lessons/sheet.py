"""The debrief sheet: what was guessed, what came, decision apart from luck, and what to talk about; two A4 pages.

One HTML file without anything from elsewhere. The first page is the trainee's; the second is for whoever leads. The
order of its parts is that of an after-action review: what was to happen, what happened, why, and what next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.lessons.answers import LessonAnswers, answers_of
from experiments.lessons.telling import (
    Guess,
    Outcome,
    discussion_of,
    outcome_of,
    summary_of,
    title_of,
    verdict_of,
)
from scenarios import formats
from scenarios.texts import text

FOLDER = Path(__file__).parent
MOST = 4
"""So many lessons fit on two pages."""


@dataclass(frozen=True)
class Done:
    """A lesson that was gone through.

    Attributes:
        lesson: its id.
        guesses: one a question.
        launch: the trainee's own launch in a decision lesson, from 0.
    """

    lesson: str
    guesses: tuple[Guess, ...]
    launch: int = 0


@dataclass(frozen=True)
class _Part:
    title: str
    outcomes: tuple[Outcome, ...]
    decision: str
    summary: tuple[str, ...]
    discuss: tuple[str, ...]
    wrong: str
    minutes: int
    launches: int
    why: str


def sheet_html(done: Sequence[Done], language: str) -> bytes:
    """The sheet of the lessons gone through, of which the last `MOST` are on it.

    Raises:
        ValueError: if no lesson was gone through.
    """
    parts = [part for one in done[-MOST:] if (part := _part(one, language)) is not None]
    if not parts:
        raise ValueError("no lesson was gone through")
    minutes = sum(part.minutes for part in parts)
    made = _template().render(
        language="zh-CN" if language == "zh" else "en",
        t=lambda code, **values: text(f"lessons.sheet.{code}", language, **values),
        number=lambda value: formats.number(value, language),
        parts=parts,
        minutes=minutes,
    )
    return str(made).encode()


def _part(done: Done, language: str) -> _Part | None:
    answers = answers_of(done.lesson)
    if answers is None:
        return None
    outcomes = tuple(
        outcome_of(done.lesson, answers, place, guess, language) for place, guess in enumerate(done.guesses)
    )
    return _Part(
        title_of(done.lesson, language),
        outcomes,
        _decision(done, answers, language),
        summary_of(done.lesson, answers, language),
        discussion_of(done.lesson, language),
        text(f"lesson.{done.lesson}.wrong", language),
        answers.lesson.minutes,
        answers.lesson.launches,
        text(f"lesson.{done.lesson}.rule", language),
    )


def _decision(done: Done, answers: LessonAnswers, language: str) -> str:
    if answers.lesson.kind != "decision":
        return ""
    verdict = verdict_of(answers, str(done.guesses[0]), done.launch)
    values: Mapping[str, str] = {
        "decision": formats.number(verdict.decision, language),
        "luck": formats.number(verdict.luck, language),
    }
    word = text(f"lessons.verdict.{verdict.code}", language)
    return text("lessons.sheet.verdict", language, word=word, **values)


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.lstrip_blocks = True
    return made.get_template("sheet.html")
