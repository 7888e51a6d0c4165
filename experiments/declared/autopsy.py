"""``qunlab autopsy``: why one group died."""

from pathlib import Path
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

MOST_FUTURES = 10_000
RESCUES = "trust_playbook,light_care,kol_sharing,probe_and_rescue,red_packets,useful_posts"
GRID = "0,3,7,14,21,30,45,60,90"


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""

    @words.command(app, "autopsy")
    def autopsy(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategy: Annotated[str, words.argument("strategy", "STRATEGY")],
        seed: Annotated[str | None, words.option("--seed", "autopsy_seed", "N")] = None,
        days: Annotated[str, words.option("--days", "days", "D")] = "90",
        death: Annotated[str, words.option("--death", "death", "CODE")] = "first_silence_7",
        causes: Annotated[str | None, words.option("--causes", "autopsy_causes", "CODE,CODE")] = None,
        launches: Annotated[str, words.option("--launches", "autopsy_launches", "N")] = "20",
        first_seed: Annotated[str, words.first_seed] = "0",
        rescue: Annotated[str, words.option("--rescue", "autopsy_rescue", "STRATEGY,STRATEGY")] = RESCUES,
        futures: Annotated[str, words.option("--futures", "autopsy_futures", "N")] = "40",
        grid: Annotated[str, words.option("--grid", "autopsy_grid", "D,D")] = GRID,
        threshold: Annotated[str, words.option("--threshold", "autopsy_threshold", "SHARE")] = "0.2",
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        save: Annotated[Path | None, words.option("--save", "save_study", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = whole("--launches", launches, 0, MOST_LAUNCHES)
        checked = (
            None if seed is None else whole("--seed", seed, 0, MOST_SEED),
            whole("--days", days, 1, MOST_DAYS),
            death,
            causes,
            number,
            whole("--first-seed", first_seed, 0, MOST_SEED - number),
            rescue,
            whole("--futures", futures, 2, MOST_FUTURES),
            grid,
            amount("--threshold", threshold, 0, 1),
            whole("--threads", threads, 1, MOST_THREADS),
        )
        again = ["autopsy", world, strategy, "--days", days, "--death", death]
        again += [] if seed is None else ["--seed", seed]
        again += [] if causes is None else ["--causes", causes]
        again += ["--launches", launches, "--first-seed", first_seed, "--rescue", rescue]
        again += ["--futures", futures, "--grid", grid, "--threshold", threshold]
        from experiments.commands.autopsy import autopsy_command

        code = autopsy_command(world, strategy, *checked, scheduler, save, json, again, words.language)
        raise typer.Exit(code)
