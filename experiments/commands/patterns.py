"""``qunlab patterns``: what real groups show, beside what simulated ones show, by strength of the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from experiments.commands.output import STEPS, as_json, progress, table
from experiments.pattern_words import accepted, reaching, shown
from scenarios.formats import number
from scenarios.texts import text

if TYPE_CHECKING:
    from experiments.patterns.definitions import Pattern
    from experiments.patterns.result import PatternResult

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
    from experiments.patterns.evaluate import evaluate
    from experiments.patterns.result import counted

    with progress(text("command.compiling", language), STEPS) as report:
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
    from experiments.pattern_results import verdict_of

    return [
        one.id,
        text(pattern.code, language),
        accepted(pattern, language),
        shown(one.value, pattern, language),
        reaching(one.interval_low, one.interval_high, pattern, language),
        number(one.runs, language),
        text(f"command.patterns.verdict.{verdict_of(pattern, one)}", language),
    ]
