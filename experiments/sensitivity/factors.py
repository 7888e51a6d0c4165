"""Which numbers a sensitivity analysis moves, and from where to where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.space import free_space
from experiments.ranges import Range
from experiments.runs.materials import quantity_at

Floats = NDArray[np.float64]

PSYCHOLOGY = "world.psychology."


class FactorError(ValueError):
    """A factor that cannot be used; the code says why: "unknown", "no_range", "range", "twice" or "none"."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Factor:
    """A number and its range.

    Attributes:
        path: such as ``world.psychology.answer_rate`` or ``strategy.moves.0.amount_yuan``.
        range: from where to where it is moved.
    """

    path: str
    range: Range

    def as_dict(self) -> dict[str, Any]:
        """The path and the ends of the range."""
        return {
            "path": self.path,
            "low": self.range.low,
            "high": self.range.high,
            "logarithmic": self.range.logarithmic,
        }


def default_factors() -> tuple[Factor, ...]:
    """The free parameters of the calibration, each over its prior."""
    return tuple(
        Factor(PSYCHOLOGY + axis.name, Range(axis.low, axis.high, axis.logarithmic))
        for axis in free_space().axes
    )


def factors_of(given: str, world: Any, strategy: Any) -> tuple[Factor, ...]:
    """Factors from a text such as ``answer_rate,ad_fatigue=0.01:0.2,strategy.moves.0.amount_yuan=5:50``.

    Args:
        given: names of psychology parameters, or paths, with commas between; a range is needed where there is no prior.
        world: the `sim.World` into which paths lead.
        strategy: the `sim.Strategy` into which paths lead.

    Raises:
        FactorError: for a path that leads to no number, or a range that is none or goes beyond what is allowed.
    """
    found: list[Factor] = []
    for one in (part.strip() for part in given.split(",")):
        if not one:
            continue
        path, _, ends = one.partition("=")
        path = path if path.startswith(("world.", "strategy.")) else PSYCHOLOGY + path
        factor = Factor(path, _range(path, ends, world, strategy))
        if any(path == other.path for other in found):
            raise FactorError("twice", path=path)
        found.append(factor)
    if not found:
        raise FactorError("none")
    return tuple(found)


def _range(path: str, ends: str, world: Any, strategy: Any) -> Range:
    quantity = declared(path, world, strategy)
    if ends:
        low, high = ends_of(path, ends, quantity)
    elif quantity.prior is not None:
        low, high = quantity.prior
    else:
        raise FactorError("no_range", path=path)
    return Range.of(float(low), float(high), quantity)


def declared(path: str, world: Any, strategy: Any) -> Any:
    """The declared number (`sim.quantities.Quantity`) at a path that begins with ``world.`` or ``strategy.``.

    Raises:
        FactorError: "unknown", if there is none.
    """
    whose, _, rest = path.partition(".")
    try:
        return quantity_at(world if whose == "world" else strategy, rest)
    except KeyError:
        raise FactorError("unknown", path=path) from None


def ends_of(path: str, given: str, quantity: Any) -> tuple[float, float]:
    """The ends of a range such as ``5:50``.

    Raises:
        FactorError: "range", if it is none or goes beyond the number's bounds.
    """
    wrong = FactorError("range", path=path, found=given, low=f"{quantity.low:g}", high=f"{quantity.high:g}")
    first, colon, second = given.partition(":")
    try:
        low, high = float(first), float(second)
    except ValueError:
        raise wrong from None
    inside = colon and math.isfinite(low) and quantity.low <= low < high <= quantity.high
    if not inside or (quantity.whole and not (low.is_integer() and high.is_integer())):
        raise wrong
    return low, high


def values_at(factors: Sequence[Factor], point: Floats) -> Mapping[str, float]:
    """Values by path at a point of the unit cube, shape (k,)."""
    return {
        one.path: one.range.value(float(share))
        for one, share in zip(factors, point, strict=True)
        if not np.isnan(share)
    }
