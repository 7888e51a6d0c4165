"""Commands that run groups: one launch, a comparison, a portfolio, a case, the red packet probe; and the lab."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import (
    MOST_DAYS,
    MOST_LAUNCHES,
    MOST_SEED,
    MOST_THREADS,
    amount,
    wage_in_fen,
    whole,
)
from experiments.declared.shared import PROCESSORS, Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    _declare_run(app, words)
    _declare_compare(app, words)
    _declare_portfolio(app, words)
    _declare_case(app, words)
    _declare_probe(app, words)
    _declare_lab(app, words)


def _declare_run(app: typer.Typer, words: Words) -> None:
    @words.command(app, "run")
    def run(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategy: Annotated[str, words.argument("strategy", "STRATEGY")],
        seed: Annotated[str, words.option("--seed", "seed", "N")] = "0",
        days: Annotated[str, words.option("--days", "days", "D")] = "180",
        events: Annotated[str | None, words.option("--events", "events", "FILE.parquet")] = None,
        json: Annotated[bool, words.json] = False,
        threads: Annotated[str, words.threads] = PROCESSORS,
        wage: Annotated[str, words.option("--wage", "wage", "YUAN")] = "40",
    ) -> None:
        checked = whole("--seed", seed, 0, MOST_SEED), whole("--days", days, 1, MOST_DAYS)
        whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = wage_in_fen(wage)
        from experiments.commands.run import run as run_one

        run_one(world, strategy, *checked, events, json, words.language, wage_fen)


def _declare_compare(app: typer.Typer, words: Words) -> None:
    @words.command(app, "compare")
    def compare(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategies: Annotated[list[str], words.argument("compared", "STRATEGY STRATEGY...")],
        launches: Annotated[str, words.option("--launches", "launches", "N")] = "100",
        days: Annotated[str, words.option("--days", "days", "D")] = "180",
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        death: Annotated[str, words.option("--death", "death", "CODE")] = "first_silence_7",
        baseline: Annotated[str | None, words.option("--baseline", "baseline", "STRATEGY")] = None,
        save: Annotated[Path | None, words.option("--save", "save", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
        wage: Annotated[str, words.option("--wage", "wage", "YUAN")] = "40",
        pairing: Annotated[bool, words.flag("--pairing", "pairing")] = False,
        day: Annotated[str | None, words.option("--day", "compare_day", "D")] = None,
    ) -> None:
        number = whole("--launches", launches, 1, MOST_LAUNCHES)
        length = whole("--days", days, 1, MOST_DAYS)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = wage_in_fen(wage)
        judged = None if day is None else whole("--day", day, 1, length)
        from experiments.commands.compare import compare as compare_all

        code = compare_all(
            world,
            strategies,
            number,
            length,
            first,
            at_a_time,
            death,
            baseline,
            save,
            json,
            words.language,
            wage_fen,
            pairing,
            judged,
        )
        raise typer.Exit(code)


def _declare_portfolio(app: typer.Typer, words: Words) -> None:
    @words.command(app, "portfolio")
    def portfolio(
        given: Annotated[str, words.argument("portfolio_id", "PORTFOLIO")],
        seed: Annotated[str, words.option("--seed", "seed", "N")] = "0",
        days: Annotated[str, words.option("--days", "days", "D")] = "180",
        json: Annotated[bool, words.json] = False,
    ) -> None:
        checked = whole("--seed", seed, 0, MOST_SEED), whole("--days", days, 1, MOST_DAYS)
        from experiments.commands.portfolio import portfolio_command

        portfolio_command(given, *checked, json, words.language)


def _declare_case(app: typer.Typer, words: Words) -> None:
    @words.command(app, "case")
    def case(
        given: Annotated[str, words.argument("case_id", "CASE")],
        launches: Annotated[str | None, words.option("--launches", "case_launches", "N")] = None,
        days: Annotated[str | None, words.option("--days", "case_days", "D")] = None,
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = None if launches is None else whole("--launches", launches, 1, MOST_LAUNCHES)
        length = None if days is None else whole("--days", days, 1, MOST_DAYS)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - (number or MOST_LAUNCHES))
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.cases import case_command

        case_command(given, number, length, first, at_a_time, json, words.language)


def _declare_probe(app: typer.Typer, words: Words) -> None:
    @words.command(app, "probe")
    def probe(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategy: Annotated[str, words.argument("strategy", "STRATEGY")],
        launches: Annotated[str, words.option("--launches", "probe_launches", "N")] = "100",
        days: Annotated[str, words.option("--days", "probe_days", "D,D")] = "7,30,60",
        portions: Annotated[str, words.option("--portions", "probe_portions", "N,N")] = "30",
        hour: Annotated[str, words.option("--hour", "probe_hour", "H")] = "20",
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = whole("--launches", launches, 1, MOST_LAUNCHES)
        at = amount("--hour", hour, 0, 23.99)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.probe import probe_command

        probe_command(world, strategy, number, days, portions, at, first, at_a_time, json, words.language)


def _declare_lab(app: typer.Typer, words: Words) -> None:
    @words.command(app, "lab")
    def lab(port: Annotated[str, words.option("--port", "port", "N")] = "8501") -> None:
        checked = whole("--port", port, 1, 65_535)
        from experiments.commands.lab import lab as open_lab

        open_lab(checked, words.language)
