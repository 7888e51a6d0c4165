"""Questions in SQL about a store of runs: read-only, and shut off from everything else.

DuckDB runs in memory and sees the parts through Arrow as the views ``runs``, ``made``, ``days`` and ``events``. It may
not touch a file, load an extension or change its own settings, and only one statement that reads is let through.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from experiments.runs import parts, tables
from experiments.runs.store import Store

SHUT = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)
ONCE = {
    parts.RUNS: "SELECT DISTINCT ON (run) * FROM parts_runs ORDER BY run, error",
    parts.MADE: "FROM parts_made",
    parts.DAYS: "SELECT DISTINCT * FROM parts_days",
    parts.EVENTS: "SELECT DISTINCT * FROM parts_events",
}
"""What to read where some runs stand twice. `made` has a row for each time that a run was made."""

CHANGES_AT_A_TIME = 10_000


class QuestionError(ValueError):
    """A question that cannot be answered; the text says why, as DuckDB or we put it."""


class WritingError(QuestionError):
    """A statement that would do anything but read."""


@dataclass(frozen=True)
class Answer:
    """A table.

    Attributes:
        columns: names.
        rows: values, as DuckDB gives them to Python.
        more: whether there are rows beyond those asked for.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: bool


def ask(store: Store, question: str, limit: int) -> Answer:
    """Answer a question about the runs of a store.

    Args:
        store: only what is on the disk is seen.
        question: one SELECT (or FROM, DESCRIBE, SHOW TABLES, EXPLAIN), in DuckDB's SQL.
        limit: most rows to give.

    Raises:
        WritingError: if it is anything else.
        QuestionError: if DuckDB cannot answer it.
        DamagedPartError: if it cannot be answered because a part is damaged.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        there = [kind for kind in parts.KINDS if _show(connection, store, kind)]
        for setting in SHUT:
            connection.execute(setting)
        statements = connection.extract_statements(question)
        reads = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
        if len(statements) != 1 or statements[0].type not in reads:
            raise WritingError(", ".join(there))
        # DuckDB 2 gives rows only from what `execute` returns.
        answer = connection.execute(statements[0])
        columns = tuple(column[0] for column in answer.description or ())
        rows = answer.fetchmany(limit + 1)
    except duckdb.Error as error:
        if "page" in str(error).lower() and "crc" in str(error).lower():
            raise parts.DamagedPartError from error
        # What follows "LINE 1:" only points at a place in the question.
        raise QuestionError(" ".join(str(error).partition("LINE ")[0].split())) from None
    finally:
        connection.close()
    return Answer(columns, rows[:limit], len(rows) > limit)


def _show(connection: Any, store: Store, kind: str) -> bool:
    """Make a view of the parts of a kind; without any there is none, but for ``runs``, which then is empty."""
    paths = store.paths(kind)
    if not paths and kind == parts.RUNS:
        connection.register("no_runs", tables.no_runs())
        connection.execute("CREATE VIEW runs AS FROM no_runs")
    if not paths:
        return kind == parts.RUNS
    import pyarrow.dataset

    checked = pyarrow.dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
    form = pyarrow.dataset.ParquetFileFormat(default_fragment_scan_options=checked)
    connection.register(f"parts_{kind}", pyarrow.dataset.dataset([str(path) for path in paths], format=form))
    # A run stands twice if it failed and was tried again, or if two processes made it where files cannot be locked.
    rows = f"FROM parts_{kind}" if not store.doubles else ONCE[kind]
    own = _of_changes(connection, rows) if kind == parts.RUNS else ""
    connection.execute(f"CREATE VIEW {kind} AS SELECT *{own} FROM ({rows})")  # noqa: S608  (our own text)
    return True


def _of_changes(connection: Any, rows: str) -> str:
    """A column for each number that was replaced in some run, named by its path."""
    paths: set[str] = set()
    found = connection.execute(f"SELECT DISTINCT changes FROM ({rows})")  # noqa: S608  (our own text)
    while some := found.fetchmany(CHANGES_AT_A_TIME):
        for (changes,) in some:
            paths.update(json.loads(changes))
    columns = []
    for path in sorted(paths):
        name, text = path.replace('"', '""'), path.replace("'", "''").replace('"', '\\"')
        columns.append(f""", CAST(json_extract(changes, '$."{text}"') AS DOUBLE) AS "{name}\"""")
    return "".join(columns)
