"""The product against the plain model in groups where every move, every setting and the portfolio are at work.

`tests/test_oracle.py` compares runs of the older moves and made-up strategies; here each bundle of moves
meets each way to run a group, so that all kinds of events are compared often. Nothing is left to chance:
worlds, strategies and seeds are fixed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from benchmarks.plain_portfolio import PlainPortfolio
from sim.outcome import EVENT_KINDS
from sim.plain import plain_setup
from sim.portfolio_population import build_portfolio_population
from tests.test_oracle import SEEN, assert_same_life, first_difference

DAYS = 16
WORLD = {
    "channels": [
        {"kind": "friends", "members": 35, "arrivals_per_day": 1.0, "reserve": 50},
        {"kind": "giveaway", "members": 25, "arrivals_per_day": 1.0, "droppers": 0.3, "reserve": 30},
    ],
    "product": {"appeal": 8.0, "cycle_days": 5.0, "basket": 0.5},
    "psychology": {"leave_base": 0.003, "policing": 0.8, "impulse_rate": 1.0, "block_rate": 0.5},
}


def when(start: int = 0, every: int = 1, **more: Any) -> dict[str, Any]:
    """A timetable from the day `start` on, every so many days."""
    return {"from_day": start, "every_days": every, **more}


TOPIC = {"move": "daily_topic"}
PACKETS = {"move": "red_packet", "amount_yuan": 30.0}
MOVING = {"move": "move_members", "when": when(8, until_day=11), "talk_least": 0.5, "price_yuan": 5.0}

BUNDLES: dict[str, list[dict[str, Any]]] = {
    "programme": [
        TOPIC,
        {"move": "column", "when": when(), "variety": 2},
        {"move": "relayed_class", "when": when(1, 3)},
        {"move": "poll", "when": when(1, 2), "response": 0.9},
        {"move": "roll_call", "when": when(1)},
        {"move": "steer_topic", "when": when(trigger="drift", per_day=4, topic_share=0.9, cooldown_days=0.5)},
        {"move": "co_creation", "when": when(1, 2)},
        {"move": "honours", "when": when(3, 2), "mentions": 3},
    ],
    "selling": [
        TOPIC,
        {"move": "flash_sale", "when": when()},
        {"move": "privilege_offer", "when": when(0, 2)},
        {
            "move": "prompted_offer",
            "when": when(trigger="talk", per_day=12, talk_messages=1.0, cooldown_days=0.5),
        },
        {"move": "pitch_questions", "when": when(), "discount": 0.1},
        {"move": "private_sales", "when": when(), "contacts": 8, "discount": 0.1, "platform_risk": 0.005},
        {"move": "packet_probe", "when": when(1), "amount_yuan": 6.0, "portions": 5},
        {
            "move": "soft_offer",
            "when": when(trigger="probe_passed", per_day=6, cooldown_days=0.5),
        },
    ],
    "growing": [
        TOPIC,
        PACKETS,
        {"move": "fission", "when": when(), "invites_needed": 1, "gift": 0.5},
        {"move": "pull_in_rewards", "when": when(), "invites_needed": 2},
        {"move": "recruit", "when": when(2, 3), "people": 4},
        {"move": "buddy", "when": when()},
        {"move": "welcome", "when": when()},
    ],
    "caring": [
        TOPIC,
        PACKETS,
        {"move": "stewards", "when": when(2, 3), "answers": 0.9},
        {
            "move": "check_in_challenge",
            "when": when(1, until_day=3),
            "challenge_days": 5,
            "deposit_yuan": 10.0,
        },
        {"move": "wake_silent", "when": when(3, 2), "silent_days": 2.0, "how": "private"},
        {"move": "offline_meeting", "when": when(4, 6), "seats": 10},
    ],
    "ending": [
        TOPIC,
        {"move": "shills", "sameness": 1.0},
        {"move": "purge_lurkers", "when": when(5, 5), "removals": 3, "silent_days": 3.0},
        MOVING,
        {"move": "planned_end", "when": when(13)},
    ],
}

SETTINGS: dict[str, dict[str, Any]] = {
    "open": {},
    "strict": {
        "entry": "questionnaire",
        "screening": True,
        "announcement": True,
        "rules": True,
        "enforcement": 0.5,
        "handbook": 1.0,
        "bot_share": 0.5,
        "digest": 1.0,
        "voice": 0.7,
    },
    "paid": {"entry": "paid", "entry_fee_yuan": 9.9, "term_days": 6.0, "rules": True},
    "invited": {
        "entry": "invitation",
        "screening": True,
        "screening_minutes": 30.0,
        "enforcement": 1.0,
        "strikes_allowed": 1,
    },
}


@pytest.mark.parametrize("how", SETTINGS)
@pytest.mark.parametrize("what", BUNDLES)
def test_groups_in_which_all_moves_are_made_live_the_same_lives(what, how):
    plan = {
        "moves": BUNDLES[what],
        "settings": SETTINGS[how],
        "staffing": {"answer_share": 0.5, "minutes_per_day": 150.0},
    }
    here, strategy = sim.World.model_validate(WORLD), sim.Strategy.model_validate(plan)
    assert_same_life(here, strategy, 2**40 + len(what) + len(how), DAYS)


def test_the_cases_above_show_every_kind_of_event():
    if sum(SEEN.values()) == 0:
        pytest.skip("the runs above were not chosen")
    assert min(SEEN[kind] for kind in EVENT_KINDS) >= 2, SEEN


def portfolio(capacity: int, minutes: float) -> sim.Portfolio:
    """Three groups from one of which all move on, and that take in each other's overflow."""
    usual = [TOPIC, PACKETS, {"move": "welcome", "when": when()}]
    staffing = {"answer_share": 0.8}

    def moving(to: str, **more: Any) -> dict[str, Any]:
        return {"move": "move_members", "when": when(4, until_day=9), "to": to, **more}

    return sim.Portfolio.model_validate(
        {
            "channels": [
                {"kind": "friends", "members": 50, "arrivals_per_day": 3.0},
                {"kind": "giveaway", "members": 30, "arrivals_per_day": 4.0, "droppers": 0.2},
            ],
            "group": {"capacity": capacity},
            "minutes_per_day": minutes,
            "groups": [
                {
                    "name": "first",
                    "fills_at": 60,
                    "strategy": {"moves": [*usual, moving("second")], "staffing": staffing},
                    "overflow": "second",
                },
                {
                    "name": "second",
                    "fills_at": 30,
                    "room_for": 60,
                    "strategy": {
                        "moves": [*usual, moving("third", price_yuan=3.0)],
                        "staffing": staffing,
                        "settings": {"screening": True, "screening_minutes": 2.0, "rules": True},
                    },
                    "overflow": "third",
                },
                {
                    "name": "third",
                    "room_for": 3,
                    "strategy": {
                        "moves": usual,
                        "settings": {"entry": "paid", "entry_fee_yuan": 5.0, "term_days": 5.0},
                    },
                },
            ],
        }
    )


@pytest.mark.parametrize(("capacity", "minutes"), [(500, 120.0), (40, 30.0)])
def test_portfolios_live_the_same_lives(capacity, minutes):
    """The same events and days in each group, and the same people found no room."""
    here, seed = portfolio(capacity, minutes), 2**33 + 1
    outcome = sim.simulate_portfolio(here, seed, days=DAYS, events=True)
    populations, _ = build_portfolio_population(here, seed, DAYS)
    names = here.names()
    setups = []
    for population, strategy, plan in zip(populations, here.strategies(), here.plans(), strict=True):
        setup = plain_setup(here.group_world(), strategy, population)
        overflow = -1 if plan.overflow is None else names.index(plan.overflow)
        setups.append(setup | {"group": {**setup["group"], "overflow": overflow}})
    plain = PlainPortfolio(setups, seed, DAYS)
    plain.run()
    for found, group in zip(outcome.groups, plain.groups, strict=True):
        assert first_difference(found.events, group.events) == ""
        for name in found.daily.dtype.names:
            there = np.array([day[name] for day in group.daily])
            np.testing.assert_allclose(found.daily[name], there, rtol=1e-9, atol=1e-9, err_msg=name)
    assert plain.carried > 20
    assert outcome.lost == plain.lost
