"""Commands that show what there is to choose from: worlds, strategies and so on, and the schema of files."""

from typing import Annotated

import typer

from experiments.declared.shared import Words

SHIPPED = ("worlds", "strategies", "portfolios", "cases", "plans")
"""Kinds of scenarios that ship; each has a command that lists them."""


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""
    for kind in SHIPPED:
        _declare_list(app, words, kind)
    _declare_schema(app, words)


def _declare_list(app: typer.Typer, words: Words, kind: str) -> None:
    @words.command(app, kind)
    def listed(json: Annotated[bool, words.json] = False) -> None:
        from experiments.commands.listings import show

        show(kind, words.language, json)


def _declare_schema(app: typer.Typer, words: Words) -> None:
    @words.command(app, "schema")
    def schema(
        what: Annotated[str, words.argument("what", "[world|strategy|portfolio|plan]")] = "all",
    ) -> None:
        from experiments.commands.listings import show_schema

        show_schema(what)
