"""``qunlab plan-test``: a plan for a test with real groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from experiments.ab_test.plan import Question, plan
from experiments.calibration.ensemble import plausible_worlds
from experiments.commands.output import progress
from experiments.commands.plan_test_shown import shown
from experiments.commands.problems import MOST_DAYS, BadInputError, check_people, definition_of, quoted, whole
from experiments.commands.studying import finish, name_of, runs_for, strategies_of
from experiments.measures import MEASURES
from experiments.ordinary import chosen_worlds
from experiments.runs.materials import Materials
from experiments.studies.study import Study
from scenarios.texts import text

MOST_LOOKS = 10
"""A plan is made for so many days at most."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; see its declaration."""

    world: str
    first: str
    second: str
    measure: str
    days: str
    power: float
    level: float
    available: int | None
    worlds: int
    launches: int
    world_launches: int
    death: str
    wage_fen: float
    first_seed: int

    @property
    def question(self) -> Question:
        """What is to be planned.

        Raises:
            BadInputError: for a measure, days or a definition of death that cannot be used.
        """
        if self.measure not in MEASURES:
            raise BadInputError("plan_test_measure", found=quoted(self.measure), allowed=", ".join(MEASURES))
        definition = definition_of(self.death)
        days = sorted({whole("--days", one, 1, MOST_DAYS - 30) for one in self.days.split(",")})
        if len(days) > MOST_LOOKS:
            raise BadInputError("plan_test_days", found=len(days), most=MOST_LOOKS)
        return Question(
            name_of(self.world),
            name_of(self.first),
            name_of(self.second),
            self.measure,
            tuple(days),
            self.power,
            self.level,
            self.available,
            self.launches,
            world_launches=self.world_launches,
            first_seed=self.first_seed,
            definition=definition,
            wage_fen=self.wage_fen,
        )

    @property
    def command(self) -> tuple[str, ...]:
        """The words that do it again."""
        words = ["plan-test", self.world, self.first, self.second, "--measure", self.measure]
        words += ["--days", self.days, "--power", f"{self.power:g}", "--confidence", f"{self.level:.15g}"]
        words += [] if self.available is None else ["--groups-available", str(self.available)]
        words += ["--worlds", str(self.worlds), "--launches", str(self.launches)]
        words += ["--world-launches", str(self.world_launches), "--death", self.death]
        words += ["--wage", f"{self.wage_fen / 100:g}", "--first-seed", str(self.first_seed)]
        return tuple(words)


def plan_test_command(
    wanted: Wanted, threads: int, scheduler: str | None, save: Path | None, json: bool, language: str
) -> int:
    """Plan, print, and give the exit code.

    Raises:
        BadInputError: for anything given that cannot be used.
        ScenarioError: for a world or strategy that does not exist or is not right.
    """
    from experiments import own_scenarios

    question = wanted.question
    strategies = strategies_of([wanted.first, wanted.second], 2, 2)
    world = own_scenarios.world_given(wanted.world)
    length = question.length(question.days[-1])
    check_people(world, wanted.first_seed, length)
    materials = Materials.of({question.world: world}, strategies, length)
    plausible = chosen_worlds(plausible_worlds(), wanted.worlds) if wanted.worlds else []
    with runs_for(materials, threads, scheduler, save, language) as runs:
        with progress(text("command.running", language)) as report:
            found = plan(runs, question, plausible, report)
        asked = {
            "world": question.world,
            "strategies": [question.first, question.second],
            "measure": question.code,
            "days": list(question.days),
            "power": question.power,
            "level": question.level,
            "available": question.available,
            "worlds": len(plausible),
            "definition": question.definition.code,
            "wage_fen": question.wage_fen,
            "first_seed": question.first_seed,
        }
        study = Study.of("ab_test", wanted.command, asked, found.as_dict(), runs, found.runs)
    return finish(study, shown(found, question.world, world, strategies, language), save, json, language)
