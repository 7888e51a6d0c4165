"""A battery of statistical tests for sequences of 32-bit words, and for pairs of sequences.

Each test is a p-value, two-sided wherever a fit can also be too good: a generator that spreads its words more
evenly than chance is as wrong as one that clumps them. The tests are those of Knuth (The Art of Computer
Programming 2, 3.3.2), Marsaglia (birthday spacings) and L'Ecuyer and Simard (TestU01), at sizes that a test
suite can afford.
"""

from __future__ import annotations

import math

import mpmath
import numpy as np
import numpy.typing as npt
from scipy import special

Words = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]


def chi_square(observed: npt.NDArray, expected: Floats | float, lost: int = 1) -> float:
    """Two-sided p of counts against what is expected of them."""
    statistic = float(((observed - expected) ** 2 / expected).sum())
    return of_chi_square(statistic, observed.size - lost)


def of_chi_square(statistic: float, freedom: int) -> float:
    """Two-sided p of a statistic with a chi-square distribution."""
    return min(1.0, 2.0 * float(min(special.chdtr(freedom, statistic), special.chdtrc(freedom, statistic))))


def of_normal(z: float) -> float:
    """Two-sided p of a standard normal statistic."""
    return float(2.0 * special.ndtr(-abs(z)))


def of_uniform(u: Floats) -> float:
    """p of the greatest distance between the distribution of some numbers and the uniform one (Kolmogorov)."""
    n = len(u)
    u = np.sort(u)
    steps = np.arange(n + 1) / n
    distance = max(float((steps[1:] - u).max()), float((u - steps[:-1]).max()))
    return float(special.kolmogorov(math.sqrt(n) * distance))


def of_poisson(count: int, mean: float) -> float:
    """Two-sided p of a Poisson count."""
    return min(1.0, 2.0 * float(min(special.pdtr(count, mean), special.gammainc(count, mean))))


def bit_columns(words: Words) -> npt.NDArray[np.uint64]:
    """The bits of n words, n a multiple of 64, as 32 rows of n / 64 numbers: row i holds everybody's bit i."""
    bits = np.unpackbits(np.ascontiguousarray(words, dtype="<u4").view(np.uint8), bitorder="little")
    return np.packbits(np.ascontiguousarray(bits.reshape(-1, 32).T), axis=1).view(np.uint64)


def _agreement(a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> Floats:
    """Samples in which a bit of a and a bit of b agree less those in which they differ, shape (32, 32)."""
    differ = np.array([np.bitwise_count(row ^ b).sum(axis=1) for row in a])
    return a.shape[1] * 64.0 - 2.0 * differ


def _cells(parts: list[Words], bits: int) -> float:
    """Chi-square of the joint cells of a few words' top (bits > 0) or low (bits < 0) bits."""
    width = abs(bits)
    cell = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        digits = part >> np.uint32(32 - width) if bits > 0 else part & np.uint32((1 << width) - 1)
        cell = (cell << width) | digits.astype(np.int64)
    cells = 1 << (width * len(parts))
    return chi_square(np.bincount(cell, minlength=cells), len(cell) / cells)


def _gaps(u: Floats, below: float = 0.1, longest: int = 40) -> float:
    places = np.flatnonzero(u < below)
    gaps = np.minimum(np.diff(places) - 1, longest)
    chances = below * (1.0 - below) ** np.arange(longest + 1)
    chances[longest] = (1.0 - below) ** longest
    return chi_square(np.bincount(gaps, minlength=longest + 1), chances * len(gaps))


def _turning_points(u: Floats) -> float:
    rising = np.diff(u) > 0
    n = len(u)
    turns = int((rising[1:] != rising[:-1]).sum())
    return of_normal((turns - 2.0 * (n - 2) / 3.0) / math.sqrt((16.0 * n - 29.0) / 90.0))


def _runs_about_the_middle(u: Floats) -> float:
    high = u >= 0.5
    n, up = len(u), int(high.sum())
    down = n - up
    mean = 2.0 * up * down / n + 1.0
    runs = 1 + int((high[1:] != high[:-1]).sum())
    return of_normal((runs - mean) / math.sqrt((mean - 1.0) * (mean - 2.0) / (n - 1.0)))


def _birthday_spacings(words: Words, birthdays: int = 4096) -> float:
    """Equal spacings among 4096 birthdays in a year of 2**32 days: Poisson with mean 4 in each group."""
    groups = len(words) // birthdays
    days = np.sort(words[: groups * birthdays].reshape(groups, birthdays).astype(np.int64), axis=1)
    spacings = np.sort(np.diff(days, axis=1), axis=1)
    equal = int((np.diff(spacings, axis=1) == 0).sum())
    return of_poisson(equal, groups * birthdays**3 / 2.0**34)


def _collisions(words: Words, balls: int = 16384, urn_bits: int = 20) -> float:
    """Balls that fall into an urn already taken, with the exact mean and variance."""
    urns = mpmath.mpf(2**urn_bits)
    with mpmath.workdps(60):
        one, two = (1 - 1 / urns) ** balls, (1 - 2 / urns) ** balls
        mean = float(balls - urns * (1 - one))
        variance = float(urns * (urns - 1) * two + urns * one - urns**2 * one**2)
    groups = len(words) // balls
    thrown = (words[: groups * balls] >> np.uint32(32 - urn_bits)).reshape(groups, balls)
    taken = sum(int(np.bincount(row, minlength=1).astype(bool).sum()) for row in thrown)
    return of_normal((groups * balls - taken - groups * mean) / math.sqrt(groups * variance))


def _weights(words: Words) -> float:
    ones = np.bincount(np.bitwise_count(words), minlength=33).astype(float)
    chances = special.binom(32, np.arange(33)) / 2.0**32
    low, high = 7, 25
    pooled = np.concatenate([[ones[:low].sum()], ones[low : high + 1], [ones[high + 1 :].sum()]])
    wanted = np.concatenate([[chances[:low].sum()], chances[low : high + 1], [chances[high + 1 :].sum()]])
    return chi_square(pooled, wanted * len(words))


def _correlation(a: Floats, b: Floats) -> float:
    return of_normal(12.0 * float(((a - 0.5) * (b - 0.5)).sum()) / math.sqrt(len(a)))


def _bit_pairs(words: Words) -> float:
    columns = bit_columns(words)
    sums = _agreement(columns, columns)[np.triu_indices(32, 1)]
    return of_chi_square(float((sums**2).sum()) / len(words), len(sums))


def _bits_across(a: Words, b: Words) -> float:
    sums = _agreement(bit_columns(a), bit_columns(b))
    return of_chi_square(float((sums**2).sum()) / len(a), sums.size)


def _bit_balance(words: Words) -> float:
    ones = np.bitwise_count(bit_columns(words)).sum(axis=1)
    return of_chi_square(float(((2.0 * ones - len(words)) ** 2).sum()) / len(words), 32)


def sequence_tests(words: Words) -> dict[str, float]:
    """p-values of one sequence of words, of which there should be at least 2**17."""
    u = (words + 0.5) * 2.0**-32
    even = words[: len(words) // 2 * 2].reshape(-1, 2)
    triples = words[: len(words) // 3 * 3].reshape(-1, 3)
    eights = u[: len(u) // 8 * 8].reshape(-1, 8)
    return {
        "top bits": _cells([words], 10),
        "low bits": _cells([words], -10),
        "Kolmogorov and Smirnov": of_uniform(u),
        "pairs, top bits": _cells([even[:, 0], even[:, 1]], 6),
        "pairs, low bits": _cells([even[:, 0], even[:, 1]], -6),
        "triples, top bits": _cells([triples[:, 0], triples[:, 1], triples[:, 2]], 4),
        "triples, low bits": _cells([triples[:, 0], triples[:, 1], triples[:, 2]], -4),
        **{f"correlation at lag {lag}": _correlation(u[:-lag], u[lag:]) for lag in (1, 2, 3, 4, 8, 64)},
        "bit balance": _bit_balance(words),
        "bit pairs": _bit_pairs(words),
        "bits of neighbours": _bits_across(even[:, 0], even[:, 1]),
        "number of bits set": _weights(words),
        "gaps": _gaps(u),
        "turning points": _turning_points(u),
        "runs about the middle": _runs_about_the_middle(u),
        "birthday spacings": _birthday_spacings(words),
        "birthday spacings, bits reversed": _birthday_spacings(_reversed(words)),
        "collisions": _collisions(words),
        "maximum of eight": of_uniform(eights.max(axis=1) ** 8),
    }


def pair_tests(a: Words, b: Words) -> dict[str, float]:
    """p-values of the independence of two sequences of words, place by place."""
    u, v = (a + 0.5) * 2.0**-32, (b + 0.5) * 2.0**-32
    return {
        "cells, top bits": _cells([a, b], 5),
        "cells, low bits": _cells([a, b], -5),
        "correlation": _correlation(u, v),
        "bits across": _bits_across(a, b),
        "bits that differ": _weights(a ^ b),
        "difference": of_uniform(((b - a) + 0.5) * 2.0**-32),
    }


def _reversed(words: Words) -> Words:
    found = words.astype(np.uint32)
    for shift, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF), (16, 0x0000FFFF)):
        found = ((found >> np.uint32(shift)) & np.uint32(mask)) | (
            (found & np.uint32(mask)) << np.uint32(shift)
        )
    return found
