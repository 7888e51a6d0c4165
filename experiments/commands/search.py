"""``qunlab search``: over what an operator can set; a front in a table, and one of its settings as a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from experiments.commands.output import progress
from experiments.commands.problems import BadInputError, check_people, definition_of, quoted
from experiments.commands.search_shown import shown
from experiments.commands.sensitivity import LIFE_DAYS, bad_factor
from experiments.commands.studying import finish, name_of, runs_for, strategies_of
from experiments.measures import MEASURES
from experiments.runs.materials import Materials
from experiments.searching.levers import Lever, chosen_levers, usual_levers
from experiments.searching.retest import SearchResult, Size, search_and_retest
from experiments.searching.search import Asked
from experiments.sensitivity.factors import FactorError
from experiments.studies.study import Study
from experiments.wording import counted
from scenarios.texts import text

MOST_OBJECTIVES = 4
"""On a front of more objectives nearly everything lies."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; see its declaration."""

    world: str
    strategy: str
    levers: tuple[str, ...]
    objectives: str
    days: int
    death: str
    wage_fen: float
    write: tuple[int, Path] | None
    numbers: Mapping[str, int]

    @property
    def asked(self) -> Asked:
        """What is searched for.

        Raises:
            BadInputError: for objectives that there are none of, too many or none, or a definition of death likewise.
        """
        codes = tuple(one.strip() for one in self.objectives.split(",") if one.strip())
        for code in codes:
            if code not in MEASURES:
                raise BadInputError("search_objective", found=quoted(code), allowed=", ".join(MEASURES))
        if not 1 <= len(codes) <= MOST_OBJECTIVES or len(set(codes)) < len(codes):
            raise BadInputError("search_objectives", found=quoted(self.objectives), most=MOST_OBJECTIVES)
        day = min(LIFE_DAYS, self.days)
        return Asked(
            name_of(self.world), name_of(self.strategy), codes, day, definition_of(self.death), self.wage_fen
        )

    @property
    def command(self) -> tuple[str, ...]:
        """The words that do it again."""
        words = ["search", self.world, self.strategy]
        for one in self.levers:
            words += ["--lever", one]
        words += ["--objectives", self.objectives, "--days", str(self.days)]
        words += ["--death", self.death, "--wage", f"{self.wage_fen / 100:g}"]
        for name, value in self.numbers.items():
            words += [f"--{name.replace('_', '-')}", str(value)]
        return tuple(words)


def search(
    wanted: Wanted, threads: int, scheduler: str | None, save: Path | None, json: bool, language: str
) -> int:
    """Search, print, and give the exit code.

    Raises:
        BadInputError: for anything given that cannot be used.
        ScenarioError: for a world or strategy that does not exist or is not right.
    """
    from experiments import own_scenarios

    asked, size = wanted.asked, Size(**wanted.numbers)
    world = own_scenarios.world_given(wanted.world)
    strategies = strategies_of([wanted.strategy], 1, 1)
    strategy = strategies[asked.strategy]
    levers = _levers(wanted, strategy)
    if wanted.write is not None:
        _check_file(wanted.write[1])
    check_people(world, size.first_seed, wanted.days)
    materials = Materials.of({asked.world: world}, strategies, wanted.days)
    cost = {
        "runs": counted("model_runs", size.most_runs, language),
        "levers": counted("levers", len(levers), language),
    }
    print(text("command.search.cost", language, **cost), file=sys.stderr, flush=True)
    with runs_for(materials, threads, scheduler, save, language) as runs:
        with progress(text("command.running", language)) as report:
            try:
                found = search_and_retest(runs, asked, levers, size, report)
            except ValueError:
                why = runs.failures[0].error if runs.failures else "–"
                raise BadInputError("search_no_runs", why=why) from None
        question = {**asdict(asked), "days": wanted.days, "levers": [one.as_dict() for one in levers]}
        study = Study.of("search", wanted.command, question, found.as_dict(), runs, found.runs)
    if wanted.write is not None:
        write(found, materials, *wanted.write)
    return finish(study, shown(found, world, strategy, wanted.days, language), save, json, language)


def write(found: SearchResult, materials: Materials, number: int, path: Path) -> None:
    """Write a setting of the front as the file of a strategy.

    Raises:
        BadInputError: if the front has no such setting, or the file cannot be written.
    """
    from scenarios.writing import strategy_to_yaml

    if not 1 <= number <= len(found.settings):
        raise BadInputError("search_no_setting", found=number, most=len(found.settings))
    values = found.settings[number - 1].values
    own = [(name.partition(".")[2], value) for name, value in values.items()]
    try:
        path.write_text(strategy_to_yaml(materials.strategy(found.asked.strategy, own)), encoding="utf-8")
    except OSError as error:
        raise BadInputError(
            "cannot_write", found=quoted(str(path)), why=error.strerror or str(error)
        ) from None


def _check_file(path: Path) -> None:
    """Refuse, before hours of work, what cannot become the file of a strategy."""
    if path.suffix not in (".yaml", ".yml"):
        raise BadInputError("search_file_name", found=quoted(str(path)))
    if path.exists():
        raise BadInputError("search_file_exists", found=quoted(str(path)))
    if not path.absolute().parent.is_dir():
        raise BadInputError("no_folder", found=quoted(str(path.absolute().parent)))


def _levers(wanted: Wanted, strategy: Any) -> tuple[Lever, ...]:
    try:
        levers = chosen_levers(wanted.levers, strategy) if wanted.levers else usual_levers(strategy)
    except FactorError as error:
        raise bad_factor(error) from None
    if not levers:
        raise BadInputError("search_no_levers", found=quoted(name_of(wanted.strategy)))
    return levers
