"""Several plain groups as one: the shared desk, and people carried from one group to the next."""

import math

import numpy as np
import pytest

from benchmarks.plain_portfolio import PlainPortfolio
from tests.plain_setups import ACTS, EVERY_DAY, make_setup, run

DAYS = 12
MOVING = EVERY_DAY | {"key": 51, "from_hour": 15, "first_day": 1, "chat": 0.3, "moves": 1, "target": 1}


def setups(*, minutes=1000, vacant=40, **first):
    staffing = {"minutes_per_day": minutes}
    return [
        make_setup(n=40, late=15, acts=[*ACTS, MOVING], staffing=staffing, **first),
        make_setup(n=20, vacant=vacant, first_key=1000, acts=ACTS, staffing=staffing),
    ]


def run_all(both, days=DAYS):
    portfolio = PlainPortfolio(both, 3, days)
    portfolio.run()
    return portfolio


@pytest.fixture(scope="module")
def pair():
    """A group from which people move on to another."""
    return run_all(setups())


def test_who_moves_is_carried_and_joins_the_next_day(pair):
    origin, target = pair.groups
    moved = {member: t for t, kind, member, *_ in origin.events if kind == "move"}
    by_key = {member.key: member for member in target.members if member.carried_in}
    assert len(moved) == pair.carried == len(by_key) > 5
    assert pair.lost == 0
    joined = {member: t for t, kind, member, *_ in target.events if kind == "join"}
    for position, t in moved.items():
        person = origin.members[position]
        assert person.status == "carried"
        place = by_key[person.key]
        assert place.trust_at_joining == person.trust
        assert place.purchases >= person.purchases
        morning = math.floor(t) + 1 + 9 / 24
        assert morning <= place.join_time < morning + 0.5
        assert joined.get(place.position) == (place.join_time if place.join_time < DAYS else None)


def test_people_who_are_carried_still_know_each_other(pair):
    origin, target = pair.groups
    positions = {member.key: member.position for member in origin.members}
    carried = [member for member in target.members if member.carried_in]
    before = [
        origin.ties[positions[one.key]][positions[other.key]]
        for one in carried
        for other in carried
        if one is not other
    ]
    after = [
        target.ties[one.position][other.position] for one in carried for other in carried if one is not other
    ]
    assert sum(tie > 0 for tie in before) > 5
    assert all(known > 0 for tie, known in zip(before, after, strict=True) if tie > 0)
    ties = np.array(target.ties)
    assert np.array_equal(ties, ties.T)


def test_with_no_record_left_people_are_lost():
    portfolio = run_all(setups(vacant=3))
    assert portfolio.carried == 3
    assert portfolio.lost > 0


def test_those_for_whom_there_is_no_room_go_to_the_overflow_group():
    both = setups()
    both[0]["group"] |= {"capacity": 25, "overflow": 1}
    both[0]["acts"] = both[0]["acts"][:-1]
    portfolio = run_all(both)
    refused = [member for _, kind, member, *_ in portfolio.groups[0].events if kind == "refuse"]
    assert portfolio.carried == len(refused) > 5
    assert sum(member.carried_in for member in portfolio.groups[1].members) == len(refused)


def test_groups_that_share_nothing_live_as_they_would_alone():
    both = setups(minutes=10**9)
    both[0]["acts"] = both[0]["acts"][:-1]
    portfolio = run_all(both)
    for group, setup in zip(portfolio.groups, both, strict=True):
        assert group.events == run(setup, seed=3, days=DAYS).events


def test_the_desk_has_its_minutes_only_once(pair):
    portfolio = run_all(setups(minutes=60))
    used = [sum(group.daily[day]["minutes"] for group in portfolio.groups) for day in range(DAYS)]
    assert 50 < max(used) <= 60
    assert used == pytest.approx([portfolio.desk.used[day] for day in range(DAYS)])
    plenty = [sum(group.daily[day]["minutes"] for group in pair.groups) for day in range(DAYS)]
    assert max(plenty) > 60
    assert sum(day["dropped"] for group in portfolio.groups for day in group.daily) > 0
