"""Futures that share one past, and until when a group could have been saved: nothing left over, nothing praised."""

from __future__ import annotations

import numpy as np
import pytest

import scenarios
import sim
from experiments.autopsy.forks import draw_moments, future_seed, under, with_luck
from experiments.autopsy.no_return import (
    Chance,
    ChanceOnDay,
    Rescued,
    chance_on_day,
    checkpoints,
    first_lost,
    future,
    grid_for,
    no_return,
)
from sim import engine
from sim.records import DAY

WORLD, SEED, DAYS = "strangers_60", 4, 60


@pytest.fixture(scope="module")
def world():
    return scenarios.load_world(WORLD)


@pytest.fixture(scope="module")
def ads():
    return scenarios.load_strategy("hard_ads")


def state_at(world, strategy, day, days=DAYS, seed=SEED):
    population = sim.build_population(world, seed, days)
    state = engine.new_state(engine.setup_of(world, strategy, population), seed, days)
    engine.run_to(state, float(day))
    return state


@pytest.mark.parametrize("day", [0, 1, 9, 30])
def test_the_same_luck_gives_the_life_as_it_was(world, day):
    strategy = scenarios.load_strategy("light_care")
    whole = state_at(world, strategy, DAYS)
    fork = with_luck(state_at(world, strategy, day), SEED, float(day))
    engine.run_to(fork, DAYS)
    assert fork.days.tobytes() == whole.days.tobytes()
    assert fork.members.tobytes() == whole.members.tobytes()


@pytest.mark.parametrize("strategy", ["light_care", "red_packets", "hard_ads"])
def test_finding_moments_again_in_the_same_streams_finds_the_same(world, strategy):
    """So what is drawn again for another seed is all that was drawn ahead, and nothing else."""
    strategy = scenarios.load_strategy(strategy)
    whole, fork = state_at(world, strategy, DAYS), state_at(world, strategy, 9)
    draw_moments(fork, 9.0)
    engine.run_to(fork, DAYS)
    assert fork.days.tobytes() == whole.days.tobytes()
    assert fork.members.tobytes() == whole.members.tobytes()


def test_futures_differ_and_share_their_past(world):
    strategy = scenarios.load_strategy("light_care")
    states = checkpoints(world, strategy, SEED, (12,), 40)
    before = states[12].members.tobytes(), states[12].days.tobytes()
    lives = [future(states[12], world, None, 12, future_seed(SEED, r), 52) for r in range(3)]
    again = future(states[12], world, None, 12, future_seed(SEED, 1), 52)
    was = state_at(world, strategy, 52).days
    assert (states[12].members.tobytes(), states[12].days.tobytes()) == before
    assert lives[1].tobytes() == again.tobytes()
    assert len({life.tobytes() for life in lives} | {was.tobytes()}) == 4
    for life in lives:
        assert life[:12].tobytes() == was[:12].tobytes()
        assert life[12:13].tobytes() != was[12:13].tobytes()


def test_nothing_that_was_drawn_ahead_is_left(world):
    state = state_at(world, scenarios.load_strategy("light_care"), 12)
    first, second = (with_luck(state, future_seed(SEED, number), 12.0) for number in range(2))
    here = (state.members["status"] == sim.records.PRESENT) & (state.members["staying"] == 0)
    assert here.sum() > 20
    for name in ("next_impulse", "next_look", "leave_threshold"):
        own, one, other = (each.members[name][here] for each in (state, first, second))
        known = np.isfinite(own) & np.isfinite(one) & np.isfinite(other)
        assert (own[known] != one[known]).all()
        assert (one[known] != other[known]).all()
        assert (one[known] > (12.0 if name.startswith("next") else 0.0)).all()
    unreached = first.members["leave_threshold"] > first.members["leave_hazard"]
    assert unreached[here].all()
    people = (
        "key",
        "sociability",
        "attention",
        "trust",
        "confidence",
        "belonging",
        "fatigue",
        "leave_hazard",
    )
    for name in people:
        assert (first.members[name] == state.members[name]).all()
    assert first.ties.tobytes() == state.ties.tobytes()


def test_a_rescue_from_the_opening_on_is_that_strategy(world, ads):
    playbook = scenarios.load_strategy("trust_playbook")
    fork = under(state_at(world, ads, 0), world, playbook, 0)
    engine.run_to(fork, DAYS)
    assert fork.days.tobytes() == state_at(world, playbook, DAYS).days.tobytes()


def test_a_rescues_calendar_begins_on_its_first_day(world, ads):
    rescue = sim.Strategy.model_validate(
        {"moves": [{"move": "useful_post", "when": {"from_day": 2, "until_day": 4}}]}
    )
    fork = under(state_at(world, ads, 20), world, rescue, 20)
    engine.run_to(fork, DAYS)
    assert np.flatnonzero(fork.days["operator"][20:]).tolist() == [2, 3, 4]


def made_days(talking, days=60):
    daily = np.zeros(days, dtype=DAY)
    for day in talking:
        daily["talk"][day] = 1
        daily["first_talk"][day] = daily["last_talk"][day] = day + 0.5
    return daily


@pytest.mark.parametrize(
    ("talking", "is_rescued"),
    [
        (range(60), True),
        (range(14, 44, 6), True),
        (range(14), False),
        ([*range(14, 20), *range(28, 44)], False),
        (range(14, 36), False),
        ([], False),
    ],
)
def test_what_counts_as_a_rescue(talking, is_rescued):
    assert Rescued().holds(made_days(talking), 0) == is_rescued
    shifted = made_days([day + 10 for day in talking if day < 50])
    assert Rescued().holds(shifted, 10) == is_rescued


def test_a_rescue_is_not_judged_too_early():
    with pytest.raises(ValueError, match="day 64"):
        Rescued().holds(made_days([]), 20)


@pytest.mark.statistical
def test_the_best_of_many_equals_is_not_praised():
    """Six rescues of chance 0.5, 300 days of 40 futures: honest mean within 0.03 (3.8 errors), the naive above 0.58."""
    luck = np.random.default_rng(8)
    honest, naive = [], []
    for _ in range(300):
        wins = {str(i): luck.random(40) < 0.5 for i in range(6)}
        found = chance_on_day(0, wins, wins["0"])
        honest.append(found.best.share)
        naive.append(max(one.share for one in found.rescues.values()))
        assert found.best.futures == 40
        assert found.best.low <= found.best.share <= found.best.high
    assert np.mean(honest) == pytest.approx(0.5, abs=0.03)
    assert np.mean(naive) > 0.58


def test_what_always_works_is_chosen_and_counted_in_full():
    wins = {"never": np.zeros(7, bool), "always": np.ones(7, bool)}
    found = chance_on_day(3, wins, wins["never"])
    assert (found.chosen, found.best.rescued, found.best.futures) == ("always", 7, 7)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [([9, 8, 5], None), ([9, 1, 5, 1, 0], 3), ([1, 0], 0), ([9, 2], None), ([], None)],
)
def test_the_point_of_no_return_is_where_chances_stay_low(shares, expected):
    days = [
        ChanceOnDay(day, {}, Chance.of(0, 10), "x", Chance.of(share, 10)) for day, share in enumerate(shares)
    ]
    assert first_lost(days, 0.2) == expected


def test_the_grid_ends_a_month_after_death():
    assert grid_for(5.5, 1000) == (0, 3, 7, 14, 21, 30)
    assert grid_for(300.0, 60) == (0, 3, 7, 14)


@pytest.mark.statistical
def test_rescue_gets_harder_the_later_it_begins(world, ads):
    """Group 4 of strangers under ads, sessions as the rescue, 16 futures: nearly all at once, nearly none on day 30."""
    rescue = {"kol_sharing": scenarios.load_strategy("kol_sharing")}
    found = no_return(world, ads, SEED, rescue, (0, 30), futures=16, threads=2)
    alone = no_return(world, ads, SEED, rescue, (0, 30), futures=16, threads=1)
    assert found == alone
    first, last = found.days
    assert first.best.rescued >= 13
    assert last.best.rescued <= 3
    assert found.day == 30
    assert first.as_before.rescued <= 3


def test_nothing_brings_back_a_group_that_the_platform_took_away() -> None:
    world, strategy = scenarios.load_world("giveaway_300"), scenarios.load_strategy("fission")
    days = 40
    for seed in range(40):
        outcome = sim.simulate(world, strategy, seed, days=days)
        if 0.0 <= outcome.final["banned_day"] < 20.0:
            break
    else:
        pytest.fail("no launch is banned")
    day = int(outcome.final["banned_day"]) + 1
    state = checkpoints(world, strategy, seed, [day], 20)[day]
    later = future(
        state, world, scenarios.load_strategy("trust_playbook"), day, future_seed(seed, 1), day + 20
    )
    assert later[day:]["talk"].sum() == 0
    assert later[day:]["operator"].sum() == 0
