"""Planning a test with real groups: predicted by the model, computed by formula, and tried out on the model's runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.ab_test.members import OUTCOMES, Floats, MemberView, member_view, outcomes_of
from experiments.ab_test.power import MOST, groups_needed, power, smallest_detectable
from experiments.ab_test.results import ABPlan, DayPlan, Ignorance
from experiments.ab_test.trials import play
from experiments.definitions import DEFAULT, Definition
from experiments.measures import DEFAULT_WAGE_FEN, Measure, measure, values_of
from experiments.pairing import paired
from experiments.runs.materials import Run, Scenario
from experiments.runs.pieces import Workshop
from experiments.runs.source import Runs, launches_of

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class Question:
    """What is to be tested.

    Attributes:
        world: id of the world in the materials.
        first, second: ids of the strategies.
        code: of the measure of a group, one of `experiments.measures.MEASURES`.
        days: on which the test might be judged, ascending.
        power: wanted chance to confirm the predicted difference.
        level: 1 − α of the test.
        available: groups there are, both arms together, or None.
        launches: of each arm for the prediction, from the first seed on.
        member_launches: of each arm that are looked at member by member.
        world_launches: of each arm in each plausible world.
        first_seed: seed of the first launch.
        definition: of death.
        wage_fen: an hour of staff time, where the measure is profit.
    """

    world: str
    first: str
    second: str
    code: str = "lively_days"
    days: tuple[int, ...] = (14, 30, 60, 90)
    power: float = 0.8
    level: float = 0.95
    available: int | None = None
    launches: int = 200
    member_launches: int = 30
    world_launches: int = 30
    first_seed: int = 0
    definition: Definition = DEFAULT
    wage_fen: float = DEFAULT_WAGE_FEN

    def length(self, day: int) -> int:
        """Days that a run must have to be judged on a day: a silence takes its length to be seen."""
        return day + (self.definition.days_needed if self.code == "lively_days" else 0)


def plan(
    runs: Runs,
    question: Question,
    plausible: Sequence[Mapping[str, float]] = (),
    on_progress: OnProgress | None = None,
) -> ABPlan:
    """Plan a test.

    Args:
        runs: of materials with the world and both strategies, whose runs are as long as the last day asks for.
        question: what is to be tested.
        plausible: psychology overrides of each plausible world that is to be looked at.
        on_progress: called with (runs done, runs in all).

    Raises:
        StoppedError: if `runs` was told to stop.
    """
    model = _Model(runs, question, len(plausible), on_progress)
    values = model.values({}, question.days, question.launches)
    days = tuple(_day_plan(question, model.judged(day), day, *values[day]) for day in question.days)
    found = [one for one in days if one.groups is not None]
    best = min(found, key=lambda one: (one.groups, one.day), default=days[-1])
    unsure = "too_many" if any(one.sure for one in days) else "not_sure"
    played = None
    if best.groups is not None:
        first, second = (one[~np.isnan(one)] for one in values[best.day])
        played = play(first, second, best.groups, question.level)
    whole = ~np.isnan(values[best.day][0] + values[best.day][1])
    members = model.members(best.day, np.flatnonzero(whole)[: question.member_launches])
    ignorance = _ignorance(model, question, plausible, best) if plausible and best.sure else None
    risks = [risk for name in (question.first, question.second) for risk in runs.materials.risks(name)]
    judged = model.judged(best.day)
    return ABPlan(
        code="plan" if found else unsure,
        first=question.first,
        second=question.second,
        measure=question.code,
        unit=judged.unit,
        more_is_better=judged.more_is_better,
        definition=question.definition.code,
        level=question.level,
        wanted_power=question.power,
        days=days,
        best_day=best.day,
        launches=question.launches,
        played=played,
        members=members,
        ignorance=ignorance,
        available=question.available,
        risks=tuple(dict.fromkeys(risks)),
        runs=model.done,
    )


class _Model:
    """Where a plan gets its numbers from."""

    def __init__(self, runs: Runs, question: Question, worlds: int, on_progress: OnProgress | None) -> None:
        import sim

        self._runs = runs
        self._question = question
        self._on_progress = on_progress
        self.done = 0
        times = 1 if question.code == "lively_days" else len(question.days)
        in_worlds = worlds * question.world_launches
        self._total = 2 * (times * question.launches + question.member_launches + in_worlds)
        world = runs.materials.world(question.world)
        people = sim.build_population(world, question.first_seed, runs.materials.days).people
        self._members = float(np.count_nonzero(people["join_time"] < 1.0))

    def judged(self, day: int) -> Measure:
        """The measure on a day."""
        return measure(self._question.code, day, day, self._members)

    def values(
        self, psychology: Mapping[str, float], days: Sequence[int], launches: int
    ) -> dict[int, tuple[Floats, Floats]]:
        """The measure of both arms by day, in the same launches, shape (launches,) each; NaN where a run failed."""
        asked = self._question
        changed = {f"world.psychology.{name}": value for name, value in psychology.items()}
        arms = [Scenario.of(asked.world, name, changed) for name in (asked.first, asked.second)]
        wanted = launches_of(arms, range(asked.first_seed, asked.first_seed + launches))
        found: dict[int, tuple[Floats, Floats]] = {}
        rows = None
        for day in days:
            # Days lived can be read off one run for every day; sums must be those of runs that end there.
            if rows is None or asked.code != "lively_days":
                rows = self._of_length(asked.length(max(days) if asked.code == "lively_days" else day)).rows(
                    wanted
                )
                self._count(len(wanted))
            both = values_of(rows, asked.code, day, asked.definition, asked.wage_fen).reshape(launches, 2)
            found[day] = both[:, 0], both[:, 1]
        return found

    def members(self, day: int, launches: Iterable[int]) -> tuple[MemberView, ...]:
        """What the members' outcomes say on a day, in launches that ran through."""
        asked, workshop = self._question, Workshop(self._of_length(day).materials)
        arms: dict[str, list[list[Floats]]] = {name: [[], []] for name in OUTCOMES}
        for launch in launches:
            for arm, name in enumerate((asked.first, asked.second)):
                outcome = workshop.outcome(
                    Run(Scenario(asked.world, name), asked.first_seed + int(launch)), events=True
                )
                for what, values in outcomes_of(outcome.events, float(day)).items():
                    arms[what][arm].append(values)
            self._count(2)
        return tuple(member_view(what, day, arms[what], asked.power, asked.level) for what in OUTCOMES)

    def _of_length(self, days: int) -> Runs:
        """Where runs of another length come from: the same places, kept in the same store."""
        if days == self._runs.materials.days:
            return self._runs
        return Runs(replace(self._runs.materials, days=days), self._runs.executor, self._runs.store)

    def _count(self, runs: int) -> None:
        self.done += runs
        if self._on_progress is not None:
            self._on_progress(self.done, max(self.done, self._total))


def _deviation(values: Floats) -> float:
    kept = values[~np.isnan(values)]
    return float(np.std(kept, ddof=1)) if kept.size > 1 else float("nan")


def _day_plan(question: Question, judged: Measure, day: int, first: Floats, second: Floats) -> DayPlan:
    gap = paired(first, second, 0.95, judged.reach)
    deviations = _deviation(first), _deviation(second)
    sure = gap.low > 0 or gap.high < 0
    size = abs(gap.mean) if sure else 0.0
    groups = groups_needed(size, *deviations, question.power, question.level)
    looks = 1 - (1 - question.level) / len(question.days)
    available = None if question.available is None else question.available // 2
    return DayPlan(
        day=day,
        first=float(np.nanmean(first)),
        second=float(np.nanmean(second)),
        difference=gap.mean,
        low=gap.low,
        high=gap.high,
        sure=bool(sure),
        first_deviation=deviations[0],
        second_deviation=deviations[1],
        groups=groups,
        group_days=None if groups is None else 2 * groups * day,
        groups_every_look=groups_needed(size, *deviations, question.power, looks),
        matters=judged.matters,
        groups_for_matters=groups_needed(judged.matters, *deviations, question.power, question.level),
        power_available=None
        if available is None
        else power(abs(gap.mean), *deviations, available, question.level),
        detectable=None
        if available is None
        else smallest_detectable(*deviations, available, question.power, question.level),
    )


def _ignorance(
    model: _Model, question: Question, plausible: Sequence[Mapping[str, float]], best: DayPlan
) -> Ignorance:
    direction = 1.0 if best.difference >= 0 else -1.0
    level, worlds, surely = question.level, [], 0
    for psychology in plausible:
        first, second = model.values(psychology, (best.day,), question.world_launches)[best.day]
        gap = paired(direction * first, direction * second, 0.95, model.judged(best.day).reach)
        worlds.append((gap.mean, _deviation(first), _deviation(second)))
        surely += gap.high < 0

    def assurance(groups: int) -> float:
        return float(np.mean([power(*one, groups, level) for one in worlds]))

    groups = None
    if assurance(MOST) >= question.power:
        low, high = 1, MOST
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if assurance(middle) >= question.power else (middle, high)
        groups = high
    return Ignorance(
        worlds=len(worlds),
        differences=tuple(direction * one[0] for one in worlds),
        opposite=float(np.mean([one[0] < 0 for one in worlds])),
        surely_opposite=surely / len(worlds),
        assurance=float("nan") if best.groups is None else assurance(best.groups),
        groups=groups,
    )
