"""Which simulated groups each pattern is measured on.

A study is one kind of run with what is kept of it: a row of numbers from which the patterns are then put together,
so that no event log outlives its run. One run serves as many patterns as it can. The worlds are chosen to
be like those in which the evidence was gathered: newly made groups of all kinds for lives, a large open group
without an operator for the structure of talk, and groups with one thing added for the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from experiments.patterns import (
    advertising,
    branching,
    conversations,
    invitations,
    life,
    mentions,
    newcomers,
    packets,
    talk_structure,
)
from experiments.patterns.running import Nature, log_of
from scenarios.loading import load_strategy, load_world
from scenarios.populations import GroupMix, load_population
from sim.outcome import Outcome, present
from sim.records import LEAVE
from sim.strategy import Strategy
from sim.world import World

Row = dict[str, Any]


@dataclass(frozen=True)
class Study:
    """One kind of run.

    Attributes:
        code: its name.
        runs: how many at full effort.
        measure: (nature, seed, number of the run, runs in all) → its row.
    """

    code: str
    runs: int
    measure: Callable[[Nature, int, int, int], Row]

    def size(self, effort: float) -> int:
        """Runs at an effort, at least two."""
        return max(2, math.ceil(self.runs * effort))


@cache
def _mix(name: str) -> GroupMix:
    return load_population(name)


@cache
def _world(name: str) -> World:
    return load_world(name)


@cache
def _strategy(name: str) -> Strategy:
    return load_strategy(name)


def _moves(*moves: dict[str, Any], **staffing: float) -> Strategy:
    return Strategy.model_validate({"moves": moves, "staffing": staffing})


NEGLECT = Strategy()
LIVE_FROM, LIVE_TO = 30, 60
"""The month in which a live group is observed (days); one more day is run for late replies."""


def new_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """One of the newly made groups of all kinds: its life in the window of 34 days."""
    cell = _mix("everyone").pick(number, total)
    outcome = nature.run(cell.world, cell.strategy, seed, int(life.WINDOW) + 2)
    return {"life": life.life_in_window(log_of(outcome))}


@cache
def _small_lasting() -> tuple[World, ...]:
    """Kinds of groups of 11 to 35 members that are not made for one event."""
    kinds = [kind.world for kind in _mix("everyone").groups]
    return tuple(one for one in kinds if 11 <= one.opening_members <= 35 and one.group.purpose_boost == 0)


def small_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A small group of acquaintances: whether it was established after a month, and lived on for another."""
    worlds = _small_lasting()
    outcome = nature.run(worlds[number % len(worlds)], NEGLECT, seed, 60, events=False)
    established, survived = life.established_survival([outcome.daily])
    return {"established": established, "survived": survived}


def ordinary_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """One of the ordinary operators' groups: whether it was dead after five months."""
    cell = _mix("ordinary").pick(number, total)
    outcome = nature.run(cell.world, cell.strategy, seed, 157, events=False)
    return {"dead": life.died_by(outcome.daily, 150.0)}


def live_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A large open group of enthusiasts without an operator, in its second month."""
    return _live_row(nature.run(_world("interest_250"), NEGLECT, seed, LIVE_TO + 1), whole=True)


@cache
def _answering() -> Strategy:
    return _moves(answer_share=0.8, answer_minutes=30, staff_from=8, staff_to=23, minutes_per_day=600)


def moderated_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """The same group with somebody who answers four out of five within half an hour or so, while awake."""
    return _live_row(nature.run(_world("interest_250"), _answering(), seed, LIVE_TO + 1), whole=False)


def _live_row(outcome: Outcome, whole: bool) -> Row:
    events = log_of(outcome)
    talk = talk_structure.talk_of(events, LIVE_FROM, LIVE_TO)
    members = float(present(outcome.daily)[LIVE_FROM:LIVE_TO].mean())
    row: Row = talk_structure.structure_of(talk, members)
    row["live"] = talk.size >= talk_structure.LEAST_MESSAGES
    delays = conversations.first_replies(conversations.messages_of(events), LIVE_FROM, LIVE_TO)
    row["unanswered"] = conversations.unanswered_share(delays)
    if whole:
        row["reply_minutes"] = conversations.median_reply_minutes(delays)
        row["within_15"] = conversations.replied_within(delays, 15.0)
        row["branching"] = branching.branching_ratio(talk["t"], LIVE_FROM, LIVE_TO)
        row["by_hour"] = talk_structure.messages_by_hour(talk)
    return row


ARRIVALS_FROM, ARRIVALS_TO = 5, 90


@cache
def _growing() -> World:
    base = _world("interest_250")
    channels = tuple(
        one.model_copy(update={"arrivals_per_day": 1.0, "arrivals_until_day": ARRIVALS_TO})
        for one in base.channels
    )
    return base.model_copy(update={"channels": channels})


def growing_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """The live group with two newcomers a day: what became of their first posts."""
    days = ARRIVALS_TO + int(newcomers.FOLLOW_UP_DAYS)
    outcome = nature.run(_growing(), NEGLECT, seed, days)
    return dict(newcomers.first_posts(log_of(outcome), ARRIVALS_FROM, days))


@cache
def _calling() -> Strategy:
    return _moves({"move": "daily_topic", "mentions": 5})


def called_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """The live group with an evening topic and five names on it, drawn from all members."""
    outcome = nature.run(_world("interest_250"), _calling(), seed, LIVE_TO + 1)
    return dict(mentions.mention_responses(log_of(outcome), LIVE_FROM - 10, LIVE_TO + 1))


PACKET_DAYS = 28
PACKET_YUAN = (10, 20, 40)


@cache
def _packets() -> Strategy:
    """A packet of 20 portions an evening, of one size after the other: mean portions of half a yuan to two."""
    return _moves(
        *(
            {"move": "red_packet", "amount_yuan": yuan, "portions": 20,
             "when": {"every_days": 3, "from_day": day, "from_hour": 20, "to_hour": 20}}
            for day, yuan in enumerate(PACKET_YUAN, start=1)
        )
    )  # fmt: skip


def packet_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A community with a packet an evening, in sizes by turns, in its first month.

    One a day, so that what is sent on follows one receipt and not several.
    """
    outcome = nature.run(_world("community_150"), _packets(), seed, PACKET_DAYS + 2)
    return dict(packets.packet_responses(log_of(outcome), PACKET_DAYS + 2.0))


PUSH_EVERY, PUSH_HOUR = 3, 12.0
PUSH_FROM, PUSH_TO = 5, 95


@cache
def _light_promotion() -> Strategy:
    """A useful post every evening, and an ad every third noon."""
    return _moves(
        {"move": "useful_post", "quality": 0.6, "when": {"per_day": 1, "from_hour": 19, "to_hour": 19}},
        {"move": "hard_ads",
         "when": {"per_day": 1, "every_days": PUSH_EVERY, "from_hour": PUSH_HOUR, "to_hour": PUSH_HOUR}},
    )  # fmt: skip


@cache
def _large_community() -> World:
    base = _world("community_150")
    channels = tuple(one.model_copy(update={"members": 3 * one.members}) for one in base.channels)
    return base.model_copy(update={"channels": channels})


def advertised_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A community of 450 with light promotion: exits and mutes, and exits after each ad."""
    outcome = nature.run(_large_community(), _light_promotion(), seed, PUSH_TO)
    events = log_of(outcome)
    pushes = np.arange(0.0, PUSH_TO, PUSH_EVERY, dtype=np.float64) + PUSH_HOUR / 24
    row = advertising.exits_and_mutes(outcome.daily, PUSH_FROM, PUSH_TO)
    row |= advertising.exits_after(events[events["kind"] == LEAVE], pushes, PUSH_FROM, PUSH_TO)
    return dict(row)


HEAVY_DAYS = 14


def flooded_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A community with five hard ads a day, in its first two weeks."""
    outcome = nature.run(_world("community_150"), _strategy("hard_ads"), seed, HEAVY_DAYS + 1, events=False)
    return dict(advertising.exits_and_mutes(outcome.daily, 1, HEAVY_DAYS + 1))


AD_LOADS = np.array([0.0, 0.25, 0.5, 1.0])
LOAD_DAYS = 360


@cache
def _loaded(load: float) -> Strategy:
    """The full playbook with so many ads a day on top."""
    playbook = _strategy("trust_playbook")
    if load == 0:
        return playbook
    when = {"per_day": 1, "every_days": round(1 / load), "from_hour": 13, "to_hour": 13}
    return playbook.model_copy(
        update={"moves": (*playbook.moves, *_moves({"move": "hard_ads", "when": when}).moves)}
    )


def loaded_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A well-run community under four ad loads: looks in the first month, and in the twelfth."""
    first, last = [], []
    for load in AD_LOADS.tolist():
        daily = nature.run(_world("community_150"), _loaded(load), seed, LOAD_DAYS, events=False).daily
        first.append(float(daily["looks"][:30].sum()))
        last.append(float(daily["looks"][-30:].sum()))
    return {"first_month": np.array(first), "last_month": np.array(last)}


INVITING_DAYS = 35  # about the window of F07


@cache
def _with_friends() -> World:
    """A community of 300 that could grow to 500, with friends enough to fill it."""
    base = _world("community_150")
    channels = tuple(
        one.model_copy(
            update={"members": 2 * one.members, "reserve": 600 if one.kind == "friends" else one.reserve}
        )
        for one in base.channels
    )
    return base.model_copy(update={"channels": channels})


def inviting_group(nature: Nature, seed: int, number: int, total: int) -> Row:
    """A community whose members may bring in friends, unpaid: when they invite, and how many come of it."""
    return dict(
        invitations.invitation_timing(log_of(nature.run(_with_friends(), NEGLECT, seed, INVITING_DAYS)))
    )


STUDIES: tuple[Study, ...] = (
    Study("live", 48, live_group),
    Study("moderated", 16, moderated_group),
    Study("new", 400, new_group),
    Study("small", 120, small_group),
    Study("ordinary", 180, ordinary_group),
    Study("growing", 45, growing_group),
    Study("called", 30, called_group),
    Study("packets", 100, packet_group),
    Study("advertised", 50, advertised_group),
    Study("flooded", 20, flooded_group),
    Study("loaded", 20, loaded_group),
    Study("inviting", 30, inviting_group),
)
"""All studies; the first tells soonest whether talk runs away."""
