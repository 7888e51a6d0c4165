"""Searching a strategy's levers for a front: settings none of which is beaten in everything by another.

Trials are proposed by optuna's multivariate tree-structured Parzen estimator for several objectives (Ozaki et al. 2022)
in batches of a fixed size, the strategy as it stands being the first, and every trial is judged on the same launches.
Proposals depend on the seed and on what came of earlier trials, and on nothing else: any number of threads finds the
same, and a search whose runs are kept goes on where it stopped by proposing the same trials again, whose runs are there
already. So the search has no records of its own.

What looks best among many trials was partly lucky. So the front is run again in launches that the search never saw
(`experiments.searching.retest`), and only that is believed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT, Definition
from experiments.measures import DEFAULT_WAGE_FEN, MEASURES, Measure, measure, values_of
from experiments.outcome_rows import POSITION
from experiments.runs.materials import Materials, Scenario
from experiments.runs.source import Runs, launches_of
from experiments.searching.levers import Lever, values_of_levers

Floats = NDArray[np.float64]
OnProgress = Callable[[int, int], None]

USUAL_OBJECTIVES = ("lively_days", "profit", "leaves")
BATCH = 10
"""So many trials are proposed at a time. No part of what is found may hang on the machine, so this is fixed."""

MOST_RANDOM = 20
"""So many trials at most are drawn at random before proposals begin; a third of all if they are fewer."""


@dataclass(frozen=True)
class Asked:
    """What is searched for.

    Attributes:
        world: id in the runs' materials.
        strategy: likewise.
        objectives: of `experiments.measures.MEASURES`; more of each is better unless it says otherwise, and fewer staff
            minutes are.
        day: up to which life is judged.
        definition: of death.
        wage_fen: an hour of staff time.
    """

    world: str
    strategy: str
    objectives: tuple[str, ...] = USUAL_OBJECTIVES
    day: int = 90
    definition: Definition = DEFAULT
    wage_fen: float = DEFAULT_WAGE_FEN

    def __post_init__(self) -> None:
        unknown = [code for code in self.objectives if code not in MEASURES]
        if unknown:
            raise ValueError(f"unknown measure {unknown[0]!r}; one of {', '.join(MEASURES)}")

    def outcomes(self, rows: Floats) -> Floats:
        """The objectives of each run, in the units of their measures: shape (n, objectives), NaN where one failed."""
        columns = [values_of(rows, one, self.day, self.definition, self.wage_fen) for one in self.objectives]
        return np.stack(columns, axis=1)

    def measures(self, days: int, rows: Floats) -> tuple[Measure, ...]:
        """Unit and smallest difference that matters of each objective, for groups as in some rows."""
        starts = rows[:, POSITION["members_start"]]
        members = float(np.nanmean(starts)) if np.isfinite(starts).any() else 1.0
        return tuple(measure(code, self.day, days, members) for code in self.objectives)

    @property
    def signs(self) -> Floats:
        """+1 for each objective of which more is better, else -1."""
        known = (measure(code, self.day, self.day, 1.0) for code in self.objectives)
        return np.array([1.0 if one.more_is_better else -1.0 for one in known])


@dataclass(frozen=True)
class Trial:
    """One setting of the levers and what came of it in the launches of the search.

    Attributes:
        number: in the order of the search; 0 is the strategy as it stands.
        scenario: what was run.
        means: of each objective; NaN if a run failed.
    """

    number: int
    scenario: Scenario
    means: tuple[float, ...]

    @property
    def ran(self) -> bool:
        """Whether all its runs went through."""
        return bool(np.isfinite(self.means).all())


def search(
    runs: Runs,
    asked: Asked,
    levers: Sequence[Lever],
    trials: int,
    seeds: Sequence[int],
    search_seed: int = 1,
    on_progress: OnProgress | None = None,
) -> list[Trial]:
    """Try settings of the levers.

    Args:
        runs: where runs come from.
        asked: what is searched for.
        levers: at least one.
        trials: how many settings, the present one among them.
        seeds: of the launches in which each is judged.
        search_seed: of the proposals.
        on_progress: called with (runs there, runs in all).

    Returns:
        All trials in their order; settings that came up again are not run again.

    Raises:
        StoppedError: if the runs were told to stop.
    """
    proposer = _Proposer(levers, asked.signs, trials, search_seed)
    found: list[Trial] = []
    total = trials * len(seeds)
    while len(found) < trials:
        proposed = proposer.ask(min(BATCH, trials - len(found)), first=not found)
        scenarios = [
            Scenario.of(asked.world, asked.strategy, values_of_levers(levers, point) if place else {})
            for place, point in enumerate(proposed, len(found))
        ]
        before = len(found) * len(seeds)
        means = _means(runs, asked, scenarios, seeds, _from(on_progress, before, total))
        proposer.tell(means)
        found += [
            Trial(len(found) + place, scenario, tuple(map(float, mean)))
            for place, (scenario, mean) in enumerate(zip(scenarios, means, strict=True))
        ]
    return found


def front(means: Floats, signs: Floats) -> NDArray[np.bool_]:
    """Which points are beaten in everything by none.

    Args:
        means: shape (n, objectives); points with NaN are never on the front.
        signs: +1 for each objective of which more is better, else -1.

    Returns:
        Shape (n,); of points alike in everything the first counts.
    """
    good = means * signs
    whole = np.asarray(np.isfinite(good).all(axis=1))
    found = whole.copy()
    numbers = np.flatnonzero(whole)
    others = good[numbers]
    for place in numbers:
        no_worse = (others >= good[place]).all(axis=1)
        better = (others > good[place]).any(axis=1)
        found[place] = not (no_worse & (better | (numbers < place))).any()
    return found


def valid(materials: Materials, scenario: Scenario) -> bool:
    """Whether a scenario's values make a strategy: two numbers that are fine alone may not fit together."""
    try:
        materials.strategy(
            scenario.strategy, [(path.partition(".")[2], value) for path, value in scenario.values]
        )
    except ValueError:
        return False
    return True


def _means(
    runs: Runs, asked: Asked, scenarios: list[Scenario], seeds: Sequence[int], report: OnProgress | None
) -> Floats:
    """Means of the objectives over the launches, shape (scenarios, objectives); NaN for what cannot be run."""
    fit = [scenario for scenario in dict.fromkeys(scenarios) if valid(runs.materials, scenario)]
    found = dict.fromkeys(scenarios, np.full(len(asked.objectives), np.nan))
    if fit:
        rows = runs.rows(launches_of(fit, seeds), report)
        outcomes = asked.outcomes(rows).reshape(len(seeds), len(fit), -1)
        found |= dict(zip(fit, outcomes.mean(axis=0), strict=True))
    return np.stack([found[scenario] for scenario in scenarios])


def _from(report: OnProgress | None, before: int, total: int) -> OnProgress | None:
    return None if report is None else lambda done, _: report(before + done, total)


class _Proposer:
    """Optuna, asked for points of the unit cube and told what came of them."""

    def __init__(self, levers: Sequence[Lever], signs: Floats, trials: int, seed: int) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._names = [lever.path for lever in levers]
        self._present = [lever.range.share(lever.present) for lever in levers]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            sampler = optuna.samplers.TPESampler(
                seed=seed, multivariate=True, n_startup_trials=max(1, min(MOST_RANDOM, trials // 3))
            )
        self._study = optuna.create_study(
            directions=["maximize" if sign > 0 else "minimize" for sign in signs], sampler=sampler
        )
        self._space: dict[str, Any] = {
            name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in self._names
        }
        self._asked: list[Any] = []

    def ask(self, number: int, *, first: bool) -> Floats:
        """So many points, shape (number, levers); the first of all is where the levers stand."""
        if first:
            self._study.enqueue_trial(dict(zip(self._names, self._present, strict=True)))
        self._asked = [self._study.ask(self._space) for _ in range(number)]
        return np.array([[trial.params[name] for name in self._names] for trial in self._asked])

    def tell(self, means: Floats) -> None:
        """What came of the points asked for last, shape (number, objectives), NaN where nothing did."""
        import optuna

        for trial, mean in zip(self._asked, means, strict=True):
            if np.isfinite(mean).all():
                self._study.tell(trial, [float(value) for value in mean])
            else:
                self._study.tell(trial, state=optuna.trial.TrialState.FAIL)
