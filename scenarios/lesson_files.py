"""Lessons for a room of trainees: what to guess, what is run to answer it, and one knob to play with.

There are three kinds. A rule lesson shows one reason why groups go cold; a case lesson is one of the cases of the
source documents; a decision lesson asks for one decision about one group. All words are texts by code
(``lesson.<id>.…``), and no answer stands in these files: answers come from runs (`experiments.lessons`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from scenarios.case_files import Arm, Figure, MeasureCode, Statement, fetch_world_and_strategy, load_case
from scenarios.explaining import explain
from scenarios.library import FOLDER
from scenarios.loading import find
from scenarios.reading import plain, read_text, read_tree
from sim.quantities import Declaration, quantity

RULES = ("attention", "answers", "advertising", "company", "key_member", "silence")
DECISIONS = ("opening", "after_ads")
CASES = tuple(f"E{number}" for number in range(1, 11))
LESSONS: tuple[str, ...] = (*RULES, *DECISIONS, *CASES)
"""Ids in the order in which they are taught."""

Kind = Literal["rule", "decision", "case"]
KINDS: tuple[Kind, ...] = ("rule", "decision", "case")
Shown = Literal["number", "share", "yuan", "times"]


class AskLively(Declaration):
    """Of a hundred launches of an arm, how many are lively on the lesson's day?"""

    form: Literal["lively"]
    arm: str


class AskValue(Declaration):
    """How large is a measure under an arm? A share is asked for as so many of a hundred.

    Attributes:
        low, high: ends of the slider, in what is shown.
    """

    form: Literal["value"]
    arm: str
    measure: MeasureCode
    low: float = quantity(0.0, -1e6, 1e6, "1")
    high: float = quantity(100.0, -1e6, 1e6, "1")


class AskGap(Declaration):
    """By how much does an arm exceed another in a measure? A share is asked for in percentage points."""

    form: Literal["gap"]
    arm: str
    than: str
    measure: MeasureCode
    low: float = quantity(-100.0, -1e6, 1e6, "1")
    high: float = quantity(100.0, -1e6, 1e6, "1")


class AskBest(Declaration):
    """Under which of these arms is a measure largest? All arms may be chosen if none is named."""

    form: Literal["best"]
    measure: MeasureCode
    arms: tuple[str, ...] = Field(default=(), max_length=6)


Ask = Annotated[AskLively | AskValue | AskGap | AskBest, Field(discriminator="form")]


class Knob(Declaration):
    """One lever of one arm, with the few values for which the answer is there at once.

    Attributes:
        arm: Whose lever it is.
        at: Where it stands in the arm, as dotted paths; all of them get the value.
        values: What it can be set to.
        measure: What is looked at; ``lively_days`` stands for launches lively on the lesson's day.
        times: What a value is multiplied with where it is shown.
        shown: How it is shown.
        launches: Launches for each value; the lesson's own number if 0.
    """

    arm: str
    at: tuple[str, ...] = Field(min_length=1, max_length=8)
    values: tuple[float, ...] = Field(min_length=4, max_length=6)
    measure: MeasureCode
    times: float = quantity(1.0, 1e-6, 1e6, "factor")
    shown: Shown = "number"
    launches: int = quantity(0, 0, 1000, "launches")


class Lesson(Declaration):
    """A lesson; the first arm is the one that the others are compared with.

    Attributes:
        kind: See the module's text.
        minutes: How long it takes in class.
        case: Id of the case that it plays, "" if it has arms of its own.
        days: Length of a run.
        launches: Launches of each arm.
        day: On which it is judged whether a group is lively; 0 where several groups make up a launch.
        decided_on: Day of the decision, in a decision lesson.
        arms: What is run.
        measures: What is read off; the first is the one to look at.
        figures: The source document's.
        asks: What is guessed; in a decision lesson, the decision.
        knob: The one lever.
        statements: Directions on which the explanation rests; they have to come out of the runs.
    """

    kind: Kind
    minutes: int = quantity(10, 1, 60, "minutes")
    case: str = ""
    days: int = quantity(110, 1, 1000, "days")
    launches: int = quantity(100, 1, 1000, "launches")
    day: int = quantity(0, 0, 1000, "day")
    decided_on: int = quantity(0, 0, 1000, "day")
    arms: tuple[Arm, ...] = Field(min_length=1, max_length=6)
    measures: tuple[MeasureCode, ...] = Field(min_length=1, max_length=12)
    figures: tuple[Figure, ...] = ()
    asks: tuple[Ask, ...] = Field(min_length=1, max_length=3)
    knob: Knob | None = None
    statements: tuple[Statement, ...] = Field(default=(), max_length=8)

    @model_validator(mode="after")
    def _fits_together(self) -> Lesson:
        names = [arm.name for arm in self.arms]
        for one in (*self.asks, *self.statements, *([self.knob] if self.knob else [])):
            asked = [getattr(one, field) for field in ("arm", "than", "more") if hasattr(one, field)]
            for name in (*asked, *getattr(one, "arms", ())):
                if name not in names:
                    raise PydanticCustomError(
                        "no_such_arm", "no arm {found}", {"found": name, "allowed": ", ".join(names)}
                    )
            measure = getattr(one, "measure", "lively_days")
            if measure not in self.measures:
                raise PydanticCustomError(
                    "measure_not_shown",
                    "{found} is no measure of the lesson",
                    {"found": measure, "allowed": ", ".join(self.measures)},
                )
        return self

    def arm(self, name: str) -> Arm:
        """The arm with a name.

        Raises:
            KeyError: If there is none.
        """
        return {arm.name: arm for arm in self.arms}[name]


@cache
def load_lesson(name: str) -> Lesson:
    """A shipped lesson by its id.

    Raises:
        ScenarioError: If there is no such lesson or its file is not right.
    """
    path, shown = find(name, {key: FOLDER / "lessons" / f"{key}.yaml" for key in LESSONS}, "lesson")
    return parse_lesson(read_text(Path(path), shown), shown)


def parse_lesson(text: str, name: str) -> Lesson:
    """A lesson from YAML text.

    Args:
        text: The YAML.
        name: What errors call it.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    values = plain(tree)
    if values.get("case"):
        case = load_case(str(values["case"]))
        taken = {"arms": case.arms, "days": case.days, "measures": case.measures, "figures": case.figures}
        values = {**taken, "statements": [one.model_dump() for one in case.statements], **values}
    arms = values.get("arms")
    for number, arm in enumerate(arms if isinstance(arms, list) else []):
        if isinstance(arm, dict):
            fetch_world_and_strategy(arm, tree, name, number)
    try:
        return Lesson.model_validate(values)
    except ValidationError as error:
        raise explain(Lesson, tree, name, error) from None
