"""``qunlab patterns``: what real groups show, beside what simulated ones show, by strength of the evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from experiments.commands.output import as_json, progress, table
from scenarios.formats import number, share
from scenarios.texts import text

if TYPE_CHECKING:
    from experiments.patterns.definitions import Pattern
    from experiments.patterns.evaluate import PatternResult

STRENGTHS = (3, 2, 1)


def patterns(effort: float, seed: int, threads: int, json: bool, language: str) -> None:
    """Simulate every pattern and print the table.

    Args:
        effort: scales the number of runs.
        seed: of the first run.
        threads: runs at a time.
        json: print JSON instead of a table.
        language: of the table.
    """
    import sim
    from experiments.patterns.definitions import PATTERNS
    from experiments.patterns.evaluate import counted, evaluate

    with progress(text("command.compiling", language)) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    with progress(text("command.patterns.running", language)) as report:
        results = evaluate(effort=effort, first_seed=seed, threads=threads, on_progress=report)
    counts = {strength: counted(results, strength) for strength in STRENGTHS}
    if json:
        print(as_json(_plain(results, counts, effort, seed)))
        return
    for strength in STRENGTHS:
        kind = text(f"command.patterns.strength_{strength}", language)
        print(text("command.patterns.strength", language, stars=_stars(strength), kind=kind))
        own = [
            _row(pattern, one, language)
            for pattern, one in zip(PATTERNS, results, strict=True)
            if one.strength == strength
        ]
        print(table([_heading(language), *own], left=2) + "\n")
    said = [
        text("command.patterns.count", language, stars=_stars(strength), passed=passed, judged=judged)
        for strength, (passed, judged) in counts.items()
        if strength > 1
    ]
    print("\n".join(said))


def _plain(
    results: Sequence[PatternResult], counts: Mapping[int, tuple[int, int]], effort: float, seed: int
) -> dict[str, Any]:
    passed = {
        str(strength): {"passed": passed, "judged": judged} for strength, (passed, judged) in counts.items()
    }
    rows = [asdict(one) for one in results]
    return {"effort": effort, "seed": seed, "patterns": rows, "passed": passed}


def _stars(strength: int) -> str:
    return "\u2605" * strength


def _heading(language: str) -> list[str]:
    names = ("id", "pattern", "target", "value", "interval", "runs", "verdict")
    return [text(f"command.patterns.column.{name}", language) for name in names]


def _row(pattern: Pattern, one: PatternResult, language: str) -> list[str]:
    digits = _digits(one.low, one.high, pattern.unit)

    def shown(value: float) -> str:
        return _shown(value, pattern.unit, digits, language)

    def reaching(low: float, high: float) -> str:
        ends = shown(low), shown(high)
        return (
            ends[0]
            if ends[0] == ends[1]
            else text("command.patterns.range", language, low=ends[0], high=ends[1])
        )

    target = reaching(one.low, one.high)
    if math.isinf(one.high):
        target = text("command.patterns.least", language, low=shown(one.low))
    return [
        one.id,
        text(pattern.code, language),
        target,
        shown(one.value),
        reaching(one.interval_low, one.interval_high),
        number(one.runs, language),
        text(f"command.patterns.verdict.{_verdict(one.passed, pattern.judged)}", language),
    ]


def _verdict(passed: bool, judged: bool) -> str:
    if judged:
        return "passed" if passed else "failed"
    return "inside" if passed else "outside"


def _digits(low: float, high: float, unit: str) -> int:
    """Decimals that tell the ends of a target apart."""
    if unit == "share":
        return 2 if max(abs(low), abs(high)) < 0.01 else 1 if abs(high) < 0.05 else 0
    return 0 if unit in ("minutes", "hours") or low >= 5 else 2


def _shown(value: float, unit: str, digits: int, language: str) -> str:
    if unit == "share":
        return share(value, language, digits)
    plain = number(value, language, digits if unit != "minutes" else 1)
    return text(f"command.patterns.{unit}", language, value=plain) if unit in ("minutes", "hours") else plain
