"""Running the coverage table: every arm once a launch, all measures taken off it, one result whatever the threads.

Arms that several effects share are run once. Launches with the same people stand next to each other and share them.
Measures are put in their places by effect and seed, so sums come out the same to the last bit in whatever order the
threads finish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.coverage.definitions import FALSE_ALARM, Arm, Effect, Row
from experiments.coverage.living import live, people_of
from experiments.pairing import paired
from sim.parameters import Psychology

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class EffectResult:
    """What an effect came to.

    Attributes:
        effect: the effect asked for.
        mean: mean difference of the measure, arm minus against (or the measure itself), in the measure's unit.
        low, high: its 95% interval.
        t: standard errors by which the mean lies beyond the bound, in the stated direction.
        launches: launches behind it.
        holds: whether that is more than chance would give (`FALSE_ALARM`).
    """

    effect: Effect
    mean: float
    low: float
    high: float
    t: float
    launches: int
    holds: bool


@dataclass(frozen=True)
class RowResult:
    """A row with its effects."""

    row: Row
    effects: tuple[EffectResult, ...]

    @property
    def holds(self) -> bool:
        """Whether there is an effect and all hold."""
        return bool(self.effects) and all(one.holds for one in self.effects)


@dataclass
class _Job:
    """One launch of all arms that meet the same people."""

    seed: int
    arms: dict[str, Arm]
    wanted: dict[str, list[tuple[int, int]]]
    """Key of the arm → (effect, side) pairs whose measure is taken of it; side 0 is `arm`, 1 is `against`."""


def run_rows(
    rows: Sequence[Row],
    *,
    launches: int | None = None,
    threads: int = 1,
    nature: Mapping[str, float] | None = None,
    on_progress: OnProgress | None = None,
) -> list[RowResult]:
    """Run all effects of some rows.

    Args:
        rows: the rows.
        launches: launches of every effect instead of its own number.
        threads: launches at a time; the results do not depend on it.
        nature: psychology parameters that replace the worlds' own in every arm.
        on_progress: called with (jobs done, jobs in all), from the calling thread.
    """
    effects = [effect for row in rows for effect in row.effects]
    values = measured(effects, launches=launches, threads=threads, nature=nature, on_progress=on_progress)
    results = iter([result_of(effect, one) for effect, one in zip(effects, values, strict=True)])
    return [RowResult(row, tuple(next(results) for _ in row.effects)) for row in rows]


def measured(
    effects: Sequence[Effect],
    *,
    launches: int | None = None,
    threads: int = 1,
    nature: Mapping[str, float] | None = None,
    on_progress: OnProgress | None = None,
) -> list[NDArray[np.float64]]:
    """The measures of each effect, shape (launches, arms); arguments as in `run_rows`."""
    changed = [_under(effect, nature) for effect in effects]
    numbers = [launches or effect.launches for effect in changed]
    values = [np.zeros((n, len(effect.arms))) for n, effect in zip(numbers, changed, strict=True)]
    jobs = _jobs(changed, numbers)

    def run(job: _Job) -> None:
        people = people_of(next(iter(job.arms.values())), job.seed)
        for key, arm in job.arms.items():
            wanted = job.wanted[key]
            events = any(changed[effect].measure.events for effect, _ in wanted)
            lived = live(arm, job.seed, people, events)
            for effect, side in wanted:
                values[effect][job.seed, side] = changed[effect].measure.of(lived)

    with ThreadPoolExecutor(threads, thread_name_prefix="coverage") as pool:
        waiting = [pool.submit(run, job) for job in jobs]
        try:
            for done, one in enumerate(waiting, start=1):
                one.result()
                if on_progress is not None:
                    on_progress(done, len(jobs))
        finally:
            for one in waiting:
                one.cancel()
    return values


def result_of(effect: Effect, values: NDArray[np.float64]) -> EffectResult:
    """Mean, interval and verdict.

    Args:
        effect: the effect.
        values: its measures, shape (launches, arms); launches with a NaN have nothing to measure and are left out.
    """
    values = values[~np.isnan(values).any(axis=1)]
    second = values[:, 1] if effect.against is not None else np.zeros(len(values))
    difference = paired(values[:, 0], second)
    if len(values) < 2:
        return EffectResult(effect, difference.mean, difference.low, difference.high, 0.0, len(values), False)
    apart = effect.direction * (values[:, 0] - second - effect.bound)
    mean, error = float(np.mean(apart)), float(np.std(apart, ddof=1) / np.sqrt(len(apart)))
    t = mean / error if error > 0 else float(np.sign(mean)) * float("inf") if mean else 0.0
    n = len(apart)
    return EffectResult(effect, difference.mean, difference.low, difference.high, t, n, t > needed(n))


def needed(launches: int) -> float:
    """Standard errors that an effect must clear its bound by with so many launches."""
    from scipy.special import stdtrit

    return float(stdtrit(launches - 1, 1 - FALSE_ALARM))


def _under(effect: Effect, nature: Mapping[str, float] | None) -> Effect:
    """The effect with other psychology parameters in both arms."""
    if not nature:
        return effect

    def changed(arm: Arm) -> Arm:
        values = {**arm.nature.psychology.model_dump(), **nature}
        psychology = Psychology.model_validate(values)
        return replace(arm, nature=arm.nature.model_copy(update={"psychology": psychology}))

    against = None if effect.against is None else changed(effect.against)
    return replace(effect, arm=changed(effect.arm), against=against)


def _jobs(effects: Sequence[Effect], numbers: Sequence[int]) -> list[_Job]:
    found: dict[tuple[str, int], _Job] = {}
    for number, (effect, launches) in enumerate(zip(effects, numbers, strict=True)):
        for side, arm in enumerate(effect.arms):
            for seed in range(launches):
                job = found.setdefault((arm.people_key, seed), _Job(seed, {}, {}))
                job.arms.setdefault(arm.key, arm)
                job.wanted.setdefault(arm.key, []).append((number, side))
    return list(found.values())
