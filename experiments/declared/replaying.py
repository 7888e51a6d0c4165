"""``qunlab replay``: one group day by day, beside another, or with a turn taken from a day on."""

from typing import Annotated

import typer

from experiments.commands.problems import MOST_DAYS, MOST_SEED, BadInputError, whole
from experiments.declared.shared import Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "replay")
    def replay(
        world: Annotated[str, words.argument("world", "WORLD")],
        strategy: Annotated[str, words.argument("strategy", "STRATEGY")],
        beside: Annotated[str | None, words.option("--beside", "replay_beside", "STRATEGY")] = None,
        from_day: Annotated[str | None, words.option("--from-day", "replay_from_day", "D")] = None,
        then: Annotated[str | None, words.option("--then", "replay_then", "STRATEGY")] = None,
        seed: Annotated[str, words.option("--seed", "seed", "N")] = "0",
        days: Annotated[str, words.option("--days", "days", "D")] = "90",
        acts: Annotated[str | None, words.option("--acts", "replay_acts", "FILE.parquet")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        launch, length = whole("--seed", seed, 0, MOST_SEED), whole("--days", days, 1, MOST_DAYS)
        if (from_day is None) != (then is None):
            raise BadInputError("replay_turn")
        if beside is not None and then is not None:
            raise BadInputError("replay_two_ways")
        turn = -1 if from_day is None else whole("--from-day", from_day, 1, length) - 1
        from experiments.commands.replay import replay_command
        from experiments.replay.lives import Asked

        asked = Asked(world, strategy, launch, length, beside or "", turn, then or "")
        replay_command(asked, acts, json, words.language)
