"""What a race to the best costs beside equal allocation with the same assurance, and what it says of equals."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.measuring import Result

WORLD = "community_150"
STRATEGIES = ("light_care", "neglect", "pitching", "columns", "red_packets", "hard_ads")
"""Days lived of the first 90 are about 88, 78, 72, 67, 59 and 34: the best is 10 above the next, and 7 matter."""

DAY, DAYS, DIFFERENCE = 90, 97, 7.0
POOL = 150
"""Launches that are run; races are then made of launches drawn from them."""

RACES = 200
TIED = "neglect"


def races() -> list[Result]:
    """One race on the model; many on launches drawn from a pool; and two kinds of exact ties."""
    import scenarios
    from experiments.measures import values_of
    from experiments.racing.race import race
    from experiments.runs.materials import Materials, Scenario
    from experiments.runs.source import Runs, launches_of

    strategies: dict[str, Any] = {name: scenarios.load_strategy(name) for name in STRATEGIES}
    renamed = strategies[TIED].model_dump(mode="json") | {"title": {"en": "The same again"}}
    plain = Materials.of({WORLD: scenarios.load_world(WORLD)}, strategies, DAYS)
    materials = Materials(plain.worlds, {**plain.strategies, "again": renamed}, DAYS)
    entered = {name: Scenario(WORLD, name) for name in (*STRATEGIES, "again")}
    runs = Runs(materials)

    found = race(runs, {name: entered[name] for name in STRATEGIES}, "lively_days", day=DAY)
    computed = runs.computed
    alike = race(runs, {name: entered[name] for name in (TIED, "again")}, "lively_days", day=DAY)
    rows = runs.rows(launches_of([entered[name] for name in STRATEGIES], range(100_000, 100_000 + POOL)))
    pool = values_of(rows, "lively_days", DAY).reshape(POOL, len(STRATEGIES))
    return [
        Result(
            f"one race of six strategies, won by {found.leaders[0]}: runs beside equal allocation",
            100 * found.runs / found.equal_runs,
            "%",
            100 / 3,
            detail={"runs": found.runs, "equal_runs": found.equal_runs, "computed": computed},
        ),
        *_many(pool),
        Result(
            f"one strategy under two names: {alike.code}, after so many launches",
            alike.launches,
            "",
            detail={"toss_up": float(alike.code == "toss_up")},
        ),
        _tied(pool[:, STRATEGIES.index(TIED)]),
    ]


def _many(pool: np.ndarray[Any, Any]) -> list[Result]:
    from experiments.racing.equal import equal_launches
    from experiments.racing.kim_nelson import KimNelson, WinnerOrTossUp

    results = []
    for kind, called in ((WinnerOrTossUp, "winner or toss-up"), (KimNelson, "Kim-Nelson")):
        luck = np.random.default_rng(1)
        rule = kind(len(STRATEGIES), DIFFERENCE, 0.95, float(DAY), races=(RACES,))
        used = np.zeros(RACES)
        while not rule.over.all():
            used += rule.running.sum(axis=-1)
            rule.observe(pool[luck.integers(0, POOL, RACES)])
        equal = equal_launches(rule) * len(STRATEGIES)
        won = rule.alive[:, int(np.argmax(pool.mean(axis=0)))] & (rule.alive.sum(axis=-1) == 1)
        detail = {"runs": float(used.mean()), "equal_runs": float(equal.mean())}
        results += [
            Result(
                f"{RACES} races, {called}: runs beside equal allocation",
                100 * used.sum() / equal.sum(),
                "%",
                100 / 3,
                detail=detail,
            ),
            Result(
                f"{RACES} races, {called}: won by the best", 100 * float(won.mean()), "%", 95.0, more=True
            ),
        ]
    return results


def _tied(lives: np.ndarray[Any, Any]) -> Result:
    """Two groups of one strategy with luck of their own: equal by construction, and never the same."""
    from experiments.racing.kim_nelson import WinnerOrTossUp

    luck = np.random.default_rng(2)
    rule = WinnerOrTossUp(2, DIFFERENCE, 0.95, float(DAY), races=(RACES,))
    while not rule.over.all():
        rule.observe(lives[luck.integers(0, lives.size, (RACES, 2))])
    named = float(np.mean(rule.alive.sum(axis=-1) == 1))
    return Result(f"{RACES} exact ties with luck of their own: a winner was named", 100 * named, "%", 5.0)
