"""How many messages each message brings about: the branching ratio of a self-exciting process, by EM.

F80 was measured so: a Hawkes process with three exponential kernels and a baseline that follows the week, the
weekday and the hour of the day. The time scales are fixed at one, ten and sixty minutes, the branching of each
is found. Talk that is only dense at certain hours is then no branching.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SCALES_DAYS = (1 / 1440, 10 / 1440, 60 / 1440)
"""Mean delay of each kernel: one minute, ten minutes, one hour."""
MOST_STEPS = 300
ENOUGH = 1e-4  # change of the ratio below which the search ends


def branching_ratio(times: Floats, start: float, end: float) -> float:
    """Mean number of messages that a message triggers directly; the sum over the three kernels.

    Args:
        times: moments of all messages in the window in days, ascending; shape (n,).
        start: first day of the window, a whole number.
        end: its end, in days.

    Returns:
        The maximum-likelihood ratio; `nan` for fewer than 100 messages.
    """
    if times.size < 100:
        return float("nan")
    scales = np.array(SCALES_DAYS)
    pull = _kernel_sums(times, scales) / scales
    reach = (1 - np.exp(-(end - times)[:, None] / scales)).sum(axis=0)
    baseline = _Baseline(times, start, end)
    ratios = np.full(scales.size, 0.2)
    for _ in range(MOST_STEPS):
        triggered = pull * ratios
        rate = baseline.rate()
        total = rate + triggered.sum(axis=1)
        updated = (triggered / total[:, None]).sum(axis=0) / reach
        baseline.update(rate / total)
        moved = abs(updated.sum() - ratios.sum())
        ratios = updated
        if moved < ENOUGH:
            break
    return float(ratios.sum())


def _kernel_sums(times: Floats, scales: Floats) -> Floats:
    """Sum over all earlier messages of exp(−age / scale), for each message and scale; shape (n, scales)."""
    decays = np.exp(-np.diff(times)[:, None] / scales)
    sums = np.zeros((times.size, scales.size))
    for position in range(1, times.size):
        sums[position] = (sums[position - 1] + 1.0) * decays[position - 1]
    return sums


class _Baseline:
    """Messages that nobody triggered, a day: level of the week × factor of the weekday × factor of the hour."""

    def __init__(self, times: Floats, start: float, end: float) -> None:
        cells = np.arange(int(np.ceil((end - start) * 24)))
        lengths = np.minimum((cells + 1) / 24, end - start) - cells / 24
        place = np.minimum(((times - start) * 24).astype(np.int64), cells.size - 1)
        days = cells // 24
        self.labels: tuple[Integers, ...] = (days // 7, days % 7, cells % 24)
        self.place = place
        self.lengths = lengths
        self.factors: list[Floats] = [np.ones(int(one.max()) + 1) for one in self.labels]
        self.factors[0] *= 0.4 * times.size / (end - start)

    def _cells(self, without: int = -1) -> Floats:
        rates = np.ones(self.lengths.size)
        for number, (factor, label) in enumerate(zip(self.factors, self.labels, strict=True)):
            if number != without:
                rates *= factor[label]
        return rates

    def rate(self) -> Floats:
        """The rate at each message, a day; shape (n,)."""
        return self._cells()[self.place]

    def update(self, untriggered: Floats) -> None:
        """Fit the factors to the chance of each message, shape (n,), to be nobody's doing."""
        mass = np.bincount(self.place, weights=untriggered, minlength=self.lengths.size)
        for number, label in enumerate(self.labels):
            room = np.bincount(label, weights=self._cells(number) * self.lengths)
            found = np.bincount(label, weights=mass)
            self.factors[number] = np.maximum(found / np.maximum(room, 1e-12), 1e-12)
