"""Commands that look at what is there: means of kept runs, and the numbers of worlds, strategies, moves and nature."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.declared.shared import Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    _declare_explore(app, words)
    _declare_numbers(app, words)


def _declare_explore(app: typer.Typer, words: Words) -> None:
    @words.command(app, "explore")
    def explore(
        store: Annotated[Path, words.argument("store", "STORE")],
        measure: Annotated[str, words.option("--measure", "explore_measure", "CODE")] = "lively_days",
        over: Annotated[str | None, words.option("--over", "explore_over", "PATH")] = None,
        world: Annotated[str | None, words.option("--world", "explore_world", "WORLD")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        from experiments.commands.explore import explore_command

        explore_command(store, measure, over, world, json, words.language)


def _declare_numbers(app: typer.Typer, words: Words) -> None:
    @words.command(app, "numbers")
    def numbers(
        kind: Annotated[str, words.argument("numbers_kind", "[world|strategy|move|parameters]")],
        given: Annotated[str | None, words.argument("numbers_given", "ID")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        from experiments.commands.numbers import numbers_command

        numbers_command(kind, given, json, words.language)
