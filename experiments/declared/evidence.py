"""Commands that hold the model against evidence: patterns, coverage, ordinary operators, real talk, calibration."""

from typing import Annotated

import typer

from experiments.commands.problems import (
    MOST_DAYS,
    MOST_LAUNCHES,
    MOST_SEED,
    MOST_THREADS,
    amount,
    whole,
)
from experiments.declared.shared import PROCESSORS, Words

MOST_EFFORT = 100
"""Runs behind a figure, as a factor of the usual number."""

AFTER_LAST_DAY = 30
"""Days that runs of ordinary operators go on, so that a silence which begins on the last day is seen."""


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    _declare_patterns(app, words)
    _declare_coverage(app, words)
    _declare_ordinary(app, words)
    _declare_micro(app, words)
    _declare_calibrate(app, words)
    _declare_profiles(app, words)


def _declare_patterns(app: typer.Typer, words: Words) -> None:
    @words.command(app, "patterns")
    def patterns(
        effort: Annotated[str, words.option("--effort", "patterns_effort", "E")] = "1",
        seed: Annotated[str, words.option("--seed", "patterns_seed", "N")] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        times = amount("--effort", effort, 0.01, MOST_EFFORT)
        first = whole("--seed", seed, 0, MOST_SEED - MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.patterns import patterns as check

        check(times, first, at_a_time, json, words.language)


def _declare_coverage(app: typer.Typer, words: Words) -> None:
    @words.command(app, "coverage")
    def coverage(
        rows: Annotated[str | None, words.option("--rows", "coverage_rows", "C1,C5|C")] = None,
        launches: Annotated[str | None, words.option("--launches", "coverage_launches", "N")] = None,
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = None if launches is None else whole("--launches", launches, 2, MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.coverage import coverage as run_all

        run_all(rows, number, at_a_time, json, words.language)


def _declare_ordinary(app: typer.Typer, words: Words) -> None:
    @words.command(app, "ordinary")
    def ordinary(
        population: Annotated[
            str, words.option("--population", "ordinary_population", "POPULATION")
        ] = "ordinary",
        groups: Annotated[str, words.option("--groups", "ordinary_groups", "N")] = "50",
        worlds: Annotated[str, words.option("--worlds", "ordinary_worlds", "M")] = "10",
        days: Annotated[str, words.option("--days", "ordinary_days", "D")] = "730",
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = whole("--groups", groups, 1, MOST_LAUNCHES)
        nested = whole("--worlds", worlds, 0, 10_000)
        length = whole("--days", days, 7, MOST_DAYS - AFTER_LAST_DAY)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number * max(1, nested))
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.ordinary import ordinary as ask

        ask(population, number, nested, length, first, at_a_time, json, words.language)


def _declare_micro(app: typer.Typer, words: Words) -> None:
    @words.command(app, "micro")
    def micro(
        path: Annotated[str | None, words.argument("micro_path", "PATH.parquet")] = None,
        write: Annotated[bool, words.flag("--write", "micro_write")] = False,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        from experiments.commands.micro import micro as measure

        measure(path, write, json, words.language)


def _declare_calibrate(app: typer.Typer, words: Words) -> None:
    stages = "prior|emulate|polish|ensemble"

    @words.command(app, "calibrate")
    def calibrate(
        store: Annotated[str, words.argument("calibration_store", "STORE")],
        stage: Annotated[str | None, words.option("--stage", "calibration_stage", stages)] = None,
        points: Annotated[str | None, words.option("--points", "calibration_points", "N")] = None,
        effort: Annotated[str, words.option("--effort", "calibration_effort", "E")] = "0.15",
        seed: Annotated[str, words.option("--seed", "calibration_seed", "N")] = "0",
        threads: Annotated[str, words.option("--threads", "calibration_threads", "N")] = PROCESSORS,
        write: Annotated[bool, words.flag("--write", "calibration_write")] = False,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = None if points is None else whole("--points", points, 1, MOST_LAUNCHES)
        checked = amount("--effort", effort, 0.01, MOST_EFFORT), whole("--seed", seed, 0, MOST_SEED)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.calibrate import calibrate as go_on

        raise typer.Exit(go_on(store, stage, number, *checked, at_a_time, write, json, words.language))


def _declare_profiles(app: typer.Typer, words: Words) -> None:
    @words.command(app, "profiles")
    def profiles(
        store: Annotated[str, words.argument("calibration_store", "STORE")],
        effort: Annotated[str, words.option("--effort", "calibration_counted", "E")] = "0",
        json: Annotated[bool, words.json] = False,
    ) -> None:
        least = amount("--effort", effort, 0, MOST_EFFORT)
        from experiments.commands.calibrate import profiles as show_profiles

        show_profiles(store, least, json, words.language)
