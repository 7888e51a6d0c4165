"""How a race stands, at its end and on the way: made of the values that it went by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.pairing import paired
from experiments.racing.kim_nelson import SequentialRule
from experiments.racing.ocba import statistics
from experiments.racing.pairs import Floats
from experiments.racing.results import RaceState, Standing

if TYPE_CHECKING:
    from experiments.racing.race import Question


def standings(
    question: Question, leaders: tuple[str, ...], values: Floats, rule: SequentialRule | None
) -> tuple[Standing, ...]:
    """The standing of every strategy that was ranked, the leader first; `rule` is the race, if it was sequential."""
    names = question.names
    means, _, counts = statistics(values)
    among = [names.index(name) for name in leaders] or list(range(len(names)))
    first = max(among, key=lambda one: means[one] if counts[one] else -np.inf, default=None)
    if first is None:
        return ()
    found = []
    for one, name in enumerate(names):
        gap = paired(values[:, first], values[:, one], 0.95, question.judged.reach)
        left_at = int(rule.left_at[one]) if rule is not None else 0
        left_by = int(rule.left_by[one]) if rule is not None else -1
        found.append(
            Standing(
                strategy=name,
                launches=int(counts[one]),
                failed=0,
                mean=question.sign * float(means[one]),
                behind=0.0 if one == first else gap.mean,
                low=0.0 if one == first else gap.low,
                high=0.0 if one == first else gap.high,
                common=gap.launches,
                ahead=0 if one == first else gap.more,
                same=gap.same,
                worse=0 if one == first else gap.fewer,
                left_at=left_at or None,
                left_by=names[left_by] if left_by >= 0 else None,
            )
        )
    worst = float("inf")
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.strategy != names[first],
                one.strategy not in leaders,
                worst if np.isnan(one.behind) else one.behind,
            ),
        )
    )


def open_pairs(names: tuple[str, ...], rule: SequentialRule) -> tuple[tuple[str, str], ...]:
    """Pairs that are not settled, by name."""
    return tuple((names[first], names[second]) for first, second in np.argwhere(rule.open_pairs))


def state(question: Question, rule: SequentialRule, values: Floats) -> RaceState:
    """How a sequential race stands."""
    means, _, counts = statistics(values)
    names, most_left = question.names, float(rule.most_left)
    alive = sorted(np.flatnonzero(rule.alive), key=lambda one: -means[one] if counts[one] else np.inf)
    return RaceState(
        launches=int(counts.max(initial=0)),
        runs=int(counts.sum()),
        alive=tuple(names[one] for one in alive),
        running=tuple(names[one] for one in np.flatnonzero(rule.running)),
        left={name: int(at) for name, at in zip(names, rule.left_at, strict=True) if at},
        means={name: question.sign * float(mean) for name, mean in zip(names, means, strict=True)},
        open_pairs=open_pairs(names, rule),
        most_left=None if np.isnan(most_left) else int(most_left),
    )


def budget_state(question: Question, values: Floats, ranked: tuple[str, ...]) -> RaceState:
    """How a race stands that spends a budget; `ranked` are those still in."""
    means, _, counts = statistics(values)
    names = question.names
    mean_of = dict(zip(names, means, strict=True))
    return RaceState(
        launches=int(counts.max(initial=0)),
        runs=int(counts.sum()),
        alive=tuple(sorted(ranked, key=lambda name: -mean_of[name])),
        running=ranked,
        left={name: int(count) for name, count in zip(names, counts, strict=True) if name not in ranked},
        means={name: question.sign * float(mean) for name, mean in mean_of.items()},
    )
