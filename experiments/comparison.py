"""A comparison: the same launches under several strategies, and everything that can be asked of them.

The numbers are an `Ensemble`; this object knows what they mean. It draws nothing and speaks no language: it
gives arrays, counts and codes. Whatever it gives depends only on what was run, so it can be saved, loaded
and asked again, with another definition of death, another baseline or another wage, without running anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.by_tier import TierResults
from experiments.comparison_parts import Dot, Hidden, Share
from experiments.definitions import DEFAULT, Definition
from experiments.kpis import kpis_of
from experiments.launches import Ensemble, Failure
from experiments.life import LifeCurve, LogRank, life_curve, log_rank, restricted_mean, wilson
from experiments.marks import Mark
from experiments.measures import DEFAULT_WAGE_FEN, Measure, measure, values_of
from experiments.money import Money, money_of
from experiments.outcome_rows import DAY_SUMS, POSITION
from experiments.pairing import Difference, paired
from experiments.senses import SENSES
from experiments.signs import SymptomSeen, symptoms_seen, tier_totals
from experiments.verdict import Verdict, decide, level_for_all_pairs

Floats = NDArray[np.float64]

QUANTILES: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)

LIFE_DAYS: tuple[int, ...] = (7, 30, 90, 180)


@dataclass(frozen=True)
class Comparison:
    """See the module's text. Arrays are ordered as `strategies`, then by launch.

    Attributes:
        world_id: id or title of the world.
        strategies: ids in the user's order.
        days: length of a run.
        first_seed: seed of the first launch; launch i has seed ``first_seed + i``.
        requested: launches asked for.
        ensemble: the numbers.
        marks: the moves on the time axis.
        risks: strategy → text codes of its legal and ethical risks; only those that have any.
        world_spec, strategy_specs: the declarations, as plain data.
        provenance: versions and kind of machine that it was computed with (`experiments.studies.study.provenance`).
    """

    world_id: str
    strategies: tuple[str, ...]
    days: int
    first_seed: int
    requested: int
    ensemble: Ensemble = field(repr=False)
    marks: tuple[Mark, ...] = ()
    risks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    world_spec: dict[str, Any] = field(default_factory=dict, repr=False)
    strategy_specs: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    provenance: dict[str, Any] = field(default_factory=dict, repr=False)

    # ---- what was run

    @property
    def launches(self) -> int:
        """Launches that have run (failed ones included)."""
        return self.ensemble.done

    @property
    def complete(self) -> bool:
        """Whether all launches asked for have run."""
        return self.launches == self.requested

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that raised, in order."""
        return tuple(self.ensemble.failures)

    @property
    def judged_day(self) -> int:
        """The day up to which life is judged unless another is named: 180, or an earlier horizon."""
        return min(180, self.days)

    @cached_property
    def members(self) -> float:
        """Mean members present at the end of the first day."""
        values = self.ensemble.rows[:, :, POSITION["members_start"]]
        return float(np.nanmean(values)) if np.any(~np.isnan(values)) else 0.0

    def column(self, strategy: str, name: str) -> Floats:
        """A column of `outcome_rows.COLUMNS` for every launch, NaN where the run failed, shape (n,)."""
        return self.ensemble.rows[:, self._position(strategy), POSITION[name]]

    # ---- life

    def deaths(self, strategy: str, definition: Definition = DEFAULT) -> Floats:
        """Day of death of every launch, ``inf`` if it outlived the horizon, NaN if it failed, shape (n,)."""
        return self.column(strategy, definition.code)

    def closed(self, strategy: str) -> Floats:
        """Day on which the operator closed each launch on purpose, ``inf`` if not, NaN if it failed, shape (n,)."""
        return self.column(strategy, "closed")

    def life_curve(self, strategy: str, definition: Definition = DEFAULT) -> LifeCurve:
        """Share of launches lively after each day 0, 1 … days, with its band, arrays of shape (days + 1,)."""
        grid = np.arange(self.days + 1, dtype=np.float64)
        deaths, closed = self.deaths(strategy, definition), self.closed(strategy)
        return life_curve(deaths, grid, float(self.days), closed=closed)

    def lively(self, strategy: str, day: float, definition: Definition = DEFAULT) -> Share:
        """How many launches are lively after `day`, of those not closed on purpose before."""
        deaths = self.deaths(strategy, definition)[self._known(strategy, day, definition)]
        count, of = int(np.count_nonzero(deaths > day)), int(deaths.size)
        if of == 0:
            return Share(0, 0, float("nan"), float("nan"), float("nan"))
        low, high = wilson(np.array(count / of), np.array(float(of)))
        return Share(count, of, count / of, float(low), float(high))

    @property
    def life_days(self) -> tuple[int, ...]:
        """The days whose lively launches are counted: 7, 30, 90, 180 inside the horizon, and the horizon."""
        return tuple(sorted({*(day for day in LIFE_DAYS if day < self.days), self.days}))

    def lively_days(self, strategy: str, day: float, definition: Definition = DEFAULT) -> float:
        """Mean days lived in the first `day` days."""
        return restricted_mean(self.deaths(strategy, definition), day, self.closed(strategy))

    def dots(
        self, strategy: str, day: float, definition: Definition = DEFAULT, count: int = 100
    ) -> list[Dot]:
        """At most `count` launches to draw as lively or dead on `day`.

        All launches, in their order, if there are no more than `count`, so dot i is the same launch under
        every strategy; else `count` of them, evenly spread over the order of their deaths. Launches that were
        closed on purpose before the day have no dot.
        """
        deaths = self.deaths(strategy, definition)
        numbers = np.flatnonzero(self._known(strategy, day, definition))
        if numbers.size > count:
            ordered = numbers[np.argsort(deaths[numbers], kind="stable")]
            numbers = ordered[((np.arange(count) + 0.5) * ordered.size / count).astype(np.int64)]
        return [
            Dot(int(i), self.first_seed + int(i), float(deaths[i]), bool(deaths[i] > day)) for i in numbers
        ]

    # ---- activity

    def fan(self, strategy: str, smooth_days: int = 1) -> Floats:
        """Quantiles over the launches of ordinary messages a day, shape (len(QUANTILES), days).

        Args:
            strategy: its id.
            smooth_days: 1 for the days as they are, 7 for the mean of the last seven days of each launch.
        """
        paths = self._paths(strategy, smooth_days)
        if paths.shape[0] == 0:
            return np.full((len(QUANTILES), self.days), np.nan)
        return np.quantile(paths, QUANTILES, axis=0)

    def sample_paths(self, strategy: str, count: int = 20, smooth_days: int = 1) -> Floats:
        """Messages a day of the first launches, the same for all strategies, shape (≤ count, days)."""
        return self._paths(strategy, smooth_days)[:count]

    def mean_by_day(self, strategy: str, name: str) -> Floats:
        """Mean over the launches of a field of `experiments.outcome_rows.DAY_SUMS` by day, shape (days,)."""
        position = self._position(strategy)
        with np.errstate(divide="ignore", invalid="ignore"):
            return self._sums(strategy, name) / float(self.ensemble.day_counts[position])

    def hidden(self, strategy: str) -> Hidden:
        """Trust, fatigue, attention and mutes by day."""
        looks, joined = self._sums(strategy, "looks"), np.cumsum(self._sums(strategy, "joins"))
        with np.errstate(divide="ignore", invalid="ignore"):
            return Hidden(
                self._sums(strategy, "trust_sum") / looks,
                self._sums(strategy, "fatigue_sum") / looks,
                self._sums(strategy, "attention_sum") / looks,
                np.cumsum(self._sums(strategy, "mutes")) / joined,
                np.cumsum(self._sums(strategy, "leaves")) / joined,
                self.mean_by_day(strategy, "looks"),
            )

    # ---- what showed on the way

    def symptoms(self, strategy: str, day: float | None = None) -> list[SymptomSeen]:
        """The seven symptoms: how many launches showed each by `day`, and when it began in these."""
        signs, judged = self.ensemble.signs, self.judged_day if day is None else day
        return symptoms_seen(signs.symptoms[:, self._position(strategy)], judged)

    def sense(self, strategy: str, code: str) -> Floats:
        """Mean over the launches of one of the four senses by week, 0..100, NaN where not known, shape (weeks,)."""
        signs, position, place = self.ensemble.signs, self._position(strategy), SENSES.index(code)
        with np.errstate(divide="ignore", invalid="ignore"):
            return signs.sense_sums[position, :, place] / signs.sense_counts[position, :, place]

    def tiers(self, strategy: str) -> dict[str, TierResults]:
        """Results by the members' tier in the first launches, added up; nothing if they have no event log."""
        return tier_totals(self.ensemble.signs.tiers[:, self._position(strategy)])

    @property
    def logged(self) -> int:
        """Launches whose event log was looked at."""
        return int(self.ensemble.signs.tiers.shape[0])

    # ---- money and key figures

    def money(self, strategy: str, wage_fen: float = DEFAULT_WAGE_FEN) -> Money:
        """Money in and out, a launch on average, with an hour of staff time at `wage_fen`."""
        return money_of(self._rows(strategy), wage_fen)

    def kpis(self, strategy: str, definition: Definition = DEFAULT) -> dict[str, float]:
        """Key figures by the codes of `experiments.kpis.KPIS`."""
        return kpis_of(self._rows(strategy), self.deaths(strategy, definition), self.days)

    # ---- differences and the verdict

    def measure(self, code: str, day: int | None = None) -> Measure:
        """Unit, direction and smallest difference that matters of one of `experiments.measures.MEASURES`."""
        return measure(code, self._day(day), self.days, self.members)

    def values(
        self,
        strategy: str,
        code: str,
        day: int | None = None,
        definition: Definition = DEFAULT,
        wage_fen: float = DEFAULT_WAGE_FEN,
    ) -> Floats:
        """A measure of every launch, NaN where the run failed, shape (n,).

        A launch that was closed on purpose while lively counts as lively to the end; `difference` and `verdict`
        compare it up to its closing only.
        """
        return values_of(self._rows(strategy), code, self._day(day), definition, wage_fen)

    def difference(
        self,
        strategy: str,
        baseline: str,
        code: str = "lively_days",
        day: int | None = None,
        definition: Definition = DEFAULT,
        wage_fen: float = DEFAULT_WAGE_FEN,
        level: float = 0.95,
    ) -> Difference:
        """The paired difference `strategy` − `baseline` of a measure."""
        first = self.values(strategy, code, day, definition, wage_fen)
        second = self.values(baseline, code, day, definition, wage_fen)
        return self._paired((strategy, first), (baseline, second), self.measure(code, day), level)

    def log_rank(
        self, strategy: str, baseline: str, definition: Definition = DEFAULT, day: int | None = None
    ) -> LogRank:
        """The log-rank test of two life curves up to `day`; beside `difference`, never instead of it."""
        first, second = self.deaths(strategy, definition), self.deaths(baseline, definition)
        return log_rank(first, second, float(self._day(day)), self.closed(strategy), self.closed(baseline))

    def verdict(
        self,
        code: str = "lively_days",
        day: int | None = None,
        definition: Definition = DEFAULT,
        matters: float | None = None,
        include_risky: bool = False,
        level: float = 0.95,
        wage_fen: float = DEFAULT_WAGE_FEN,
    ) -> Verdict:
        """Which strategy is best, if that can be said (rules in `experiments.verdict`).

        Args:
            code: the measure that decides.
            day: up to which day life is judged; `judged_day` if not given.
            definition: of death.
            matters: smallest difference that matters; the measure's own if not given.
            include_risky: rank strategies that carry a legal or ethical risk too.
            level: how sure all the pairs' intervals are together.
            wage_fen: an hour of staff time, where the measure is profit.
        """
        judged, day = self.measure(code, day), self._day(day)
        sign = -1.0 if judged.more_is_better is False else 1.0
        smallest = judged.matters if matters is None else matters
        values = {
            name: sign * self.values(name, code, day, definition, wage_fen)
            for name in self.strategies
            if include_risky or name not in self.risks
        }
        values = {name: column for name, column in values.items() if np.any(~np.isnan(column))}
        candidates = tuple(values)
        each = level_for_all_pairs(len(candidates), level)
        shared = list(values.values())
        usable = int(np.count_nonzero(~np.isnan(np.sum(shared, axis=0)))) if shared else 0
        word, leaders, tiers = decide(
            candidates,
            {name: float(np.nanmean(column)) for name, column in values.items()},
            lambda first, second: self._paired(
                (first, values[first]), (second, values[second]), judged, each
            ),
            smallest,
            usable,
        )
        too_short = code == "lively_days" and self.days <= definition.days_needed
        if too_short:
            word, leaders, tiers = "nothing_to_rank", (), (candidates,) if candidates else ()
        shares = {name: self.lively(name, day, definition) for name in self.strategies}
        return Verdict(
            word,
            code,
            day,
            smallest,
            leaders,
            tiers,
            tuple(name for name in self.strategies if name in self.risks and not include_risky),
            {name: self.risks.get(name, ()) for name in self.strategies},
            {name: share.count for name, share in shares.items()},
            {name: share.of for name, share in shares.items()},
            level,
            definition.days_needed if too_short else 0,
        )

    # ---- files

    def save(self, folder: Path | str) -> None:
        """Write everything into `folder`, which appears whole or not at all."""
        from experiments.comparison_files import save

        save(self, Path(folder))

    @classmethod
    def load(cls, folder: Path | str) -> Comparison:
        """Read what `save` wrote.

        Raises:
            OSError: if it is not there.
            ValueError: if it is of another version.
        """
        from experiments.comparison_files import load

        return load(Path(folder))

    # ---- inside

    def _position(self, strategy: str) -> int:
        return self.strategies.index(strategy)

    def _day(self, day: int | None) -> int:
        return self.judged_day if day is None else day

    def _known(self, strategy: str, day: float, definition: Definition) -> NDArray[np.bool_]:
        """Which launches are known to be lively or dead on `day`: neither failed nor closed before, shape (n,)."""
        deaths = self.deaths(strategy, definition)
        known: NDArray[np.bool_] = (deaths <= day) | ((deaths > day) & (self.closed(strategy) > day))
        return known

    def _paired(
        self, first: tuple[str, Floats], second: tuple[str, Floats], judged: Measure, level: float
    ) -> Difference:
        """The difference of two strategies' values; lives are compared while neither group has been closed."""
        (one, ones), (other, others) = first, second
        if judged.code == "lively_days":
            both = np.minimum(self.closed(one), self.closed(other))
            ones, others = np.minimum(ones, both), np.minimum(others, both)
        return paired(ones, others, level, judged.reach)

    def _rows(self, strategy: str) -> Floats:
        return self.ensemble.rows[:, self._position(strategy)]

    def _sums(self, strategy: str, name: str) -> Floats:
        return self.ensemble.day_sums[self._position(strategy), :, DAY_SUMS.index(name)]

    def _paths(self, strategy: str, smooth_days: int) -> Floats:
        paths = self.ensemble.talk_paths[:, self._position(strategy)].astype(np.float64)
        paths = paths[~np.isnan(paths).any(axis=1)]
        if smooth_days > 1 and paths.shape[0]:
            sums = np.cumsum(np.pad(paths, ((0, 0), (smooth_days, 0))), axis=1)
            width = np.minimum(np.arange(1, self.days + 1), smooth_days)
            paths = (sums[:, smooth_days:] - sums[:, :-smooth_days]) / width
        return paths
