"""Commands that ask a store of runs."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import whole
from experiments.declared.shared import Words

MOST_ROWS = 10_000_000


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the family."""

    @words.command(app, "sql")
    def sql(
        store: Annotated[Path, words.argument("store", "STORE")],
        question: Annotated[str, words.argument("sql_question", "SELECT")],
        limit: Annotated[str, words.option("--limit", "sql_limit", "N")] = "1000",
        json: Annotated[bool, words.json] = False,
        csv: Annotated[bool, words.flag("--csv", "sql_csv")] = False,
    ) -> None:
        most = whole("--limit", limit, 1, MOST_ROWS)
        from experiments.commands.sql import sql_command

        sql_command(store, question, most, json, csv, words.language)
