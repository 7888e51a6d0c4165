"""What a plan of an experiment is: worlds, strategies, factors, a design, seeds, and what is kept of each run.

All of it is typed and bounded, like every other file of the lab. What cannot be said by a type alone, such as that a
path leads to a number of every strategy of the plan, is checked in `experiments.plans.checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from experiments.measures import MEASURES
from sim.quantities import Declaration, optional_quantity, quantity
from sim.strategy import Strategy
from sim.wording import Words
from sim.world import World

MOST_RUNS = 10_000_000
MOST_POINTS = 1 << 20
MOST_ENTRIES = 100
"""Worlds, strategies or values of one factor that a plan may have."""

MOST_FACTORS = 40
LEVELS = 5
"""Values of a factor in a grid, unless said."""

LEAST_NUMBER, GREATEST_NUMBER = -1e12, 1e12

DesignKind = Literal["grid", "latin_hypercube", "sobol", "random", "plausible_worlds"]
Scale = Literal["linear", "log"]
Kept = Literal["days", "events"]
RaceRule = Literal["winner_or_toss_up", "kim_nelson", "halving", "ocba"]
SensitivityMethod = Literal["all", "morris", "sobol", "pawn"]

if TYPE_CHECKING:
    MeasureCode = str
else:
    MeasureCode = Literal[MEASURES]


class Seeds(Declaration):
    """The launches that each scenario gets: `count` seeds from `first` on."""

    first: int = quantity(0, 0, 2**62, "1")
    count: int = quantity(20, 1, 1_000_000, "1")


class Factor(Declaration):
    """A number that is varied.

    Attributes:
        name: What reports call it; the parameter or the path if none is given.
        path: Where the number stands, such as ``strategy.moves.0.amount_yuan``; positions in lists count from 0.
        parameter: Instead of a path, the name of a parameter of the psychology.
        values: The values that it takes.
        low: Instead of values, from where; the range believed in by default.
        high: And up to where.
        scale: Whether steps between `low` and `high` are equal, or equal in proportion.
    """

    name: str | None = Field(default=None, min_length=1, max_length=60)
    path: str | None = Field(default=None, max_length=200)
    parameter: str | None = Field(default=None, max_length=100)
    values: tuple[float, ...] = Field(default=(), max_length=MOST_ENTRIES)
    low: float | None = optional_quantity(LEAST_NUMBER, GREATEST_NUMBER, "1")
    high: float | None = optional_quantity(LEAST_NUMBER, GREATEST_NUMBER, "1")
    scale: Scale = "linear"

    @property
    def where(self) -> str:
        """The path that is meant, however it was given."""
        return self.path if self.path is not None else f"world.psychology.{self.parameter}"

    @property
    def label(self) -> str:
        """What reports call it."""
        return self.name or self.parameter or self.where


class Design(Declaration):
    """Which combinations of the factors' values are run.

    Attributes:
        kind: All combinations; points that fill the space (a Latin hypercube, Sobol's sequence, chance); or the
            psychologies that agree with the evidence.
        points: How many; not for a grid.
        levels: How many values a factor with `low` and `high` takes in a grid; `LEVELS` if it is not said.
        seed: Of the points that are drawn; not for a grid or plausible worlds.
    """

    kind: DesignKind = "grid"
    points: int | None = optional_quantity(1, MOST_POINTS, "1")
    levels: int | None = optional_quantity(2, MOST_ENTRIES, "1")
    seed: int = quantity(0, 0, 2**62, "1")


class Race(Declaration):
    """A search for the best strategy that stops as soon as it may.

    Attributes:
        measure: By what strategies are judged.
        smallest_difference: That matters, in the measure's unit; a usual one if none is given.
        confidence: That the one named best is best, or as good as that.
        budget: Runs at most.
        rule: How to race; see `experiments.racing`.
    """

    measure: MeasureCode = "lively_days"
    smallest_difference: float | None = optional_quantity(0, GREATEST_NUMBER, "1")
    confidence: float = quantity(0.95, 0.5, 0.9999, "share")
    budget: int = quantity(10_000, 10, MOST_RUNS, "1")
    rule: RaceRule = "winner_or_toss_up"


class Sensitivity(Declaration):
    """A study of what a measure hangs on among the factors.

    Attributes:
        method: Elementary effects (Morris), shares of variance (Sobol), shifts of the distribution (PAWN), or the first
            two one after the other.
        points: Trajectories for Morris; otherwise base points, a power of two.
        measure: What is explained.
    """

    method: SensitivityMethod = "morris"
    points: int = quantity(32, 2, 65_536, "1")
    measure: MeasureCode = "lively_days"


class Plan(Declaration):
    """An experiment: every world under every strategy at every point of the design, in every launch.

    Attributes:
        title: For whoever reads reports.
        about: Likewise.
        worlds: By id; in a file a list of ids and paths, or written out under an id of one's own.
        strategies: Likewise.
        days: Length of a run.
        seeds: The launches.
        factors: What is varied besides worlds and strategies.
        design: Which combinations.
        keep: What is kept besides the row of outcomes: daily records, event logs.
        race: If the question is which strategy is best.
        sensitivity: If the question is what a measure hangs on.
    """

    title: Words = Words()
    about: Words = Words()
    worlds: dict[str, World] = Field(min_length=1, max_length=MOST_ENTRIES)
    strategies: dict[str, Strategy] = Field(min_length=1, max_length=MOST_ENTRIES)
    days: int = quantity(90, 1, 1000, "days")
    seeds: Seeds = Seeds()
    factors: tuple[Factor, ...] = Field(default=(), max_length=MOST_FACTORS)
    design: Design | None = None
    keep: tuple[Kept, ...] = Field(default=(), max_length=2)
    race: Race | None = None
    sensitivity: Sensitivity | None = None

    @property
    def kind(self) -> str:
        """What is done with it: "sweep", "race" or "sensitivity"."""
        return "race" if self.race else "sensitivity" if self.sensitivity else "sweep"

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data, worlds and strategies written out; `Plan.model_validate` reads it again."""
        return self.model_dump(mode="json", warnings=False)
