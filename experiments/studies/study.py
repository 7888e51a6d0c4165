"""The record of a study: what was asked, what came of it, and all that it takes to do it again.

A study's folder holds this record as ``study.json``, and beside it the runs that it rests on, where they were kept. A
report carries the record inside itself. The runs of the sample are those that `experiments.studies.verify` runs again.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from experiments.home import write_json
from experiments.runs.materials import Materials, Run, Scenario
from experiments.runs.source import Runs

FILE = "study.json"
FORMAT = 1
LIBRARIES = ("qunlab", "numpy", "numba", "mesa", "scipy", "pydantic", "pyarrow", "duckdb")


@dataclass(frozen=True)
class Sampled:
    """One run of a study, to be run again: how to make it, its name, and the digest of its row."""

    world: str
    strategy: str
    values: tuple[tuple[str, float], ...]
    seed: int
    name: str
    digest: str

    @property
    def run(self) -> Run:
        """The run itself."""
        return Run(Scenario(self.world, self.strategy, self.values), self.seed)


@dataclass(frozen=True)
class Study:
    """See the module's text.

    Attributes:
        kind: "race", "robust", "sensitivity", "search", "autopsy", "ab_test" or another; its label is the text
            ``study.<kind>``.
        command: words of the command line that does it again, without "qunlab".
        question: what was asked, as plain data.
        result: what came of it, as plain data; what is unknown or beyond a horizon is None.
        materials: what its runs are made of.
        runs: how many runs it rests on.
        failures: lines about runs that failed, at most a few.
        sample: runs to be run again.
        provenance: versions and machine, from `provenance`.
    """

    kind: str
    command: tuple[str, ...]
    question: Mapping[str, Any]
    result: Mapping[str, Any]
    materials: Materials
    runs: int
    failures: tuple[str, ...] = ()
    sample: tuple[Sampled, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: str,
        command: Sequence[str],
        question: Mapping[str, Any],
        result: Mapping[str, Any],
        runs: Runs,
        number: int,
    ) -> Study:
        """The record of a study whose runs came from `runs`; `number` is how many it rests on."""
        sample = tuple(
            Sampled(
                run.scenario.world,
                run.scenario.strategy,
                run.scenario.values,
                run.seed,
                name,
                hashlib.sha256(row).hexdigest(),
            )
            for run, name, row in runs.sample()
        )
        failures = tuple(
            f"{one.run.scenario.strategy} #{one.run.seed}: {one.error}" for one in runs.failures[:20]
        )
        return cls(
            kind,
            tuple(command),
            finite(question),
            finite(result),
            runs.materials,
            number,
            failures,
            sample,
            provenance(runs.identities.version),
        )

    @property
    def command_line(self) -> str:
        """What to type to do it again."""
        return shlex.join(["qunlab", *self.command])

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {
            **asdict(self),
            "format": FORMAT,
            "materials": self.materials.as_dict(),
            "question": dict(self.question),
            "result": dict(self.result),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Study:
        """What `as_dict` gave.

        Raises:
            ValueError: if it is no study, or one of another version of the lab.
        """
        if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
            raise ValueError("no study of this version of the lab")
        try:
            return cls(
                plain["kind"],
                tuple(plain["command"]),
                plain["question"],
                plain["result"],
                Materials.from_dict(plain["materials"]),
                int(plain["runs"]),
                tuple(plain["failures"]),
                tuple(
                    Sampled(**one | {"values": tuple((path, float(value)) for path, value in one["values"])})
                    for one in plain["sample"]
                ),
                plain["provenance"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no study: {error}") from None

    def save(self, folder: Path) -> None:
        """Write the record into a folder, which is made if need be.

        Raises:
            OSError: if it cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        plain = self.as_dict()
        write_json(folder / FILE, {**plain, "digest": digest(plain)})

    @classmethod
    def load(cls, folder: Path) -> Study:
        """Read the record of a folder.

        Raises:
            OSError: if there is none.
            ValueError: if it is of another version, or none at all.
        """
        return cls.from_dict(json.loads((folder / FILE).read_text(encoding="utf-8")))


def digest(plain: Mapping[str, Any]) -> str:
    """64 hexadecimal digits that stand for plain data, whatever ``digest`` it has itself."""
    content = {name: one for name, one in plain.items() if name != "digest"}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def finite(value: Any) -> Any:
    """Plain data for JSON: arrays as lists, and None for what is unknown or beyond a horizon."""
    if isinstance(value, Mapping):
        return {str(name): finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "tolist"):
        return finite(value.tolist())
    return value


def provenance(model: str) -> dict[str, Any]:
    """What a result was computed with: versions of the model and of libraries, language and kind of machine.

    Args:
        model: the model's version.
    """
    return {
        "model": model,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
    }


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
