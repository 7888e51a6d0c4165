"""``qunlab autopsy``: why one group died, in words and tables."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from experiments.autopsy.autopsy import LONGEST_RUN, Autopsy, Question, autopsy, longest_days
from experiments.autopsy.causes import UnknownCauseError, causes_at_work, single_moves
from experiments.autopsy.no_return import AS_BEFORE, Chance, NoReturn, Rescued
from experiments.autopsy.responsibility import MOST_CAUSES, materials_for
from experiments.autopsy.telling import (
    cause_help,
    cause_label,
    heading,
    no_return_sentence,
    sentences,
    symptom_lines,
    thing_name,
)
from experiments.autopsy.timeline import ProbeOnDay
from experiments.commands.output import progress, table
from experiments.commands.probe import whole_numbers
from experiments.commands.problems import BadInputError, check_people, definition_of, quoted
from experiments.commands.studying import finish, name_of, runs_for, strategies_of
from experiments.probe import SILENT_DAYS
from experiments.studies.study import Study
from experiments.wording import counted
from scenarios.formats import number, share, signed
from scenarios.texts import text

NO_RESCUE = "none"
MOST_RESCUES = 12


def autopsy_command(
    world_given: str,
    strategy_given: str,
    seed: int | None,
    days: int,
    death: str,
    causes_given: str | None,
    launches: int,
    first_seed: int,
    rescues_given: str,
    futures: int,
    grid_given: str,
    threshold: float,
    threads: int,
    scheduler: str | None,
    save: Path | None,
    json: bool,
    command: Sequence[str],
    language: str,
) -> int:
    """Find out why a group died, and print it.

    Args:
        world_given: id or path of the world.
        strategy_given: id or path of the strategy.
        seed: of the launch, or None for the first that dies.
        days: length of the life that is looked at.
        death: code of the definition of death.
        causes_given: codes of causes with commas between, or None for those that seem to matter most.
        launches: further launches.
        first_seed: of these.
        rescues_given: ids or paths of strategies with commas between, or `NO_RESCUE`.
        futures: of each rescue on each day.
        grid_given: days of rescues with commas between.
        threshold: chance below which a group counts as lost.
        threads: runs at a time.
        scheduler: address of a cluster, or None.
        save: folder of the study, or None.
        json: print JSON.
        command: words that do it again.
        language: of the report.

    Returns:
        The exit code.

    Raises:
        BadInputError: for anything given that cannot be used.
    """
    from experiments import own_scenarios

    question = Question(
        world_id=name_of(world_given),
        world=own_scenarios.world_given(world_given),
        strategy_id=name_of(strategy_given),
        strategy=own_scenarios.strategy_given(strategy_given),
        rescues=_rescues(rescues_given),
        seed=seed,
        definition=definition_of(death),
        causes=None if causes_given is None else _parts(causes_given),
        launches=launches,
        first_seed=first_seed,
        futures=futures,
        grid=whole_numbers("--grid", grid_given, 0, LONGEST_RUN - Rescued().days),
        threshold=threshold,
    )
    if question.causes is not None and len(question.causes) > MOST_CAUSES:
        raise BadInputError("autopsy_many_causes", found=len(question.causes), most=MOST_CAUSES)
    check_people(question.world, seed or 0, longest_days(question, days))
    materials = materials_for(
        question.world_id, question.world, question.strategy_id, question.strategy, days
    )
    with runs_for(materials, threads, scheduler, save, language) as runs:
        with ExitStack() as shown:
            found = _found(question, runs, threads, _Stages(shown, language))
        study = Study.of("autopsy", command, question.as_dict(), found.as_dict(), runs, found.runs)
        return finish(study, told(question, found, language), save, json, language, runs.failures)


def told(question: Question, found: Autopsy, language: str) -> str:
    """The report as a person reads it: sentences, then tables."""
    top = "\n".join([heading(question, found, language), "", *sentences(question, found, language)])
    if not found.died:
        return "\n".join(sentences(question, found, language))
    parts = [top]
    if found.responsibility is not None:
        parts.append(_causes(found, language))
    parts.append("\n".join([text("autopsy.symptoms", language), *symptom_lines(found, language)]))
    if found.timeline is not None and found.timeline.probes:
        parts.append(_probes(found.timeline.probes, language))
    if found.no_return is not None:
        parts.append(_rescue_table(question, found.no_return, language))
    return "\n\n".join(parts)


class _Stages:
    """One sign of progress a stage, closed when the next begins."""

    def __init__(self, stack: ExitStack, language: str) -> None:
        self._stack = stack
        self._language = language
        self._stage = ""
        self._report: Any = None

    def __call__(self, stage: str, done: int, of: int) -> None:
        if stage != self._stage:
            self._stack.close()
            self._stage = stage
            self._report = self._stack.enter_context(progress(text(f"autopsy.stage.{stage}", self._language)))
        self._report(done, of)


def _found(question: Question, runs: Any, threads: int, stages: _Stages) -> Autopsy:
    try:
        return autopsy(question, runs, threads=threads, on_stage=stages)
    except UnknownCauseError as error:
        known = (
            *causes_at_work(question.world, question.strategy),
            *single_moves(question.strategy),
        )
        allowed = ", ".join(one.code for one in known)
        raise BadInputError("autopsy_cause", found=quoted(str(error)), allowed=allowed) from None


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.replace("\uff0c", ",").split(",")]


def _rescues(given: str) -> dict[str, Any]:
    return {} if given == NO_RESCUE else strategies_of(_parts(given), 1, MOST_RESCUES)


def _causes(found: Autopsy, language: str) -> str:
    responsibility = found.responsibility
    if responsibility is None:
        return ""
    names = ["cause", "days", "alone_off", "alone_on"]
    general = found.overall
    if general is not None:
        names += ["mean", "greatest"]
    rows = [[text(f"autopsy.column.{name}", language) for name in names]]
    for place, one in enumerate(responsibility.shares):
        days = number(one.days, language, 1)
        if not responsibility.exact:
            days += f" ({number(one.low, language, 1)} … {number(one.high, language, 1)})"
        row = [cause_label(one.code, language), days]
        row += [signed(one.alone_off, language, 1), number(one.alone_on, language, 1)]
        if general is not None:
            mean = general.shares[place].days
            ends = f"({number(mean.low, language, 1)} … {number(mean.high, language, 1)})"
            row += [f"{number(mean.mean, language, 1)} {ends}"]
            row += [number(general.shares[place].greatest, language)]
        rows.append(row)
    note = "autopsy.causes.note" if responsibility.exact else "autopsy.causes.sampled"
    off = [
        f"  {cause_label(one.code, language)} \u2192 {cause_help(one.code, language)}"
        for one in responsibility.shares
    ]
    lines = [text("autopsy.causes", language), table(rows)]
    lines += [text(note, language, sets=number(responsibility.sets, language))]
    return "\n".join([*lines, text("autopsy.off", language), *off])


def _probes(probes: Sequence[ProbeOnDay], language: str) -> str:
    names = ("day", "present", "left", "says", "truth")
    rows = [[text(f"autopsy.column.{name}", language) for name in names]]
    rows += [
        [
            number(one.day, language),
            number(one.present, language),
            number(one.left, language),
            text("autopsy.dead" if one.says_dead else "autopsy.living", language),
            text("autopsy.dead" if one.dead else "autopsy.living", language),
        ]
        for one in probes
    ]
    portions, days = number(probes[0].portions, language), counted("days", SILENT_DAYS, language)
    title = text("autopsy.probes", language, portions=portions, days=days)
    return "\n".join([title, table(rows, left=0)])


def _rescue_table(question: Question, found: NoReturn, language: str) -> str:
    names = [thing_name("strategy", name, one, language) for name, one in question.rescues.items()]
    columns = [text(f"autopsy.column.{name}", language) for name in ("day", "best", AS_BEFORE)]
    rows = [[*columns, *names]]
    for one in found.days:
        every = [share(one.rescues[name].share, language) for name in question.rescues]
        rows.append(
            [
                number(one.day, language),
                _chance(one.best, language),
                share(one.as_before.share, language),
                *every,
            ]
        )
    futures = number(found.days[0].as_before.futures, language)
    note = {
        "settling": number(found.rescued.settling_days, language),
        "lively": counted("days", found.rescued.lively_days, language),
        "silent": counted("days", found.rescued.silent_days, language),
    }
    lines = [text("autopsy.rescues", language, futures=futures), table(rows, left=0)]
    lines += [no_return_sentence(question, found, language)]
    return "\n".join([*lines, text("autopsy.rescues.note", language, **note)])


def _chance(one: Chance, language: str) -> str:
    low, high = share(one.low, language), share(one.high, language)
    return f"{share(one.share, language)} ({low} … {high})"
