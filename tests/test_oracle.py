"""The product against the plain model of `benchmarks/plain_mesa.py`: the same events and the same days, run
by run.

The two share no rule code and take the same keyed draws. Both follow docs/rules.md, so their logs agree
event for event; only sums rounded in another order may differ in the last places. Nothing here is left to
chance: worlds, strategies and seeds are fixed.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import sim
from benchmarks.plain_mesa import PlainGroup
from sim.outcome import EVENT_KINDS
from sim.plain import plain_setup
from tests.generated import strategies, worlds
from tests.small_worlds import STRATEGIES, WORLDS, strategy, world

SAME_MOMENT = 1e-9  # days
SAME_VALUE = 1e-6

SEEDS = (5, 2**40 + 3, 2**63 - 1)
DAYS = {"friends": 40, "full": 25, "overloaded": 20}
CASES = [(where, what, seed) for where in WORLDS for what in STRATEGIES for seed in SEEDS]


def first_difference(found: np.ndarray, plain: list) -> str:
    """The first row in which two event logs differ, in words; empty if there is none."""
    for row, (mine, (t, kind, member, target, message, value)) in enumerate(zip(found, plain, strict=False)):
        same = (
            EVENT_KINDS[mine["kind"]] == kind
            and (mine["member"], mine["target"], mine["message"]) == (member, target, message)
            and abs(mine["t"] - t) < SAME_MOMENT
            and abs(mine["value"] - value) <= SAME_VALUE
        )
        if not same:
            return f"row {row}: {EVENT_KINDS[mine['kind']]} {mine} but {(t, kind, member, target, message, value)}"
    return "" if len(found) == len(plain) else f"{len(found)} rows but {len(plain)}"


SEEN: Counter[str] = Counter()


def assert_same_life(here: sim.World, plan: sim.Strategy, seed: int, days: int) -> None:
    """Run both and compare every event and every field of every day."""
    population = sim.build_population(here, seed, days)
    outcome = sim.simulate(here, plan, seed, days=days, population=population, events=True)
    plain = PlainGroup(plain_setup(here, plan, population), seed, days)
    plain.run()
    assert first_difference(outcome.events, plain.events) == ""
    for name in outcome.daily.dtype.names:
        there = np.array([day[name] for day in plain.daily])
        np.testing.assert_allclose(outcome.daily[name], there, rtol=1e-9, atol=1e-9, err_msg=name)
    assert outcome.final["members_present"] == plain.members_present
    SEEN.update(EVENT_KINDS[kind] for kind in outcome.events["kind"])


@pytest.mark.parametrize(("where", "what", "seed"), CASES)
def test_the_same_events_and_the_same_days(where, what, seed):
    assert_same_life(world(where), strategy(what), seed, DAYS[where])


def test_the_cases_above_show_every_usual_kind_of_event():
    """Together the runs hold each kind often enough to be worth comparing; the rest is in test_oracle_moves."""
    if sum(SEEN.values()) == 0:
        pytest.skip("the runs above were not chosen")
    usual = EVENT_KINDS[: EVENT_KINDS.index("invite")]
    assert min(SEEN[kind] for kind in usual) >= 5, SEEN


def test_the_comparison_can_fail():
    here, plan = world(), strategy("packets")
    population = sim.build_population(here, 1, 5)
    outcome = sim.simulate(here, plan, 1, days=5, population=population, events=True)
    rows = [
        (row["t"], EVENT_KINDS[row["kind"]], row["member"], row["target"], row["message"], row["value"])
        for row in outcome.events
    ]
    assert first_difference(outcome.events, rows) == ""
    for field, off in ((0, 1e-8), (2, 1), (3, 1), (4, 1), (5, 1e-5)):
        wrong = list(rows)
        changed = list(wrong[20])
        changed[field] += off
        wrong[20] = tuple(changed)
        assert first_difference(outcome.events, wrong).startswith("row 20:")
    assert first_difference(outcome.events, rows[:-1]) != ""


def test_sessions_end_on_the_minute():
    """Messages of a session at midnight, at the horizon, and at the same moment as other acts."""
    session = {"move": "kol_sharing", "when": {"every_days": 1, "from_day": 0}, "minutes": 0.0}
    plan = {
        "moves": [
            {**session, "spacing_minutes": 60.0},
            {**session, "spacing_minutes": 5.0},
            {"move": "ice_breaking"},
        ]
    }
    assert_same_life(world(), sim.Strategy.model_validate(plan), 1, 3)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(worlds(), strategies(), st.integers(0, 2**63 - 1), st.sampled_from([1, 3, 6]))
def test_made_up_groups_live_the_same_lives(here, plan, seed, days):
    """The extremes of `tests/generated.py`, as far as the plain model runs them in a moment."""
    assume(here.opening_members <= 80)
    outcome = sim.simulate(here, plan, seed, days=days)
    assume(outcome.final["reads"] < 30_000 and outcome.final["looks"] < 10_000)
    assert_same_life(here, plan, seed, days)
