"""``qunlab numbers``: every number of a world, strategy or move, or of people's nature, and what each rests on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from experiments import own_scenarios
from experiments.commands.output import as_json, table
from experiments.commands.problems import BadInputError, quoted
from experiments.plans.dimensions import paths_of
from experiments.runs.materials import quantity_at, value_at
from scenarios.texts import text
from sim.quantities import GRADES, Quantity

KINDS = ("world", "strategy", "move", "parameters")

Row = tuple[str, float, Quantity]
"""Path, value, and what is declared of it."""


def numbers_command(kind: str, given: str | None, json: bool, language: str) -> None:
    """Print the numbers.

    Args:
        kind: one of `KINDS`.
        given: id or path of a world or strategy, or a move's code; None for the parameters.
        json: print JSON.
        language: of the headings.

    Raises:
        BadInputError: if there is no such kind or move.
        ScenarioError, OwnError: if there is no such world or strategy.
    """
    if kind not in KINDS:
        raise BadInputError("numbers_kind", found=quoted(kind), allowed=", ".join(KINDS))
    if (given is None) != (kind == "parameters"):
        raise BadInputError("numbers_which", kind=kind)
    found = list(rows_of(kind, given or ""))
    if json:
        counts = Counter(one.grade or "yours" for _, _, one in found)
        print(
            as_json({"kind": kind, "id": given, "numbers": [_plain(*row) for row in found], "grades": counts})
        )
        return
    heads = ("number", "value", "low", "high", "unit", "grade", "sources")
    rows = [[text(f"command.numbers.column.{name}", language) for name in heads]]
    print(table([*rows, *(_cells(*row, language) for row in found)]))


def rows_of(kind: str, given: str) -> Iterator[Row]:
    """The numbers of a world, a strategy, a move as it is unless changed, or the parameters of nature."""
    if kind == "parameters":
        from sim.parameters import psychology_table

        for one in psychology_table():
            yield one.name, math.nan if one.default is None else float(one.default), one
        return
    loaded = _loaded(kind, given)
    for path in paths_of(loaded, ""):
        at = path.removeprefix(".")
        yield at, value_at(loaded, at), quantity_at(loaded, at)


def _loaded(kind: str, given: str) -> Any:
    if kind == "world":
        return own_scenarios.world_given(given)
    if kind == "strategy":
        return own_scenarios.strategy_given(given)
    from sim.moves import BY_CODE

    if given not in BY_CODE:
        raise BadInputError("move", found=quoted(given), allowed=", ".join(BY_CODE))
    return BY_CODE[given].model_validate({"move": given})


def _plain(path: str, value: float, one: Quantity) -> dict[str, Any]:
    return {
        "path": path,
        "value": value,
        "default": one.default,
        "low": one.low,
        "high": one.high,
        "believed": one.prior,
        "unit": one.unit,
        "grade": one.grade,
        "sources": one.sources,
    }


def _cells(path: str, value: float, one: Quantity, language: str) -> list[str]:
    grade = (
        text(f"grade.{one.grade}", language)
        if one.grade in GRADES
        else text("library.yours_to_set", language)
    )
    unit = "" if one.unit == "1" else text(f"unit.{one.unit}", language)
    shown = "\u2013" if math.isnan(value) else f"{value:g}"
    return [path, shown, f"{one.low:g}", f"{one.high:g}", unit, grade, " ".join(one.sources)]
