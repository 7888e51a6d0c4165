"""Calibrations on the fake patterns, in this process, for tests."""

from __future__ import annotations

from collections import deque

import numpy as np

from experiments.calibration.implausibility import (
    Measured,
    measured,
)
from experiments.calibration.space import Space, free_space
from experiments.calibration.store import Point, key_of
from experiments.calibration.waves import run_stage, stage_of
from experiments.calibration.workers import Answer
from tests import fake_patterns

SPOKEN_OF = (*fake_patterns.HEARD_OF, *fake_patterns.UNHEARD_OF)
SPACE = Space(tuple(axis for axis in free_space().axes if axis.name in SPOKEN_OF))
"""What the fake patterns speak about and a little more; in all free parameters it would be the same, but slow."""

EFFORT = 0.5
HERE = "the present model"


class InThisProcess:
    """Evaluates the fake patterns at once."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[str, dict[str, float]]] = deque()
        self.evaluated: list[str] = []

    def free(self) -> int:
        return 2 - len(self.waiting)

    def submit(self, key, values) -> None:
        self.waiting.append((key, dict(values)))

    def next(self) -> Answer:
        key, values = self.waiting.popleft()
        self.evaluated.append(key)
        return Answer(key, fake_results(values), "", 0.0)


def fake_results(values, effort=EFFORT):
    return tuple(measured(result) for result in fake_patterns.evaluate(values, effort=effort))


def go(store, stage, wanted, evaluations=None, seed=0):
    evaluations = evaluations or InThisProcess()
    one = stage_of(stage, SPACE, EFFORT, seed, wanted)
    return run_stage(one, wanted, store, evaluations, HERE, lambda done, total: None)


def point_at(shares, results=None, effort=EFFORT):
    values = SPACE.values(np.asarray(shares))
    found = fake_results(values) if results is None else results
    return Point(key_of(values, effort, 0, HERE), "prior", values, effort, 0, HERE, found)


def result(value, low=0.4, high=0.6, strength=3, error=0.0, name="V09"):
    passed = None if value is None else low <= value <= high
    ends = (None, None) if value is None else (value - 1.96 * error, value + 1.96 * error)
    return Measured(name, "", strength, low, high, value, *ends, passed)
