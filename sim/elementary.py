"""Elementary functions over arrays, the same on every processor; people are drawn with these.

NumPy's and SciPy's own `exp`, `log` and `ndtri` round the last bit differently from processor to processor,
and then two machines would draw two different people from one seed. These apply `sim.arithmetic` element by
element.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.arithmetic import exp, log
from sim.compiling import inlined, rule

Floats = npt.NDArray[np.float64]


@inlined
def _ratio(x: float, top: tuple[float, ...], bottom: tuple[float, ...]) -> float:
    """Ratio of two polynomials of degree 7, lowest power first."""
    above = top[7]
    below = bottom[7]
    for power in range(6, -1, -1):
        above = above * x + top[power]
        below = below * x + bottom[power]
    return above / below


_CENTRE = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)  # fmt: skip
_MIDDLE = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
_TAIL = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip


@rule
def _quantile(p: float) -> float:
    """Standard normal quantile of 0 < p < 1 (Wichura, AS 241, about 1 part in 10**16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(0.180625 - q * q, _CENTRE[0], _CENTRE[1])
    r = math.sqrt(-log(p if q < 0.0 else 1.0 - p))
    value = _ratio(r - 1.6, _MIDDLE[0], _MIDDLE[1]) if r <= 5.0 else _ratio(r - 5.0, _TAIL[0], _TAIL[1])
    return -value if q < 0.0 else value


@rule
def _exponentials(values: Floats, out: Floats) -> None:
    for i in range(values.size):
        out[i] = exp(values[i])


@rule
def _logarithms(values: Floats, out: Floats) -> None:
    for i in range(values.size):
        out[i] = log(values[i])


@rule
def _quantiles(values: Floats, out: Floats) -> None:
    for i in range(values.size):
        out[i] = _quantile(values[i])


def _over(function: object, values: npt.ArrayLike) -> Floats:
    given = np.ascontiguousarray(values, dtype=np.float64)
    out = np.empty(given.size)
    function(given.reshape(-1), out)  # type: ignore[operator]
    return out.reshape(given.shape)


def exp_of(values: npt.ArrayLike) -> Floats:
    """Exponential of each element."""
    return _over(_exponentials, values)


def log_of(values: npt.ArrayLike) -> Floats:
    """Natural logarithm of each element, all positive."""
    return _over(_logarithms, values)


def normal_quantile(uniforms: npt.ArrayLike) -> Floats:
    """Standard normal quantile of each element, all within (0, 1)."""
    return _over(_quantiles, uniforms)


def logistic(values: npt.ArrayLike) -> Floats:
    """1 / (1 + e^−x) of each element."""
    return 1.0 / (1.0 + exp_of(-np.asarray(values, dtype=np.float64)))


def logit(shares: npt.ArrayLike) -> Floats:
    """Log-odds of each element, all within (0, 1)."""
    given = np.asarray(shares, dtype=np.float64)
    return log_of(given / (1.0 - given))
