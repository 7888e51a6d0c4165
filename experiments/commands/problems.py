"""What can be wrong with a command line, as a code that becomes one sentence in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scenarios.errors import printable
from scenarios.texts import text

if TYPE_CHECKING:
    from experiments.definitions import Definition

MOST_DAYS = 1000
"""The longest run that the model takes."""

MOST_LAUNCHES = 1_000_000
MOST_THREADS = 256
MOST_STRATEGIES = 12
MOST_SEED = 2**63 - 1
MOST_WAGE = 100_000
"""Yuan an hour."""

FEN = 100
"""Fen in a yuan."""


class BadInputError(ValueError):
    """Something that the user gave and that cannot be used; the code is the text ``command.error.<code>``."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def in_language(self, language: str) -> str:
        """The sentence."""
        return text(f"command.error.{self.code}", language, **self.values)


def whole(option: str, given: str | None, low: int, high: int) -> int:
    """A whole number in a range.

    Raises:
        BadInputError: if `given` is anything else.
    """
    shown = given or ""
    if re.fullmatch(r"[+-]?[0-9]{1,25}", shown.strip(), re.ASCII) and low <= int(shown) <= high:
        return int(shown)
    raise BadInputError("whole_number", option=option, found=quoted(shown), low=low, high=high)


def amount(option: str, given: str, low: float, high: float) -> float:
    """A number in a range, such as a wage.

    Raises:
        BadInputError: if `given` is anything else.
    """
    if (
        re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", given.strip(), re.ASCII)
        and low <= float(given) <= high
    ):
        return float(given)
    raise BadInputError("number", option=option, found=quoted(given), low=f"{low:g}", high=f"{high:g}")


def wage_in_fen(given: str) -> float:
    """An hour of staff time in fen, given in yuan by ``--wage``.

    Raises:
        BadInputError: if it is no number in its range.
    """
    return FEN * amount("--wage", given, 0, MOST_WAGE)


def definition_of(given: str) -> Definition:
    """The definition of death of a code, such as first_silence_7.

    Raises:
        BadInputError: if there is none.
    """
    from experiments.definitions import Definition, all_definitions

    try:
        return Definition.parse(given)
    except ValueError:
        allowed = ", ".join(one.code for one in all_definitions())
        raise BadInputError("death", found=quoted(given), allowed=allowed) from None


def check_people(world: Any, seed: int, days: int) -> None:
    """Refuse a world that more people would join in `days` than a group's arrays can hold.

    Raises:
        BadInputError: if that is so.
    """
    from sim.population import PopulationTooLargeError, build_population

    try:
        build_population(world, seed, days)
    except PopulationTooLargeError as error:
        raise BadInputError("too_many_people", found=error.people, days=days, most=error.most) from None


def quoted(given: str) -> str:
    """What was given, fit for one line of a message."""
    return f"'{printable(given)}'"
