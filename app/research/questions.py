"""The studies that the page asks for: their few fields, the words of the command that does each, and their links."""

from __future__ import annotations

from dataclasses import dataclass

from app import links
from experiments import own_scenarios
from experiments.measures import MEASURES, measure

KINDS = ("race", "robust", "sensitivity", "search", "plan_test")
COMMANDS = {"plan_test": "plan-test"}
MOST_STRATEGIES = 8
HOW_MANY = {
    "race": (2, MOST_STRATEGIES),
    "robust": (2, MOST_STRATEGIES),
    "sensitivity": (1, 2),
    "search": (1, 1),
    "plan_test": (2, 2),
}
"""Fewest and most strategies of a study."""

DIRECTED = tuple(code for code in MEASURES if measure(code, 90, 90, 100.0).more_is_better is not None)
"""Measures of which more or less is better."""


@dataclass(frozen=True)
class Number:
    """One number in a study's form.

    Attributes:
        code: its label is the text ``ex.number.<code>``.
        option: of the command line.
        usual: what it is unless changed.
        low, high: its bounds.
        allowed: the only values, if there are few.
    """

    code: str
    option: str
    usual: int
    low: int
    high: int
    allowed: tuple[int, ...] = ()

    def fits(self, value: int) -> bool:
        """Whether it may have this value."""
        return value in self.allowed if self.allowed else self.low <= value <= self.high


NUMBERS: dict[str, tuple[Number, ...]] = {
    "race": (
        Number("day", "--day", 60, 10, 365),
        Number("difference", "--difference", 0, 0, 1_000_000),
        Number("most_launches", "--most-launches", 2000, 20, 20_000),
    ),
    "robust": (
        Number("days", "--days", 60, 10, 365),
        Number("worlds", "--worlds", 60, 2, 206),
        Number("launches", "--launches", 8, 1, 100),
    ),
    "sensitivity": (
        Number("days", "--days", 60, 10, 365),
        Number("points", "--points", 32, 16, 256, (16, 32, 64, 128, 256)),
        Number("seeds", "--seeds", 4, 2, 20),
    ),
    "search": (
        Number("days", "--days", 60, 10, 365),
        Number("trials", "--trials", 60, 10, 400),
        Number("retest", "--retest", 60, 10, 400),
    ),
    "plan_test": (
        Number("groups", "--groups-available", 20, 4, 10_000),
        Number("launches", "--launches", 200, 20, 2000),
        Number("worlds", "--worlds", 20, 0, 206),
    ),
}


@dataclass(frozen=True)
class Question:
    """One study.

    Attributes:
        kind: one of `KINDS`.
        world: id.
        strategies: ids; in a sensitivity analysis a second one is what the first is held against.
        measure: code; a search has its own.
        numbers: in the order of `NUMBERS`.
    """

    kind: str
    world: str
    strategies: tuple[str, ...]
    measure: str
    numbers: tuple[int, ...]

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the command line that does it, without "qunlab"."""
        words = [COMMANDS.get(self.kind, self.kind), self.world]
        named = list(self.strategies)
        if self.kind == "sensitivity" and len(named) > 1:
            words += [named[0], "--against", named[1]]
        else:
            words += named
        words += [] if self.kind == "search" else ["--measure", self.measure]
        for one, value in zip(NUMBERS[self.kind], self.numbers, strict=True):
            # No smallest difference given: the usual one.
            words += [] if one.code == "difference" and not value else [one.option, str(value)]
        return tuple(words)

    def params(self) -> dict[str, str]:
        """What a link carries."""
        return {
            "study": self.kind,
            "world": self.world,
            "strategies": ".".join(self.strategies),
            "measure": self.measure,
            "numbers": ".".join(map(str, self.numbers)),
        }


def ids(family: str) -> tuple[str, ...]:
    """Worlds or strategies that can be asked about: those that ship, then the reader's own."""
    return tuple(one.id for one in own_scenarios.choices(family))


def question_in_link() -> Question | None:
    """The study that the address asks for, or None if it asks for none, or for none that there is."""
    kind = links.among("study", KINDS, "")
    world = links.among("world", ids("world"), "")
    named = tuple(dict.fromkeys(links.given("strategies").split(".")))
    numbers = links.given("numbers").split(".")
    measured = links.among("measure", DIRECTED, "")
    if not (kind and world and measured) or any(one not in ids("strategy") for one in named):
        return None
    low, high = HOW_MANY[kind]
    if not low <= len(named) <= high or len(numbers) != len(NUMBERS[kind]):
        return None
    if not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in numbers):
        return None
    values = tuple(map(int, numbers))
    if not all(one.fits(value) for one, value in zip(NUMBERS[kind], values, strict=True)):
        return None
    return Question(kind, world, named, measured, values)
