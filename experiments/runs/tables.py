"""Runs as tables: what the parts of a store hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS
from experiments.runs.index import names_of
from experiments.runs.pieces import PieceResult


@dataclass(frozen=True)
class Made:
    """Runs that are to be written: their names and what came of them, only those at `places`."""

    names: Sequence[str]
    result: PieceResult
    places: Sequence[int]


def names_and_failures(made: Sequence[Made]) -> tuple[NDArray[np.bytes_], NDArray[np.bool_]]:
    """Names of runs in the order of their part, and whether each failed."""
    names = [one.names[place] for one in made for place in one.places]
    failed = [bool(one.result.errors[place]) for one in made for place in one.places]
    return names_of(names), np.array(failed)


def of_runs(made: Sequence[Made]) -> Any:
    """The rows of runs as a `pyarrow.Table`."""
    import pyarrow

    runs = [one.result.piece.runs[place] for one in made for place in one.places]
    changed: dict[tuple[tuple[str, float], ...], str] = {}
    for run in runs:
        if run.scenario.values not in changed:
            changed[run.scenario.values] = json.dumps(dict(run.scenario.values), ensure_ascii=False)
    words = {
        "run": [one.names[place] for one in made for place in one.places],
        "world": [run.scenario.world for run in runs],
        "strategy": [run.scenario.strategy for run in runs],
        "changes": [changed[run.scenario.values] for run in runs],
    }
    columns = {name: pyarrow.array(values, pyarrow.string()) for name, values in words.items()}
    columns["seed"] = pyarrow.array([run.seed for run in runs], pyarrow.int64())
    errors = [one.result.errors[place] for one in made for place in one.places]
    columns["error"] = pyarrow.array(errors, pyarrow.string())
    rows = np.concatenate([one.result.rows[list(one.places)] for one in made])
    by_column = np.ascontiguousarray(rows.T)
    columns |= {name: pyarrow.array(by_column[place]) for place, name in enumerate(COLUMNS)}
    return pyarrow.table(columns)


def no_runs() -> Any:
    """A table as `of_runs` makes them, without a row."""
    import pyarrow

    words = {name: pyarrow.string() for name in ("run", "world", "strategy", "changes")}
    numbers = {name: pyarrow.float64() for name in COLUMNS}
    types = {**words, "seed": pyarrow.int64(), "error": pyarrow.string(), **numbers}
    return pyarrow.schema(types.items()).empty_table()


def of_making(made: Sequence[Made], versions: str) -> Any:
    """When, where and how long each run was made, as a `pyarrow.Table`; `began` in seconds since 1970."""
    import pyarrow

    names = [one.names[place] for one in made for place in one.places]
    seconds, began = [], []
    for one in made:
        took, places = one.result.seconds, list(one.places)
        seconds.append(took[places])
        began.append((one.result.began + np.cumsum(took) - took)[places])
    hosts = [one.result.host for one in made for _ in one.places]
    processes = [one.result.process for one in made for _ in one.places]
    return pyarrow.table(
        {
            "run": pyarrow.array(names, pyarrow.string()),
            "seconds": pyarrow.array(np.concatenate(seconds)),
            "began": pyarrow.array(np.concatenate(began)),
            "host": pyarrow.array(hosts, pyarrow.string()),
            "process": pyarrow.array(processes, pyarrow.int64()),
            "versions": pyarrow.array([versions] * len(names), pyarrow.string()),
        }
    )


def of_days(made: Sequence[Made]) -> Any | None:
    """A row a run and day, the first day being 1, with all fields of `sim.records.DAY`; None if there are none."""
    names, records = _records(made, lambda result: result.days)
    if not records:
        return None
    day = np.concatenate([np.arange(1, len(one) + 1) for one in records])
    return _table_of_records(names, records, {"day": day})


def of_events(made: Sequence[Made]) -> Any | None:
    """A row an event, with `t` in days and `kind` in words; None if there are none."""
    import pyarrow

    from sim.outcome import EVENT_KINDS

    names, records = _records(made, lambda result: result.events)
    if not records:
        return None
    kinds = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array(np.concatenate([one["kind"] for one in records]).astype(np.int32)),
        pyarrow.array(EVENT_KINDS, pyarrow.string()),
    )
    t = np.concatenate([one["t"] for one in records])
    table = _table_of_records(names, records, {"t": t, "kind": kinds.cast(pyarrow.string())})
    return table.select(["run", "t", "kind", "member", "target", "message", "value"])


def _records(
    made: Sequence[Made], of: Callable[[PieceResult], Sequence[NDArray[Any] | None]]
) -> tuple[list[str], list[NDArray[Any]]]:
    names, records = [], []
    for one in made:
        kept = of(one.result)
        for place in one.places if kept else ():
            record = kept[place]
            if record is not None:
                names.append(one.names[place])
                records.append(record)
    return names, records


def _table_of_records(names: list[str], records: list[NDArray[Any]], columns: dict[str, Any]) -> Any:
    import pyarrow

    which = np.repeat(np.arange(len(records), dtype=np.int32), [len(one) for one in records])
    run = pyarrow.DictionaryArray.from_arrays(pyarrow.array(which), pyarrow.array(names, pyarrow.string()))
    fields = records[0].dtype.names or ()
    rest = {
        name: np.concatenate([np.ascontiguousarray(one[name]) for one in records])
        for name in fields
        if name not in columns
    }
    return pyarrow.table({"run": run.cast(pyarrow.string()), **columns, **rest})
