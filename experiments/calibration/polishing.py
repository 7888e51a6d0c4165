"""Lowering the moment loss from the best points on, by optuna's tree-structured Parzen estimator.

The study lives in memory and is told every point of the store, whichever stage or process computed it, so a stopped
calibration goes on where it was.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.calibration.space import Space
from experiments.calibration.store import Point


class Polisher:
    """Proposes points that should have a lower loss than the best so far.

    Args:
        space: the parameters.
        seed: of its random choices.

    Raises:
        ModuleNotFoundError: if optuna, of the extra ``research``, is not installed.
    """

    def __init__(self, space: Space, seed: int) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._space = space
        self._told: set[str] = set()
        self._create_trial = optuna.trial.create_trial
        self._ranges: dict[str, Any] = {
            name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in space.names
        }
        with warnings.catch_warnings():
            # Joint proposals are marked experimental; parameters that trade off need them.
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            sampler = optuna.samplers.TPESampler(multivariate=True, n_startup_trials=1, seed=seed)
        self._study = optuna.create_study(sampler=sampler)

    def tell(self, points: Sequence[Point]) -> None:
        """Let it know of points; those that it knows already are passed over."""
        for point in sorted(points, key=lambda point: point.key):
            if point.key not in self._told:
                self._told.add(point.key)
                shares = dict(zip(self._space.names, self._space.point(point.values).tolist(), strict=True))
                # The logarithm: a hopeless loss of thousands must not hide differences near none.
                loss = math.log1p(point.judgement.loss)
                self._study.add_trial(
                    self._create_trial(params=shares, distributions=self._ranges, value=loss)
                )

    def ask(self) -> np.ndarray:
        """A point worth trying, shape (d,)."""
        trial = self._study.ask(self._ranges)
        return np.array([trial.params[name] for name in self._space.names])
