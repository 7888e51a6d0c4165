"""What the runs of a study are made of: worlds and strategies, some of their numbers replaced, and a seed.

A run is a scenario and a seed; a scenario is a world, a strategy and values for some of their numbers, each named by
its path, such as ``world.psychology.answer_rate`` or ``strategy.moves.0.amount_yuan``. All of it is plain data, so it
travels to other processes and machines, and into files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.quantities import Quantity
    from sim.strategy import Strategy
    from sim.world import World

Values = tuple[tuple[str, float], ...]
"""(path, value) pairs, sorted by path."""


@dataclass(frozen=True)
class Scenario:
    """Everything about a run but its seed.

    Attributes:
        world: id of a world in the study's `Materials`.
        strategy: id of a strategy there.
        values: numbers that replace some of theirs.
    """

    world: str
    strategy: str
    values: Values = ()

    @classmethod
    def of(cls, world: str, strategy: str, values: Mapping[str, float] | None = None) -> Scenario:
        """A scenario with its values in the one order that counts."""
        return cls(world, strategy, tuple(sorted((values or {}).items())))


@dataclass(frozen=True)
class Run:
    """One group's life: a scenario and a seed."""

    scenario: Scenario
    seed: int


@dataclass(frozen=True)
class Materials:
    """The worlds and strategies of a study by id, as plain data, and the length of its runs.

    Attributes:
        worlds: id → a `sim.World` as `model_dump(mode="json")` gives it.
        strategies: id → a `sim.Strategy`, likewise.
        days: length of a run.
    """

    worlds: Mapping[str, Mapping[str, Any]] = field(repr=False)
    strategies: Mapping[str, Mapping[str, Any]] = field(repr=False)
    days: int

    @classmethod
    def of(cls, worlds: Mapping[str, World], strategies: Mapping[str, Strategy], days: int) -> Materials:
        """The materials made of typed values."""
        return cls(
            {name: one.model_dump(mode="json", warnings=False) for name, one in worlds.items()},
            {name: one.model_dump(mode="json", warnings=False) for name, one in strategies.items()},
            days,
        )

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Materials:
        """What `as_dict` gave."""
        return cls(dict(plain["worlds"]), dict(plain["strategies"]), int(plain["days"]))

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return {"worlds": dict(self.worlds), "strategies": dict(self.strategies), "days": self.days}

    def world(self, name: str, values: Iterable[tuple[str, float]] = ()) -> World:
        """A world with some of its numbers replaced.

        Raises:
            ValueError: if the world does not exist or the numbers do not fit together (pydantic says how).
        """
        from sim.world import World

        return World.model_validate(_replaced(self._worlds[name], self.worlds[name], values))

    def strategy(self, name: str, values: Iterable[tuple[str, float]] = ()) -> Strategy:
        """A strategy with some of its numbers replaced; errors as for `world`."""
        from sim.strategy import Strategy

        return Strategy.model_validate(_replaced(self._strategies[name], self.strategies[name], values))

    def risks(self, name: str) -> tuple[str, ...]:
        """Text codes of the legal and ethical risks of a strategy."""
        return self._strategies[name].risks

    @cached_property
    def _worlds(self) -> dict[str, World]:
        from sim.world import World

        return {name: World.model_validate(plain) for name, plain in self.worlds.items()}

    @cached_property
    def _strategies(self) -> dict[str, Strategy]:
        from sim.strategy import Strategy

        return {name: Strategy.model_validate(plain) for name, plain in self.strategies.items()}


def quantity_at(declaration: Any, path: str) -> Quantity:
    """The declared number that a path leads to.

    Args:
        declaration: a `sim.World` or `sim.Strategy`.
        path: names of fields and positions in lists, joined by dots, such as ``moves.0.amount_yuan``.

    Raises:
        KeyError: if the path leads to nothing, or to something that is no number with bounds; the argument is the
            part of the path that could not be followed.
    """
    from sim.quantities import quantities

    *way, last = path.split(".")
    here = declaration
    for number, step in enumerate(way):
        here = _inside(here, step)
        if here is None:
            raise KeyError(".".join(way[: number + 1]))
    found = {one.name: one for one in quantities(type(here))} if hasattr(type(here), "model_fields") else {}
    if last not in found:
        raise KeyError(path)
    return found[last]


def value_at(declaration: Any, path: str) -> float:
    """The number that stands at a path now; NaN where there is none. Errors as for `quantity_at`."""
    quantity_at(declaration, path)
    here = declaration
    for step in path.split("."):
        here = _inside(here, step)
    return float("nan") if here is None else float(here)


def _inside(here: Any, step: str) -> Any:
    if isinstance(here, list | tuple):
        return here[int(step)] if step.isdecimal() and int(step) < len(here) else None
    return getattr(here, step, None) if step in getattr(type(here), "model_fields", {}) else None


def _replaced(declaration: Any, plain: Mapping[str, Any], values: Iterable[tuple[str, float]]) -> Any:
    """Plain data with the values put in; what is not on the way to one is shared, not copied."""
    new: Any = plain
    for path, value in values:
        whole = quantity_at(declaration, path).whole
        new = _with(new, path.split("."), int(value) if whole else float(value))
    return new


def _with(plain: Any, way: list[str], value: float | int) -> Any:
    if not way:
        return value
    if isinstance(plain, list | tuple):
        place = int(way[0])
        return [*plain[:place], _with(plain[place], way[1:], value), *plain[place + 1 :]]
    return {**plain, way[0]: _with(plain.get(way[0], {}), way[1:], value)}
