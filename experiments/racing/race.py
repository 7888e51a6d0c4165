"""A race between strategies on the model itself: launches are run as the race asks for them, and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.definitions import DEFAULT, Definition
from experiments.measures import DEFAULT_WAGE_FEN, Measure, measure, values_of
from experiments.pairing import Difference
from experiments.racing import halving, ocba
from experiments.racing.drawing import LOOK_AHEAD, Draw, drive
from experiments.racing.equal import equal_launches
from experiments.racing.kim_nelson import KimNelson, SequentialRule, WinnerOrTossUp
from experiments.racing.pairs import FIRST_STAGE, Floats
from experiments.racing.results import RULES, RaceResult, RaceState
from experiments.racing.standings import budget_state, open_pairs, standings, state
from experiments.runs.materials import Scenario
from experiments.runs.source import Runs, launches_of
from experiments.verdict import decide

OnState = Callable[[RaceState], None]

MOST_LAUNCHES = 5_000
"""A sequential race stops here unless told otherwise."""


@dataclass(frozen=True)
class Question:
    """What a race is about.

    Attributes:
        scenarios: id → what runs under it, in the user's order.
        judged: the measure; its direction must be known.
        difference: the smallest difference that matters, in the measure's unit.
        level: how sure the result is to be.
        rule: one of `RULES`.
        day: the day up to which life is judged.
        definition: of death.
        wage_fen: an hour of staff time, where the measure is profit.
        first_seed: seed of the first launch.
        budget: runs in all, for rules that spend one.
        most_launches: a strategy gets at most so many.
        first_stage: launches that give the variances.
    """

    scenarios: Mapping[str, Scenario]
    judged: Measure
    difference: float
    level: float = 0.95
    rule: str = "winner_or_toss_up"
    day: int = 90
    definition: Definition = DEFAULT
    wage_fen: float = DEFAULT_WAGE_FEN
    first_seed: int = 0
    budget: int = 0
    most_launches: int = MOST_LAUNCHES
    first_stage: int = FIRST_STAGE

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"unknown rule {self.rule!r}; one of {', '.join(RULES)}")
        if self.judged.more_is_better is None:
            raise ValueError(f"neither more nor less of {self.judged.code} is better")

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the strategies."""
        return tuple(self.scenarios)

    @property
    def sign(self) -> float:
        """What a value is multiplied by for more to be better."""
        return 1.0 if self.judged.more_is_better else -1.0


def judged_measure(runs: Runs, world: str, code: str, day: int, first_seed: int = 0) -> Measure:
    """The measure of a code for a world; thresholds of heads are scaled to those who are there on the first day."""
    import sim

    people = sim.build_population(runs.materials.world(world), first_seed, runs.materials.days).people
    members = float(np.count_nonzero(people["join_time"] < 1.0))
    return measure(code, day, runs.materials.days, members)


def race(
    runs: Runs,
    scenarios: Mapping[str, Scenario],
    code: str,
    *,
    difference: float | None = None,
    level: float = 0.95,
    rule: str = "winner_or_toss_up",
    day: int = 90,
    definition: Definition = DEFAULT,
    wage_fen: float = DEFAULT_WAGE_FEN,
    first_seed: int = 0,
    budget: int = 0,
    most_launches: int = MOST_LAUNCHES,
    include_risky: bool = False,
    on_state: OnState | None = None,
) -> RaceResult:
    """Race strategies.

    Args:
        runs: gives their runs.
        scenarios: id → what runs under it; all in the same world if the launches are to be the same for all.
        code: of the measure, one of `experiments.measures.MEASURES`.
        difference: the smallest difference that matters; the measure's own if not given.
        level: how sure the result is to be, such as 0.95.
        rule: one of `RULES`.
        day: the day up to which life is judged.
        definition: of death.
        wage_fen: an hour of staff time, where the measure is profit.
        first_seed: seed of the first launch.
        budget: runs in all, for rules that spend one.
        most_launches: a strategy gets at most so many.
        include_risky: rank strategies that carry a legal or ethical risk too.
        on_state: called with how it stands after every few launches.

    Raises:
        ValueError: for an unknown measure or rule, one without a direction, or too small a budget.
        StoppedError: if `runs` was told to stop.
    """
    risks = {name: runs.materials.risks(one.strategy) for name, one in scenarios.items()}
    ranked = {name: one for name, one in scenarios.items() if include_risky or not risks[name]}
    world = next(iter(scenarios.values())).world
    judged = judged_measure(runs, world, code, day, first_seed)
    question = Question(
        ranked,
        judged,
        judged.matters if difference is None else difference,
        level,
        rule,
        day,
        definition,
        wage_fen,
        first_seed,
        budget,
        most_launches,
    )
    draw = ModelDraw(runs, question)
    found = decided(question, draw, runs.materials.days, on_state)
    ended = tuple(replace(one, failed=draw.failed[one.strategy]) for one in found.standings)
    left_out = tuple(name for name in scenarios if name not in ranked)
    return replace(found, standings=ended, left_out=left_out, risks=risks)


class ModelDraw:
    """Where a race on the model gets its launches from: a `Draw`.

    Attributes:
        failed: strategy → runs of it that failed.
    """

    def __init__(self, runs: Runs, question: Question) -> None:
        self._runs = runs
        self._question = question
        self.failed = dict.fromkeys(question.names, 0)

    def __call__(self, strategies: Sequence[int], first: int, number: int) -> Floats:
        """Run some launches; see `Draw`."""
        asked = self._question
        seeds = range(asked.first_seed + first, asked.first_seed + first + number)
        names = [asked.names[one] for one in strategies]
        rows = self._runs.rows(launches_of([asked.scenarios[name] for name in names], seeds))
        values = values_of(rows, asked.judged.code, asked.day, asked.definition, asked.wage_fen)
        values = values.reshape(number, len(names))
        for name, column in zip(names, values.T, strict=True):
            self.failed[name] += int(np.isnan(column).sum())
        return asked.sign * values


def decided(question: Question, draw: Draw, days: int, on_state: OnState | None = None) -> RaceResult:
    """Run a race on launches from anywhere; arguments as in `race`."""
    if len(question.scenarios) < 2:
        return _result(question, days, "nothing_to_rank", question.names, np.zeros((0, len(question.names))))
    ways = {"halving": _halved, "ocba": _allocated}
    return ways.get(question.rule, _sequential)(question, draw, days, on_state)


def _sequential(question: Question, draw: Draw, days: int, on_state: OnState | None) -> RaceResult:
    kind = WinnerOrTossUp if question.rule == "winner_or_toss_up" else KimNelson
    names = question.names
    rule = kind(len(names), question.difference, question.level, question.judged.reach, question.first_stage)

    def look(values: Floats) -> None:
        if on_state is not None:
            on_state(state(question, rule, values))

    values = drive(rule, draw, question.most_launches, look, LOOK_AHEAD)
    alive = tuple(name for name, one in zip(names, rule.alive, strict=True) if one)
    if np.count_nonzero(~np.isnan(values).all(axis=0)) < 2:
        code = "nothing_to_rank"
    elif not rule.over:
        code = "stopped_at_limit"
    elif question.rule == "kim_nelson":
        code = "best_within_difference"
    else:
        code = "winner" if len(alive) == 1 else "toss_up"
    launches = int(equal_launches(rule))
    return replace(
        _result(question, days, code, alive, values, rule),
        equal_launches=launches,
        equal_runs=launches * len(names),
        open_pairs=open_pairs(names, rule),
    )


def _halved(question: Question, draw: Draw, days: int, on_state: OnState | None) -> RaceResult:
    names, k = question.names, len(question.names)

    def look(values: Floats, ranked: list[int]) -> None:
        if on_state is not None:
            on_state(budget_state(question, values, tuple(names[one] for one in ranked)))

    values, ranked = halving.halve(draw, k, question.budget, look)

    def difference(first: str, second: str) -> Difference:
        columns = values[:, names.index(first)], values[:, names.index(second)]
        return halving.difference_after_rounds(*columns, k, question.level, question.judged.reach)

    return _spent(question, days, values, {names[one] for one in ranked}, difference)


def _allocated(question: Question, draw: Draw, days: int, on_state: OnState | None) -> RaceResult:
    names, k = question.names, len(question.names)

    def look(values: Floats) -> None:
        if on_state is not None:
            on_state(budget_state(question, values, names))

    values = ocba.allocate(draw, k, question.budget, look, question.first_stage)
    level = 1 - (1 - question.level) / (k * (k - 1) / 2)

    def difference(first: str, second: str) -> Difference:
        columns = values[:, names.index(first)], values[:, names.index(second)]
        return ocba.always_valid(*columns, level, question.judged.reach)

    return _spent(question, days, values, set(names), difference)


def _spent(
    question: Question,
    days: int,
    values: Floats,
    last: set[str],
    difference: Callable[[str, str], Difference],
) -> RaceResult:
    """The word after a budget is spent: by the rules of `experiments.verdict`, with intervals that bear the race.

    Args:
        question: of the race.
        days: length of a run.
        values: that it went by.
        last: strategies of which the one with the highest mean is the leader.
        difference: the paired difference of two strategies.
    """
    means, deviations, counts = ocba.statistics(values)
    known = [name for name, count in zip(question.names, counts, strict=True) if count]
    if len(known) < 2:
        return _result(question, days, "nothing_to_rank", tuple(known), values)
    mean_of = {name: mean for name, mean in zip(question.names, means, strict=True) if name in known}
    leader = max((name for name in known if name in last), key=lambda name: mean_of[name])
    # What left early may by luck have the higher mean over its few launches; the favourite is who came through.
    mean_of = {name: min(mean, mean_of[leader]) for name, mean in mean_of.items()}
    order = [leader, *(name for name in known if name != leader)]
    launches = int(counts[question.names.index(leader)])
    word, leaders, _ = decide(order, mean_of, difference, question.difference, launches)
    if word in ("clear_winner", "leaning"):
        word = "winner"
    if word == "need_more_launches":
        leaders = (leader,)
    found = [question.names.index(name) for name in known]
    chance = ocba.estimated_chance(means[found], deviations[found], counts[found])
    ordered = tuple(name for name in question.names if name in leaders)
    return replace(_result(question, days, word, ordered, values), chance=chance)


def _result(
    question: Question,
    days: int,
    code: str,
    leaders: tuple[str, ...],
    values: Floats,
    rule: SequentialRule | None = None,
) -> RaceResult:
    counts = np.count_nonzero(~np.isnan(values), axis=0)
    return RaceResult(
        code=code,
        rule=question.rule,
        leaders=leaders,
        standings=standings(question, leaders, values, rule),
        measure=question.judged.code,
        unit=question.judged.unit,
        more_is_better=bool(question.judged.more_is_better),
        difference=question.difference,
        level=question.level,
        day=question.day,
        days=days,
        definition=question.definition.code,
        launches=int(counts.max(initial=0)),
        runs=int(counts.sum()),
        equal_launches=0,
        equal_runs=0,
        pair_first_stage=question.first_stage,
    )
