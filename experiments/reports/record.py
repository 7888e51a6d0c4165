"""The record inside a report: the study, and the rows of the runs of its sample, so that it can be verified alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import COLUMNS
from experiments.studies.study import Study, digest

Floats = NDArray[np.float64]

FORMAT = 1


@dataclass(frozen=True)
class Record:
    """A study and what is known of the runs of its sample.

    Attributes:
        study: the study.
        rows: name of a run → its row, shape (len(COLUMNS),), for as many runs of the sample as have one.
    """

    study: Study
    rows: Mapping[str, Floats] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON, with a digest of all of it."""
        plain = {
            "format": FORMAT,
            "study": self.study.as_dict(),
            "columns": list(COLUMNS),
            "rows": {name: _text(row) for name, row in self.rows.items()},
        }
        return {**plain, "digest": digest(plain)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Record:
        """What `as_dict` gave; whether it is as it was is for `intact` to say.

        Raises:
            ValueError: if it is none, or of another version of the lab.
        """
        if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
            raise ValueError("no record of this version of the lab")
        study = Study.from_dict(plain["study"])
        if list(plain.get("columns", [])) != list(COLUMNS):
            return cls(study)
        try:
            rows = {str(name): _row(given) for name, given in plain["rows"].items()}
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError(f"no record: {error}") from None
        return cls(study, rows)


def intact(plain: Mapping[str, Any]) -> bool:
    """Whether a record, or a study's file, still comes to the digest that it was written with."""
    return "digest" not in plain or plain["digest"] == digest(plain)


def _text(row: Floats) -> str:
    return base64.b64encode(np.asarray(row, dtype="<f8").tobytes()).decode()


def _row(given: str) -> Floats:
    row = np.frombuffer(base64.b64decode(given, validate=True), dtype="<f8").astype(np.float64)
    if row.shape != (len(COLUMNS),):
        raise ValueError("a row has another length than this version's")
    return row
