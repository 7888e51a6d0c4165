"""``qunlab plan-test``: how many real groups, for how many days, would confirm what the model predicts."""

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

MOST_GROUPS = 200_000


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "plan-test")
    def plan_test(
        world: Annotated[str, words.argument("world", "WORLD")],
        first: Annotated[str, words.argument("plan_test_arm", "A")],
        second: Annotated[str, words.argument("plan_test_arm", "B")],
        measure: Annotated[str, words.option("--measure", "plan_test_measure", "CODE")] = "lively_days",
        days: Annotated[str, words.option("--days", "plan_test_days", "D,D")] = "14,30,60,90",
        power: Annotated[str, words.option("--power", "plan_test_power", "SHARE")] = "0.8",
        confidence: Annotated[str, words.option("--confidence", "confidence", "SHARE")] = "0.95",
        available: Annotated[
            str | None, words.option("--groups-available", "plan_test_available", "N")
        ] = None,
        worlds: Annotated[str, words.option("--worlds", "plan_test_worlds", "M")] = "20",
        launches: Annotated[str, words.option("--launches", "plan_test_launches", "N")] = "200",
        world_launches: Annotated[
            str, words.option("--world-launches", "plan_test_world_launches", "N")
        ] = "30",
        death: Annotated[str, words.option("--death", "death", "CODE")] = "first_silence_7",
        wage: Annotated[str, words.option("--wage", "wage", "YUAN")] = "40",
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        save: Annotated[Path | None, words.option("--save", "save_study", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        wanted_power = amount("--power", power, 0.5, 0.999)
        level = amount("--confidence", confidence, 0.5, 0.9999)
        groups = None if available is None else whole("--groups-available", available, 4, MOST_GROUPS)
        number = whole("--launches", launches, 20, MOST_LAUNCHES)
        plausible = whole("--worlds", worlds, 0, MOST_DAYS)
        each = whole("--world-launches", world_launches, 5, MOST_LAUNCHES)
        first_one = whole("--first-seed", first_seed, 0, MOST_SEED - MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = wage_in_fen(wage)
        from experiments.commands.plan_test import Wanted, plan_test_command

        wanted = Wanted(
            world=world,
            first=first,
            second=second,
            measure=measure,
            days=days,
            power=wanted_power,
            level=level,
            available=groups,
            worlds=plausible,
            launches=number,
            world_launches=each,
            death=death,
            wage_fen=wage_fen,
            first_seed=first_one,
        )
        raise typer.Exit(plan_test_command(wanted, at_a_time, scheduler, save, json, words.language))
