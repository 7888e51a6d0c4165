"""``qunlab coverage``: every row of the list of systems, where it lives, what uses it, and whether its effect shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError, quoted
from scenarios.formats import number
from scenarios.texts import text

if TYPE_CHECKING:
    from experiments.coverage.definitions import Arm, Row
    from experiments.coverage.run import EffectResult, RowResult

COLUMNS = ("id", "what", "where", "scenario", "measure", "effect", "interval", "stated", "holds")
LABELS_ELSEWHERE = ("symptom", "sense", "milestone")
"""Beginnings of measures that have their names among other texts."""


def coverage(asked: str | None, launches: int | None, threads: int, json: bool, language: str) -> None:
    """Run rows and print the table.

    Args:
        asked: rows such as "C1,C5", or letters; all if None.
        launches: launches of each effect, or None for its own number.
        threads: launches at a time.
        json: print JSON instead of a table.
        language: of the table.

    Raises:
        BadInputError: for a row that there is not.
    """
    import sim

    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    from experiments.coverage.run import run_rows

    rows = _rows(asked)
    with progress(text("command.coverage.running", language), STEPS) as report:
        results = run_rows(rows, launches=launches, threads=threads, on_progress=report)
    held = sum(one.holds for one in results)
    if json:
        print(
            as_json({"rows": [_plain(one, language) for one in results], "held": held, "all": len(results)})
        )
        return
    lines = [line for one in results for line in _lines(one, language)]
    heading = [text(f"command.coverage.column.{name}", language) for name in COLUMNS]
    print(table([heading, *lines], left=5))
    print("\n" + text("command.coverage.count", language, held=held, all=len(results)))


def _rows(asked: str | None) -> tuple[Row, ...]:
    from experiments.coverage.rows import chosen, rows

    if asked is None:
        return rows()
    try:
        return chosen(asked)
    except KeyError as error:
        raise BadInputError("coverage_row", found=quoted(str(error.args[0]))) from None


def measure_label(code: str, language: str) -> str:
    """The name of a measure."""
    if code.startswith("case."):
        return text(f"case_measure.{code.removeprefix('case.')}", language)
    for kind in LABELS_ELSEWHERE:
        if code.startswith(f"{kind}_"):
            return text(f"{kind}.{code.removeprefix(f'{kind}_')}", language)
    return text(f"coverage.measure.{code}", language)


def _lines(one: RowResult, language: str) -> list[list[str]]:
    """A line for each effect; what belongs to the row as a whole stands in the first only."""
    found = []
    for place, effect in enumerate(one.effects):
        row = [one.row.id, text(f"row.{one.row.id}", language), one.row.where[0], one.row.scenarios[0]]
        low, high = _shown(effect.low, language), _shown(effect.high, language)
        found.append(
            [
                *(row if place == 0 else [""] * len(row)),
                measure_label(effect.effect.measure.code, language),
                _shown(effect.mean, language),
                text("command.coverage.range", language, low=low, high=high),
                _stated(effect, language),
                text(f"command.coverage.{'yes' if effect.holds else 'no'}", language),
            ]
        )
    return found


def _stated(one: EffectResult, language: str) -> str:
    side = "above" if one.effect.direction > 0 else "below"
    return text(f"command.coverage.stated.{side}", language, bound=_shown(one.effect.bound, language))


def _shown(value: float, language: str) -> str:
    """A number with three digits that count; money and counts as whole numbers."""
    if not math.isfinite(value) or value == 0:
        return number(value, language)
    return number(value, language, max(0, 2 - math.floor(math.log10(abs(value)))))


def _plain(one: RowResult, language: str) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "what": text(f"row.{one.row.id}", language),
        "where": one.row.where,
        "scenarios": one.row.scenarios,
        "holds": one.holds,
        "effects": [
            {
                "measure": effect.effect.measure.code,
                "arm": _arm(effect.effect.arm),
                "against": None if effect.effect.against is None else _arm(effect.effect.against),
                "direction": effect.effect.direction,
                "bound": effect.effect.bound,
                "launches": effect.launches,
                "mean": effect.mean,
                "low": effect.low,
                "high": effect.high,
                "t": effect.t,
                "holds": effect.holds,
            }
            for effect in one.effects
        ],
    }


def _arm(arm: Arm) -> dict[str, Any]:
    """An arm in full, so that a row can be run again by hand."""
    from sim.portfolio import Portfolio

    kind = "portfolio" if isinstance(arm.nature, Portfolio) else "world"
    nature = arm.nature.model_dump(mode="json", exclude_defaults=True)
    plan = (
        {}
        if kind == "portfolio"
        else {"strategy": arm.strategy.model_dump(mode="json", exclude_defaults=True)}
    )
    return {kind: nature, **plan, "days": arm.days}
