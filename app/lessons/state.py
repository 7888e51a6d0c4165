"""What a trainee has done in this tab, and how it stands in the address: codes and numbers, never words."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from app import links
from app.session import Session
from experiments.lessons.sheet import Done
from experiments.lessons.telling import Guess, bounds
from experiments.reproducing import lesson_command
from scenarios.lesson_files import LESSONS, AskBest, Lesson, load_lesson

STEPS = ("guess", "reveal", "why", "knob")
"""A lesson's steps; decision lessons have no knob."""

BETWEEN, NEXT = "~", ","
"""Between the parts of a lesson that was gone through, and between such lessons."""
MOST_LETTERS = 4000
"""Of all lessons gone through, in an address."""


@dataclass
class LessonsState:
    """The state of the page.

    Attributes:
        lesson: id of the lesson that is open, "" for the list.
        step: one of `STEPS`.
        guesses: lesson → guesses, locked once they are here.
        launch: lesson → the trainee's own launch, from 0.
        choices: lesson → arms chosen at its questions, by the question's place; not locked yet.
        knob: place of the lesson's lever, -1 for where it usually stands.
        bad_link: whether the address named something that there is not.
    """

    lesson: str = ""
    step: str = "guess"
    guesses: dict[str, tuple[Guess, ...]] = field(default_factory=dict)
    launch: dict[str, int] = field(default_factory=dict)
    choices: dict[str, dict[int, str]] = field(default_factory=dict)
    knob: int = -1
    bad_link: bool = False

    def open(self, lesson: str) -> None:
        """Open a lesson (or the list, with ""), where it was left or at its question."""
        self.lesson, self.step = lesson, "reveal" if lesson in self.guesses else "guess"
        self.knob = -1

    def commit(self, lesson: str, guesses: Sequence[Guess]) -> None:
        """Lock the guesses, draw the launch that is the trainee's own, and turn to what came."""
        if lesson in self.guesses:
            return
        self.guesses[lesson] = tuple(guesses)
        self.launch[lesson] = secrets.randbelow(load_lesson(lesson).launches)
        self.step = "reveal"

    def go(self, step: str) -> None:
        """Turn to a step; only the question can be seen before a guess."""
        self.step = step if self.lesson in self.guesses else "guess"

    def done(self) -> list[Done]:
        """The lessons with guesses, in the order in which they were gone through."""
        return [Done(name, given, self.launch[name]) for name, given in self.guesses.items()]


def steps_of(lesson: Lesson) -> tuple[str, ...]:
    """The steps of a lesson."""
    return STEPS if lesson.knob is not None else STEPS[:-1]


def opened(session: Session) -> LessonsState:
    """This tab's state, read from the address when it is new."""
    if "lessons" not in session.pages:
        session.pages["lessons"] = _from_link()
    found = session.pages["lessons"]
    assert isinstance(found, LessonsState)  # noqa: S101  # nobody else writes it
    return found


def _from_link() -> LessonsState:
    lesson, step = links.given("lesson"), links.given("step", "guess")
    state = LessonsState()
    _take_over_done(state)
    if not lesson:
        return state
    if lesson not in LESSONS:
        state.bad_link = True
        return state
    state.lesson = lesson
    declared = load_lesson(lesson)
    guesses = links.given("guess")
    if guesses:
        read = read_guesses(declared, guesses)
        if read is None:
            state.bad_link = True
        else:
            state.guesses[lesson] = read
            state.launch[lesson] = links.whole("launch", 1, declared.launches, 1) - 1
    state.bad_link |= step not in steps_of(declared)
    if lesson in state.guesses and step in steps_of(declared):
        state.step = step
    if links.given("knob"):
        most = len(declared.knob.values) if declared.knob is not None else 0
        state.knob = links.whole("knob", 1, most, 0) - 1
        state.bad_link |= state.knob < 0
    return state


def _take_over_done(state: LessonsState) -> None:
    """The lessons that the address says were gone through; what it says wrongly is left out."""
    for one in links.given("done", most=MOST_LETTERS).split(NEXT):
        name, _, rest = one.partition(BETWEEN)
        launch, _, guesses = rest.partition(BETWEEN)
        declared = load_lesson(name) if name in LESSONS else None
        read = read_guesses(declared, guesses) if declared else None
        right = launch.isascii() and launch.isdecimal() and len(launch) < 6
        if declared and read and right and 1 <= int(launch) <= declared.launches:
            state.guesses[name], state.launch[name] = read, int(launch) - 1
        else:
            state.bad_link |= bool(one)


def write_link(session: Session, state: LessonsState) -> None:
    """Put into the address what opens this lesson again at this step, with these guesses and those of other lessons."""
    params = {"lesson": state.lesson}
    if state.lesson:
        params["step"] = "" if state.step == "guess" else state.step
        if state.lesson in state.guesses:
            params["guess"] = written(state.guesses[state.lesson])
            if load_lesson(state.lesson).kind == "decision":
                params["launch"] = str(state.launch[state.lesson] + 1)
        if state.step == "knob" and state.knob >= 0:
            params["knob"] = str(state.knob + 1)
    params["done"] = NEXT.join(
        BETWEEN.join((name, str(state.launch[name] + 1), written(guesses)))
        for name, guesses in state.guesses.items()
        if name != state.lesson
    )
    links.write(session, params)


def command_of(state: LessonsState, lesson: str) -> str:
    """The command line that gives the figures of a lesson gone through, with what the trainee's guesses are worth."""
    own = state.launch[lesson] if load_lesson(lesson).kind == "decision" else None
    return lesson_command(lesson, state.guesses[lesson], own)


def written(guesses: Sequence[Guess]) -> str:
    """Guesses as the address has them."""
    return BETWEEN.join(one if isinstance(one, str) else f"{one:g}" for one in guesses)


def read_guesses(lesson: Lesson, given: str) -> tuple[Guess, ...] | None:
    """Guesses from the address; None if they do not fit the lesson's questions."""
    parts = given.split(BETWEEN)
    if len(parts) != len(lesson.asks):
        return None
    found: list[Guess] = []
    for ask, part in zip(lesson.asks, parts, strict=True):
        if isinstance(ask, AskBest):
            if part not in (ask.arms or tuple(arm.name for arm in lesson.arms)):
                return None
            found.append(part)
            continue
        try:
            number = float(part)
        except ValueError:
            return None
        low, high = bounds(ask)
        if not math.isfinite(number) or not low <= number <= high:
            return None
        found.append(number)
    return tuple(found)
