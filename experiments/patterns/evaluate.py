"""All patterns at once: run the studies, put the numbers together, say what lies in its interval.

A result depends on psychology, effort and first seed alone: runs are taken in their order, whatever the number of
threads, and the bootstrap has its own fixed draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from experiments.patterns.definitions import PATTERNS, Pattern
from experiments.patterns.ensembles import STUDIES, Row, Study
from experiments.patterns.estimates import ESTIMATES, Estimate
from experiments.patterns.result import PatternResult
from experiments.patterns.running import Nature, RunawayError

RESAMPLES = 100
INTERVAL = (0.025, 0.975)
_SLOW_RESAMPLES = {"V04.two_classes": 20}  # each one fits two mixtures


def evaluate(
    psychology: Mapping[str, float] | None = None,
    *,
    effort: float = 1.0,
    first_seed: int = 0,
    threads: int = 2,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[PatternResult]:
    """Simulate all studies and judge every pattern.

    Args:
        psychology: values that replace the worlds' own, by the names of `sim.parameters.Psychology`.
        effort: scales the number of runs.
        first_seed: seed of each study's first run.
        threads: how many runs at a time.
        on_progress: called with (runs done, runs in all) from the calling thread.

    Returns:
        A result for each row of `PATTERNS`, in that order. If any group runs away, every value is `nan`.

    Raises:
        ValueError: if `psychology` has an unknown name or a value out of its bounds.
    """
    try:
        rows = _run_studies(Nature(psychology), effort, first_seed, threads, on_progress)
    except RunawayError:
        rows = {study.code: [] for study in STUDIES}
    return [_result(pattern, rows) for pattern in PATTERNS]


def _run_studies(
    nature: Nature,
    effort: float,
    first_seed: int,
    threads: int,
    on_progress: Callable[[int, int], None] | None,
) -> dict[str, list[Row]]:
    sizes = {study.code: study.size(effort) for study in STUDIES}
    total = sum(sizes.values())
    rows: dict[str, list[Row]] = {study.code: [] for study in STUDIES}

    def one(task: tuple[Study, int]) -> Row:
        study, number = task
        return study.measure(nature, first_seed + number, number, sizes[study.code])

    tasks = [(study, number) for study in STUDIES for number in range(sizes[study.code])]
    with ThreadPoolExecutor(threads, thread_name_prefix="pattern") as pool:
        waiting = [pool.submit(one, task) for task in tasks]
        try:
            for done, ((study, _), future) in enumerate(zip(tasks, waiting, strict=True), start=1):
                rows[study.code].append(future.result())
                if on_progress is not None:
                    on_progress(done, total)
        finally:
            for future in waiting:
                future.cancel()
    return rows


def _result(pattern: Pattern, rows: Mapping[str, Sequence[Row]]) -> PatternResult:
    study, estimate = ESTIMATES[pattern.key]
    own = rows[study]
    fixed = (pattern.id, pattern.part, pattern.strength, pattern.low, pattern.high)
    if not own:
        return PatternResult(*fixed, float("nan"), float("nan"), float("nan"), False, 0)
    value = estimate(own)
    low, high = _interval(own, estimate, _SLOW_RESAMPLES.get(pattern.key, RESAMPLES))
    return PatternResult(*fixed, value, low, high, pattern.accepts(value), len(own))


def _interval(rows: Sequence[Row], estimate: Estimate, resamples: int) -> tuple[float, float]:
    """Percentile bootstrap over runs; `nan` where no resample has a value."""
    draws = np.random.default_rng(20_160_411)
    values = []
    for _ in range(resamples):
        chosen = draws.integers(0, len(rows), len(rows))
        values.append(estimate([rows[i] for i in chosen.tolist()]))
    known = np.sort(np.array(values)[~np.isnan(values)])
    if known.size == 0:
        return float("nan"), float("nan")
    # "nearest": between two infinite values there is nothing to interpolate.
    low, high = np.quantile(known, INTERVAL, method="nearest")
    return float(low), float(high)
