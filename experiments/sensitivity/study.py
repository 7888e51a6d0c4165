"""A sensitivity analysis from beginning to end: screening, shares of the survivors, and distances on all points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT, Definition
from experiments.measures import DEFAULT_WAGE_FEN, values_of
from experiments.runs.materials import Run, Scenario
from experiments.runs.source import Runs
from experiments.sensitivity import given_data, screening
from experiments.sensitivity import shares as sobol
from experiments.sensitivity.factors import Factor, values_at
from experiments.sensitivity.given_data import Distance
from experiments.sensitivity.screening import MOST_SURVIVORS, Screening
from experiments.sensitivity.shares import Shares

Floats = NDArray[np.float64]
OnProgress = Callable[[int, int], None]

METHODS = ("all", "morris", "sobol", "pawn")


@dataclass(frozen=True)
class Asked:
    """Of what the sensitivity is asked.

    Attributes:
        world: id in the runs' materials.
        strategy: likewise.
        against: a second strategy, if the outcome is the first's difference to it in the same launch; values of paths
            that begin with ``strategy.`` replace the first's only.
        measure: one of `experiments.measures.MEASURES`.
        day: up to which life is judged.
        definition: of death.
        wage_fen: an hour of staff time.
    """

    world: str
    strategy: str
    against: str | None = None
    measure: str = "lively_days"
    day: int = 90
    definition: Definition = DEFAULT
    wage_fen: float = DEFAULT_WAGE_FEN

    def scenarios(self, factors: Sequence[Factor], point: Floats) -> list[Scenario]:
        """The one scenario, or the two, at a point of the unit cube."""
        values = values_at(factors, point)
        found = [Scenario.of(self.world, self.strategy, values)]
        if self.against is not None:
            shared = {path: value for path, value in values.items() if path.startswith("world.")}
            found.append(Scenario.of(self.world, self.against, shared))
        return found


@dataclass(frozen=True)
class Size:
    """How much is computed.

    Attributes:
        method: one of `METHODS`.
        trajectories: of the screening (r).
        points: rows of the design of shares, or points for PAWN alone (N); a power of two.
        seeds: launches at each point (R).
        first_seed: of the launches.
        design_seed: of designs and bootstraps.
    """

    method: str = "all"
    trajectories: int = 10
    points: int = 64
    seeds: int = 4
    first_seed: int = 0
    design_seed: int = 1

    def runs(self, factors: int, arms: int = 1) -> int:
        """How many runs it takes at most: fewer where the screening drops factors, or some are kept already.

        Args:
            factors: how many are asked about (k).
            arms: 2 where the outcome is a difference.
        """
        points = 0
        if self.method in ("all", "morris"):
            points += self.trajectories * (factors + 1)
        if self.method in ("all", "sobol"):
            points += self.points * (min(factors, MOST_SURVIVORS) + 2)
        if self.method == "pawn":
            points += self.points
        return points * self.seeds * arms


@dataclass(frozen=True)
class Sensitivity:
    """What came of it.

    Attributes:
        asked: of what.
        factors: which were moved, and from where to where.
        size: how much was computed.
        runs: how many runs it rests on.
        mean: of the outcome over all points, in the unit of the measure.
        luck: share of the variance of a launch's outcome that is luck: that of `shares` if there are any, else over the
            points of the screening; NaN for PAWN alone.
        screening: effects, unless not asked for.
        shares: of the survivors, with all other factors where the world and the strategy have them; None if not asked
            for, or if nothing survived.
        distances: PAWN of every factor on all points where it was moved.
    """

    asked: Asked
    factors: tuple[Factor, ...]
    size: Size
    runs: int
    mean: float
    luck: float
    screening: Screening | None
    shares: Shares | None
    distances: tuple[Distance, ...]

    @property
    def ranked(self) -> tuple[str, ...]:
        """Paths of the factors, those that matter most first."""
        total = {} if self.shares is None else {one.path: one.total.share for one in self.shares.factors}
        effect = {} if self.screening is None else {one.path: one.mu_star for one in self.screening.mean}
        distance = {one.path: one.index for one in self.distances}

        def weight(path: str) -> tuple[float, ...]:
            found = (total.get(path), effect.get(path), distance.get(path))
            return tuple(-np.inf if one is None or np.isnan(one) else one for one in found)

        return tuple(sorted((one.path for one in self.factors), key=weight, reverse=True))

    def as_dict(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        return {
            "measure": self.asked.measure,
            "runs": self.runs,
            "mean": self.mean,
            "luck": self.luck,
            "factors": [one.as_dict() for one in self.factors],
            "size": asdict(self.size),
            "screening": None if self.screening is None else self.screening.as_dict(),
            "shares": None if self.shares is None else self.shares.as_dict(),
            "distances": [one.as_dict() for one in self.distances],
            "ranked": self.ranked,
        }


class _Points:
    """All points tried so far, for PAWN: their coordinates by factor, and the outcomes of their launches."""

    def __init__(self, factors: Sequence[Factor]) -> None:
        self._place = {one.path: place for place, one in enumerate(factors)}
        self._points: list[Floats] = []
        self._outcomes: list[Floats] = []
        self._blocks: list[NDArray[np.int64]] = []
        self._next = 0

    def add(self, factors: Sequence[Factor], points: Floats, outcomes: Floats) -> None:
        """Add b blocks of points, shape (b, p, k'), with outcomes of shape (b, p, R)."""
        blocks, size, seeds = outcomes.shape
        found = np.full((blocks, size, seeds, len(self._place)), np.nan)
        for column, one in enumerate(factors):
            found[..., self._place[one.path]] = points[:, :, None, column]
        self._points.append(found.reshape(-1, len(self._place)))
        self._outcomes.append(outcomes.ravel())
        self._blocks.append(np.repeat(self._next + np.arange(blocks), size * seeds))
        self._next += blocks

    def everything(self) -> tuple[Floats, Floats, NDArray[np.int64]]:
        """Points (n, k), NaN where a factor was not moved; outcomes (n,); blocks (n,)."""
        return np.concatenate(self._points), np.concatenate(self._outcomes), np.concatenate(self._blocks)


def sensitivity(
    runs: Runs,
    asked: Asked,
    factors: Sequence[Factor],
    size: Size | None = None,
    on_progress: OnProgress | None = None,
) -> Sensitivity:
    """Find what an outcome hangs on.

    Args:
        runs: where runs come from.
        asked: of what.
        factors: to be moved; at most `MOST_SURVIVORS` for the method "sobol", which screens nothing out.
        size: how much to compute.
        on_progress: called with (runs there, runs at most).

    Raises:
        ValueError: if too few runs went through for any figure, or for an unknown method or too many factors.
        StoppedError: if the runs were told to stop.
    """
    size = size or Size()
    if size.method not in METHODS:
        raise ValueError(f"unknown method {size.method!r}; one of {', '.join(METHODS)}")
    if size.method == "sobol" and len(factors) > MOST_SURVIVORS:
        raise ValueError(f"shares are for {MOST_SURVIVORS} factors at most")
    stage = _Stage(runs, asked, size, len(factors), on_progress)
    tried = _Points(factors)
    screened = shared = None
    survivors = tuple(factors)
    if size.method in ("all", "morris"):
        points = screening.trajectories(len(factors), size.trajectories, size.design_seed)
        found = stage.outcomes(factors, points, _seeds_by_block(points, size))
        tried.add(factors, points, found)
        screened = screening.screen(factors, points, found, size.design_seed)
        by_path = {one.path: one for one in factors}
        survivors = tuple(by_path[path] for path in screened.survivors)
    if size.method in ("all", "sobol") and survivors:
        points = sobol.design(len(survivors), size.points, size.design_seed)
        seeds = sobol.seeds_of(size.points, len(survivors), size.seeds, size.first_seed)
        found = stage.outcomes(survivors, points, seeds)
        tried.add(survivors, points, found)
        shared = sobol.shares(survivors, found, size.design_seed)
    if size.method == "pawn":
        points = _spread_points(len(factors), size)[:, None, :]
        tried.add(factors, points, stage.outcomes(factors, points, _seeds_by_block(points, size)))
    everything = tried.everything()
    luck = shared.luck.share if shared is not None else screened.luck if screened is not None else np.nan
    return Sensitivity(
        asked,
        tuple(factors),
        size,
        stage.done,
        float(np.nanmean(everything[1])) if np.isfinite(everything[1]).any() else float("nan"),
        float(luck),
        screened,
        shared,
        given_data.pawn([one.path for one in factors], *everything, seed=size.design_seed),
    )


class _Stage:
    """Turns points into outcomes, and counts."""

    def __init__(
        self, runs: Runs, asked: Asked, size: Size, factors: int, on_progress: OnProgress | None
    ) -> None:
        self._runs, self._asked = runs, asked
        self._arms = 1 if asked.against is None else 2
        self._most = size.runs(factors, self._arms)
        self._on_progress = on_progress
        self.done = 0

    def outcomes(self, factors: Sequence[Factor], points: Floats, seeds: NDArray[np.int64]) -> Floats:
        """Outcomes of shape (b, p, R) at points of shape (b, p, k) in the launches of seeds (b, p, R)."""
        arms = [self._asked.scenarios(factors, point) for point in points.reshape(-1, points.shape[2])]
        each = seeds.reshape(-1, seeds.shape[2])
        wanted = [
            Run(scenario, int(seed))
            for scenarios, own in zip(arms, each, strict=True)
            for seed in own
            for scenario in scenarios
        ]
        before, report = self.done, self._on_progress
        rows = self._runs.rows(
            wanted, None if report is None else lambda done, _: report(before + done, self._most)
        )
        self.done += len(wanted)
        asked = self._asked
        values = values_of(rows, asked.measure, asked.day, asked.definition, asked.wage_fen)
        by_arm = values.reshape(-1, self._arms)
        found = by_arm[:, 0] - by_arm[:, 1] if self._arms == 2 else by_arm[:, 0]
        return found.reshape(seeds.shape)


def _seeds_by_block(points: Floats, size: Size) -> NDArray[np.int64]:
    """The same seeds at all points of a block, others in the next: shape (b, p, R)."""
    blocks, number = points.shape[:2]
    own = size.first_seed + np.arange(blocks * size.seeds).reshape(blocks, 1, size.seeds)
    return np.repeat(own, number, axis=1)


def _spread_points(factors: int, size: Size) -> Floats:
    from scipy.stats.qmc import Sobol

    return np.asarray(Sobol(factors, scramble=True, rng=size.design_seed).random(size.points))
