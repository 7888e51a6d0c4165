"""Whom one knows among those present: kept up to date as people come, go and get to know each other."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.engine import new_state, run_to, setup_of
from sim.records import PRESENT
from tests.small_worlds import GROWN_STRATEGIES, GROWN_WORLDS, strategy, world


@pytest.mark.parametrize("where", list(GROWN_WORLDS))
@pytest.mark.parametrize("what", list(GROWN_STRATEGIES))
def test_the_sum_of_ties_is_that_of_those_present(where, what):
    here, plan = world(where), strategy(what)
    population = sim.build_population(here, 4, 20)
    state = new_state(setup_of(here, plan, population), 4, 20)
    for day in (1.0, 6.3, 20.0):
        run_to(state, day)
        present = state.members["status"] == PRESENT
        expected = (state.ties * present[None, :]).sum(axis=1) - np.diag(state.ties)
        np.testing.assert_allclose(state.members["tie_sum"][present], expected[present], rtol=1e-9, atol=1e-9)


def first_week(ties: str, shyness: float, seeds: int = 12) -> float:
    """Starts in the first week of a neglected group of 40, who know nobody or their circle; summed over seeds."""
    here = sim.World.model_validate(
        {
            "channels": [{"kind": "friends", "members": 40}],
            "ties": {"pattern": ties} if ties == "strangers" else {"pattern": ties, "weakest": 0.4},
            "psychology": {"say_to_strangers": shyness, "impulse_rate": 1.0},
        }
    )
    return float(
        sum(sim.simulate(here, sim.Strategy(), seed, days=7).daily["starts"].sum() for seed in range(seeds))
    )


def test_people_speak_among_friends():
    """Strangers who say a tenth of what they would begin a fraction of what friends do; without shyness nearly as much.

    Poisson-like counts of some hundreds: the bounds are more than five standard errors away.
    """
    assert first_week("strangers", 0.1) < 0.5 * first_week("small_world", 0.1)
    assert first_week("strangers", 1.0) > 0.6 * first_week("small_world", 1.0)
