"""Running a lesson: every arm in the same launches, and the knob's arm again for each value of its lever.

All arms of a launch have the same seed, as in a case (`experiments.cases`), so differences between arms are paired.
Values are kept with five significant digits, in the file and in memory alike, so that a run today can be compared
with the shipped answers exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from experiments.case_measures import CASE_MEASURES, Course
from experiments.cases import course_of
from scenarios.case_files import Arm
from scenarios.lesson_files import Knob, Lesson

DIGITS = 5
Number = float | int | None


def rounded(value: float) -> Number:
    """A value as it is kept: five significant digits, whole where it is, None where there was nothing to measure."""
    if not math.isfinite(value):
        return None
    kept = float(f"{value:.{DIGITS}g}")
    return int(kept) if kept.is_integer() else kept


def set_to(arm: Arm, knob: Knob, value: float) -> Arm:
    """The arm with its lever at a value.

    Raises:
        KeyError, IndexError: if the arm has no such lever.
        pydantic.ValidationError: if the lever cannot be set to it.
    """
    plain = arm.model_dump(mode="json", warnings=False)
    for path in knob.at:
        *way, last = path.split(".")
        here: Any = plain
        for step in way:
            here = here[_key(here, step)]
        key = _key(here, last)
        if isinstance(here, dict) and key not in here:
            raise KeyError(path)
        here[key] = int(value) if float(value).is_integer() else value
    return Arm.model_validate(plain)


def usual_place(lesson: Lesson, knob: Knob) -> int:
    """Where the knob stands in the lesson's own arm, as the place of a value; the first if it is none of them."""
    here: Any = lesson.arm(knob.arm).model_dump(mode="json", warnings=False)
    for step in knob.at[0].split("."):
        here = here[_key(here, step)]
    return knob.values.index(here) if here in knob.values else 0


def _key(here: Any, step: str) -> Any:
    """A step of a path as the container knows it: a place in a list, a member's number, or a name."""
    return int(step) if isinstance(here, list) or (step.isdecimal() and step not in here) else step


def launch_of(lesson: Lesson, seed: int) -> dict[str, Any]:
    """One launch of every arm: {"arms": {arm: values by measure}, "talk": {arm: messages by day}}.

    Messages by day are kept in decision lessons only, whose trainees see their own launch.
    """
    arms, talk = {}, {}
    for arm in lesson.arms:
        course = course_of(arm, seed, lesson.days)
        arms[arm.name] = [_value(course, code) for code in lesson.measures]
        if lesson.kind == "decision":
            talk[arm.name] = course.daily[0]["talk"].tolist()
    return {"arms": arms, "talk": talk}


def knob_launch(lesson: Lesson, knob: Knob, seed: int) -> list[Number]:
    """One launch at each value of the knob: what the knob looks at."""
    arm = lesson.arm(knob.arm)
    return [
        _value(course_of(set_to(arm, knob, value), seed, lesson.days), knob.measure) for value in knob.values
    ]


def _value(course: Course, code: str) -> Number:
    return rounded(CASE_MEASURES[code].of(course))  # type: ignore[index]


def compute(
    lesson: Lesson, threads: int = 1, on_progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """All answers of a lesson as plain data, the same whatever the number of threads.

    Returns:
        {"arms": {arm: {measure: values by launch}}, "knob": values by launch for each value of the lever, "talk":
        {arm: messages by day for each launch}}.
    """
    knob = lesson.knob
    jobs: list[Callable[[], Any]] = [
        (lambda seed=seed: launch_of(lesson, seed))  # type: ignore[misc]
        for seed in range(lesson.launches)
    ]
    if knob is not None:
        jobs += [
            (lambda seed=seed: knob_launch(lesson, knob, seed))  # type: ignore[misc]
            for seed in range(knob.launches or lesson.launches)
        ]
    found = _run(jobs, threads, on_progress)
    launches, turned = found[: lesson.launches], found[lesson.launches :]
    return {
        "arms": {
            arm.name: {
                code: [one["arms"][arm.name][place] for one in launches]
                for place, code in enumerate(lesson.measures)
            }
            for arm in lesson.arms
        },
        "knob": np.array(turned, dtype=object).T.tolist() if knob is not None else [],
        "talk": {
            arm.name: [one["talk"][arm.name] for one in launches]
            for arm in lesson.arms
            if lesson.kind == "decision"
        },
    }


def _run(
    jobs: Sequence[Callable[[], Any]], threads: int, on_progress: Callable[[int, int], None] | None
) -> list[Any]:
    """The jobs' results in their order; runs release the interpreter's lock, so threads are all it takes."""
    found = []
    with ThreadPoolExecutor(threads, thread_name_prefix="lesson") as pool:
        waiting = [pool.submit(job) for job in jobs]
        try:
            for one in waiting:
                found.append(one.result())
                if on_progress is not None:
                    on_progress(len(found), len(jobs))
        finally:
            for one in waiting:
                one.cancel()
    return found
