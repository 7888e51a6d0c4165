"""A plan's YAML from a few choices, so that a first plan need not be written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from experiments import own_scenarios
from experiments.path_labels import path_label
from experiments.plans.dimensions import paths_of
from experiments.runs.materials import quantity_at
from experiments.sensitivity.factors import default_factors

MOST_FACTORS = 4
DESIGNS = ("grid", "latin_hypercube", "sobol", "random", "plausible_worlds")


@dataclass(frozen=True)
class Choice:
    """A number that can be varied: where it stands, and from where to where by default and at most."""

    path: str
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True)
class Draft:
    """What a plan is to be.

    Attributes:
        worlds, strategies: ids.
        days: length of a run.
        launches: seeds from 0 on.
        design: one of `DESIGNS`.
        points: of the design, or values of each factor in a grid.
        factors: (path, low, high) of each.
    """

    worlds: tuple[str, ...]
    strategies: tuple[str, ...]
    days: int
    launches: int
    design: str = "grid"
    points: int = 3
    factors: tuple[tuple[str, float, float], ...] = ()

    def text(self) -> str:
        """The YAML."""
        lines = [
            f"worlds: [{', '.join(self.worlds)}]",
            f"strategies: [{', '.join(self.strategies)}]",
            f"days: {self.days}",
            f"seeds: {{first: 0, count: {self.launches}}}",
        ]
        varied = () if self.design == "plausible_worlds" else self.factors
        if varied:
            lines.append("factors:")
        for path, low, high in varied:
            parameter = path.removeprefix("world.psychology.")
            where = f"path: {path}" if parameter == path else f"parameter: {parameter}"
            lines.append(f"  - {{{where}, low: {low:.12g}, high: {high:.12g}}}")
        if self.design == "grid" and varied:
            lines.append(f"design: {{kind: grid, levels: {self.points}}}")
        elif self.design == "plausible_worlds":
            lines.append(f"design: {{kind: plausible_worlds, points: {self.points}}}")
        elif varied:
            lines.append(f"design: {{kind: {self.design}, points: {self.points}, seed: 1}}")
        return "\n".join(lines) + "\n"


def choices(strategies: Sequence[str]) -> dict[str, Choice]:
    """Numbers that can be varied in plans with these strategies: the free parameters, then the strategies' own."""
    found = {
        one.path: Choice(one.path, one.range.low, one.range.high, one.range.low, one.range.high)
        for one in default_factors()
    }
    shared = [_varied(name) for name in strategies]
    for path in shared[0] if shared else {}:
        if all(path in one for one in shared):
            found[path] = shared[0][path]
    return found


def label_of(path: str, strategies: Sequence[str], language: str) -> str:
    """What a number is called."""
    loaded = own_scenarios.strategy_given(strategies[0]) if strategies else None
    return path_label(path, loaded, language)


def _varied(strategy: str) -> dict[str, Choice]:
    return _varied_as_is(strategy, tuple(own_scenarios.texts_of(strategy)))


@lru_cache(maxsize=200)
def _varied_as_is(strategy: str, _content: tuple[str, ...]) -> dict[str, Choice]:
    """The strategy's own numbers; one of the reader's own changes, and its content with it."""
    loaded = own_scenarios.strategy_given(strategy)
    found = {}
    for path in paths_of(loaded, "strategy"):
        one = quantity_at(loaded, path.removeprefix("strategy."))
        present = _present(loaded, path)
        low, high = max(one.low, 0.5 * present), min(one.high, 2.0 * present)
        if path.startswith("strategy.moves") and low < high:
            ends = [round(end) if one.whole else float(f"{end:.3g}") for end in (low, high)]
            found[path] = Choice(path, max(one.low, ends[0]), min(one.high, ends[1]), one.low, one.high)
    return {path: one for path, one in found.items() if one.low < one.high}


def _present(strategy: Any, path: str) -> float:
    from experiments.runs.materials import value_at

    return value_at(strategy, path.removeprefix("strategy."))
