"""A stand-in for `sim.simulate`, quick and with known fates: what is done with outcomes needs no model.

A fake strategy is (mean day of death, risk, error at seeds); launches of one seed share their luck.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.outcome import Outcome
from sim.records import DAY


@dataclass(frozen=True)
class FakeStrategy:
    """Talk of `talk` messages a day until about `life` days; raises at the seeds in `fails`."""

    life: float
    talk: int = 20
    risks: tuple[str, ...] = ()
    fails: frozenset[int] = field(default_factory=frozenset)

    def acts(self) -> list[dict[str, Any]]:
        return []


def build_population(world: Any, seed: int, days: int) -> int:
    if world == "broken":
        raise RuntimeError("no people")
    return seed


def simulate(
    world: Any, strategy: FakeStrategy, seed: int, *, days: int, population: Any = None, events: bool = False
) -> Outcome:
    if seed in strategy.fails:
        raise ZeroDivisionError("division by zero")
    assert population == seed
    luck = np.random.default_rng(seed)
    death = min(strategy.life * math.exp(0.3 * luck.standard_normal()), 10_000)
    daily = np.zeros(days, dtype=DAY)
    daily["first_talk"] = np.nan
    daily["last_talk"] = np.nan
    alive = np.arange(days) < death
    daily["talk"][alive] = strategy.talk + luck.integers(0, 5, days)[alive]
    daily["speakers"][alive] = 3
    moments = np.arange(days, dtype=float)
    daily["first_talk"][alive] = moments[alive] + 0.25
    daily["last_talk"][alive] = moments[alive] + 0.75
    daily["starts"][alive] = 4
    daily["starts_answered"][alive] = 3
    daily["joins"][0] = 100
    daily["leaves"][1:] = luck.integers(0, 2, days - 1)
    daily["looks"] = 50
    daily["trust_sum"] = 25.0 + luck.random(days)
    daily["minutes"] = 30.0
    daily["revenue_fen"] = 1000
    final = {
        "members_present": int(daily["joins"].sum() - daily["leaves"].sum()),
        "muted": 5,
        "closed_day": -1.0,
        "banned_day": -1.0,
        "ban_chance": 0.0,
    }
    return Outcome(seed=seed, daily=daily, events=None, final=final)
