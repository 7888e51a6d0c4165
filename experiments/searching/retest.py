"""The front of a search in launches that the search never saw: what of its gains is left.

The best of many trials is partly the luckiest (the winner's curse), so its figures from the search are too good. Here
each setting of the front, and the strategy as it stands, run in the same fresh launches; what is then beaten in
everything is dropped, and differences to the strategy as it stands are paired, with intervals that hold for all
settings and objectives at once (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.measures import Measure
from experiments.pairing import Difference, paired
from experiments.runs.source import Runs, launches_of
from experiments.searching.levers import Lever
from experiments.searching.search import Asked, OnProgress, Trial, front, search

Floats = NDArray[np.float64]

MOST_RETESTED = 12
"""So many settings of the front are run again; of more those that lie farthest apart."""

LEVEL = 0.95


@dataclass(frozen=True)
class Setting:
    """A setting of the front after its second test.

    Attributes:
        number: in the table, from 1.
        trial: number of the trial.
        values: what differs from the strategy as it stands, by path.
        searched: mean of each objective in the launches of the search.
        means: mean in the fresh launches.
        searched_gains: mean difference to the strategy as it stands, in the search; positive is better.
        gains: paired difference in the fresh launches; positive is better, whatever the objective's direction.
        better: objectives in which it is surely better: its interval lies above 0.
        no_worse: whether in none it can be worse by more than the smallest difference that matters.
    """

    number: int
    trial: int
    values: dict[str, float]
    searched: tuple[float, ...]
    means: tuple[float, ...]
    searched_gains: tuple[float, ...]
    gains: tuple[Difference, ...]
    better: tuple[str, ...]
    no_worse: bool

    @property
    def surely_better(self) -> bool:
        """Better in something and not worse in anything by more than matters."""
        return bool(self.better) and self.no_worse


@dataclass(frozen=True)
class SearchResult:
    """What a search found.

    Attributes:
        asked: what was searched for.
        levers: what was moved.
        trials: how many settings were tried; `failed` of them could not be run.
        launches: in which each was judged.
        retested: fresh launches in which the front ran again.
        runs: how many runs it rests on.
        measures: unit and smallest difference that matters of each objective.
        present: means of the strategy as it stands, in the fresh launches.
        present_on_front: whether no setting beats it in everything there.
        settings: the front after the second test, without the strategy as it stands; the clearest improvements first.
        dropped: how many settings of the search's front were beaten in everything in the second test.
        searched_gain: mean gain of the retested settings in the search, by objective; positive is better.
        gain: the same in the fresh launches. Their difference is what was luck.
    """

    asked: Asked
    levers: tuple[Lever, ...]
    trials: int
    failed: int
    launches: int
    retested: int
    runs: int
    measures: tuple[Measure, ...]
    present: tuple[float, ...]
    present_on_front: bool
    settings: tuple[Setting, ...]
    dropped: int
    searched_gain: tuple[float, ...]
    gain: tuple[float, ...]

    def as_dict(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        return {
            "objectives": [asdict(one) for one in self.measures],
            "levers": [one.as_dict() for one in self.levers],
            "trials": self.trials,
            "failed": self.failed,
            "launches": self.launches,
            "retested": self.retested,
            "runs": self.runs,
            "present": self.present,
            "present_on_front": self.present_on_front,
            "settings": [asdict(one) | {"surely_better": one.surely_better} for one in self.settings],
            "dropped": self.dropped,
            "searched_gain": self.searched_gain,
            "gain": self.gain,
        }


@dataclass(frozen=True)
class Size:
    """How much is computed.

    Attributes:
        trials: settings tried, the present one among them.
        launches: in which each is judged.
        retest: fresh launches in which the front runs again.
        first_seed: of the launches; those of the second test begin after those of the search.
        search_seed: of the proposals.
    """

    trials: int = 60
    launches: int = 12
    retest: int = 60
    first_seed: int = 0
    search_seed: int = 1

    @property
    def searched_seeds(self) -> range:
        """Seeds of the search's launches."""
        return range(self.first_seed, self.first_seed + self.launches)

    @property
    def fresh_seeds(self) -> range:
        """Seeds of the second test's launches, all others than those of the search."""
        return range(self.searched_seeds.stop, self.searched_seeds.stop + self.retest)

    @property
    def most_runs(self) -> int:
        """How many runs it takes at most."""
        return self.trials * self.launches + (MOST_RETESTED + 1) * self.retest


def search_and_retest(
    runs: Runs,
    asked: Asked,
    levers: Sequence[Lever],
    size: Size | None = None,
    on_progress: OnProgress | None = None,
) -> SearchResult:
    """Search, and run the front again in fresh launches.

    Args:
        runs: where runs come from.
        asked: what is searched for.
        levers: what may be moved; at least one.
        size: how much to compute.
        on_progress: called with (runs there, runs at most).

    Raises:
        ValueError: if the strategy as it stands could not be run.
        StoppedError: if the runs were told to stop.
    """
    size = size or Size()
    before = size.trials * size.launches
    trials = search(
        runs,
        asked,
        levers,
        size.trials,
        size.searched_seeds,
        size.search_seed,
        None if on_progress is None else lambda done, _: on_progress(done, size.most_runs),
    )
    if not trials[0].ran:
        raise ValueError("the strategy as it stands could not be run")
    chosen = _retested(trials, asked)
    again = [trials[0].scenario, *(trial.scenario for trial in chosen)]
    rows = runs.rows(
        launches_of(again, size.fresh_seeds),
        None if on_progress is None else lambda done, _: on_progress(before + done, size.most_runs),
    )
    outcomes = asked.outcomes(rows).reshape(size.retest, len(again), -1)
    measures = asked.measures(runs.materials.days, rows)
    return _judged(asked, levers, size, trials, chosen, outcomes, measures)


def _retested(trials: Sequence[Trial], asked: Asked) -> list[Trial]:
    """The front of the search without the strategy as it stands: all of it, or those that lie farthest apart."""
    on_front = front(np.array([trial.means for trial in trials]), asked.signs)
    candidates = [trial for trial, on in zip(trials, on_front, strict=True) if on and trial.scenario.values]
    if len(candidates) <= MOST_RETESTED:
        return candidates
    means = np.array([trial.means for trial in candidates])
    places = (means - means.min(axis=0)) / np.where(np.ptp(means, axis=0) > 0, np.ptp(means, axis=0), 1.0)
    # The best in each objective first, then whatever is farthest from all that is chosen.
    kept = list(dict.fromkeys(np.argmax(means * asked.signs, axis=0).tolist()))
    while len(kept) < MOST_RETESTED:
        apart = np.min(np.linalg.norm(places[:, None] - places[None, kept], axis=2), axis=1)
        apart[kept] = -1.0
        kept.append(int(np.argmax(apart)))
    return [candidates[place] for place in sorted(kept[:MOST_RETESTED])]


def _judged(
    asked: Asked,
    levers: Sequence[Lever],
    size: Size,
    trials: Sequence[Trial],
    chosen: Sequence[Trial],
    outcomes: Floats,
    measures: tuple[Measure, ...],
) -> SearchResult:
    """Judge outcomes of the second test, shape (launches, 1 + chosen, objectives)."""
    means = _means(outcomes)
    stays = front(means, asked.signs)
    level = 1.0 - (1.0 - LEVEL) / max(1, len(chosen) * len(measures))
    present = np.array(trials[0].means)
    settings = [
        _setting(asked, trial, present, outcomes[:, place], outcomes[:, 0], means[place], measures, level)
        for place, trial in enumerate(chosen, 1)
    ]
    kept = [one for one, on in zip(settings, stays[1:], strict=True) if on]
    kept.sort(key=lambda one: (not one.surely_better, -len(one.better), one.trial))
    return SearchResult(
        asked,
        tuple(levers),
        len(trials),
        sum(not trial.ran for trial in trials),
        size.launches,
        size.retest,
        size.trials * size.launches + outcomes.shape[0] * outcomes.shape[1],
        measures,
        tuple(map(float, means[0])),
        bool(stays[0]),
        tuple(replace(one, number=number) for number, one in enumerate(kept, 1)),
        len(chosen) - len(kept),
        _mean_of([one.searched_gains for one in settings], len(measures)),
        _mean_of([tuple(gain.mean for gain in one.gains) for one in settings], len(measures)),
    )


def _setting(
    asked: Asked,
    trial: Trial,
    present: Floats,
    own: Floats,
    other: Floats,
    means: Floats,
    measures: tuple[Measure, ...],
    level: float,
) -> Setting:
    """Judge one setting, still without a number.

    Args:
        asked: what was searched for.
        trial: the setting.
        present: means of the strategy as it stands in the search, shape (objectives,).
        own: the setting's outcomes in the fresh launches, shape (launches, objectives).
        other: those of the strategy as it stands.
        means: the setting's means in the fresh launches.
        measures: of the objectives.
        level: how sure each interval is.
    """
    gains = tuple(
        paired(sign * own[:, place], sign * other[:, place], level, one.reach)
        for place, (sign, one) in enumerate(zip(asked.signs, measures, strict=True))
    )
    return Setting(
        0,
        trial.number,
        dict(trial.scenario.values),
        trial.means,
        tuple(map(float, means)),
        tuple(map(float, asked.signs * (np.array(trial.means) - present))),
        gains,
        tuple(one.code for one, gain in zip(measures, gains, strict=True) if gain.low > 0),
        all(gain.low > -one.matters for one, gain in zip(measures, gains, strict=True)),
    )


def _means(outcomes: Floats) -> Floats:
    """Means over the launches in which all of them ran."""
    whole = np.isfinite(outcomes).all(axis=(1, 2))
    if not whole.any():
        return np.full(outcomes.shape[1:], np.nan)
    return np.asarray(outcomes[whole].mean(axis=0))


def _mean_of(rows: list[tuple[float, ...]], columns: int) -> tuple[float, ...]:
    return tuple(map(float, np.mean(rows, axis=0))) if rows else (float("nan"),) * columns
