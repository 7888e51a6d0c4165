"""Keyed random numbers in ordinary Python (docs/rules.md, section 1).

The plain model shares no code with the product, so it brings its own Philox4x32-10 (Salmon, Moraes, Dror
and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011) and its own "first moment after t".
"""

from math import floor, log
from typing import NamedTuple

PEOPLE, CHECK, IMPULSE, LOOK, AFTER_IMPULSE, UTTERANCE, LIFETIME, OPERATOR, ARRIVAL, TIE = range(10)

Block = tuple[float, float, float, float]

_MASK = 0xFFFFFFFF
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_ROUNDS = 10


def _round_keys(key: tuple[int, int]) -> list[tuple[int, int]]:
    return [((key[0] + r * _WEYL_0) & _MASK, (key[1] + r * _WEYL_1) & _MASK) for r in range(_ROUNDS)]


def _rounds(a: int, b: int, c: int, d: int, round_keys: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    for key_0, key_1 in round_keys:
        product_0 = 0xD2511F53 * a
        product_1 = 0xCD9E8D57 * c
        a = (product_1 >> 32) ^ b ^ key_0
        b = product_1 & 0xFFFFFFFF
        c = (product_0 >> 32) ^ d ^ key_1
        d = product_0 & 0xFFFFFFFF
    return a, b, c, d


def philox4x32(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """The four 32-bit words of one Philox4x32-10 block, from four counter words and two key words."""
    return _rounds(*counter, _round_keys(key))


class Draws:
    """All random numbers of one launch: uniforms on (0, 1) by (index, sub, member key, stream)."""

    def __init__(self, seed: int) -> None:
        self.round_keys = _round_keys((seed & _MASK, (seed >> 32) & _MASK))

    def block(self, index: int, sub: int, key: int, stream: int) -> Block:
        """Four uniforms; the same arguments give the same four, whatever was drawn before."""
        a, b, c, d = _rounds(index & _MASK, sub & _MASK, key & _MASK, stream, self.round_keys)
        scale = 2.0**-32
        return (a + 0.5) * scale, (b + 0.5) * scale, (c + 0.5) * scale, (d + 0.5) * scale


class Moment(NamedTuple):
    """One moment of a stream; it counts under a chance p if `level < weight * p`."""

    time: float  # days
    level: float  # the moment's own uniform times the peak of the hourly weights
    weight: float  # the hourly weight at that time of day
    cell: int
    j: int  # which candidate of its cell


class Moments:
    """One member's phone checks, or impulses to speak: they happen whatever the group does.

    Args:
        draws: the launch's random numbers.
        stream: CHECK or IMPULSE.
        key: the member's key.
        rate: moments a day, on average over the hours.
        hourly: 24 weights with mean 1.
        horizon: days; no moment at or after it is found.
    """

    def __init__(
        self, draws: Draws, stream: int, key: int, rate: float, hourly: list[float], horizon: float
    ) -> None:
        self.draws = draws
        self.stream = stream
        self.key = key
        self.hourly = hourly
        self.horizon = horizon
        self.peak = max(hourly)
        self.fastest = rate * self.peak
        self.width = 4 / self.fastest if self.fastest > 0 else 0.0
        self.cells: dict[int, list[Moment]] = {}

    def first_after(self, t: float, chance: float = 1.0) -> Moment | None:
        """The first moment later than t that counts under `chance` (0..1), or none before the horizon."""
        if self.fastest <= 0:
            return None
        k = first_cell = floor(t / self.width)
        while k * self.width < self.horizon:
            moments = self.cells.get(k)
            if moments is None:
                moments = self.remember(k, first_cell)
            for moment in moments:
                time, level, weight, _, _ = moment
                if time > t and level < weight * chance:
                    return moment if time < self.horizon else None
            k += 1
        return None

    def remember(self, k: int, first_cell: int) -> list[Moment]:
        """Draw cell k and keep it; forget the cells before `first_cell`, as time does not run back."""
        if len(self.cells) > 24:
            self.cells = {cell: moments for cell, moments in self.cells.items() if cell >= first_cell}
        self.cells[k] = self.draw_cell(k)
        return self.cells[k]

    def draw_cell(self, k: int) -> list[Moment]:
        """The moments of cell k in order: the candidates that count under a chance of 1."""
        moments: list[Moment] = []
        end = (k + 1) * self.width
        time = k * self.width
        j = 0
        while True:
            block = self.draws.block(k, j // 2, self.key, self.stream)
            for u, a in (block[:2], block[2:]):
                time += -log(u) / self.fastest
                if time >= end:
                    return moments
                level = a * self.peak
                weight = self.hourly[int((time - floor(time)) * 24)]
                if level < weight:
                    moments.append(Moment(time, level, weight, k, j))
                j += 1
