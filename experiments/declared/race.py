"""``qunlab race``: to the best of some strategies, with launches only where they are needed."""

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
    """Declare the command."""

    @words.command(app, "race")
    def race(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategies: Annotated[list[str], words.argument("raced", "STRATEGY STRATEGY...")],
        measure: Annotated[str, words.option("--measure", "judged_measure", "CODE")] = "lively_days",
        difference: Annotated[str | None, words.option("--difference", "race_difference", "D")] = None,
        confidence: Annotated[str, words.option("--confidence", "confidence", "SHARE")] = "0.95",
        rule: Annotated[str, words.option("--rule", "race_rule", "RULE")] = "winner_or_toss_up",
        budget: Annotated[str | None, words.option("--budget", "race_budget", "N")] = None,
        most_launches: Annotated[str, words.option("--most-launches", "race_most_launches", "N")] = "5000",
        day: Annotated[str, words.option("--day", "race_day", "D")] = "90",
        days: Annotated[str | None, words.option("--days", "race_days", "D")] = None,
        death: Annotated[str, words.option("--death", "death", "CODE")] = "first_silence_7",
        wage: Annotated[str, words.option("--wage", "wage", "YUAN")] = "40",
        include_risky: Annotated[bool, words.flag("--include-risky", "include_risky")] = False,
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        scheduler: Annotated[str | None, words.option("--scheduler", "scheduler", "TCP")] = None,
        save: Annotated[Path | None, words.option("--save", "save_study", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        most = whole("--most-launches", most_launches, 20, MOST_LAUNCHES)
        judged_to = whole("--day", day, 1, MOST_DAYS)
        level = amount("--confidence", confidence, 0.5, 0.9999)
        length = None if days is None else whole("--days", days, 1, MOST_DAYS)
        smallest = None if difference is None else amount("--difference", difference, 0.0001, 1e12)
        spent = None if budget is None else whole("--budget", budget, 1, MOST_LAUNCHES)
        first = whole("--first-seed", first_seed, 0, MOST_SEED - MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        wage_fen = wage_in_fen(wage)
        from experiments.commands.race import Wanted, race_command

        wanted = Wanted(
            world=world,
            strategies=tuple(strategies),
            measure=measure,
            difference=smallest,
            level=level,
            rule=rule,
            budget=spent,
            most_launches=most,
            day=judged_to,
            days=length,
            death=death,
            wage_fen=wage_fen,
            include_risky=include_risky,
            first_seed=first,
        )
        raise typer.Exit(race_command(wanted, at_a_time, scheduler, save, json, words.language))
