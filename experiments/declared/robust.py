"""``qunlab robust``: which strategy stays best over all plausible worlds."""

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

MOST_WORLDS = 10_000


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "robust")
    def robust(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategies: Annotated[list[str], words.argument("robust_strategies", "STRATEGY STRATEGY...")],
        worlds: Annotated[str, words.option("--worlds", "robust_worlds", "N")] = "100",
        launches: Annotated[str, words.option("--launches", "robust_launches", "N")] = "8",
        measure: Annotated[str, words.option("--measure", "robust_measure", "CODE")] = "lively_days",
        days: Annotated[str, words.option("--days", "days", "D")] = "90",
        day: Annotated[str | None, words.option("--day", "robust_day", "D")] = None,
        matters: Annotated[str | None, words.option("--matters", "robust_matters", "X")] = None,
        death: Annotated[str, words.option("--death", "death", "CODE")] = "first_silence_7",
        wage: Annotated[str, words.option("--wage", "wage", "YUAN")] = "40",
        include_risky: Annotated[bool, words.flag("--include-risky", "robust_risky")] = False,
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        save: Annotated[Path | None, words.option("--save", "save_study", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = whole("--worlds", worlds, 1, MOST_WORLDS)
        each = whole("--launches", launches, 1, MOST_LAUNCHES)
        length = whole("--days", days, 1, MOST_DAYS)
        judged = length if day is None else whole("--day", day, 1, length)
        least = None if matters is None else amount("--matters", matters, 0, 1e12)
        wage_fen = wage_in_fen(wage)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - number * each)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.robust import Wanted
        from experiments.commands.robust import robust as judge

        wanted = Wanted(
            world,
            tuple(strategies),
            number,
            each,
            measure,
            length,
            judged,
            least,
            death,
            wage_fen,
            include_risky,
            first,
        )
        raise typer.Exit(judge(wanted, at_a_time, scheduler, save, json, words.language))
