"""A group's life with all that was said and done in it, under one strategy or with a turn to another one.

It is run by the compiled engine, which takes the same steps as the Mesa model (`sim.community`) bit by bit and a
twentieth of its time: a year of 150 members with half a million events takes a quarter of a second. So a life is run
anew, up to the day of the turn and on from there, rather than kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.autopsy.forks import under
from experiments.definitions import DEFAULT, Definition, days_of_death
from experiments.outcome_rows import present_by_day
from experiments.replay.lines import Content, hashes, line_codes
from sim.engine import new_state, run_to, setup_of
from sim.outcome import EVENT_KINDS, Outcome
from sim.population import Population, build_population
from sim.records import JOIN, LOOKED, PRESENT, RING
from sim.state import State

STEPS = 24
"""Pauses a day at which the messages are read: a message exists until 1024 newer ones have been written."""

ROW = np.dtype(
    [
        ("t", np.float64),
        ("kind", np.int64),
        ("member", np.int64),
        ("target", np.int64),
        ("message", np.int64),
        ("value", np.float64),
        ("code", np.int64),
        ("hash", np.int64),
        ("move", np.int64),
        ("about", np.int64),
    ]
)
"""An act: an event of the log, the place of its line in `lines.CODES`, which of the lines, the number of the move it
belongs to (−1 for none), and the row of the message it answers (−1 for none)."""


@dataclass(frozen=True)
class Turn:
    """From the midnight that begins day `day` on (days count from 0), another strategy."""

    day: int
    strategy: Any


@dataclass(frozen=True)
class Recording:
    """One group's life.

    Attributes:
        outcome: daily records and totals, without the event log.
        rows: acts in the order of time, of dtype `ROW`; looks are left out, and counted in the daily records.
        tiers: of each person, 0 strong to 2 weak; shape (people,).
        muted: members present who have muted the group, at the end of each day; shape (days,).
        answering: members who answered somebody, by day; shape (days,).
    """

    outcome: Outcome
    rows: NDArray[Any]
    tiers: NDArray[np.int64]
    muted: NDArray[np.int64]
    answering: NDArray[np.int64]

    @property
    def days(self) -> int:
        """The horizon in days."""
        return self.outcome.days

    def gauges(self) -> dict[str, NDArray[np.float64]]:
        """What the day's gauges show, by name; each of shape (days,), NaN where nobody looked.

        Messages, speakers, present, muted, answering; means over the day's looks of trust, fatigue and attention;
        `money`, in fen, is what has come in by then less goods, packets, fees and rewards, without staff.
        """
        daily = self.outcome.daily
        looks = np.where(daily["looks"] > 0, daily["looks"], np.nan)
        earned = daily["revenue_fen"] + daily["entry_fen"]
        spent = daily["goods_fen"] + daily["packet_fen"] + daily["fee_fen"] + daily["reward_fen"]
        found = {
            "messages": daily["talk"] + daily["operator"] + daily["shill"] + daily["dropper"],
            "talk": daily["talk"],
            "speakers": daily["speakers"],
            "answering": self.answering,
            "present": present_by_day(daily),
            "muted": self.muted,
            "looks": daily["looks"],
            "trust": daily["trust_sum"] / looks,
            "fatigue": daily["fatigue_sum"] / looks,
            "attention": daily["attention_sum"] / looks,
            "money": np.cumsum(earned - spent),
        }
        return {name: np.asarray(values, dtype=np.float64) for name, values in found.items()}

    def death(self, definition: Definition = DEFAULT) -> float:
        """Day of death; ``inf`` if it outlived its days."""
        return days_of_death(self.outcome)[definition.code]

    def stewarded(self) -> bool:
        """Whether a member became a steward."""
        return bool((self.rows["kind"] == EVENT_KINDS.index("promote")).any())

    def joined(self) -> NDArray[np.int64]:
        """Those who came in, each once, by number."""
        return np.unique(self.rows["member"][self.rows["kind"] == JOIN])


class _Messages:
    """What each message was, read from the ring before newer ones take its place."""

    def __init__(self) -> None:
        self._seen = 0
        self._parts: list[NDArray[Any]] = []

    def read(self, state: State) -> None:
        written = int(state.group["messages"][0])
        if written > self._seen:
            ids = np.arange(self._seen, written)
            copied = state.messages[ids & (RING - 1)]
            # A flood within one pause leaves nothing of its oldest messages but that they were written.
            lost = copied["id"] != ids
            for name in ("kind", "off_topic", "promo"):
                copied[name][lost] = 0
            for name in ("act", "author"):
                copied[name][lost] = -1
            self._parts.append(copied)
            self._seen = written

    def content(self, empty: NDArray[Any]) -> Content:
        every = np.concatenate([empty[:0], *self._parts])
        return Content(**{name: every[name] for name in ("kind", "off_topic", "promo", "act", "author")})


def recording(
    world: Any,
    strategy: Any,
    seed: int,
    days: int,
    *,
    turn: Turn | None = None,
    population: Population | None = None,
) -> Recording:
    """Run a group and keep what happened.

    Args:
        world: a `sim.World`.
        strategy: a `sim.Strategy`, from the opening on.
        seed: the launch.
        days: horizon.
        turn: goes on under another strategy from a day on, whose calendar begins there; same people, same luck.
            A group that is no more by then stays so.
        population: the people of (world, seed, days), if already built.

    Raises:
        ValueError: if the turn is not within the horizon, or seed or days are out of range.
    """
    if turn is not None and not 0 <= turn.day < days:
        raise ValueError(f"day {turn.day} is not within {days} days")
    people = build_population(world, seed, days) if population is None else population
    state = new_state(setup_of(world, strategy, people), seed, days, events=True)
    parts: list[NDArray[Any]] = []
    messages = _Messages()
    muted = np.zeros(days, dtype=np.int64)
    for day in range(days):
        if turn is not None and day == turn.day:
            state = under(state, world, turn.strategy, day)
        for step in range(1, STEPS + 1):
            run_to(state, day + step / STEPS, lambda events: parts.append(events[events["kind"] != LOOKED]))
            messages.read(state)
        here = state.members["status"] == PRESENT
        muted[day] = int((state.members["muted"][here] == 1).sum())
    events = np.concatenate([state.events[:0], *parts])
    tiers = state.members["tier"].astype(np.int64)
    rows = _rows(events, messages.content(state.messages), tiers, state.acts["kind"].astype(np.int64))
    return Recording(Outcome.of(state, None), rows, tiers, muted, _answering(events, days))


def _rows(
    events: NDArray[Any], content: Content, tiers: NDArray[np.int64], moves: NDArray[np.int64]
) -> NDArray[Any]:
    rows = np.zeros(len(events), dtype=ROW)
    for name in ("t", "kind", "member", "target", "message", "value"):
        rows[name] = events[name]
    rows["code"] = line_codes(events, content, tiers, moves)
    rows["hash"] = hashes(events)
    rows["move"] = -1
    kinds = {kind: events["kind"] == number for number, kind in enumerate(EVENT_KINDS)}
    own = kinds["owner_post"] | kinds["drop"]
    rows["move"][own] = moves[events["value"][own].astype(np.int64)]
    rows["about"] = -1
    writing = kinds["say"] | kinds["answer"] | kinds["go_on"] | kinds["owner_post"] | kinds["owner_answer"]
    place = np.full(len(content.kind), -1, dtype=np.int64)
    place[events["message"][writing]] = np.flatnonzero(writing)
    replies = kinds["answer"] | kinds["owner_answer"]
    rows["about"][replies] = place[events["value"][replies].astype(np.int64)]
    return rows


def _answering(events: NDArray[Any], days: int) -> NDArray[np.int64]:
    """Members who answered somebody, by day; shape (days,)."""
    said = events[(events["kind"] == EVENT_KINDS.index("answer")) & (events["member"] >= 0)]
    pairs = np.unique(np.stack([said["t"].astype(np.int64), said["member"]]), axis=1)
    return np.bincount(pairs[0], minlength=days)
