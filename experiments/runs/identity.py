"""A name for every run, made of all that decides its outcome: the same run has the same name everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from experiments.comparison_format import FORMAT
from experiments.question import model_version
from experiments.runs.materials import Materials, Run, Scenario

DIGITS = 24
"""Hexadecimal digits of a run's name: two of ten million runs share one with a chance of 6e-16."""


class Identities:
    """Names of the runs of one study.

    A name is a hash of the model's version, the format of outcome rows, the length of the run, the world, the strategy,
    the values that replace theirs, and the seed.

    Args:
        materials: of the study.
        version: of the model; this one's if not given.
    """

    def __init__(self, materials: Materials, version: str | None = None) -> None:
        self.version = model_version() if version is None else version
        self._materials = materials
        self._begun: dict[tuple[str, str], Any] = {}
        self._scenario: Scenario | None = None
        self._digest: Any = None

    def run(self, run: Run) -> str:
        """The name of a run, `DIGITS` hexadecimal digits."""
        if run.scenario is not self._scenario:
            self._scenario, self._digest = run.scenario, self._of(run.scenario)
        digest = self._digest.copy()
        digest.update(b"#%d" % run.seed)
        return str(digest.hexdigest()[:DIGITS])

    def scenario(self, scenario: Scenario) -> str:
        """The name of a scenario, `DIGITS` hexadecimal digits."""
        return str(self._of(scenario).hexdigest()[:DIGITS])

    def _of(self, scenario: Scenario) -> Any:
        key = (scenario.world, scenario.strategy)
        if key not in self._begun:
            content = [
                self.version,
                FORMAT,
                self._materials.days,
                self._materials.worlds[scenario.world],
                self._materials.strategies[scenario.strategy],
            ]
            canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            self._begun[key] = hashlib.sha256(canonical.encode())
        digest = self._begun[key].copy()
        for path, value in scenario.values:
            digest.update(f";{path}={float(value).hex()}".encode())
        return digest
