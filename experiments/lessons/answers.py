"""The shipped answers of the lessons: read, checked against what is taught today, and asked.

They are computed by ``python -m experiments.lessons --write`` and carry the version of the model and a digest of each
lesson, so that answers of another model or to another question are never shown as today's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.case_measures import CASE_MEASURES
from experiments.cases import Estimate, StatementJudged, estimate, judged
from experiments.life import LifeCurve, life_curve
from experiments.pairing import Difference, paired
from scenarios.lesson_files import AskBest, AskGap, AskLively, Lesson, load_lesson

Floats = NDArray[np.float64]
FILE = Path(__file__).with_name("answers.json")
FORMAT = 1


def digest_of(lesson: Lesson) -> str:
    """Sixteen hexadecimal digits that change with anything that a lesson runs."""
    plain = lesson.model_dump(
        mode="json", warnings=False, exclude={"minutes", "asks", "figures", "statements"}
    )
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def is_share(measure: str) -> bool:
    """Whether a measure is a share, which lessons show as so many of a hundred."""
    return CASE_MEASURES[measure].unit == "share"  # type: ignore[index]


@dataclass(frozen=True)
class LessonAnswers:
    """What came of a lesson's runs.

    Attributes:
        lesson: the lesson.
        values: arm → measure → value by launch, shape (launches,); NaN where there was nothing to measure.
        turned: what the knob looks at, by launch, one array for each of its values.
        talk: arm → messages by day, shape (launches, days); in decision lessons only.
    """

    lesson: Lesson
    values: Mapping[str, Mapping[str, Floats]]
    turned: tuple[Floats, ...] = ()
    talk: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    @classmethod
    def of(cls, lesson: Lesson, plain: Mapping[str, Any]) -> LessonAnswers:
        """The answers in plain data, as `experiments.lessons.computing.compute` gives them."""
        values = {
            arm: {code: np.array(row, dtype=np.float64) for code, row in rows.items()}
            for arm, rows in plain["arms"].items()
        }
        talk = {arm: np.array(rows, dtype=np.int64) for arm, rows in plain["talk"].items()}
        return cls(lesson, values, tuple(np.array(row, dtype=np.float64) for row in plain["knob"]), talk)

    def column(self, arm: str, measure: str) -> Floats:
        """A measure of an arm by launch, a share in percent: as it is guessed and shown."""
        found = self.values[arm][measure]
        return 100 * found if is_share(measure) else found

    def lively(self, arm: str) -> NDArray[np.bool_]:
        """Which launches of an arm are lively on the lesson's day, shape (launches,)."""
        found: NDArray[np.bool_] = self.values[arm]["lively_days"] > self.lesson.day
        return found

    def deaths(self, arm: str) -> Floats:
        """Day on which each launch fell silent; ``inf`` if it did not, shape (launches,)."""
        days = self.values[arm]["lively_days"]
        return np.where(days >= self.lesson.days, np.inf, days)

    def curve(self, arm: str) -> LifeCurve:
        """The life curve of an arm with its band, day by day.

        It stops a week before the end: a silence that begins later has no time to last a week.
        """
        days = np.arange(0, self.lesson.days - 6, dtype=np.float64)
        return life_curve(self.deaths(arm), days, float(self.lesson.days))

    def estimate(self, arm: str, measure: str) -> Estimate:
        """Mean of a measure with its 95% interval, a share in percent."""
        return estimate(self.column(arm, measure))

    def difference(self, arm: str, than: str, measure: str) -> Difference:
        """Paired difference of two arms, shares in percentage points."""
        return paired(self.column(arm, measure), self.column(than, measure))

    def statements(self) -> tuple[StatementJudged, ...]:
        """The directions on which the explanation rests, judged by the runs."""
        return tuple(
            judged(one, {arm: rows[one.measure] for arm, rows in self.values.items()})
            for one in self.lesson.statements
        )

    def among(self, ask: AskBest) -> tuple[str, ...]:
        """The arms that a question lets choose from."""
        return ask.arms or tuple(arm.name for arm in self.lesson.arms)

    def means(self, ask: AskBest) -> dict[str, float]:
        """Mean of what is asked for, by the arms to choose from."""
        return {name: self.estimate(name, ask.measure).mean for name in self.among(ask)}

    def best(self, ask: AskBest) -> tuple[str, ...]:
        """The right answers: the arm with the largest mean, and those that the launches do not tell from it."""
        means = self.means(ask)
        top = max(means, key=lambda name: means[name])
        level = [n for n in means if n != top and self.difference(top, n, ask.measure).low <= 0]
        return (top, *level)

    def truth(self, ask: Any) -> float:
        """What a slider should have been set to.

        Raises:
            TypeError: if it is not a question with a slider.
        """
        if isinstance(ask, AskLively):
            return 100 * float(self.lively(ask.arm).mean())
        if isinstance(ask, AskGap):
            return self.difference(ask.arm, ask.than, ask.measure).mean
        if isinstance(ask, AskBest):
            raise TypeError("a choice has no slider")
        return self.estimate(ask.arm, ask.measure).mean

    def turned_to(self, place: int) -> Estimate:
        """What the knob looks at when it is at its `place`-th value, a share and launches lively in percent."""
        knob = self.lesson.knob
        if knob is None:
            raise TypeError("the lesson has no knob")
        column = self.turned[place]
        if self.counts_lively:
            return estimate(np.where(column > self.lesson.day, 100.0, 0.0))
        return estimate(100 * column if is_share(knob.measure) else column)

    @property
    def counts_lively(self) -> bool:
        """Whether the knob looks at launches lively on the lesson's day."""
        knob = self.lesson.knob
        return knob is not None and knob.measure == "lively_days" and self.lesson.day > 0


@cache
def shipped() -> dict[str, Any]:
    """The file of answers: {"format", "model", "lessons": {id: {"digest", "arms", "knob", "talk"}}}."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def answers_of(name: str) -> LessonAnswers | None:
    """The shipped answers of a lesson; None if they answer another version of the lesson."""
    lesson, plain = load_lesson(name), shipped()["lessons"].get(name)
    if shipped()["format"] != FORMAT or plain is None or plain["digest"] != digest_of(lesson):
        return None
    return LessonAnswers.of(lesson, plain)
