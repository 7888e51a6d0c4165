"""Ranges of numbers that a study moves, as shares 0..1: what designs and searches are made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

DIGITS = 6
"""Significant digits of a value, so that what is printed is what was run."""

LOGARITHMIC_FROM = 4.0
"""A range whose ends differ by this factor or more is walked in equal ratios, as a calibration's priors are."""

FEN = 0.01
"""In yuan."""


@dataclass(frozen=True)
class Range:
    """From where to where a number may go, and in what steps.

    Attributes:
        low, high: its ends, in the number's unit.
        logarithmic: whether equal shares are equal ratios.
        whole: whether only whole numbers count; each then has the same share (of the logarithm, if it goes by that).
        step: values are multiples of it, as yuan are of 0.01; 0 leaves `DIGITS` significant digits.
    """

    low: float
    high: float
    logarithmic: bool = False
    whole: bool = False
    step: float = 0.0

    @classmethod
    def of(cls, low: float, high: float, quantity: Any, step: float = 0.0) -> Range:
        """The range of a declared number (`sim.quantities.Quantity`); amounts of money are whole fen."""
        if not step and quantity.unit.startswith("yuan"):
            step = FEN
        return cls(low, high, low > 0 and high / low >= LOGARITHMIC_FROM, quantity.whole, step)

    def value(self, share: float) -> float:
        """The value below which `share` (0..1) of the range lies."""
        low, high = self._ends
        share = min(max(share, 0.0), 1.0)
        found = low * (high / low) ** share if self._by_ratio else low + (high - low) * share
        if self.whole:
            found = math.floor(found + 0.5)
        elif self.step:
            # A multiple within the ends, where there is one.
            first = math.ceil(self.low / self.step - 1e-9)
            last = math.floor(self.high / self.step + 1e-9)
            if first <= last:
                found = min(max(round(found / self.step), first), last) * self.step
        return min(max(float(f"{found:.{DIGITS}g}"), self.low), self.high)

    def share(self, value: float) -> float:
        """The share of the range that lies below a value."""
        low, high = self._ends
        if value <= low or high == low:
            return 0.0
        if value >= high:
            return 1.0
        if self._by_ratio:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)

    @property
    def _ends(self) -> tuple[float, float]:
        return (self.low - 0.5, self.high + 0.5) if self.whole else (self.low, self.high)

    @property
    def _by_ratio(self) -> bool:
        return self.logarithmic and self._ends[0] > 0
