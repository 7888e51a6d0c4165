"""Does a saved result hold? A sample of its runs is run again, and every number compared bit by bit.

Three things can be found: a file that was changed after it was made (its digest does not agree; digests are no
signatures, and who changes a file on purpose can renew them), runs that are not what their names say, and runs that
now come out otherwise. What was forged well enough to pass the first is found by the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.commands.problems import BadInputError, quoted
from experiments.comparison_files import changed_tables
from experiments.outcome_rows import COLUMNS
from experiments.reports.html import record_in, seal_of, sealed
from experiments.reports.record import Record, intact
from experiments.reports.sources import COMPARISON_FILE, open_source
from experiments.runs.identity import Identities
from experiments.runs.source import Runs
from experiments.studies.study import FILE as STUDY_FILE
from experiments.studies.study import Sampled

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Differs:
    """A run that did not come out as it was kept.

    Attributes:
        run: the run.
        columns: which numbers differ; none if only a digest of all was kept.
        error: what the run raised when it was run again, or nothing.
        identity: whether it is no longer the run that its name says.
    """

    run: Sampled
    columns: tuple[str, ...] = ()
    error: str = ""
    identity: bool = False


@dataclass(frozen=True)
class Verification:
    """What came of verifying.

    Attributes:
        kind: of the study.
        rerun: how many runs were run again.
        runs: how many the result rests on.
        differ: those that came out otherwise.
        changed: what is no longer as it was written: "file", "record", "study", or names of tables and parts.
        model_then, model_now: versions of the model.
        made_then, made_now: libraries and processor that bits can hang on, as "name version", where they differ.
    """

    kind: str
    rerun: int
    runs: int
    differ: tuple[Differs, ...]
    changed: tuple[str, ...]
    model_then: str
    model_now: str
    made_then: tuple[str, ...] = ()
    made_now: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether something was run again and all is as it was."""
        return self.rerun > 0 and not self.differ and not self.changed

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {**asdict(self), "holds": self.holds}


@dataclass(frozen=True)
class Claim:
    """What is to be verified: a record, and what is already known not to be as it was written."""

    record: Record
    changed: tuple[str, ...] = ()


def claim_of(what: Path, runs: int) -> Claim:
    """What a report or a folder claims; `runs` of the runs of a comparison or a store are looked at.

    Raises:
        BadInputError: if it is neither.
        StoreError: if the runs of a folder cannot be read.
    """
    if what.is_dir():
        return _claim_of_folder(what, runs)
    try:
        content = what.read_bytes()
    except OSError as error:
        raise BadInputError(
            "cannot_read_study", found=quoted(str(what)), why=error.strerror or str(error)
        ) from None
    try:
        plain = record_in(content)
        record = Record.from_dict(plain)
    except (ValueError, KeyError, TypeError):
        raise BadInputError("no_report", found=quoted(str(what))) from None
    changed = [] if seal_of(content) == sealed(content) else ["file"]
    return Claim(record, tuple(changed if intact(plain) else [*changed, "record"]))


def _claim_of_folder(folder: Path, runs: int) -> Claim:
    source = open_source(folder, runs)
    changed: list[str] = []
    if (folder / COMPARISON_FILE).exists():
        changed += changed_tables(folder)
    elif (folder / STUDY_FILE).exists():
        plain = json.loads((folder / STUDY_FILE).read_text(encoding="utf-8"))
        changed += [] if intact(plain) else ["study"]
    if source.store is not None:
        changed += [one.part for one in source.store.damaged]
    return Claim(source.record, tuple(changed))


def verify(
    claim: Claim,
    runs: Runs,
    most: int,
    made_now: Mapping[str, Any],
    on_progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Run a sample again and compare.

    Args:
        claim: what is to be verified.
        runs: where to run; of the claim's materials, and without a store.
        most: how many runs at most.
        made_now: what is computed with now (`experiments.studies.study.provenance`).
        on_progress: called with (runs done, runs in all).
    """
    study = claim.record.study
    chosen = study.sample[:most]
    found = runs.rows([one.run for one in chosen], on_progress)
    errors = {one.run: one.error for one in runs.failures}
    then, now = str(study.provenance.get("model", "")), runs.identities.version
    names = Identities(study.materials, then)
    differ = []
    for one, row in zip(chosen, found, strict=True):
        other = compare(one, row, claim.record.rows.get(one.name), errors.get(one.run, ""))
        # Under another model the format of outcomes, and with it all names, may have become another.
        renamed = then == now and names.run(one.run) != one.name
        if other is not None or renamed:
            differ.append(replace(Differs(one) if other is None else other, identity=renamed))
    made_then, here = _differences(study.provenance, made_now)
    return Verification(
        study.kind, len(chosen), study.runs, tuple(differ), claim.changed, then, now, made_then, here
    )


def compare(one: Sampled, row: Floats, kept: Floats | None, error: str = "") -> Differs | None:
    """How a run that was run again differs from what was kept of it; None if it does not.

    Args:
        one: the run, with the digest of its row.
        row: what it came to now, shape (len(COLUMNS),).
        kept: what it came to then, if more than the digest is known.
        error: what it raised now, or nothing.
    """
    if error:
        return Differs(one, (), error)
    columns: tuple[str, ...] = ()
    if kept is not None:
        same = np.ascontiguousarray(row).view(np.uint64) == np.ascontiguousarray(kept).view(np.uint64)
        columns = tuple(name for name, equal in zip(COLUMNS, same, strict=True) if not equal)
    digest = hashlib.sha256(np.ascontiguousarray(row).tobytes()).hexdigest()
    return Differs(one, columns) if columns or digest != one.digest else None


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What bits can hang on and is not the same."""

    def of(made: Mapping[str, Any]) -> dict[str, str]:
        libraries = made.get("libraries", {})
        found = {name: str(libraries.get(name, "")) for name in ("numpy", "numba")}
        return found | {name: str(made.get(name, "")) for name in ("python", "system", "processor")}

    before, here = of(then), of(now)
    names = [name for name in before if before[name] and before[name] != here[name]]
    return tuple(f"{name} {before[name]}" for name in names), tuple(f"{name} {here[name]}" for name in names)
