"""Exponential and logarithm from plain arithmetic, the same on every processor.

The libm of each platform rounds `exp` and `log` differently in the last place. One such bit flips a
decision somewhere in a half-year of a group, and a result could no longer be reproduced on another machine.
These two follow the classic argument reductions (Cody and Waite; Tang) with only +, −, ×, ÷ and bit
patterns, which IEEE 754 defines exactly. Their error is below one unit in the last place (tests compare
them with mpmath).
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.compiling import inlined

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
INVERSE_LN2 = 1.44269504088896338700
LN2 = 0.6931471805599453


@intrinsic
def _bits_of(typing_context: Any, number: Any) -> Any:
    """The 64 bits of a float64 as an int64."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


@intrinsic
def _float_of(typing_context: Any, bits: Any) -> Any:
    """The float64 with these 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


bits_of: Any = _bits_of
float_of: Any = _float_of


@inlined
def exp(x: float) -> float:
    """The exponential of x: 0 below −700, where a decay no longer matters, and that of 700 above 700."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = int(INVERSE_LN2 * x + (0.5 if x >= 0.0 else -0.5))
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t
            * (
                6.61375632143793436117e-05
                + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
            )
        )
    )
    y = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    return float(y * float_of((k + 1023) << 52))


@inlined
def log(x: float) -> float:
    """Natural logarithm of a positive normal number."""
    bits = bits_of(x)
    k = (bits >> 52) - 1023
    fraction = bits & 0x000FFFFFFFFFFFFF
    if fraction > 0x6A09E667F3BCC:
        k += 1
        m = float_of(fraction | 0x3FE0000000000000)
    else:
        m = float_of(fraction | 0x3FF0000000000000)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    t2 = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half_square = 0.5 * f * f
    return float(k * LN2_HIGH - ((half_square - (s * (half_square + t1 + t2) + k * LN2_LOW)) - f))
