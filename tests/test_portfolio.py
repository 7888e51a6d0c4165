"""Several groups as one model: compiled and Mesa form bit by bit, people who go from group to group, one shared staff.

Nothing here is left to chance: seeds are fixed and what is asserted holds exactly.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.portfolio_engine import PortfolioOutcome, new_portfolio_state, run_portfolio_to
from sim.records import CARRIED, LEFT, MOVED, PRESENT, REMOVED

DAYS = 12
SEED = 5
ODD_MOMENTS = (0.4301, 5.4321, 9.75)
# Soon after midnight, when the staff still has all its minutes.
TO_CORE = {
    "move": "move_members",
    "when": {"from_day": 3, "until_day": 6, "from_hour": 0.5, "to_hour": 0.5},
    "to": "core",
}
CARE: list[dict[str, Any]] = [
    {"move": "welcome"},
    {"move": "ice_breaking"},
    {"move": "useful_post"},
    {"move": "hard_ads", "when": {"per_day": 1, "every_days": 3}},
]
PORTFOLIO: dict[str, Any] = {
    "channels": [
        {"kind": "friends", "members": 40, "arrivals_per_day": 2.0, "reserve": 20},
        {"kind": "giveaway", "members": 30, "arrivals_per_day": 3.0, "droppers": 0.1},
    ],
    "group": {"capacity": 40},
    "minutes_per_day": 90,
    "groups": [
        {
            "name": "door",
            "fills_at": 60,
            "overflow": "next",
            "strategy": {
                "moves": [*CARE, TO_CORE],
                "staffing": {"answer_share": 0.8},
                "settings": {"screening": True, "rules": True, "enforcement": 0.8},
            },
        },
        {
            "name": "next",
            "room_for": 40,
            "strategy": {"moves": [*CARE, {"move": "fission"}], "staffing": {"answer_share": 0.5}},
        },
        {"name": "core", "fills_at": 0, "room_for": 30, "strategy": {"moves": CARE}},
    ],
}


def portfolio(**changes: Any) -> sim.Portfolio:
    return sim.Portfolio.model_validate({**PORTFOLIO, **changes})


@pytest.fixture(scope="module")
def whole() -> PortfolioOutcome:
    """The compiled run in one go."""
    return sim.simulate_portfolio(portfolio(), SEED, days=DAYS, events=True)


def model(**options: Any) -> sim.PortfolioModel:
    return sim.PortfolioModel(portfolio(), seed=SEED, days=DAYS, events=True, **options)


def assert_same(found: PortfolioOutcome, expected: PortfolioOutcome) -> None:
    assert found.names == expected.names
    assert found.lost == expected.lost
    assert found.turned_away.tolist() == expected.turned_away.tolist()
    for own, other in zip(found.groups, expected.groups, strict=True):
        assert own.events.tobytes() == other.events.tobytes()
        assert own.daily.tobytes() == other.daily.tobytes()
        assert own.final == other.final


def test_everything_that_can_happen_between_groups_happens(whole):
    door, following, core = (group.daily for group in whole.groups)
    assert door["moved"].sum() > 5 and core["joins"].sum() > 5
    assert whole.groups[0].final["refused"] > 0 and following["joins"].sum() > 20
    assert door["screened"].sum() > 0 and door["dropped"].sum() > 0


def test_mesa_stepped_by_the_day_is_the_compiled_run(whole):
    with model() as stepped:
        for _ in range(DAYS + 2):
            stepped.step()
        assert not stepped.running
        assert_same(stepped.outcome(), whole)


def test_mesa_paused_in_mid_day_is_the_compiled_run(whole):
    with model() as paused:
        for moment in (*ODD_MOMENTS, float(DAYS)):
            paused.run_to(moment)
        assert_same(paused.outcome(), whole)


def test_the_compiled_run_can_be_paused_and_gone_on_with_from_a_copy(whole):
    state = new_portfolio_state(portfolio(), SEED, DAYS, events=True)
    parts: list[list[np.ndarray]] = [[] for _ in state.states]
    for moment in ODD_MOMENTS:
        run_portfolio_to(state, moment, parts)
    copied, of_the_copy = state.copy(), [list(part) for part in parts]
    run_portfolio_to(state, float(DAYS), parts)
    run_portfolio_to(copied, float(DAYS), of_the_copy)
    assert_same(PortfolioOutcome.of(state, parts), whole)
    assert_same(PortfolioOutcome.of(copied, of_the_copy), whole)


def test_a_fork_under_the_same_strategies_takes_the_same_course(whole):
    with model() as origin:
        origin.run_to(ODD_MOMENTS[1])
        with origin.fork() as fork:
            fork.run_to(float(DAYS))
            for own, expected in zip(fork.outcome().groups, whole.groups, strict=True):
                assert own.daily.tobytes() == expected.daily.tobytes()
                assert own.final == expected.final
        origin.run_to(float(DAYS))
        assert_same(origin.outcome(), whole)


def test_a_fork_under_another_strategy_for_one_group_differs_from_there_on(whole):
    with model() as origin:
        origin.run_to(ODD_MOMENTS[1])
        with origin.fork({"next": sim.Strategy()}) as fork:
            fork.run_to(float(DAYS))
            found = fork.outcome().groups
        with origin.fork({"next": sim.Strategy()}) as again:
            again.run_to(float(DAYS))
            assert [group.daily.tobytes() for group in again.outcome().groups] == [
                group.daily.tobytes() for group in found
            ]
    day = int(ODD_MOMENTS[1])
    for own, expected in zip(found, whole.groups, strict=True):
        assert own.daily[:day].tobytes() == expected.daily[:day].tobytes()
    assert (
        found[1].daily["operator"][day + 1 :].sum() == 0 < whole.groups[1].daily["operator"][day + 1 :].sum()
    )
    assert found[0].daily["operator"][day + 1 :].sum() > 0


def test_nobody_is_lost_or_doubled():
    state = new_portfolio_state(portfolio(), SEED, 30)
    run_portfolio_to(state, 30.0)
    outcome = PortfolioOutcome.of(state, None)
    for group in outcome.groups:
        final = group.final
        gone = final["left"] + final["removed"] + final["moved"]
        assert group.daily["joins"].sum() == final["members_present"] + gone
    once: list[int] = []
    ever: list[int] = []
    for own in state.states:
        keys, status = own.members["key"], own.members["status"]
        once += keys[np.isin(status, (PRESENT, LEFT, REMOVED))].tolist()
        ever += keys[np.isin(status, (PRESENT, LEFT, REMOVED, MOVED))].tolist()
    assert len(once) == len(set(once))
    assert len(ever) > len(set(ever))  # who moved has a record in both groups
    carried = sum(int((own.members["carried"] == 1).sum()) for own in state.states)
    left_behind = sum(int(np.isin(own.members["status"], (MOVED, CARRIED)).sum()) for own in state.states)
    assert 0 < carried <= left_behind == carried + outcome.lost


def test_the_staff_has_its_minutes_once_for_all_groups(whole):
    used = sum(group.daily["minutes"] for group in whole.groups)
    assert used.max() <= 90
    assert (used > 80).sum() >= 3
    plenty = sim.simulate_portfolio(portfolio(minutes_per_day=14_400), SEED, days=DAYS)
    assert sum(group.daily["minutes"] for group in plenty.groups).max() > 90
    assert plenty.daily["dropped"].sum() == 0 < whole.daily["dropped"].sum()


def test_without_hours_the_operator_is_silent():
    found = sim.simulate_portfolio(portfolio(minutes_per_day=0), SEED, days=DAYS)
    assert found.daily["minutes"].sum() == 0
    assert found.daily["operator"].sum() == 0
    assert found.daily["dropped"].sum() > 20
    assert found.daily["talk"].sum() > 0


def test_a_portfolio_of_one_group_is_that_group():
    channels = PORTFOLIO["channels"]
    moves = [*CARE, {"move": "fission"}]
    staffing = {"answer_share": 0.8, "minutes_per_day": 70.0}
    strategy = sim.Strategy.model_validate({"moves": moves, "staffing": staffing})
    alone = sim.simulate(
        sim.World.model_validate({"channels": channels, "group": {"capacity": 90}}),
        strategy,
        SEED,
        days=DAYS,
        events=True,
    )
    together = sim.simulate_portfolio(
        portfolio(
            group={"capacity": 90},
            minutes_per_day=70.0,
            groups=[{"name": "all", "strategy": strategy}],
        ),
        SEED,
        days=DAYS,
        events=True,
    )
    assert together.groups[0].events.tobytes() == alone.events.tobytes()
    assert together.groups[0].daily.tobytes() == alone.daily.tobytes()


def two_groups(first: dict[str, Any], second: dict[str, Any]) -> PortfolioOutcome:
    """Two groups that no event brings together, in the order given; nobody knows anybody."""
    return sim.simulate_portfolio(
        portfolio(
            ties={"pattern": "strangers"},
            group={"capacity": 500},
            minutes_per_day=14_400,
            groups=[first, second],
        ),
        SEED,
        days=DAYS,
        events=True,
    )


def test_groups_that_share_nothing_do_not_depend_on_their_order_or_names():
    friends = {"name": "friends", "accepts": ["friends"], "strategy": {"moves": CARE}}
    takers = {"name": "takers", "accepts": ["giveaway"], "strategy": {"moves": CARE[2:]}}
    one, other = two_groups(friends, takers), two_groups({**takers, "name": "x"}, {**friends, "name": "y"})
    for found, expected in zip(reversed(other.groups), one.groups, strict=True):
        assert found.events.tobytes() == expected.events.tobytes()
        assert found.daily.tobytes() == expected.daily.tobytes()
    assert one.groups[0].daily["talk"].sum() > 0


def test_sums_over_the_groups(whole):
    assert whole.daily["talk"].tolist() == sum(group.daily["talk"] for group in whole.groups).tolist()
    firsts = np.stack([group.daily["first_talk"] for group in whole.groups])
    assert np.array_equal(whole.daily["first_talk"], np.fmin.reduce(firsts), equal_nan=True)
