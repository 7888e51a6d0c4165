"""What a race knows of every pair of strategies: how they differ, launch by launch, on the same people and luck.

Variances are those of the differences within a launch, so what two strategies have in common drops out of them. They
are taken from the first launches alone: Kim and Nelson's bounds need a variance that does not hang on what comes after.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

FIRST_STAGE = 20
"""So many launches of a pair give its variance, and nothing is decided before."""


class Pairs:
    """Sums over the differences of every ordered pair of k strategies.

    Element (i, l) of an array is about the difference "l minus i". All arrays may have leading axes, which are then
    that many races side by side, as simulations of the guarantees need them.

    Args:
        strategies: k.
        first_stage: launches that give a pair's variance.
        reach: the largest difference that can be, or None. Where there is one, the variance gets two launches'
            worth of made-up differences, as in `experiments.pairing`: one of nothing, and half a one at either end.
            So twenty launches that all end alike do not pass for certainty.
        races: leading axes.

    Attributes:
        counts: launches in which both strategies ran, shape (*races, k, k).
        sums: of the differences in these, same shape.
    """

    def __init__(
        self,
        strategies: int,
        first_stage: int = FIRST_STAGE,
        reach: float | None = None,
        races: tuple[int, ...] = (),
    ) -> None:
        shape = (*races, strategies, strategies)
        self.first_stage = first_stage
        self.counts: Counts = np.zeros(shape, dtype=np.int64)
        self.sums: Floats = np.zeros(shape)
        self._reach = reach
        self._early_sums: Floats = np.zeros(shape)
        self._early_squares: Floats = np.zeros(shape)
        self._squares: Floats = np.zeros(shape)

    def observe(self, values: Floats, running: Flags) -> None:
        """Take in one launch.

        Args:
            values: of each strategy, shape (*races, k), NaN where a run failed: the pairs that it is in then go
                without this launch.
            running: which strategies still run, same shape; values of others are not looked at.
        """
        values = np.where(running, values, np.nan)
        difference = values[..., None, :] - values[..., :, None]
        there = ~np.isnan(difference)
        difference = np.where(there, difference, 0.0)
        early = there & (self.counts < self.first_stage)
        if early.any():
            self._early_sums += np.where(early, difference, 0.0)
            self._early_squares += np.where(early, difference**2, 0.0)
        self.sums += difference
        self._squares += difference**2
        self.counts += there

    @property
    def begun(self) -> Flags:
        """Pairs whose first stage is over."""
        begun: Flags = self.counts >= self.first_stage
        return begun

    @property
    def means(self) -> Floats:
        """Mean differences, "l minus i"; NaN where there is none."""
        return np.where(self.counts > 0, self.sums / np.maximum(self.counts, 1), np.nan)

    @property
    def variances(self) -> Floats:
        """Of the difference within a launch, from the first stage; without meaning for pairs that have not `begun`."""
        n, total, squares = self.first_stage, self._early_sums, self._early_squares
        plain = np.maximum((squares - total**2 / n) / (n - 1), 0.0)
        if self._reach is None:
            return plain
        centre = total / (n + 2)
        around = squares - 2 * centre * total + (n + 2) * centre**2 + self._reach**2
        return np.maximum(plain, around / (n + 1))

    @property
    def greatest_variances(self) -> Floats:
        """The `variances`, or those of all launches so far where these are greater."""
        counts = np.maximum(self.counts, 2)
        so_far = (self._squares - self.sums**2 / counts) / (counts - 1)
        return np.maximum(self.variances, so_far)
