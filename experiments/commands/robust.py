"""``qunlab robust``: which strategy stays best over all plausible worlds, where it does not, and what that hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.commands.cases import own_name
from experiments.commands.output import progress, table
from experiments.commands.problems import MOST_STRATEGIES, BadInputError, check_people, definition_of, quoted
from experiments.commands.studying import finish, name_of, runs_for, strategies_of
from experiments.definitions import Definition
from experiments.measures import MEASURES, Measure, measure
from experiments.robustness.judge import Robustness, judge
from experiments.robustness.over_worlds import over_worlds
from experiments.robustness.words import Words
from experiments.runs.materials import Materials
from experiments.studies.study import Study
from experiments.wording import counted
from scenarios.formats import number
from scenarios.texts import text

UNIT_FEN = 100
"""Fen in a yuan: what matters is given in yuan where the measure is money."""

JUDGED: tuple[str, ...] = tuple(
    code for code in MEASURES if measure(code, 90, 90, 100).more_is_better is not None
)
"""Measures of which more or less is better."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; see its declaration. `matters` is in yuan where the measure is money."""

    world: str
    strategies: tuple[str, ...]
    worlds: int
    launches: int
    measure: str
    days: int
    day: int
    matters: float | None
    death: str
    wage_fen: float
    include_risky: bool
    first_seed: int

    @property
    def definition(self) -> Definition:
        """Of death.

        Raises:
            BadInputError: if there is none of this code, or runs are too short for any group to die by it.
        """
        found = definition_of(self.death)
        if self.measure == "lively_days" and self.days <= found.days_needed:
            raise BadInputError("robust_days", least=found.days_needed + 1)
        return found

    def judged(self, members: float) -> Measure:
        """The measure, for so many members on the first day.

        Raises:
            BadInputError: if there is none of this code, or neither more nor less of it is better.
        """
        if self.measure not in JUDGED:
            raise BadInputError("robust_measure", found=quoted(self.measure), allowed=", ".join(JUDGED))
        found = measure(self.measure, self.day, self.days, members)
        if self.matters is None:
            return found
        return replace(found, matters=self.matters * (UNIT_FEN if found.unit == "fen" else 1))

    @property
    def command(self) -> tuple[str, ...]:
        """The words that do it again."""
        words = ["robust", self.world, *self.strategies, "--worlds", str(self.worlds)]
        words += ["--launches", str(self.launches), "--measure", self.measure, "--days", str(self.days)]
        words += ["--day", str(self.day), "--death", self.death, "--wage", f"{self.wage_fen / UNIT_FEN:g}"]
        words += ["--first-seed", str(self.first_seed)]
        words += [] if self.matters is None else ["--matters", f"{self.matters:.15g}"]
        return (*words, "--include-risky") if self.include_risky else tuple(words)


def robust(
    wanted: Wanted, threads: int, scheduler: str | None, save: Path | None, json: bool, language: str
) -> int:
    """Run, judge, print, and give the exit code.

    Raises:
        BadInputError: for anything given that cannot be used.
    """
    import sim
    from experiments import own_scenarios
    from experiments.calibration.ensemble import plausible_worlds
    from experiments.ordinary import chosen_worlds

    given = strategies_of(wanted.strategies, 2, MOST_STRATEGIES)
    left_out = {name: one.risks for name, one in given.items() if one.risks and not wanted.include_risky}
    strategies = {name: one for name, one in given.items() if name not in left_out}
    if len(strategies) < 2:
        raise BadInputError("robust_risky", found=", ".join(left_out))
    definition = wanted.definition
    world, world_id = own_scenarios.world_given(wanted.world), name_of(wanted.world)
    check_people(world, wanted.first_seed, wanted.days)
    people = sim.build_population(world, wanted.first_seed, wanted.days).people
    judged = wanted.judged(float((people["join_time"] < 1.0).sum()))
    plausible = [dict(one) for one in chosen_worlds(plausible_worlds(), wanted.worlds)]
    materials = Materials.of({world_id: world}, strategies, wanted.days)
    with runs_for(materials, threads, scheduler, save, language) as runs:
        with progress(text("command.running", language)) as report:
            values = over_worlds(
                runs,
                world_id,
                list(strategies),
                plausible,
                wanted.launches,
                wanted.measure,
                wanted.day,
                definition=definition,
                wage_fen=wanted.wage_fen,
                first_seed=wanted.first_seed,
                on_progress=report,
            )
        found = judge(values, list(strategies), judged, plausible)
        study = Study.of(
            "robust",
            wanted.command,
            _question(wanted, world_id, list(strategies), left_out, len(plausible)),
            found.as_dict(),
            runs,
            values.size,
        )
    names = {name: own_name("strategy", name, one.title, language) for name, one in given.items()}
    title = own_name("world", world_id, world.title, language)
    said = shown(found, names, title, wanted, left_out, language)
    return finish(study, said, save, json, language)


def shown(
    found: Robustness,
    names: Mapping[str, str],
    world: str,
    wanted: Wanted,
    left_out: Mapping[str, Sequence[str]],
    language: str,
) -> str:
    """All of it as a person reads it: the verdict, the table, where it flips, luck and ignorance, what to measure.

    Args:
        found: what was found.
        names: of all strategies given.
        world: its name.
        wanted: what was asked.
        left_out: strategies that were not run for their risks, with the codes of these.
        language: of the text.
    """
    words = Words(found, names, language)
    heading = text(
        "robust.heading",
        language,
        world=world,
        worlds=number(found.worlds, language),
        launches=counted("launches", found.launches, language),
        days=counted("days", wanted.days, language),
        runs=number(found.worlds * found.launches * len(found.strategies), language),
    )
    lines = [heading, "", words.word(), *words.sentences()]
    for name, risks in left_out.items():
        for risk in risks:
            values = {"strategy": names[name], "risk": text(risk, language)}
            lines.append(text("robust.left_out", language, **values))
    if found.winners is None:
        return "\n".join(lines)
    lines += ["", table(words.standings()), "", *words.choices(), ""]
    lines += [text("robust.title.flips", language), *words.flips(), ""]
    lines += [text("robust.title.parts", language), table(words.parts()), words.parts_note(), ""]
    sentence, rows = words.unknowns()
    lines += [text("robust.title.unknowns", language), sentence]
    lines += [table(rows), text("robust.unknowns.note", language)] if rows else []
    return "\n".join(lines)


def _question(
    wanted: Wanted,
    world: str,
    strategies: Sequence[str],
    left_out: Mapping[str, Sequence[str]],
    worlds: int,
) -> dict[str, Any]:
    return {
        "world": world,
        "strategies": list(strategies),
        "left_out": {name: list(risks) for name, risks in left_out.items()},
        "worlds": worlds,
        "launches": wanted.launches,
        "measure": wanted.measure,
        "day": wanted.day,
        "days": wanted.days,
        "death": wanted.death,
        "wage_fen": wanted.wage_fen,
        "first_seed": wanted.first_seed,
    }
