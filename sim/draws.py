"""Keyed draws: every random number is a pure function of (seed, stream, member, index, sub).

A run can then be forked anywhere without carrying generator state, gives the same result in any order,
thread or process, and two strategies under one seed meet the same people with the same days (common random
numbers). The generator is Philox4x32-10 (Salmon et al., SC 2011), whose published test vectors the tests
check.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.compiling import inlined, rule

PEOPLE, CHECK, IMPULSE, LOOK, AFTER_IMPULSE, UTTERANCE, LIFETIME, OPERATOR, ARRIVAL, TIE = range(10)

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)


@inlined
def philox(c0: int, c1: int, c2: int, c3: int, seed: int) -> tuple[Any, Any, Any, Any]:
    """Four 32-bit words for a counter of four words (taken modulo 2**32) under a 64-bit key."""
    a = np.uint64(c0) & _MASK
    b = np.uint64(c1) & _MASK
    c = np.uint64(c2) & _MASK
    d = np.uint64(c3) & _MASK
    k0 = np.uint64(seed) & _MASK
    k1 = np.uint64(seed) >> _SHIFT
    for _ in range(10):
        p0 = _MULTIPLIER_0 * a
        p1 = _MULTIPLIER_1 * c
        a = (p1 >> _SHIFT) ^ b ^ k0
        b = p1 & _MASK
        c = (p0 >> _SHIFT) ^ d ^ k1
        d = p0 & _MASK
        k0 = (k0 + _WEYL_0) & _MASK
        k1 = (k1 + _WEYL_1) & _MASK
    return a, b, c, d


@inlined
def uniform(word: int) -> float:
    """A number in the open interval (0, 1) from a 32-bit word."""
    return (np.float64(np.int64(word)) + 0.5) * 2.3283064365386963e-10


@inlined
def block(seed: int, stream: int, key: int, index: int, sub: int) -> tuple[float, float, float, float]:
    """Four uniforms for (seed, stream, member key, index, sub)."""
    a, b, c, d = philox(index, sub, key, stream, seed)
    return uniform(a), uniform(b), uniform(c), uniform(d)


@rule
def _fill(
    seed: int, stream: int, keys: npt.NDArray[np.int64], index: int, sub: int, out: npt.NDArray[np.float64]
) -> None:
    for i in range(keys.shape[0]):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = block(seed, stream, keys[i], index, sub)


def uniforms(
    seed: int, stream: int, keys: npt.NDArray[np.int64], index: int, sub: int
) -> npt.NDArray[np.float64]:
    """Uniforms of shape (number of keys, 4): one block for each key.

    Args:
        seed: run seed, 0 ≤ seed < 2**63.
        stream: one of the stream constants of this file.
        keys: member keys, int64, shape (n,).
        index: which draw of that stream.
        sub: which part of that draw.
    """
    keys = np.ascontiguousarray(keys, dtype=np.int64)
    out = np.empty((keys.shape[0], 4))
    _fill(seed, stream, keys, index, sub, out)
    return out
