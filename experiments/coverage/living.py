"""One run as the measures of the coverage table see it: days, events, and the members as they are at the end.

The laboratory's other measures read daily records only, as an operator could. Rows of the list of systems also speak
of what no operator sees: ties, trust, belonging. So the members' records are kept along with the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.case_measures import Course
from experiments.cases import course_of
from experiments.coverage.definitions import Arm
from scenarios.case_files import Arm as CaseArm
from sim.engine import new_state, run_to, setup_of
from sim.outcome import Outcome
from sim.population import Population, build_population
from sim.portfolio import Portfolio
from sim.portfolio_engine import PortfolioOutcome, new_portfolio_state, run_portfolio_to
from sim.state import State


@dataclass(frozen=True)
class Lived:
    """What one run of one group leaves.

    Attributes:
        outcome: days, events and totals.
        first: members' records before the opening, shape (people,), dtype `sim.records.MEMBER`.
        members: the same people at the end.
        ties: strengths at the end as stored, shape (people, people).
    """

    outcome: Outcome
    first: NDArray[Any]
    members: NDArray[Any]
    ties: NDArray[np.float64]

    @property
    def daily(self) -> NDArray[Any]:
        """Records of dtype `sim.records.DAY`, shape (days,)."""
        return self.outcome.daily

    @property
    def events(self) -> NDArray[Any]:
        """The event log.

        Raises:
            ValueError: if none was kept.
        """
        if self.outcome.events is None:
            raise ValueError("this run kept no event log")
        return self.outcome.events


@dataclass(frozen=True)
class LivedTogether:
    """What one run of a portfolio leaves: its groups by name, and their sums."""

    outcome: PortfolioOutcome
    groups: dict[str, Lived]

    @property
    def daily(self) -> NDArray[Any]:
        """Sums over the groups by day, shape (days,)."""
        return self.outcome.daily


def people_of(arm: Arm, seed: int) -> Population | None:
    """The people of an arm's world, who meet every strategy; None for a portfolio, which makes its own."""
    if isinstance(arm.nature, Portfolio):
        return None
    return build_population(arm.nature, seed, arm.days)


def live(arm: Arm, seed: int, population: Population | None, events: bool) -> Lived | LivedTogether | Course:
    """Run one launch of an arm.

    Args:
        arm: what is lived.
        seed: of the launch.
        population: as `people_of` gives it.
        events: whether to keep the event log.
    """
    if arm.of_case:
        return course_of(_case_arm(arm), seed, arm.days)
    if isinstance(arm.nature, Portfolio):
        return _live_together(arm.nature, seed, arm.days, events)
    people = population if population is not None else build_population(arm.nature, seed, arm.days)
    state = new_state(setup_of(arm.nature, arm.strategy, people), seed, arm.days, events=events)
    first = state.members.copy()
    parts: list[NDArray[Any]] = []
    run_to(state, float(arm.days), parts.append if events else None)
    return _lived(Outcome.of(state, parts if events else None), first, state)


def _case_arm(arm: Arm) -> CaseArm:
    if isinstance(arm.nature, Portfolio):
        return CaseArm.model_construct(name="arm", world=None, strategy=None, portfolio=arm.nature)
    return CaseArm.model_construct(name="arm", world=arm.nature, strategy=arm.strategy, portfolio=None)


def _live_together(portfolio: Portfolio, seed: int, days: int, events: bool) -> LivedTogether:
    run = new_portfolio_state(portfolio, seed, days, events=events)
    first = [state.members.copy() for state in run.states]
    parts: list[list[NDArray[Any]]] | None = [[] for _ in run.states] if events else None
    run_portfolio_to(run, float(days), parts)
    outcome = PortfolioOutcome.of(run, parts)
    groups = {
        name: _lived(own, members, state)
        for name, own, members, state in zip(run.names, outcome.groups, first, run.states, strict=True)
    }
    return LivedTogether(outcome, groups)


def _lived(outcome: Outcome, first: NDArray[Any], state: State) -> Lived:
    return Lived(outcome, first, state.members, state.ties)
