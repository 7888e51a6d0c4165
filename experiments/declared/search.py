"""``qunlab search``: over what an operator can set."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import (
    MOST_DAYS,
    MOST_LAUNCHES,
    MOST_SEED,
    MOST_THREADS,
    wage_in_fen,
    whole,
)
from experiments.declared.shared import PROCESSORS, Words

MOST_TRIALS = 10_000
MOST_EACH = 10_000


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "search")
    def search(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategy: Annotated[str, words.argument("strategy", "STRATEGY")],
        lever: Annotated[list[str] | None, words.option("--lever", "search_lever", "PATH=LOW:HIGH")] = None,
        objectives: Annotated[
            str, words.option("--objectives", "search_objectives", "CODE,CODE")
        ] = "lively_days,profit,leaves",
        trials: Annotated[str, words.option("--trials", "search_trials", "N")] = "60",
        launches: Annotated[str, words.option("--launches", "search_launches", "N")] = "12",
        retest: Annotated[str, words.option("--retest", "search_retest", "N")] = "60",
        search_seed: Annotated[str, words.option("--search-seed", "search_seed", "N")] = "1",
        write: Annotated[
            tuple[str, str] | None, words.option("--write", "search_write", "N FILE.yaml")
        ] = None,
        days: Annotated[str, words.option("--days", "days", "D")] = "90",
        death: Annotated[str, words.option("--death", "death", "CODE")] = "first_silence_7",
        wage: Annotated[str, words.option("--wage", "wage", "YUAN")] = "40",
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        save: Annotated[Path | None, words.option("--save", "save_study", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        numbers = {
            "trials": whole("--trials", trials, 2, MOST_TRIALS),
            "launches": whole("--launches", launches, 1, MOST_EACH),
            "retest": whole("--retest", retest, 2, MOST_EACH),
            "search_seed": whole("--search-seed", search_seed, 0, 2**32 - 1),
            "first_seed": whole("--first-seed", first_seed, 0, MOST_SEED - MOST_LAUNCHES),
        }
        length = whole("--days", days, 1, MOST_DAYS)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = wage_in_fen(wage)
        chosen = None if write is None else (whole("--write", write[0], 1, 100), Path(write[1]))
        from experiments.commands.search import Wanted
        from experiments.commands.search import search as study

        wanted = Wanted(
            world, strategy, tuple(lever or ()), objectives, length, death, wage_fen, chosen, numbers
        )
        raise typer.Exit(study(wanted, at_a_time, scheduler, save, json, words.language))
