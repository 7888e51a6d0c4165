"""``qunlab sensitivity``: what an outcome, or a choice between two strategies, hangs on."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from experiments.commands.output import as_json, progress
from experiments.commands.problems import BadInputError, check_people, definition_of, quoted
from experiments.commands.sensitivity_shown import distances_shown, shown
from experiments.commands.studying import Place, finish, name_of, runs_for, strategies_of
from experiments.measures import MEASURES
from experiments.runs.materials import Materials
from experiments.sensitivity.factors import Factor, FactorError, default_factors, factors_of
from experiments.sensitivity.screening import MOST_SURVIVORS
from experiments.sensitivity.study import METHODS, Asked, Size
from experiments.sensitivity.study import sensitivity as analyse
from experiments.studies.study import Study
from experiments.wording import counted
from scenarios.texts import text

LIFE_DAYS = 90
"""Life is judged up to this day, or to the end of the run."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; see its declaration."""

    world: str
    strategy: str
    against: str | None
    factors: str | None
    measure: str
    method: str
    days: int
    death: str
    wage_fen: float
    store: Path | None
    numbers: Mapping[str, int]

    @property
    def asked(self) -> Asked:
        """Of what the sensitivity is asked.

        Raises:
            BadInputError: for a measure or a definition of death that there is none of.
        """
        if self.measure not in MEASURES:
            raise BadInputError(
                "sensitivity_measure", found=quoted(self.measure), allowed=", ".join(MEASURES)
            )
        return Asked(
            name_of(self.world),
            name_of(self.strategy),
            None if self.against is None else name_of(self.against),
            self.measure,
            min(LIFE_DAYS, self.days),
            definition_of(self.death),
            self.wage_fen,
        )

    @property
    def size(self) -> Size:
        """How much to compute.

        Raises:
            BadInputError: for an unknown method, or points that are no power of two where they must be.
        """
        if self.method not in METHODS:
            raise BadInputError("sensitivity_method", found=quoted(self.method), allowed=", ".join(METHODS))
        points = self.numbers["points"]
        if self.method != "morris" and points & (points - 1):
            raise BadInputError("points_power_of_two", option="--points", found=points)
        return Size(self.method, **self.numbers)

    @property
    def command(self) -> tuple[str, ...]:
        """The words that do it again."""
        words = ["sensitivity", self.world, self.strategy]
        for option, value in (("--against", self.against), ("--factors", self.factors)):
            words += [] if value is None else [option, value]
        words += ["--measure", self.measure, "--method", self.method, "--days", str(self.days)]
        words += ["--death", self.death, "--wage", f"{self.wage_fen / 100:g}"]
        for name, number in self.numbers.items():
            words += [f"--{name.replace('_', '-')}", str(number)]
        return tuple(words)


def bad_factor(error: FactorError) -> BadInputError:
    """The sentence about a factor or lever that cannot be used."""
    values = {
        name: quoted(value) if name in ("path", "found") else value for name, value in error.values.items()
    }
    return BadInputError(f"factor_{error.code}", **values)


def sensitivity(
    wanted: Wanted, threads: int, scheduler: str | None, save: Path | None, json: bool, language: str
) -> int:
    """Analyse, print, and give the exit code.

    Raises:
        BadInputError: for anything given that cannot be used.
        ScenarioError: for a world or strategy that does not exist or is not right.
    """
    asked, size = wanted.asked, wanted.size
    if wanted.store is not None:
        return _of_store(wanted.store, asked, json, language)
    from experiments import own_scenarios

    world = own_scenarios.world_given(wanted.world)
    given = [wanted.strategy] if wanted.against is None else [wanted.strategy, wanted.against]
    strategies = strategies_of(given, 1, 2)
    factors = _factors(wanted, world, strategies[asked.strategy])
    place = Place(threads, scheduler, save, json, language)
    return sensitivity_of(asked, size, wanted.days, world, strategies, factors, wanted.command, place)


def sensitivity_of(
    asked: Asked,
    size: Size,
    days: int,
    world: Any,
    strategies: Mapping[str, Any],
    factors: tuple[Factor, ...],
    command: Sequence[str],
    place: Place,
) -> int:
    """Analyse a world and strategies that are at hand; `command` is what does it again.

    Raises:
        BadInputError: if no run can be used, or more people would come than a group can hold.
    """
    language = place.language
    if size.method == "sobol" and len(factors) > MOST_SURVIVORS:
        raise BadInputError("too_many_factors", found=len(factors), most=MOST_SURVIVORS)
    check_people(world, size.first_seed, days)
    materials = Materials.of({asked.world: world}, strategies, days)
    _say_cost(size.runs(len(factors), len(strategies)), len(factors), language)
    with runs_for(materials, place.threads, place.scheduler, place.save, language) as runs:
        with progress(text("command.running", language)) as report:
            try:
                found = analyse(runs, asked, factors, size, report)
            except ValueError:
                raise BadInputError("sensitivity_no_runs", why=_why(runs.failures)) from None
        question = {**asdict(asked), "days": days, "factors": [one.as_dict() for one in factors]}
        study = Study.of("sensitivity", command, question, found.as_dict(), runs, found.runs)
    return finish(study, shown(found, world, strategies, days, language), place.save, place.json, language)


def _factors(wanted: Wanted, world: Any, strategy: Any) -> tuple[Factor, ...]:
    try:
        factors = default_factors() if wanted.factors is None else factors_of(wanted.factors, world, strategy)
    except FactorError as error:
        raise bad_factor(error) from None
    return factors


def _say_cost(runs: int, factors: int, language: str) -> None:
    said = text(
        "command.sensitivity.cost",
        language,
        runs=counted("model_runs", runs, language),
        factors=counted("factors_moved", factors, language),
    )
    print(said, file=sys.stderr, flush=True)


def _why(failures: Any) -> str:
    return failures[0].error if failures else "–"


def _of_store(folder: Path, asked: Asked, json: bool, language: str) -> int:
    from experiments.runs.store import Store
    from experiments.sensitivity.kept_runs import kept_runs

    store = Store.open(folder)
    try:
        for known, name in (
            (store.materials.worlds, asked.world),
            *(
                (store.materials.strategies, one)
                for one in (asked.strategy, asked.against)
                if one is not None
            ),
        ):
            if name not in known:
                raise BadInputError("not_in_store", found=quoted(name), allowed=", ".join(known))
        kept = kept_runs(store, asked)
        if not kept.paths:
            raise BadInputError("store_nothing_moved", found=quoted(str(folder)))
        strategy = store.materials.strategy(asked.strategy)
    finally:
        store.close()
    distances = sorted(kept.distances(), key=lambda one: -one.index)
    if json:
        print(as_json({"measure": asked.measure, "distances": [one.as_dict() for one in distances]}))
    else:
        print(distances_shown(distances, asked, strategy, len(kept.outcomes), language))
    return 0
