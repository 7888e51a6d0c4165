"""The moves act in the direction that the operators' documents and the literature give them (rows C1 … C17).

Each test runs one group with and one without a move on the same 24 launches and asks for a paired t
statistic beyond 4 in the right
direction: were the effect absent, that would happen by chance once in about 4,000 tries (one-sided, 23
    degrees of freedom). Seeds are fixed, so a passing test goes on passing until the model changes.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

import scenarios
import sim
from sim.outcome import restricted_lively_days

pytestmark = pytest.mark.statistical

LAUNCHES, DAYS, NEEDED = 24, 60, 4.0


def strategy(*moves: dict[str, Any], **staffing: float) -> sim.Strategy:
    return sim.Strategy.model_validate({"moves": list(moves), "staffing": staffing})


@cache
def world(name: str) -> sim.World:
    if name == "newcomers":
        channels = [{"kind": "new_media", "members": 60, "arrivals_per_day": 3}]
        return sim.World.model_validate({"channels": channels})
    return scenarios.load_world(name)


@cache
def population(name: str, seed: int) -> sim.Population:
    return sim.build_population(world(name), seed, DAYS)


def days_of(played: sim.Strategy, name: str = "community_150") -> list[Any]:
    return [
        sim.simulate(world(name), played, seed, days=DAYS, population=population(name, seed)).daily
        for seed in range(LAUNCHES)
    ]


def total(field: str, first: int = 0, last: int = DAYS):
    return lambda daily: float(daily[field][first:last].sum())


def volume(field: str, first: int = 0, last: int = DAYS):
    """Logarithm of a total: a few groups that stay lively would otherwise outweigh all others."""
    return lambda daily: float(np.log1p(daily[field][first:last].sum()))


def per_look(field: str, first: int = 0, last: int = DAYS):
    return lambda daily: float(daily[field][first:last].sum() / max(1, daily["looks"][first:last].sum()))


def answered_share(daily) -> float:
    return float(daily["starts_answered"].sum() / max(1, daily["starts"].sum()))


def statistic(more, fewer, measure) -> float:
    """Paired t statistic of `measure`, more − fewer."""
    differences = np.array([measure(one) - measure(other) for one, other in zip(more, fewer, strict=True)])
    spread = differences.std(ddof=1)
    if spread == 0:
        return float(np.sign(differences.mean()) * np.inf) if differences.any() else 0.0
    return float(differences.mean() / (spread / np.sqrt(LAUNCHES)))


NOTHING = strategy()
HARD_ADS = {"move": "hard_ads", "when": {"per_day": 3}}
USEFUL = {"move": "useful_post", "when": {"per_day": 2}}
KOL = {"move": "kol_sharing", "when": {"every_days": 2}}
ROWS = {
    "C1 ads tire": (strategy(HARD_ADS), NOTHING, per_look("fatigue_sum")),
    "C1 ads drive out": (strategy(HARD_ADS), NOTHING, total("leaves")),
    "C1 ads get the group muted": (strategy(HARD_ADS), NOTHING, total("mutes")),
    "C1 ads cost trust": (NOTHING, strategy(HARD_ADS), per_look("trust_sum")),
    "C1 ads silence": (NOTHING, strategy(HARD_ADS), volume("talk", 7, 21)),
    "C1 ads sell early": (strategy(HARD_ADS), NOTHING, total("revenue_fen", 0, 10)),
    "C1 ads sell less later": (
        strategy({**HARD_ADS, "when": {"per_day": 1}}),
        strategy({**HARD_ADS, "when": {"per_day": 8}}),
        lambda daily: float(daily["revenue_fen"][40:].sum()),
    ),
    "C5 a morning report adds no talk": (
        strategy(USEFUL),
        strategy({"move": "morning_report"}),
        volume("talk", 14),
    ),
    "C8 answers build trust": (strategy(answer_share=0.9), NOTHING, per_look("trust_sum")),
    "C8 answers leave fewer unanswered": (strategy(answer_share=0.9), NOTHING, answered_share),
    "C8 slow answers help fewer": (
        strategy(answer_share=0.9, answer_minutes=10),
        strategy(answer_share=0.9, answer_minutes=1400),
        per_look("trust_sum", 0, 14),
    ),
    "C9 a topic with names starts talk": (
        strategy({"move": "daily_topic", "mentions": 5}),
        NOTHING,
        volume("talk"),
    ),
    "C9 naming people helps": (
        strategy({"move": "daily_topic", "mentions": 6}),
        strategy({"move": "daily_topic", "mentions": 0}),
        volume("talk"),
    ),
    "C10 packets draw looks": (strategy({"move": "red_packet"}), NOTHING, volume("looks")),
    "C10 packets are sent on": (strategy({"move": "red_packet"}), NOTHING, total("packets_member")),
    "C10 many packets draw take-and-go": (
        strategy({"move": "red_packet", "when": {"every_days": 1}}),
        strategy({"move": "red_packet", "when": {"every_days": 15}}),
        total("leaves"),
    ),
    "C11 a KOL brings talk": (strategy(KOL), NOTHING, volume("talk")),
    "C11 a KOL brings looks": (strategy(KOL), NOTHING, volume("looks")),
    "C12 use builds trust": (strategy(USEFUL), NOTHING, per_look("trust_sum")),
    "C12 use keeps the group lively": (strategy(USEFUL), NOTHING, restricted_lively_days),
    "C14 ice-breaking gets the first week going": (
        strategy({"move": "ice_breaking"}),
        NOTHING,
        volume("talk", 0, 7),
    ),
    "C15 shills liven up the first week": (
        strategy({"move": "shills"}),
        NOTHING,
        lambda daily: float((daily["talk"] + daily["shill"])[:7].sum()),
    ),
    "C15 more shills are found out more": (
        strategy({"move": "shills", "messages_each": 6}),
        strategy({"move": "shills", "messages_each": 1}),
        total("notices", 0, 7),
    ),
    "C15 found out, trust collapses": (NOTHING, strategy({"move": "shills"}), per_look("trust_sum", 30)),
    "C15 sameness gives them away": (
        strategy({"move": "shills", "sameness": 1.0}),
        strategy({"move": "shills", "sameness": 0.1}),
        total("notices", 0, 3),
    ),
    "C16 soft offers cost less trust than hard ads": (
        strategy({"move": "soft_offer", "when": {"every_days": 1}}),
        strategy({"move": "hard_ads", "when": {"every_days": 1, "per_day": 1}}),
        per_look("trust_sum"),
    ),
    "C16 offers sell better after trust": (
        strategy(USEFUL, {"move": "soft_offer", "when": {"every_days": 7, "from_day": 21}}, answer_share=0.8),
        strategy({"move": "soft_offer", "when": {"every_days": 7, "from_day": 21}}),
        total("revenue_fen"),
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_direction(row):
    more, fewer, measure = ROWS[row]
    assert statistic(days_of(more), days_of(fewer), measure) > NEEDED


def test_welcomed_newcomers_talk():
    """C17, in a group that three people join every day."""
    welcomed = days_of(strategy({"move": "welcome"}), "newcomers")
    assert statistic(welcomed, days_of(NOTHING, "newcomers"), volume("talk")) > NEEDED


def test_nothing_against_nothing_shows_no_direction():
    """The yardstick can fail: the same strategy twice differs by exactly nothing."""
    assert statistic(days_of(NOTHING), days_of(strategy()), total("talk")) == 0.0


def test_the_operator_of_a_morning_report_group_ends_up_alone():
    """C5: in the second month the operator's is most of what is said, in most launches."""
    last = [daily[30:] for daily in days_of(strategy({"move": "morning_report"}))]
    alone = sum(daily["operator"].sum() > daily["talk"].sum() / 4 for daily in last)
    assert alone > LAUNCHES / 2
