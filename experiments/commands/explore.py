"""``qunlab explore``: a measure of the runs that a store keeps, by strategy, over one number, or by scenario."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from experiments.commands.output import as_json, table
from experiments.commands.problems import BadInputError, quoted
from experiments.measure_words import measure_label, measured
from experiments.measures import MEASURES
from experiments.runs.store import Store
from experiments.runs.store_errors import said
from experiments.sweeps.explore import Kept, Mean, by_scenario, by_strategy, day_of, kept_runs, over_factor
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text


def explore_command(
    folder: Path, measure: str, over: str | None, world: str | None, json: bool, language: str
) -> None:
    """Print means of kept runs with their intervals.

    Args:
        folder: of the store.
        measure: code of a measure.
        over: path of the number over whose values the means are taken, or None for a mean a strategy.
        world: id; the first of the store if None.
        json: print JSON, with the mean of every scenario.
        language: of the table.

    Raises:
        BadInputError: if the store has no such number or world.
        StoreError: if there is no store.
    """
    if measure not in MEASURES:
        raise BadInputError("measure", found=quoted(measure), allowed=", ".join(MEASURES))
    with closing(Store.open(folder)) as store:
        day = day_of(store)
        kept = kept_runs(store, measure, day)
        damage = said(store.damaged, language)
    if not kept.scenarios:
        raise BadInputError("explore_empty", found=quoted(str(folder)))
    if world is not None and world not in kept.worlds:
        raise BadInputError("explore_world", found=quoted(world), allowed=", ".join(kept.worlds))
    if over is not None and over not in kept.paths:
        raise BadInputError("explore_path", found=quoted(over), allowed=", ".join(kept.paths) or "\u2013")
    chosen = world or kept.worlds[0]
    means = by_strategy(kept, chosen) if over is None else over_factor(kept, over, chosen)
    if json:
        print(
            as_json(
                {
                    "measure": measure,
                    "unit": kept.unit,
                    "day": day,
                    "world": chosen,
                    "over": over,
                    "means": [asdict(one) for one in means],
                    "scenarios": [asdict(one) for one in by_scenario(kept)],
                    "damaged": damage,
                }
            )
        )
        return
    about = {
        "measure": measure_label(measure, language),
        "world": printable(chosen),
        "day": number(day, language),
    }
    print(text("command.explore.heading", language, **about) + "\n")
    print(table(_rows(means, kept, over, language)))


def _rows(means: Sequence[Mean], kept: Kept, over: str | None, language: str) -> list[list[str]]:
    names = (
        "strategy",
        *(("from", "to") if over else ()),
        "mean",
        "low",
        "high",
        "launches",
        "runs",
        "failed",
    )
    codes = {"mean": "command.explore.column.mean"}
    rows = [[text(codes.get(name, f"ex.column.{name}"), language) for name in names]]
    for one in means:
        ends = [f"{one.low_value:g}", f"{one.high_value:g}"] if over else []
        values = [_amount(value, kept, language) for value in (one.mean, one.low, one.high)]
        counts = [number(count, language) for count in (one.launches, one.runs, one.failed)]
        rows.append([printable(one.strategy), *ends, *values, *counts])
    return rows


def _amount(value: float, kept: Kept, language: str) -> str:
    return measured(value, kept.unit, language) if math.isfinite(value) else "\u2013"
