"""Running a portfolio: many groups as one model, paused, copied and gone on with like a single one.

docs/rules.md section 10. `PortfolioState` is what the compiled run and the Mesa model share; the order of events is
in `sim.rules.portfolio`, and what happens at midnight is here, once for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.draws import ARRIVAL, uniforms
from sim.engine import new_desk, new_state, run_to, setup_of
from sim.outcome import Outcome
from sim.portfolio import Portfolio
from sim.portfolio_population import build_portfolio_population
from sim.records import CARRIED, FULL, MOVED, NOT_JOINED, PEOPLE, REFUSED, STREAM, VACANT
from sim.rules.portfolio import advance_portfolio
from sim.rules.schedule import reschedule
from sim.state import State

CARRY_INDEX = 2**30
STRETCH_DAYS = 30
"""Days between two copies to which a portfolio can be taken back."""
ORDERED_STRETCHES = 3
"""After time was short, so many stretches are run in order before another is tried apart."""
OPENING_HOUR, OPEN_HOURS = 9.0, 12.0
KEPT = ("trust", "intent", "purchases", "last_purchase", "satisfied", "tier")
"""What of a member's state goes along to another group, beside the fixed traits."""


@dataclass
class PortfolioState:
    """All groups of a portfolio.

    Attributes:
        states: the groups' states, which share one desk.
        names: the groups' names, in the same order.
        overflow: for each group the place of the group that takes whom it is too full for, or −1.
        turned_away: people whom no group took, by channel kind, as routed at the start.
        lost: people for whom the group they were to be carried to had no room.
        day: midnights handled so far.
        in_order: stretches still to be run in the order of time, because the staff's time was short.
    """

    states: list[State]
    names: list[str]
    overflow: list[int]
    turned_away: npt.NDArray[np.int64]
    lost: int = 0
    day: int = 0
    in_order: int = 0

    def copy(self) -> PortfolioState:
        """An independent checkpoint."""
        desk = self.states[0].desk.copy()
        states = [state.copy(desk) for state in self.states]
        return PortfolioState(states, self.names, self.overflow, self.turned_away.copy(), self.lost, self.day)

    @property
    def books(self) -> npt.NDArray[np.int64]:
        """The groups' addresses, as the rules take them; shape (groups,)."""
        return np.array([state.book for state in self.states], dtype=np.int64)


def new_portfolio_state(
    portfolio: Portfolio, seed: int, days: int, *, events: bool = False
) -> PortfolioState:
    """A portfolio of which no group has opened yet.

    Raises:
        ValueError: if days, seed or the number of people are out of range.
    """
    populations, turned_away = build_portfolio_population(portfolio, seed, days)
    world = portfolio.group_world()
    desk = new_desk()
    states = []
    for place, (population, strategy) in enumerate(zip(populations, portfolio.strategies(), strict=True)):
        setup = setup_of(world, strategy, population)
        state = new_state(setup, seed, days, events=events, desk=desk, place=place)
        states.append(state)
    names = portfolio.names()
    overflow = [-1 if plan.overflow is None else names.index(plan.overflow) for plan in portfolio.plans()]
    return PortfolioState(states, names, overflow, turned_away)


def carry_over(portfolio: PortfolioState, t: float) -> None:
    """Midnight: who moved, or found a group full that names another, goes to that one on the coming day."""
    portfolio.day = int(t)
    for place, state in enumerate(portfolio.states):
        status = state.members["status"]
        waiting = np.flatnonzero((status == MOVED) | (status == REFUSED))
        for i in waiting.tolist():
            target = _target(portfolio, place, i)
            if target < 0:
                continue
            if status[i] == REFUSED:
                state.members["status"][i] = CARRIED
            else:
                state.members["goes_to"][i] = -1
            _carry(portfolio, state, i, portfolio.states[target], t)


def _target(portfolio: PortfolioState, place: int, i: int) -> int:
    """The place of the group to which member i of group `place` goes; −1 if to none of the portfolio."""
    member = portfolio.states[place].members[i]
    if member["status"] == MOVED:
        target = int(member["goes_to"])
    else:
        target = portfolio.overflow[place] if member["refused_for"] == FULL else -1
    return target if 0 <= target < len(portfolio.states) and target != place else -1


def _carry(portfolio: PortfolioState, origin: State, i: int, target: State, t: float) -> None:
    vacant = np.flatnonzero(target.members["status"] == VACANT)
    if not len(vacant) or target.group["over"][0]:
        portfolio.lost += 1
        return
    place = int(vacant[0])
    person = origin.members[i]
    record = target.members[place]
    for name in (*(PEOPLE.names or ()), "check_gap", "impulse_gap", *KEPT):
        record[name] = person[name]
    record["trust_at_joining"] = person["trust"] if person["status"] == MOVED else person["trust_at_joining"]
    record["carried"] = 1
    record["status"] = NOT_JOINED
    key = np.array([person["key"]], dtype=np.int64)
    draw = uniforms(int(target.parameters["seed"][0]), ARRIVAL, key, CARRY_INDEX, int(t))[0, 0]
    record["join_time"] = t + (OPENING_HOUR + OPEN_HOURS * draw) / 24.0
    target.streams[[place, len(target.members) + place]] = _fresh_streams()
    _take_ties_along(origin, i, target, place)
    reschedule(target.book, place)


def _fresh_streams() -> npt.NDArray[Any]:
    streams = np.zeros(2, dtype=STREAM)
    streams["cell"] = -1
    return streams


def _take_ties_along(origin: State, i: int, target: State, place: int) -> None:
    """Who is known in the origin is known in the target as well, as strongly."""
    keys = origin.members["key"]
    where = {int(key): j for j, key in enumerate(keys.tolist()) if key >= 0}
    for other, key in enumerate(target.members["key"].tolist()):
        j = where.get(key, -1)
        if other != place and j >= 0 and j != i:
            target.ties[place, other] = target.ties[other, place] = origin.ties[i, j]


def run_portfolio_to(
    portfolio: PortfolioState, until: float, parts: list[list[npt.NDArray[Any]]] | None = None
) -> None:
    """Handle all events of all groups before `until`, midnights included; event rows go to `parts` by group.

    As long as the staff's day is not used up, the order among groups makes no difference, and each runs by itself with
    its records close at hand: through the whole stretch, or a day at a time where people may change groups. A
    stretch in which somebody might have run out of time is taken back, and gone through again in the order of time.
    """
    while portfolio.day < until:
        stretch = min(until, float(portfolio.day + STRETCH_DAYS))
        before = portfolio.copy() if portfolio.in_order <= 0 else None
        marks = None if parts is None else [len(own) for own in parts]
        if before is not None and _run_apart(portfolio, stretch, parts):
            if stretch >= until:
                return
            continue
        if before is not None:
            _take_back(portfolio, before)
            for own, mark in zip(parts or [], marks or [], strict=True):
                del own[mark:]
            portfolio.in_order = ORDERED_STRETCHES
        portfolio.in_order -= 1
        _run_in_order(portfolio, stretch, parts)
        if stretch >= until:
            return


def _largest_request(portfolio: PortfolioState) -> float:
    """Most minutes that anything asks of the desk at once."""
    return max(
        max(
            float(state.acts["minutes"].max()),
            float(state.parameters["answer_cost_minutes"][0]),
            float(state.parameters["screening_minutes"][0]),
            1.0,
        )
        for state in portfolio.states
    )


def _exchanges(portfolio: PortfolioState) -> bool:
    """Whether anybody can go from one group of the portfolio to another."""
    moves = any(bool(((s.acts["moves"] == 1) & (s.acts["target"] >= 0)).any()) for s in portfolio.states)
    return moves or max(portfolio.overflow) >= 0


def _run_apart(portfolio: PortfolioState, until: float, parts: list[list[npt.NDArray[Any]]] | None) -> bool:
    """Run the groups one after the other, each with a desk of its own; whether one desk would have done as well."""
    states = portfolio.states
    first = portfolio.day
    stops = [until]
    if _exchanges(portfolio):
        stops = [*(float(day) for day in range(first + 1, int(np.ceil(until)))), until]
    desks = [new_desk() for _ in states]
    for state, desk in zip(states, desks, strict=True):
        state.addresses["desk"] = desk.ctypes.data
    for stop in stops:
        for place, state in enumerate(states):
            run_to(state, stop, None if parts is None else parts[place].append)
        if stop == int(stop):
            carry_over(portfolio, stop)
    portfolio.day = int(until)
    for state in states:
        state.addresses["desk"] = state.desk.ctypes.data
    used = np.sum([state.days["minutes"][first : int(np.ceil(until))] for state in states], axis=0)
    states[0].desk["day"] = int(np.ceil(until)) - 1
    states[0].desk["minutes_used"] = used[-1]
    limit = float(states[0].parameters["minutes_per_day"][0])
    return bool(used.max() + _largest_request(portfolio) <= limit)


def _run_in_order(
    portfolio: PortfolioState, until: float, parts: list[list[npt.NDArray[Any]]] | None
) -> None:
    """Run the groups together, what uses the desk in the order of time."""
    waiting = np.zeros(len(portfolio.states), dtype=np.int64)
    books = portfolio.books
    while portfolio.day < until:
        midnight = float(portfolio.day + 1)
        reached = min(until, midnight)
        full = 0
        while full >= 0:
            full = int(advance_portfolio(books, waiting, reached))
            if full >= 0 or parts is not None:
                take_events(portfolio, parts)
        if reached < midnight:
            return
        carry_over(portfolio, midnight)


def _take_back(portfolio: PortfolioState, before: PortfolioState) -> None:
    """Let a portfolio be again what it was when the copy was made; the states stay in their places."""
    for state, old in zip(portfolio.states, before.states, strict=True):
        for name, array in old.arrays().items():
            np.copyto(getattr(state, name), array)
    portfolio.lost, portfolio.day = before.lost, before.day


def take_events(portfolio: PortfolioState, parts: list[list[npt.NDArray[Any]]] | None) -> None:
    """Empty the groups' event logs."""
    for place, state in enumerate(portfolio.states):
        rows = int(state.group["events"][0])
        if rows and parts is not None:
            parts[place].append(state.events[:rows].copy())
        state.group["events"] = 0


@dataclass(frozen=True)
class PortfolioOutcome:
    """What a portfolio's run leaves behind.

    Attributes:
        names: the groups' names.
        groups: the groups' outcomes, in the same order.
        turned_away: people whom the routing sent nowhere, by channel kind.
        lost: people to be carried for whom there was no room.
    """

    names: tuple[str, ...]
    groups: tuple[Outcome, ...]
    turned_away: npt.NDArray[np.int64]
    lost: int

    @property
    def daily(self) -> npt.NDArray[Any]:
        """Sums over the groups by day, shape (days,); first and last talk of the day are the earliest and latest."""
        total = self.groups[0].daily.copy()
        for name in total.dtype.names or ():
            each = np.stack([group.daily[name] for group in self.groups])
            with np.errstate(invalid="ignore"):
                if name == "first_talk":
                    total[name] = np.fmin.reduce(each)
                elif name == "last_talk":
                    total[name] = np.fmax.reduce(each)
                else:
                    total[name] = each.sum(axis=0)
        return total

    @staticmethod
    def of(portfolio: PortfolioState, parts: list[list[npt.NDArray[Any]]] | None) -> PortfolioOutcome:
        """Read the outcomes off the groups' states."""
        groups = tuple(
            Outcome.of(state, None if parts is None else parts[place])
            for place, state in enumerate(portfolio.states)
        )
        return PortfolioOutcome(tuple(portfolio.names), groups, portfolio.turned_away.copy(), portfolio.lost)


def simulate_portfolio(
    portfolio: Portfolio, seed: int, *, days: int = 180, events: bool = False
) -> PortfolioOutcome:
    """Run all groups of a portfolio and return their outcomes.

    Args:
        portfolio: channels, routing, groups and staff.
        seed: 0 ≤ seed < 2**63.
        days: horizon, 1 to 1000.
        events: keep the event logs.

    Raises:
        ValueError: if seed or days are out of range, or too many people would come.
    """
    state = new_portfolio_state(portfolio, seed, days, events=events)
    parts: list[list[npt.NDArray[Any]]] | None = [[] for _ in state.states] if events else None
    run_portfolio_to(state, float(days), parts)
    return PortfolioOutcome.of(state, parts)
