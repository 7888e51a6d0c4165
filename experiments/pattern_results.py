"""What the model shows for each pattern, stored: simulating them all takes minutes, and a page has no minutes.

``python -m experiments.pattern_results`` says whether the stored result is of this version of the model; with
``--write`` the patterns are simulated and the result is written. ``qunlab patterns`` computes the same live.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.calibration.version import model_version
from experiments.commands.output import as_json, progress
from experiments.patterns.definitions import PATTERNS, Pattern
from experiments.patterns.result import PatternResult, counted

STORED = Path(__file__).with_suffix(".json")
EFFORT = 1.0
SEED = 0
COMMAND = "qunlab patterns"
"""What computes the same live."""
VERDICTS = ("failed", "passed", "outside", "inside")
"""In the order of a table that hides nothing: what fails first, what is only reported last."""


@dataclass(frozen=True)
class StoredPatterns:
    """A stored evaluation of all patterns.

    Attributes:
        effort: what scaled the number of runs.
        seed: of each study's first run.
        model: version of the model that was simulated, sixteen hexadecimal digits.
        results: one a pattern, in the order of `PATTERNS`.
    """

    effort: float
    seed: int
    model: str
    results: tuple[PatternResult, ...]

    @property
    def current(self) -> bool:
        """Whether the model is still the one that was simulated."""
        return self.model == _model_here()

    def counts(self) -> dict[int, tuple[int, int]]:
        """Patterns that passed, and how many are judged, by stars: 3, then 2."""
        return {stars: counted(self.results, stars) for stars in (3, 2)}

    def rows(self) -> list[tuple[Pattern, PatternResult, str]]:
        """Pattern, result and verdict, one of `VERDICTS`; failures first, within a verdict more stars first."""
        by_key = {one.key: one for one in self.results}
        found = [
            (one, by_key[one.key], verdict_of(one, by_key[one.key])) for one in PATTERNS if one.key in by_key
        ]
        return sorted(found, key=lambda row: (VERDICTS.index(row[2]), -row[0].strength))


@cache
def _model_here() -> str:
    """The version of the model that this process runs; working it out reads all its code, and it does not change."""
    return model_version()


def verdict_of(pattern: Pattern, result: PatternResult) -> str:
    """One of `VERDICTS`: judged patterns pass or fail, the others lie inside or outside what was expected."""
    if pattern.judged:
        return "passed" if result.passed else "failed"
    return "inside" if result.passed else "outside"


def computed(
    effort: float = EFFORT,
    seed: int = SEED,
    threads: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Simulate all patterns and give the plain result; it does not depend on `threads`."""
    from experiments.patterns.evaluate import evaluate

    results = evaluate(effort=effort, first_seed=seed, threads=threads, on_progress=on_progress)
    return {
        "effort": effort,
        "seed": seed,
        "model": model_version(),
        "patterns": [asdict(one) for one in results],
    }


def stored(path: Path = STORED) -> StoredPatterns | None:
    """The stored result; None where there is none or it is of another table of patterns."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        results = tuple(_result(one) for one in found["patterns"])
        return StoredPatterns(float(found["effort"]), int(found["seed"]), str(found["model"]), results)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _result(plain: Mapping[str, Any]) -> PatternResult:
    """A result from JSON, which has null for what is endless or could not be measured."""
    values = dict(plain)
    if values["high"] is None:
        values["high"] = math.inf
    for name in ("value", "interval_low", "interval_high"):
        if values[name] is None:
            values[name] = math.nan
    return PatternResult(**values)


def main(arguments: list[str] | None = None) -> int:
    """Check the stored result, or with ``--write`` make it anew. Returns 1 if it is of another model."""
    parser = argparse.ArgumentParser(prog="python -m experiments.pattern_results", description=__doc__)
    parser.add_argument("--write", action="store_true", help="simulate the patterns and write the result")
    parser.add_argument("--effort", type=float, default=EFFORT, help="scales the number of runs")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="runs at a time")
    asked = parser.parse_args(arguments)
    if not asked.write:
        found = stored()
        current = found is not None and found.current
        print("the stored result is of this model" if current else "--write makes the stored result anew")
        return int(not current)
    import sim

    sim.warm_up()
    with progress("patterns") as report:
        result = computed(asked.effort, threads=asked.threads, on_progress=report)
    STORED.write_text(as_json(result) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
