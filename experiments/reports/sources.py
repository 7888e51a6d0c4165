"""What a report is made of: the folder of a comparison, of a study, or of kept runs, and the record of each."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.commands.problems import BadInputError, quoted
from experiments.comparison import Comparison
from experiments.reports.record import Record
from experiments.runs.identity import Identities
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.source import SAMPLE
from experiments.runs.store import FILE as STORE_FILE
from experiments.runs.store import Store
from experiments.studies.study import FILE as STUDY_FILE
from experiments.studies.study import Sampled, Study, finite

Floats = NDArray[np.float64]
Named = tuple[str, Run, Floats]
"""A run: its name, what it is, and its row."""

COMPARISON_FILE = "comparison.json"


@dataclass(frozen=True)
class Source:
    """What was found in a folder.

    Attributes:
        record: of it; a comparison and kept runs are given one like that of a study.
        comparison: if it is one.
        store: the kept runs, if there are any.
    """

    record: Record
    comparison: Comparison | None = None
    store: Store | None = None


def open_source(folder: Path, count: int = SAMPLE) -> Source:
    """What a folder holds; of the runs of a comparison or a store `count` are taken into its sample.

    Raises:
        BadInputError: if it is nothing that can be reported on.
        StoreError: if its runs cannot be read.
    """
    try:
        if (folder / COMPARISON_FILE).exists():
            comparison = Comparison.load(folder)
            return Source(record_of_comparison(comparison, count), comparison)
        if (folder / STUDY_FILE).exists():
            study = Study.load(folder)
            store = Store.open(folder) if (folder / STORE_FILE).exists() else None
            names = [one.name for one in study.sample]
            return Source(Record(study, {} if store is None else store.find(names)), None, store)
        if (folder / STORE_FILE).exists():
            store = Store.open(folder)
            return Source(record_of_store(store, folder, count), None, store)
    except OSError as error:
        raise BadInputError(
            "cannot_read_study", found=quoted(str(folder)), why=error.strerror or str(error)
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError("no_study", found=quoted(str(folder))) from None
    raise BadInputError("no_study", found=quoted(str(folder)))


def record_of_comparison(comparison: Comparison, count: int = SAMPLE) -> Record:
    """The record of a comparison: its verdict, what it is made of, and a sample of its runs."""
    materials = Materials(
        {comparison.world_id: comparison.world_spec}, comparison.strategy_specs, comparison.days
    )
    provenance = comparison.provenance
    identities = Identities(materials, str(provenance.get("model", "")))
    scenarios = {name: Scenario(comparison.world_id, name) for name in comparison.strategies}

    def named() -> Iterable[Named]:
        for position, name in enumerate(comparison.strategies):
            for launch in range(comparison.launches):
                run = Run(scenarios[name], comparison.first_seed + launch)
                yield identities.run(run), run, comparison.ensemble.rows[launch, position]

    sample, rows = sampled(named(), count)
    question = {
        "world": comparison.world_id,
        "strategies": list(comparison.strategies),
        "launches": comparison.launches,
        "days": comparison.days,
        "first_seed": comparison.first_seed,
    }
    command = ["compare", comparison.world_id, *comparison.strategies]
    for option in ("launches", "days", "first_seed"):
        command += [f"--{option.replace('_', '-')}", str(question[option])]
    result = {
        "verdict": comparison.verdict().as_dict(),
        "rows": hashlib.sha256(comparison.ensemble.rows.tobytes()).hexdigest(),
    }
    study = Study(
        "comparison",
        tuple(command),
        question,
        finite(result),
        materials,
        comparison.launches * len(comparison.strategies),
        tuple(f"{one.strategy} #{one.seed}: {one.error}" for one in comparison.failures[:20]),
        sample,
        provenance,
    )
    return Record(study, rows)


def record_of_store(store: Store, folder: Path, count: int = SAMPLE) -> Record:
    """The record of kept runs: how many there are, what they are made of, and a sample of them."""
    names = [name.decode() for name in store.names()]
    chosen = set(heapq.nsmallest(count, names))
    rows = store.find(sorted(chosen))
    runs = {name: run for name, run in runs_of(store) if name in chosen}
    sample, kept = sampled(((name, run, rows[name]) for name, run in runs.items() if name in rows), count)
    made = {"model": store.model, **_made_with(store)}
    plan = store.plan or {}
    command = ("sweep", str(plan.get("id") or "PLAN"), folder.name)
    question = {"title": plan.get("title"), "plan": plan.get("id")}
    failed = {"runs": len(names), "failed": store.failed}
    study = Study(
        "sweep",
        command,
        finite(question),
        failed,
        store.materials,
        len(names),
        (),
        sample,
        made,
    )
    return Record(study, kept)


def runs_of(store: Store) -> Iterable[tuple[str, Run]]:
    """Names and makings of all runs of a store."""
    for table in store.tables(["run", "world", "strategy", "changes", "seed"]):
        columns = [table.column(name).to_pylist() for name in ("run", "world", "strategy", "changes", "seed")]
        for name, world, strategy, changes, seed in zip(*columns, strict=True):
            values = json.loads(changes) if changes else {}
            yield str(name), Run(Scenario.of(world, strategy, values), int(seed))


def sampled(runs: Iterable[Named], count: int = SAMPLE) -> tuple[tuple[Sampled, ...], dict[str, Floats]]:
    """The runs with the smallest names, which is as good as by lot and always the same, and their rows."""
    went_through = ((name, run, row) for name, run, row in runs if not np.isnan(row).all())
    chosen = heapq.nsmallest(count, went_through, key=lambda one: one[0])
    sample = tuple(
        Sampled(
            run.scenario.world,
            run.scenario.strategy,
            run.scenario.values,
            run.seed,
            name,
            hashlib.sha256(np.ascontiguousarray(row).tobytes()).hexdigest(),
        )
        for name, run, row in chosen
    )
    return sample, {name: np.array(row) for name, _, row in chosen}


def _made_with(store: Store) -> dict[str, Any]:
    """The versions that the first runs of a store were made with."""
    import pyarrow.parquet

    for path in store.paths("made")[:1]:
        found = pyarrow.parquet.read_table(path, columns=["versions"])
        if found.num_rows:
            made: dict[str, Any] = json.loads(found.column("versions")[0].as_py())
            return made
    return {}
