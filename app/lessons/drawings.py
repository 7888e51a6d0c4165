"""What is drawn as HTML: a hundred small groups an arm, and a guess on its scale beside what came."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from app.lessons.colours import ACCENT, style_of
from app.wording import Words
from experiments.lessons.answers import LessonAnswers
from experiments.lessons.telling import arm_name


def dots_html(lesson: str, answers: LessonAnswers, own: tuple[str, int] | None, words: Words) -> str:
    """The launches of every arm, lively (full) or dead (an empty ring) on the lesson's day.

    Args:
        lesson: its id.
        answers: what came.
        own: the arm and the place of the trainee's own launch, to be marked; None where there is none.
        words: the reader's.
    """
    parts = []
    for arm in answers.lesson.arms:
        name = arm_name(lesson, arm.name, words.language)
        mark = own[1] if own is not None and own[0] == arm.name else None
        colour = style_of(answers.lesson, arm.name).colour
        parts.append(
            _field(
                name,
                answers.lively(arm.name),
                answers.deaths(arm.name),
                answers.lesson.day,
                colour,
                mark,
                words,
            )
        )
    return f'<div class="ql-fields ql-lesson">{"".join(parts)}</div>'


def knob_dots_html(name: str, column: NDArray[np.float64], day: int, words: Words) -> str:
    """The launches at one value of the knob.

    Args:
        name: what the field is called.
        column: days lived by launch.
        day: lively or dead on this day.
        words: the reader's.
    """
    return (
        f'<div class="ql-fields ql-one">{_field(name, column > day, column, day, ACCENT, None, words)}</div>'
    )


def _field(
    name: str,
    lively: NDArray[np.bool_],
    deaths: NDArray[np.float64],
    day: int,
    colour: str,
    mark: int | None,
    words: Words,
) -> str:
    count, launches = int(lively.sum()), len(lively)
    sentence = words("field.alt", name=name, count=count, of=launches, day=day)
    dots = []
    for place, (alive, death) in enumerate(zip(lively.tolist(), deaths.tolist(), strict=True)):
        said = (
            words("field.dot.lively", launch=place + 1)
            if alive
            else words("field.dot.dead", launch=place + 1, day=int(death))
        )
        kind = " ".join(part for part in ("" if alive else "d", "own" if place == mark else "") if part)
        dots.append(f'<i class="{kind}" title="{escape(said)}"></i>')
    own = (
        f'<span class="ql-own">{escape(words("lessons.own", n=mark + 1))}</span>' if mark is not None else ""
    )
    return (
        f'<figure class="ql-field" style="--c:{colour}"><figcaption>'
        f'<span class="ql-name">{escape(name)}</span>'
        f'<span class="ql-count">{words.number(count)}</span> '
        f'<span class="ql-of">{escape(words("field.of", of=launches, day=day))}</span></figcaption>'
        f'<div class="ql-dots" role="img" aria-label="{escape(sentence)}">{"".join(dots)}</div>{own}</figure>'
    )


def scale_html(
    guess: float, came: float, ends: tuple[float, float], labels: Sequence[str], words: Words
) -> str:
    """A guess and what came on one scale.

    Args:
        guess: the guess, on the scale.
        came: what came; beyond the scale it stands at its end.
        ends: of the scale.
        labels: both in words: the guess, what came.
        words: the reader's.
    """
    low, high = ends

    def place(value: float) -> float:
        return 100 * min(1.0, max(0.0, (value - low) / (high - low)))

    sentence = words("lessons.scale.alt", guess=labels[0], came=labels[1])
    left, width = min(place(guess), place(came)), abs(place(guess) - place(came))
    return (
        f'<div class="ql-scale" role="img" aria-label="{escape(sentence)}">'
        f'<div class="ql-track"><span class="ql-miss" style="left:{left:.2f}%;width:{width:.2f}%"></span>'
        f'<span class="ql-mark ql-guess" style="left:{place(guess):.2f}%"></span>'
        f'<span class="ql-mark ql-came" style="left:{place(came):.2f}%"></span></div>'
        f'<div class="ql-ends"><span>{words.number(low)}</span><span>{words.number(high)}</span></div></div>'
    )
