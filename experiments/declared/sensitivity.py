"""``qunlab sensitivity``: what an outcome, or a choice between two strategies, hangs on."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import (
    MOST_DAYS,
    MOST_SEED,
    MOST_THREADS,
    wage_in_fen,
    whole,
)
from experiments.declared.shared import PROCESSORS, Words

MOST_TRAJECTORIES = 10_000
MOST_POINTS = 65_536
MOST_SEEDS = 1_000
SEEDS_AT_MOST = 2 * MOST_POINTS * MOST_SEEDS


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "sensitivity")
    def sensitivity(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategy: Annotated[str, words.argument("strategy", "STRATEGY")],
        against: Annotated[str | None, words.option("--against", "sensitivity_against", "STRATEGY")] = None,
        factors: Annotated[
            str | None, words.option("--factors", "sensitivity_factors", "NAME,PATH=LOW:HIGH")
        ] = None,
        measure: Annotated[str, words.option("--measure", "sensitivity_measure", "CODE")] = "lively_days",
        method: Annotated[str, words.option("--method", "sensitivity_method", "METHOD")] = "all",
        trajectories: Annotated[str, words.option("--trajectories", "sensitivity_trajectories", "N")] = "10",
        points: Annotated[str, words.option("--points", "sensitivity_points", "N")] = "64",
        seeds: Annotated[str, words.option("--seeds", "sensitivity_seeds", "N")] = "4",
        kept: Annotated[Path | None, words.option("--store", "sensitivity_store", "STORE")] = None,
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
            "trajectories": whole("--trajectories", trajectories, 2, MOST_TRAJECTORIES),
            "points": whole("--points", points, 2, MOST_POINTS),
            "seeds": whole("--seeds", seeds, 2, MOST_SEEDS),
            "first_seed": whole("--first-seed", first_seed, 0, MOST_SEED - SEEDS_AT_MOST),
        }
        length = whole("--days", days, 1, MOST_DAYS)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = wage_in_fen(wage)
        from experiments.commands.sensitivity import Wanted
        from experiments.commands.sensitivity import sensitivity as study

        wanted = Wanted(
            world, strategy, against, factors, measure, method, length, death, wage_fen, kept, numbers
        )
        raise typer.Exit(study(wanted, at_a_time, scheduler, save, json, words.language))
