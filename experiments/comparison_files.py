"""A comparison on disk: tables in Parquet, the rest in JSON, in one folder.

The folder is written under another name and renamed, so a reader never sees half of one. The JSON has
sorted keys and no time stamps, and the same comparison gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison import Comparison
from experiments.comparison_format import FORMAT
from experiments.launches import Ensemble, Failure
from experiments.marks import Mark
from experiments.outcome_rows import COLUMNS, DAY_SUMS
from experiments.senses import SENSES
from experiments.signs import SYMPTOM_CODES, TIER_FIELDS, TIERS, Signs

SENSE_COUNTS: tuple[str, ...] = tuple(f"{code}_launches" for code in SENSES)
"""Columns that say in how many launches a sense is known."""


def save(comparison: Comparison, folder: Path) -> None:
    """Write `comparison` to `folder`; an older one there is replaced."""
    import pyarrow.parquet

    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new.chmod(0o755)
        for name, table in _tables(comparison).items():
            pyarrow.parquet.write_table(table, new / f"{name}.parquet", compression="zstd")
        (new / "comparison.json").write_text(
            json.dumps(_head(comparison), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
        )
        _move_into_place(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def load(folder: Path) -> Comparison:
    """Read a comparison.

    Raises:
        OSError: if it is not there.
        ValueError: if it was written by another version.
    """
    try:
        return _loaded(folder)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder} was written by another version of the lab: {error}") from None


def _loaded(folder: Path) -> Comparison:
    import pyarrow.parquet

    head = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    if head["format"] != FORMAT or head["columns"] != list(COLUMNS) or head["day_sums"] != list(DAY_SUMS):
        raise ValueError(f"{folder} was written by another version of the lab")
    names, days, done = head["strategies"], head["days"], head["launches"]
    kept = head["paths"]

    def read(name: str, columns: tuple[str, ...], shape: tuple[int, ...], dtype: Any) -> np.ndarray[Any, Any]:
        table = pyarrow.parquet.read_table(folder / f"{name}.parquet", columns=list(columns))
        values = np.empty((table.num_rows, len(columns)), dtype=dtype)
        for position, column in enumerate(columns):
            values[:, position] = table.column(column).to_numpy()
        return values.reshape(shape)

    ensemble = Ensemble(
        read("launches", COLUMNS, (done, len(names), len(COLUMNS)), np.float64),
        read("days", DAY_SUMS, (len(names), days, len(DAY_SUMS)), np.float64),
        np.array(head["day_counts"], dtype=np.int64),
        read("talk", ("talk",), (kept, len(names), days), np.float32),
        done,
        [Failure(**failure) for failure in head["failures"]],
        Signs(
            read("symptoms", SYMPTOM_CODES, (done, len(names), len(SYMPTOM_CODES)), np.float64),
            read("senses", SENSES, (len(names), head["weeks"], len(SENSES)), np.float64),
            read("senses", SENSE_COUNTS, (len(names), head["weeks"], len(SENSES)), np.int64),
            read(
                "tiers", TIER_FIELDS, (head["logged"], len(names), len(TIERS), len(TIER_FIELDS)), np.float64
            ),
        ),
    )
    return Comparison(
        head["world_id"],
        tuple(names),
        days,
        head["first_seed"],
        head["requested"],
        ensemble,
        tuple(Mark(**{**mark, "days": tuple(mark["days"])}) for mark in head["marks"]),
        {name: tuple(codes) for name, codes in head["risks"].items()},
        head["world_spec"],
        {name: head["strategy_specs"][name] for name in names if name in head["strategy_specs"]},
        head.get("provenance", {}),
    )


def digests(ensemble: Ensemble) -> dict[str, str]:
    """What the numbers of the tables come to, so that it can be told whether they are those that were written."""
    signs = ensemble.signs
    arrays = {
        "launches": ensemble.rows,
        "days": ensemble.day_sums,
        "talk": ensemble.talk_paths,
        "symptoms": signs.symptoms,
        "senses": signs.sense_sums,
        "tiers": signs.tiers,
    }
    return {
        name: hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
        for name, array in arrays.items()
    }


def changed_tables(folder: Path) -> tuple[str, ...]:
    """Names of a saved comparison's tables that no longer hold what was written; errors as for `load`."""
    noted = json.loads((folder / "comparison.json").read_text(encoding="utf-8")).get("digests", {})
    found = digests(load(folder).ensemble)
    return tuple(name for name, digest in found.items() if name in noted and noted[name] != digest)


def _head(comparison: Comparison) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "columns": list(COLUMNS),
        "day_sums": list(DAY_SUMS),
        "world_id": comparison.world_id,
        "strategies": list(comparison.strategies),
        "days": comparison.days,
        "first_seed": comparison.first_seed,
        "requested": comparison.requested,
        "launches": comparison.launches,
        "paths": int(comparison.ensemble.talk_paths.shape[0]),
        "weeks": int(comparison.ensemble.signs.sense_sums.shape[1]),
        "logged": int(comparison.ensemble.signs.tiers.shape[0]),
        "day_counts": comparison.ensemble.day_counts.tolist(),
        "failures": [asdict(failure) for failure in comparison.failures],
        "marks": [mark.as_dict() for mark in comparison.marks],
        "risks": {name: list(codes) for name, codes in comparison.risks.items()},
        "world_spec": comparison.world_spec,
        "strategy_specs": comparison.strategy_specs,
        "provenance": comparison.provenance,
        "digests": digests(comparison.ensemble),
    }


def _tables(comparison: Comparison) -> dict[str, Any]:
    import pyarrow

    ensemble, names = comparison.ensemble, comparison.strategies
    paths, days = ensemble.talk_paths.shape[0], comparison.days
    strategies = np.array(names, dtype=object)
    return {
        "launches": _launches(comparison),
        "days": pyarrow.table(
            {
                "strategy": np.repeat(strategies, days),
                "day": np.tile(np.arange(days), len(names)),
                **{name: ensemble.day_sums[:, :, i].ravel() for i, name in enumerate(DAY_SUMS)},
            }
        ),
        "talk": pyarrow.table(
            {
                "launch": np.repeat(np.arange(paths), len(names) * days),
                "strategy": np.tile(np.repeat(strategies, days), paths),
                "day": np.tile(np.arange(days), paths * len(names)),
                "talk": ensemble.talk_paths.ravel(),
            }
        ),
        **_sign_tables(comparison, strategies),
    }


def _launches(comparison: Comparison) -> Any:
    import pyarrow

    launches, names = np.arange(comparison.launches), comparison.strategies
    return pyarrow.table(
        {
            "launch": np.repeat(launches, len(names)),
            "seed": np.repeat(launches + comparison.first_seed, len(names)),
            "strategy": np.tile(np.array(names, dtype=object), comparison.launches),
            **{name: comparison.ensemble.rows[:, :, i].ravel() for i, name in enumerate(COLUMNS)},
        }
    )


def launches_csv(comparison: Comparison) -> bytes:
    """Every launch under every strategy as a row of a CSV file, with all figures of its outcome."""
    import pyarrow
    import pyarrow.csv

    made = pyarrow.BufferOutputStream()
    pyarrow.csv.write_csv(_launches(comparison), made)
    found: bytes = made.getvalue().to_pybytes()
    return found


def _sign_tables(comparison: Comparison, strategies: np.ndarray[Any, Any]) -> dict[str, Any]:
    import pyarrow

    signs = comparison.ensemble.signs
    launches, logged = signs.symptoms.shape[0], signs.tiers.shape[0]
    weeks = signs.sense_sums.shape[1]
    sums, counts = signs.sense_sums, signs.sense_counts
    return {
        "symptoms": pyarrow.table(
            {
                "launch": np.repeat(np.arange(launches), len(strategies)),
                "strategy": np.tile(strategies, launches),
                **{code: signs.symptoms[:, :, i].ravel() for i, code in enumerate(SYMPTOM_CODES)},
            }
        ),
        "senses": pyarrow.table(
            {
                "strategy": np.repeat(strategies, weeks),
                "week": np.tile(np.arange(weeks), len(strategies)),
                **{code: sums[:, :, i].ravel() for i, code in enumerate(SENSES)},
                **{code: counts[:, :, i].ravel() for i, code in enumerate(SENSE_COUNTS)},
            }
        ),
        "tiers": pyarrow.table(
            {
                "launch": np.repeat(np.arange(logged), len(strategies) * len(TIERS)),
                "strategy": np.tile(np.repeat(strategies, len(TIERS)), logged),
                "tier": np.tile(np.array(TIERS, dtype=object), logged * len(strategies)),
                **{name: signs.tiers[..., i].ravel() for i, name in enumerate(TIER_FIELDS)},
            }
        ),
    }


def _move_into_place(new: Path, folder: Path) -> None:
    try:
        new.replace(folder)
    except OSError:
        if not folder.exists():
            raise
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
        folder.replace(old / "was")
        new.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
