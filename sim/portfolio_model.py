"""A portfolio as a Mesa model: its groups are Mesa models of their own that share one staff.

Stepped a day at a time it takes the same course, bit by bit, as the compiled run of `sim.portfolio_engine`: the
order of events and what happens at midnight are the same code. Beside `sim/community.py` this is the only file that
imports Mesa.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mesa
import numpy as np
import numpy.typing as npt

from sim.community import CommunityModel, Member
from sim.portfolio import Portfolio
from sim.portfolio_engine import (
    PortfolioOutcome,
    PortfolioState,
    carry_over,
    new_portfolio_state,
)
from sim.rules.portfolio import AT_DESK, REACHED, earliest_at_desk, uses_desk
from sim.rules.schedule import next_leaf
from sim.strategy import Strategy


class PortfolioModel(mesa.Model):
    """Several groups, stepped a day at a time.

    Mesa keeps every model alive for ever through a class-level table of ids, so close it: `model.close()` or a `with`
    block.

    Args:
        portfolio: channels, routing, groups and staff.
        seed: 0 ≤ seed < 2**63, the same meaning as in `sim.simulate_portfolio`.
        days: horizon.
        member_class: class of the members of all groups.
        events: keep the event logs.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        *,
        seed: int = 0,
        days: int = 180,
        member_class: type[Member] = Member,
        events: bool = False,
        state: PortfolioState | None = None,
    ) -> None:
        """Build the people and open the groups."""
        super().__init__(rng=int(seed))
        if state is None:
            state = new_portfolio_state(portfolio, seed, days, events=events)
        self.portfolio = portfolio
        self.state = state
        self.seed_of_run = int(seed)
        self.horizon = int(days)
        self.member_class = member_class
        world = portfolio.group_world()
        self.groups = [
            CommunityModel(
                world, strategy, seed=seed, days=days, member_class=member_class, state=own, events=events
            )
            for strategy, own in zip(portfolio.strategies(), state.states, strict=True)
        ]
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "present": lambda model: sum(int(each.state.group["present"][0]) for each in model.groups),
                "talk": lambda model: sum(
                    int(each.state.days["talk"][max(0, model.day - 1)]) for each in model.groups
                ),
            }
        )

    @property
    def day(self) -> int:
        """Midnights passed."""
        return self.state.day

    def group(self, name: str) -> CommunityModel:
        """The group with a name.

        Raises:
            ValueError: if there is none.
        """
        return self.groups[self.state.names.index(name)]

    def run_to(self, until: float) -> None:
        """Handle all events of all groups before `until` (days), midnights included."""
        while True:
            midnight = float(self.day + 1)
            self._run_within_day(min(until, midnight))
            if until < midnight:
                return
            carry_over(self.state, midnight)
            if midnight >= until:
                return

    def _run_within_day(self, until: float) -> None:
        books = self.state.books
        waiting = np.array([self._run_to_desk(group, until) for group in self.groups], dtype=np.int64)
        while True:
            place = int(earliest_at_desk(books, waiting))
            if place < 0:
                break
            self.groups[place].event()
            waiting[place] = self._run_to_desk(self.groups[place], until)
        for group in self.groups:
            group.reached = max(group.reached, until)

    @staticmethod
    def _run_to_desk(group: CommunityModel, until: float) -> int:
        """Let a group's members go on up to the group's next event that uses the staff's time."""
        while group.next_time() < until:
            if uses_desk(group.book, int(next_leaf(group.book))):
                return AT_DESK
            group.event()
        return REACHED

    def step(self) -> None:
        """One day of all groups."""
        if self.day >= self.horizon:
            self.running = False
            return
        self.run_to(float(self.day + 1))
        for group in self.groups:
            group.day = self.day
        self.datacollector.collect(self)
        self.running = self.day < self.horizon

    def fork(self, instead: Mapping[str, Strategy] | None = None) -> PortfolioModel:
        """A copy from here on, some groups under other strategies: the same people, the same luck.

        Args:
            instead: strategy by group name; groups that are not named go on as they are.
        """
        desk = self.state.states[0].desk.copy()
        names = self.state.names
        planned = dict(zip(names, self.portfolio.strategies(instead), strict=True))
        forks = []
        for name, group in zip(names, self.groups, strict=True):
            changed = planned[name] if instead and name in instead else None
            fork = group.fork(changed)
            fork.state = type(fork.state)(**{**fork.state.arrays(), "desk": desk})
            forks.append(fork)
        state = self.state.copy()
        state.states = [fork.state for fork in forks]
        copy = type(self)(
            self.portfolio,
            seed=self.seed_of_run,
            days=self.horizon,
            member_class=self.member_class,
            state=state,
        )
        for group in copy.groups:
            group.close()
        copy.groups = forks
        return copy

    def outcome(self) -> PortfolioOutcome:
        """What has happened so far, as `sim.simulate_portfolio` returns it."""
        groups = tuple(group.outcome() for group in self.groups)
        state = self.state
        return PortfolioOutcome(tuple(state.names), groups, state.turned_away.copy(), state.lost)

    def network(self) -> list[npt.NDArray[np.float64]]:
        """Tie strengths now of each group; shapes (n, n), 0..1."""
        return [group.network() for group in self.groups]

    def close(self) -> None:
        """Let Mesa forget this model and its groups."""
        for group in self.groups:
            group.close()
        ids = getattr(mesa.Agent, "_ids", None)
        if isinstance(ids, dict):
            ids.pop(self, None)

    def __enter__(self) -> PortfolioModel:
        """Use as a context that closes the model."""
        return self

    def __exit__(self, *_: Any) -> None:
        """Close the model."""
        self.close()
