"""What a row of the coverage table is: where a system lives, what uses it, and which effect it is to show.

An effect is a paired ensemble. The same launches (the same people, the same luck) are lived under two arms, and a
measure is taken of each; the document's sentence says which arm has more of it. It holds if the mean difference lies
on the stated side of a bound (0 unless said otherwise) by so many standard errors that without a difference this would
happen by chance less than once in 3,000 tries (`FALSE_ALARM`, one-sided, Student's t): 4.0 with 24 launches. A row
holds if all its effects do, so by chance even less often. An effect with one arm compares its measure with the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.portfolio import Portfolio
from sim.strategy import Strategy
from sim.world import World

FALSE_ALARM = 1 / 3000
"""Chance at which an effect that is not there would be taken to hold."""

USUAL_LAUNCHES = 24
USUAL_DAYS = 60


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: a world under a strategy, or a portfolio.

    Attributes:
        nature: a `sim.World` or a `sim.Portfolio`.
        strategy: what is done in the world; ignored for a portfolio, whose groups have their own.
        days: length of a run.
        of_case: whether it is read as an arm of a case is, for the measures of `experiments.case_measures`.
    """

    nature: World | Portfolio
    strategy: Strategy
    days: int = USUAL_DAYS
    of_case: bool = False

    @cached_property
    def key(self) -> str:
        """Equal for arms whose runs are the same."""
        return f"{self.people_key}|{self.strategy.model_dump_json()}|{self.of_case}"

    @cached_property
    def people_key(self) -> str:
        """Equal for arms that meet the same people."""
        return f"{self.days}|{self.nature.model_dump_json()}"


@dataclass(frozen=True)
class Measure:
    """A number read off one run.

    Attributes:
        code: its name is the text ``coverage.measure.<code>``.
        of: takes a `experiments.coverage.living.Lived`.
        events: whether it needs the event log.
    """

    code: str
    of: Callable[[Any], float]
    events: bool = False


@dataclass(frozen=True)
class Effect:
    """One effect of a row.

    Attributes:
        measure: what is compared.
        arm: the arm in which the row's system is at work.
        against: the arm without it, or with less of it; None compares the measure itself with the bound.
        direction: +1 if `arm` is to have more of the measure, −1 if less.
        bound: the difference has to lie on this number's side of `direction`.
        launches: number of seeds, 0 … launches − 1.
    """

    measure: Measure
    arm: Arm
    against: Arm | None
    direction: int = 1
    bound: float = 0.0
    launches: int = USUAL_LAUNCHES

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The arms to run."""
        return (self.arm,) if self.against is None else (self.arm, self.against)


@dataclass(frozen=True)
class Row:
    """One row of the list of systems.

    Attributes:
        id: "A1" … "E10"; its name is the text ``row.<id>``.
        where: dotted names of what carries it out.
        scenarios: shipped files that use it, "world/…", "strategy/…", "portfolio/…" or "case/…".
        effects: what has to show.
    """

    id: str
    where: tuple[str, ...]
    scenarios: tuple[str, ...]
    effects: tuple[Effect, ...]
