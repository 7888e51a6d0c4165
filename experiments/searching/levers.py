"""Levers: the numbers of a strategy that a search may move, and from where to where.

Without a choice these are all doses, frequencies, hours, amounts and discounts of the strategy's moves and its staffing
(`USUAL`). Numbers that say how good or how costly a move is (quality, appeal, minutes, fees) are none of them: raising
quality for nothing is no decision. The range of a lever lies around its present value and within its bounds:

- a share: 0.3 up and down;
- an hour of the day: 4 hours up and down;
- anything else: from a third to three times; a whole number also one up and down. What is at 0 is off and stays off.

A lever for the first hour of a move's time takes the last along, so that its length stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.ranges import Range
from experiments.runs.materials import value_at
from experiments.sensitivity.factors import FactorError, declared, ends_of
from sim.quantities import Quantity, quantities

Floats = NDArray[np.float64]

USUAL = frozenset(
    {
        # How often, and when.
        "every_days",
        "per_day",
        "from_hour",
        "topic_every_days",
        # How much at a time.
        "messages",
        "mentions",
        "topic_mentions",
        "contacts",
        "number_of_shills",
        "messages_each",
        "number_of_stewards",
        "people",
        "removals",
        "seats",
        "variety",
        "challenge_days",
        "invites_needed",
        # Money.
        "amount_yuan",
        "packet_yuan",
        "portions",
        "packet_portions",
        "reward_yuan",
        "deposit_yuan",
        "discount",
        # Staff.
        "answer_share",
        "answer_minutes",
        "minutes_per_day",
    }
)
"""Names of the numbers that are levers unless others are chosen."""

SHARE_REACH = 0.3
HOUR_REACH = 4.0
FACTOR_REACH = 3.0
LAST_HOUR = 24.0
"""At which a span of hours may end."""

STEPS = {"share": 0.01, "chance": 0.01, "hour": 0.25, "yuan": 0.1, "yuan_per_day": 0.1, "minutes": 1.0}
"""Values are multiples of these, by unit: nobody sets a discount of 21.387%."""

FEWEST_STEPS = 8
"""A range that has fewer such steps is not cut into them."""

EVEN_UNITS = ("share", "chance", "hour")
"""Units in which equal steps count, not equal ratios."""


@dataclass(frozen=True)
class Lever:
    """A number of a strategy that may be moved.

    Attributes:
        path: such as ``strategy.moves.0.amount_yuan``.
        range: from where to where.
        present: where it stands.
        along: another number that moves by as much, such as the end of a span of hours: its path and present value.
    """

    path: str
    range: Range
    present: float
    along: tuple[str, float] | None = None

    def values(self, share: float) -> dict[str, float]:
        """What is set, by path, with the lever at a share 0..1 of its range."""
        value = self.range.value(share)
        found = {self.path: value}
        if self.along is not None:
            path, last = self.along
            # Rounded, so that a span of no length does not come to end a billionth of an hour before it begins.
            found[path] = round(last + value - self.present, 6)
        return found

    def as_dict(self) -> dict[str, Any]:
        """The path, where it stands, and the ends of the range."""
        return {
            "path": self.path,
            "present": self.present,
            "low": self.range.low,
            "high": self.range.high,
            "logarithmic": self.range.logarithmic,
        }


def values_of_levers(levers: Sequence[Lever], point: Sequence[float] | Floats) -> Mapping[str, float]:
    """What is set, by path, at a point of the unit cube; what stands there already is left out."""
    found: dict[str, float] = {}
    for lever, share in zip(levers, point, strict=True):
        values = lever.values(float(share))
        if values[lever.path] != lever.present:
            found |= values
    return found


def usual_levers(strategy: Any) -> tuple[Lever, ...]:
    """The levers that a `sim.Strategy` has of itself; see the module's text."""
    found = []
    for prefix, part in _parts(strategy):
        for quantity in quantities(type(part)):
            path = f"strategy.{prefix}.{quantity.name}"
            present = value_at(strategy, path.partition(".")[2])
            ends = usual_ends(quantity, present)
            lever = None if ends is None else _lever(path, *ends, quantity, strategy)
            if quantity.name in USUAL and lever is not None:
                found.append(lever)
    return tuple(found)


def chosen_levers(given: Sequence[str], strategy: Any) -> tuple[Lever, ...]:
    """Levers from texts such as ``moves.0.amount_yuan=5:50``; without a range it is the usual one.

    Raises:
        FactorError: for a path that leads to no number, a range that is none or beyond the bounds, or a number that is
            off and given without a range.
    """
    found: list[Lever] = []
    for one in given:
        path, _, ends = one.strip().partition("=")
        path = path if path.startswith("strategy.") else f"strategy.{path}"
        quantity = declared(path, None, strategy)
        present = value_at(strategy, path.partition(".")[2])
        low_high = ends_of(path, ends, quantity) if ends else usual_ends(quantity, present)
        lever = None if low_high is None else _lever(path, *low_high, quantity, strategy)
        if lever is None:
            raise FactorError("no_range", path=path)
        if any(path == other.path for other in found):
            raise FactorError("twice", path=path)
        found.append(lever)
    return tuple(found)


def usual_ends(quantity: Quantity, present: float) -> tuple[float, float] | None:
    """The ends of the usual range around a present value; None for what is off, or has no room."""
    if not np.isfinite(present):
        return None
    if quantity.unit in EVEN_UNITS:
        reach = HOUR_REACH if quantity.unit == "hour" else SHARE_REACH
        low, high = round(present - reach, 6), round(present + reach, 6)
    elif present == 0:
        return None
    else:
        low, high = present / FACTOR_REACH, present * FACTOR_REACH
        if quantity.whole:
            low, high = min(round(low), present - 1), max(round(high), present + 1)
            low = max(low, 1)  # at dose zero a move is none
    low, high = max(low, quantity.low), min(high, quantity.high)
    return (float(low), float(high)) if low < high else None


def _parts(strategy: Any) -> Iterator[tuple[str, Any]]:
    """Where a strategy's numbers stand: (path, declaration)."""
    for place, move in enumerate(strategy.moves):
        yield f"moves.{place}.when", move.when
        yield f"moves.{place}", move
    yield "staffing", strategy.staffing


def _lever(path: str, low: float, high: float, quantity: Quantity, strategy: Any) -> Lever | None:
    """The lever of a range; None if there is no room for a span of hours to move in."""
    present = value_at(strategy, path.partition(".")[2])
    along = None
    if path.endswith("when.from_hour"):
        end = path.replace("from_hour", "to_hour")
        last = value_at(strategy, end.partition(".")[2])
        # Neither end of the span may leave the day.
        high = min(high, LAST_HOUR - (last - present))
        along = (end, last)
        if low >= high:
            return None
    step = STEPS.get(quantity.unit, 0.0)
    reach = Range.of(low, high, quantity, step if step <= (high - low) / FEWEST_STEPS else 0.0)
    if quantity.unit in EVEN_UNITS:
        reach = replace(reach, logarithmic=False)
    return Lever(path, reach, present, along)
