"""The stages of a calibration: which points each asks for, and the loop that has them evaluated.

``prior``    the defaults and a scrambled Sobol sample of the prior (the first wave);
``emulate``  points that an emulator fitted to all points so far does not rule out, wave by wave;
``polish``   points of a lower moment loss, from the best ones on;
``ensemble`` points around those that pass, until so many pass.

A stage looks at nothing but the store, so it can be stopped at any time, go on later, and be shared by processes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from experiments.calibration.emulator import emulator_of
from experiments.calibration.polishing import Polisher
from experiments.calibration.region import sample_around, sample_prior, sample_region
from experiments.calibration.space import Space, default_values
from experiments.calibration.store import Point, Store, key_of
from experiments.calibration.workers import LOST, TOO_LONG, Evaluations

STAGES = ("prior", "emulate", "polish", "ensemble")
DEFAULT_POINTS = {"prior": 512, "emulate": 512, "polish": 256, "ensemble": 200}

WAVE = 32
"""Points that one fit of the emulator proposes."""

LEARNED_FROM = 1200
"""The emulator learns from so many points at most: those nearest to the evidence."""

TRIES_FOR_ONE = 25
"""The ensemble's stage gives up after so many points for each that it was to find."""

MOST_ERRORS = 5
"""So many errors in a row are the code's fault and no property of the points."""

MOST_STALE = 100
"""A stage that proposes so often nothing but what is known or under way elsewhere has nothing new."""

Report = Callable[[int, int], None]


class EvaluationError(RuntimeError):
    """Evaluations fail one after another; the text is the last one's error."""


class Stage(ABC):
    """One way of asking for points; its progress is the points that it has had evaluated at its effort and seed.

    Args:
        space: the parameters.
        effort: of its evaluations.
        seed: their first seed, and that of the stage's own choices.
    """

    name = ""

    def __init__(self, space: Space, effort: float, seed: int) -> None:
        self.space, self.effort, self.seed = space, effort, seed
        self._asked = 0

    @abstractmethod
    def propose(self, points: Sequence[Point]) -> np.ndarray:
        """Points to try next, shape (n, d), given those evaluated; none when it has no more."""

    def own(self, points: Sequence[Point]) -> int:
        """How many of the points are its own."""
        return sum(
            point.stage == self.name and point.effort == self.effort and point.seed == self.seed
            for point in points
        )

    def done(self, points: Sequence[Point]) -> int:
        """How far it has come, in the unit of what is wanted of it."""
        return self.own(points)

    def most(self, wanted: int) -> int:
        """After how many points of its own it ends, whether it has reached what is wanted or not."""
        return wanted

    def draws(self, points: Sequence[Point]) -> np.random.Generator:
        """Random numbers for the next proposals."""
        self._asked += 1
        return np.random.default_rng([self.seed, STAGES.index(self.name), len(points), self._asked])


class Prior(Stage):
    """The defaults and the first points of the Sobol sequence."""

    name = "prior"

    def __init__(self, space: Space, effort: float, seed: int, wanted: int) -> None:
        super().__init__(space, effort, seed)
        self._left: np.ndarray | None = np.vstack(
            [space.point(default_values())[None], sample_prior(space.dimension, wanted, seed)]
        )[:wanted]

    def propose(self, points: Sequence[Point]) -> np.ndarray:
        """All of them, once."""
        left, self._left = self._left, None
        return np.empty((0, self.space.dimension)) if left is None else left


class Emulate(Stage):
    """What the emulator does not rule out."""

    name = "emulate"

    def propose(self, points: Sequence[Point]) -> np.ndarray:
        """A wave of points, shape (n, d)."""
        near = nearest(points)
        start = np.array([self.space.point(point.values) for point in near]).reshape(-1, self.space.dimension)
        return sample_region(emulator_of(self.space, near), start, WAVE, self.draws(points))


class Polish(Stage):
    """What should have a lower loss."""

    name = "polish"

    def __init__(self, space: Space, effort: float, seed: int) -> None:
        super().__init__(space, effort, seed)
        self._polisher = Polisher(space, seed)

    def propose(self, points: Sequence[Point]) -> np.ndarray:
        """One point, shape (1, d)."""
        self._polisher.tell(points)
        return self._polisher.ask()[None]


class Ensemble(Stage):
    """What lies around points that pass; done are those that do, at this effort or more."""

    name = "ensemble"

    def propose(self, points: Sequence[Point]) -> np.ndarray:
        """A wave of points around those that pass, shape (n, d); none as long as nothing has been evaluated."""
        if not points:
            return np.empty((0, self.space.dimension))
        emulator = emulator_of(self.space, nearest(points))
        return sample_around(self.space, emulator, points, WAVE, self.draws(points))

    def done(self, points: Sequence[Point]) -> int:
        """How many points pass, whichever stage they are of."""
        return len(passing(points, self.effort))

    def most(self, wanted: int) -> int:
        """Its share of tries for each."""
        return TRIES_FOR_ONE * wanted


def nearest(points: Sequence[Point]) -> list[Point]:
    """The points that the emulator learns from."""
    return sorted(points, key=lambda point: (point.judgement.loss, point.key))[:LEARNED_FROM]


def passing(points: Sequence[Point], effort: float) -> list[Point]:
    """The plausible points among those evaluated with at least this effort, in the order of their keys."""
    chosen = [point for point in points if point.effort >= effort and point.judgement.plausible]
    return sorted(chosen, key=lambda point: point.key)


def stage_of(name: str, space: Space, effort: float, seed: int, wanted: int) -> Stage:
    """A stage by its name."""
    if name == "prior":
        return Prior(space, effort, seed, wanted)
    if name == "emulate":
        return Emulate(space, effort, seed)
    if name == "polish":
        return Polish(space, effort, seed)
    return Ensemble(space, effort, seed)


def run_stage(
    stage: Stage,
    wanted: int,
    store: Store,
    evaluations: Evaluations,
    version: str,
    report: Report,
) -> int:
    """Have points evaluated until a stage has what is wanted, and keep each at once.

    Args:
        stage: asks for the points.
        wanted: how far it is to come: points of its own, or passing points for the ensemble.
        store: of the points; those of the same version are gone on from.
        evaluations: evaluates them.
        version: of the model.
        report: called with (done, wanted).

    Returns:
        How far it came.

    Raises:
        EvaluationError: if evaluations fail one after another.
    """
    waiting: deque[np.ndarray] = deque()
    under_way: dict[str, dict[str, float]] = {}
    errors = stale = 0
    store.refresh()
    while True:
        points = store.points(version)
        report(min(stage.done(points), wanted), wanted)
        while evaluations.free() and _goes_on(stage, wanted, points, len(under_way)):
            if not waiting and stale < MOST_STALE:
                waiting.extend(stage.propose(points))
                stale += 1
            if not waiting:
                break
            values = stage.space.values(waiting.popleft())
            key = key_of(values, stage.effort, stage.seed, version)
            if key in store or key in under_way or not store.claim(key):
                continue
            stale = 0
            under_way[key] = values
            evaluations.submit(key, values)
        if not under_way:
            return stage.done(store.points(version))
        answer = evaluations.next()
        values = under_way.pop(answer.key)
        store.add(
            Point(
                answer.key,
                stage.name,
                values,
                stage.effort,
                stage.seed,
                version,
                answer.results,
                answer.failure,
                round(answer.seconds, 3),
            )
        )
        errors = errors + 1 if answer.failure not in ("", TOO_LONG, LOST) else 0
        if errors >= MOST_ERRORS:
            raise EvaluationError(answer.failure)


def _goes_on(stage: Stage, wanted: int, points: Sequence[Point], under_way: int) -> bool:
    """Whether a stage may have one more point evaluated."""
    return stage.done(points) < wanted and stage.own(points) + under_way < stage.most(wanted)
