"""``qunlab sql``: a question in SQL about the runs that a store keeps."""

from __future__ import annotations

import csv
import datetime
import decimal
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.commands.output import as_json, table
from experiments.commands.problems import BadInputError
from experiments.runs import sql
from experiments.runs.parts import DamagedPartError
from experiments.runs.store import Store
from experiments.runs.store_errors import said
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text

LONGEST_CELL = 60


def sql_command(folder: Path, question: str, limit: int, json: bool, as_csv: bool, language: str) -> None:
    """Print the answer to a question.

    Args:
        folder: of the store.
        question: one SELECT, in DuckDB's SQL.
        limit: most rows to print.
        json: print JSON.
        as_csv: print CSV.
        language: of what is said about it.

    Raises:
        BadInputError: if it cannot be answered.
        StoreError: if there is no store.
    """
    if json and as_csv:
        raise BadInputError("json_and_csv")
    store = Store.open(folder)
    try:
        answer = sql.ask(store, question, limit)
    except sql.WritingError as error:
        raise BadInputError("sql_only_reads", views=str(error)) from None
    except sql.QuestionError as error:
        raise BadInputError("sql", why=printable(str(error), 500)) from None
    except DamagedPartError:
        store.examine()
        raise BadInputError("sql_damaged") from None
    finally:
        store.close()
        for line in said(store.damaged, language):
            print(line, file=sys.stderr)
    if json:
        rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
        print(as_json({"columns": answer.columns, "rows": rows, "more": answer.more}))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([["" if value is None else _plain(value) for value in row] for row in answer.rows])
    else:
        print(_shown(answer, language))
    if answer.more:
        print(text("command.sql.more", language, limit=number(limit, language)), file=sys.stderr)


def _shown(answer: sql.Answer, language: str) -> str:
    """A table for people: columns of words flush left, those of numbers flush right."""
    if not answer.rows:
        return text("command.sql.no_rows", language)
    of_words = [
        any(isinstance(row[place], str | Mapping | list) for row in answer.rows)
        for place in range(len(answer.columns))
    ]
    # The table has its flush left columns first; cells of words further right are filled up here.
    cells = [list(answer.columns), *([_cell(value) for value in row] for row in answer.rows)]
    for place, words in enumerate(of_words):
        if words:
            _fill(cells, place)
    return table(cells, left=0)


def _fill(cells: list[list[str]], place: int) -> None:
    from experiments.commands.output import width

    widest = max(width(row[place]) for row in cells)
    for row in cells:
        row[place] += " " * (widest - width(row[place]))


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else {math.inf: "∞", -math.inf: "-∞"}.get(value, "–")
    return printable(str(_plain(value)), LONGEST_CELL)


def _plain(value: Any) -> Any:
    """A value for JSON or CSV."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, int | float | str | None) else str(value)
