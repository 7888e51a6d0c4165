"""`sim.arithmetic.exp` and `log` against mpmath: never more than one unit in the last place away.

Nothing here is left to chance but the choice of points, which has a fixed seed (1): no false alarms.
"""

import math

import mpmath
import numpy as np
import pytest

from sim.arithmetic import exp, log
from sim.draws import uniform

GENERATOR = np.random.default_rng(1)
SMALLEST_UNIFORM, LARGEST_UNIFORM = 2.0**-33, 1.0 - 2.0**-33

EXPONENTS = np.concatenate(
    [
        GENERATOR.uniform(-700.0, 700.0, 3000),
        GENERATOR.uniform(-1.0, 1.0, 3000),
        GENERATOR.choice([-1.0, 1.0], 2000) * 10.0 ** GENERATOR.uniform(-18, 0, 2000),
        # Around the places where the reduction changes its integer part.
        (np.arange(-1009, 1010) + 0.5) * math.log(2.0),
        np.nextafter((np.arange(-1009, 1010) + 0.5) * math.log(2.0), -math.inf),
        [0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, 1.0, -1.0, 700.0, -700.0, -math.log(2.0), math.log(2.0)],
    ]
)
NUMBERS = np.concatenate(
    [
        GENERATOR.uniform(0.0, 1.0, 3000),
        10.0 ** GENERATOR.uniform(-307, 308, 3000),
        1.0 + GENERATOR.choice([-1.0, 1.0], 2000) * 10.0 ** GENERATOR.uniform(-16, -1, 2000),
        2.0 ** np.arange(-1022, 1024, dtype=np.float64),
        np.nextafter(2.0 ** np.arange(-1000, 1000, dtype=np.float64), 0.0),
        math.sqrt(2.0) * 2.0 ** np.arange(-100, 100, dtype=np.float64),
        np.nextafter(math.sqrt(2.0) * 2.0 ** np.arange(-100, 100, dtype=np.float64), 0.0),
        # What the model takes logarithms of: uniforms from 32-bit words, and one less such a uniform.
        [SMALLEST_UNIFORM, LARGEST_UNIFORM, 1.0 - SMALLEST_UNIFORM, 1.0 - LARGEST_UNIFORM],
        [1.0, np.nextafter(1.0, 0.0), np.nextafter(1.0, 2.0), 1.0 - 2.0**-52, 1.0 + 2.0**-51],
        [2.0**-1022, 1.7976931348623157e308],
    ]
)


def units_off(found: float, exact: mpmath.mpf) -> float:
    """The distance of a float64 from an exact number, in units in the last place of the exact one."""
    if exact == 0:
        return abs(found) / 5e-324
    return float(abs(mpmath.mpf(found) - exact) / math.ulp(float(exact)))


def worst(function, exactly, points) -> tuple[float, float]:
    with mpmath.workdps(50):
        return max((units_off(function(x), exactly(mpmath.mpf(x))), x) for x in map(float, points))


def test_exp_is_within_one_unit_in_the_last_place():
    off, where = worst(exp, mpmath.exp, EXPONENTS)
    assert off <= 1.0, where


def test_log_is_within_one_unit_in_the_last_place():
    off, where = worst(log, mpmath.log, NUMBERS)
    assert off <= 1.0, where


def test_both_are_exact_where_it_matters():
    assert exp(0.0) == 1.0
    assert exp(-0.0) == 1.0
    assert log(1.0) == 0.0


def test_exp_never_yields_a_subnormal_an_infinite_or_a_nan():
    for x in (-700.0, np.nextafter(-700.0, -math.inf), -701.0, -745.0, -1e300, -math.inf):
        found = exp(x)
        assert found == 0.0 or found >= 2.0**-1022, x
    for x in (700.0, np.nextafter(700.0, math.inf), 710.0, 1e300, math.inf):
        assert exp(x) == exp(700.0) < math.inf


@pytest.mark.parametrize("step", [1e-9, 1e-3, 0.37])
def test_exp_and_log_keep_the_order_of_their_arguments(step):
    xs = -5.0 + step * np.arange(2000)
    assert all(a <= b for a, b in zip(map(exp, xs), map(exp, xs[1:]), strict=False))
    ys = 0.5 + step * np.arange(2000)
    assert all(a <= b for a, b in zip(map(log, ys), map(log, ys[1:]), strict=False))


def test_uniforms_stay_off_both_ends_so_their_logarithms_are_finite():
    assert uniform(0) == SMALLEST_UNIFORM
    assert uniform(2**32 - 1) == LARGEST_UNIFORM
    assert 0.0 < -log(LARGEST_UNIFORM) < -log(SMALLEST_UNIFORM) < 23.0
    assert -log(1.0 - LARGEST_UNIFORM) < 23.0
