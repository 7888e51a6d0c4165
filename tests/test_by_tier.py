"""Results by the members' tier, from an event log written by hand and from a run."""

import numpy as np
import pytest

import sim
from experiments.by_tier import by_tier
from tests import small_worlds
from tests.made_days import events_of


def test_known_answers():
    tiers = np.array([0, 0, 1, 2, 2])
    events = events_of(
        *((0.1, "join", i, -1) for i in range(4)),
        (0.1, "refuse", 4, -1),
        (0.2, "say", 0, -1),
        (0.3, "answer", 2, 0),
        (0.4, "go_on", 2, -1),
        (0.5, "owner_answer", -1, 0),
        (0.6, "claim", 3, -1),
        (0.7, "leave", 3, -1),
        (0.8, "mute", 1, -1),
        (0.9, "buy", 0, -1),
        (1.9, "buy", 0, -1),
        (2.0, "owner_post", -2, -1),
    )
    found = by_tier(events, tiers)
    assert list(found) == ["strong", "medium", "weak"]
    strong, medium, weak = found.values()
    assert (strong.joined, strong.speakers, strong.messages, strong.left, strong.muted) == (2, 1, 1, 0, 1)
    assert (strong.buyers, strong.orders, strong.revenue_fen) == (1, 2, 200.0)
    assert (medium.joined, medium.speakers, medium.messages, medium.orders) == (1, 1, 2, 0)
    assert (weak.joined, weak.left, weak.claimed_fen) == (1, 1, 100.0)
    assert strong.rates["revenue_fen_a_member"] == 100.0
    assert weak.rates["left_share"] == 1.0
    assert np.isnan(by_tier(events[:0], tiers)["weak"].rates["left_share"])


@pytest.mark.parametrize("seed", [1, 2])
def test_tiers_add_up_to_the_group(seed):
    world, strategy = small_worlds.world("full"), small_worlds.strategy("everything")
    people = sim.build_population(world, seed, 20).people
    outcome = sim.simulate(world, strategy, seed, days=20, events=True)
    found, daily = by_tier(outcome.events, people["tier"]).values(), outcome.daily
    assert sum(one.joined for one in found) == daily["joins"].sum() > 0
    assert sum(one.left for one in found) == daily["leaves"].sum()
    assert sum(one.muted for one in found) == daily["mutes"].sum()
    assert sum(one.orders for one in found) == daily["buyers"].sum()
    assert sum(one.revenue_fen for one in found) == daily["revenue_fen"].sum()
    # Packets' notes of droppers are among their messages of a day, and no talk.
    messages, every = sum(one.messages for one in found), daily["talk"].sum() + daily["dropper"].sum()
    assert 0 <= every - messages <= daily["packets_member"].sum()
    assert messages > 0
