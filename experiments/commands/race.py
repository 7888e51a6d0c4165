"""``qunlab race``: strategies run until it is clear which is best, or that some are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.commands.live import live
from experiments.commands.problems import (
    MOST_DAYS,
    MOST_STRATEGIES,
    BadInputError,
    check_people,
    definition_of,
    quoted,
)
from experiments.commands.race_shown import shown, state_shown
from experiments.commands.studying import Place, finish, name_of, runs_for, strategies_of
from experiments.definitions import Definition
from experiments.measures import MEASURES, measure
from experiments.racing.live_standings import keeper
from experiments.racing.pairs import FIRST_STAGE
from experiments.racing.race import race
from experiments.racing.results import RULES, SEQUENTIAL, RaceState
from experiments.runs.materials import Materials, Scenario
from experiments.studies.study import Study
from scenarios.texts import text

BUDGET_A_STRATEGY = 100
"""Runs for each strategy, if a rule spends a budget and none is given."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; see its declaration."""

    world: str
    strategies: tuple[str, ...]
    measure: str
    difference: float | None
    level: float
    rule: str
    budget: int | None
    most_launches: int
    day: int
    days: int | None
    death: str
    wage_fen: float
    include_risky: bool
    first_seed: int

    @property
    def definition(self) -> Definition:
        """The definition of death.

        Raises:
            BadInputError: if there is none of that code.
        """
        return definition_of(self.death)

    @property
    def length(self) -> int:
        """Days of a run: as many as asked for, or enough to see a group fall silent up to the day."""
        if self.days is not None:
            return self.days
        later = self.definition.days_needed if self.measure == "lively_days" else 0
        return min(self.day + later, MOST_DAYS)

    @property
    def smallest(self) -> float | None:
        """The smallest difference that matters, in the measure's unit: money is given in yuan."""
        in_fen = measure(self.measure, self.day, self.length, 1.0).unit == "fen"
        return self.difference if self.difference is None or not in_fen else 100 * self.difference

    @property
    def spent(self) -> int:
        """Runs in all, for a rule that spends them.

        Raises:
            BadInputError: if they are too few.
        """
        least = FIRST_STAGE * len(self.strategies)
        budget = BUDGET_A_STRATEGY * len(self.strategies) if self.budget is None else self.budget
        if self.rule not in SEQUENTIAL and budget < least:
            raise BadInputError("race_budget", found=budget, least=least)
        return budget

    @property
    def command(self) -> tuple[str, ...]:
        """The words that do it again."""
        words = ["race", self.world, *self.strategies, "--measure", self.measure, "--rule", self.rule]
        for option, value in (("difference", self.difference), ("budget", self.budget), ("days", self.days)):
            words += [] if value is None else [f"--{option}", f"{value:.15g}"]
        words += ["--confidence", f"{self.level:.15g}", "--most-launches", str(self.most_launches)]
        words += ["--day", str(self.day), "--death", self.death, "--wage", f"{self.wage_fen / 100:g}"]
        words += ["--first-seed", str(self.first_seed)]
        return tuple(words + (["--include-risky"] if self.include_risky else []))

    def check(self) -> None:
        """Refuse what cannot be raced.

        Raises:
            BadInputError: for an unknown measure or rule, a measure without a direction, or runs that are too short.
        """
        checked_measure(self.measure, self.day)
        if self.rule not in RULES:
            raise BadInputError("race_rule", found=quoted(self.rule), allowed=", ".join(RULES))
        if self.measure == "lively_days" and self.length <= self.definition.days_needed:
            raise BadInputError("race_too_short", found=self.length, most=self.definition.days_needed)


def checked_measure(code: str, day: int) -> None:
    """Refuse a measure that there is none of, or of which neither more nor less is better.

    Raises:
        BadInputError: if it is such.
    """
    directed = [one for one in MEASURES if measure(one, day, day, 1.0).more_is_better is not None]
    if code not in directed:
        raise BadInputError("directed_measure", found=quoted(code), allowed=", ".join(directed))


def race_command(
    wanted: Wanted, threads: int, scheduler: str | None, save: Path | None, json: bool, language: str
) -> int:
    """Race, print, and give the exit code.

    Raises:
        BadInputError: for anything given that cannot be used.
        ScenarioError: for a world or strategy that does not exist or is not right.
    """
    from experiments import own_scenarios

    wanted.check()
    strategies = strategies_of(wanted.strategies, 2, MOST_STRATEGIES)
    place = Place(threads, scheduler, save, json, language)
    return race_of(wanted, own_scenarios.world_given(wanted.world), strategies, wanted.command, place)


def race_of(
    wanted: Wanted, world: Any, strategies: Mapping[str, Any], command: Sequence[str], place: Place
) -> int:
    """Race strategies that are at hand; `command` is what does it again.

    Raises:
        BadInputError: for anything wanted that cannot be used.
    """
    wanted.check()
    check_people(world, wanted.first_seed, wanted.length)
    name, language = name_of(wanted.world), place.language
    materials = Materials.of({name: world}, strategies, wanted.length)
    with runs_for(materials, place.threads, place.scheduler, place.save, language) as runs:
        keep = keeper(place.save)
        with live(text("command.race.running", language)) as show:

            def tell(state: RaceState) -> None:
                keep(state)
                show(*state_shown(state, strategies, wanted.measure, language))

            found = race(
                runs,
                {one: Scenario(name, one) for one in strategies},
                wanted.measure,
                difference=wanted.smallest,
                level=wanted.level,
                rule=wanted.rule,
                day=min(wanted.day, wanted.length),
                definition=wanted.definition,
                wage_fen=wanted.wage_fen,
                first_seed=wanted.first_seed,
                budget=wanted.spent,
                most_launches=wanted.most_launches,
                include_risky=wanted.include_risky,
                on_state=tell,
            )
        study = Study.of("race", command, _question(wanted, name), found.as_dict(), runs, found.runs)
    return finish(study, shown(found, name, world, strategies, language), place.save, place.json, language)


def _question(wanted: Wanted, world: str) -> Mapping[str, Any]:
    return {
        "world": world,
        "strategies": [name_of(one) for one in wanted.strategies],
        "measure": wanted.measure,
        "rule": wanted.rule,
        "difference": wanted.smallest,
        "level": wanted.level,
        "day": wanted.day,
        "days": wanted.length,
        "definition": wanted.death,
        "wage_fen": wanted.wage_fen,
        "budget": None if wanted.rule in SEQUENTIAL else wanted.spent,
        "most_launches": wanted.most_launches,
        "first_seed": wanted.first_seed,
        "include_risky": wanted.include_risky,
    }
