"""How long groups live, as it was measured on the platform: the last message of anyone in a window of 34 days.

Qiu et al. (WWW 2016, evidence F01, F02, F10) could not see who was an operator, so everybody's messages
count, advertisements too, and a group that spoke on the window's last day may have lived for years.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sim.outcome import silence
from sim.records import ANSWER, GO_ON, JOIN, OWNER_ANSWER, OWNER_POST, PACKET_OPENED, SAY

Floats = NDArray[np.float64]
Starts = tuple[tuple[float, ...], ...]
Bounds = tuple[tuple[float, float], ...]

WINDOW = 34.0
"""Days from 26 July to 28 August 2015, the window of F01."""

_MESSAGES = (SAY, ANSWER, GO_ON, OWNER_POST, OWNER_ANSWER, PACKET_OPENED)
USUAL_GROUPS = 400
"""Groups for which evidence of two classes is stated."""

_SHORTEST = 0.05  # days; a group in which nobody speaks is given a life, too
# Logarithms of scale and shape: where the search begins, and within which bounds.
_WEIBULL_STARTS = ((-1.5, 0.0), (0.0, 0.0), (2.0, -0.7))
_WEIBULL_BOUNDS = ((-6.0, 12.0), (-3.0, 2.0))


def life_in_window(events: NDArray[Any], window: float = WINDOW) -> float:
    """Days from a group's first member to the last message of anyone within the window; 0 if nobody spoke.

    Args:
        events: log of dtype `sim.records.EVENT`, from the opening on.
        window: days observed after the opening.
    """
    joins = events["t"][events["kind"] == JOIN]
    if joins.size == 0:
        return 0.0
    opening = float(joins.min())
    times = events["t"][np.isin(events["kind"], _MESSAGES)]
    times = times[(times >= opening) & (times <= opening + window)]
    return float(times.max() - opening) if times.size else 0.0


def silent_share(lives: Floats, day: float) -> float:
    """Share of groups whose last message in the window came before `day`; `nan` without groups."""
    return float(np.mean(lives < day)) if lives.size else float("nan")


def hazard_ratio(lives: Floats, first: float = 7.0, later: float = 28.0) -> float:
    """Deaths per group and day before day `first`, over those from then to day `later`.

    Occurrences over exposure: each group counts with the days it was there. `inf` if nobody died later,
    `nan` if nobody lived to see the later days.
    """
    early = _hazard(lives, 0.0, first)
    late = _hazard(lives, first, later)
    if np.isnan(early) or np.isnan(late):
        return float("nan")
    if late == 0:
        return float("inf") if early > 0 else float("nan")
    return early / late


def _hazard(lives: Floats, start: float, end: float) -> float:
    there = lives[lives >= start]
    exposure = float(np.sum(np.minimum(there, end) - start))
    return float(np.count_nonzero(there < end)) / exposure if exposure > 0 else float("nan")


def outlived_share(lives: Floats, window: float = WINDOW, last_days: float = 7.0) -> float:
    """Share of groups that spoke in the last `last_days` days of the window; `nan` without groups."""
    return float(np.mean(lives >= window - last_days)) if lives.size else float("nan")


def two_class_evidence(lives: Floats, window: float = WINDOW, last_days: float = 7.0) -> float:
    """How much better two classes of groups describe the lives than one: BIC of one less BIC of two.

    One class has Weibull lives, with any hazard that falls or rises with age. Two classes are groups with such lives
    and groups that outlive the window (a mixture cure model). Who still speaks in the last `last_days` days may live
    on and is censored there, so that a window's end makes no class. Above 10 the evidence is very strong (Kass and
    Raftery 1995). It is given as for `USUAL_GROUPS` groups, so that more runs only make it surer. `nan` for fewer
    than 10 groups.
    """
    if lives.size < 10:
        return float("nan")
    end = window - last_days
    x = np.maximum(lives[lives < end], _SHORTEST) / end
    alive = float(np.mean(lives >= end))
    one = _fit(lambda p: _likelihood(p, 0.0, x, alive), _WEIBULL_STARTS, _WEIBULL_BOUNDS)
    two = _fit(
        lambda p: _likelihood(p[:2], float(p[2]), x, alive),
        tuple((*start, share) for start in _WEIBULL_STARTS for share in (0.2, 0.6)),
        (*_WEIBULL_BOUNDS, (0.0, 0.999)),
    )
    return float(2 * (two - one) * USUAL_GROUPS - np.log(USUAL_GROUPS))


def _likelihood(p: Floats, lasting: float, x: Floats, alive: float) -> float:
    """Mean log-likelihood of lives.

    Args:
        p: logarithms of scale and shape of the Weibull lives, in units of the time until censoring.
        lasting: share of groups that do not die within sight.
        x: lives of those that died, in the same units.
        alive: share of all groups that were censored.
    """
    scale, shape = np.exp(p[0]), np.exp(p[1])
    died = np.log(shape / scale) + (shape - 1) * np.log(x / scale) - (x / scale) ** shape
    survivors = np.log(lasting + (1 - lasting) * np.exp(-((1 / scale) ** shape)) + 1e-300)
    mean = float(np.mean(died)) if x.size else 0.0
    return (1 - alive) * (mean + float(np.log1p(-lasting))) + alive * float(survivors)


def _fit(likelihood: Callable[[Floats], float], starts: Starts, bounds: Bounds) -> float:
    """The greatest likelihood found from any of the starts."""
    return max(
        -float(minimize(lambda p: -likelihood(p), start, method="L-BFGS-B", bounds=bounds).fun)
        for start in starts
    )


def is_lively(daily: NDArray[Any], day: int, days_before: int = 7) -> bool:
    """Whether an ordinary member has spoken in the `days_before` days before `day`."""
    return bool(daily["talk"][max(0, day - days_before) : day].sum() > 0)


def established_survival(
    dailies: list[NDArray[Any]], established: int = 30, later: int = 60
) -> tuple[int, int]:
    """Groups that are lively on day `established`, and how many of them still are on day `later`.

    F19 followed guilds of 11 to 35 players that were there already: a month later, which still were?
    """
    there = [daily for daily in dailies if is_lively(daily, established)]
    return len(there), sum(is_lively(daily, later) for daily in there)


def died_by(daily: NDArray[Any], day: float) -> bool:
    """Whether a group's last ordinary message came before `day`, with a week of silence or more after it."""
    return bool(silence(daily, 7.0).final < day)
