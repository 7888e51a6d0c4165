"""A question in SQL, answered by a process of its own: no question can take the lab's time or memory with it.

``python -m experiments.sweeps.apart`` reads the question as JSON and prints the answer as JSON. The SQL itself is shut
off from everything but the runs (`experiments.runs.sql`).
"""

from __future__ import annotations

import contextlib
import datetime
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 20.0
MOST_ROWS = 1000
LONGEST = 2000
"""Letters of a text in a cell."""

MEMORY_BYTES = 6 << 30
"""Address space of the process that answers."""


class AnswerError(Exception):
    """A question without an answer; `code` is "wrong", "writes", "slow" or "damaged", `why` what is to be said."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code, why)
        self.code = code
        self.why = why


@dataclass(frozen=True)
class Answer:
    """A table: names of its columns, its rows as plain values, and whether there are more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


def ask(folder: Path, question: str, limit: int = MOST_ROWS, seconds: float = SECONDS) -> Answer:
    """Answer a question about a store.

    Args:
        folder: of the store.
        question: one SELECT, in DuckDB's SQL.
        limit: most rows to give.
        seconds: it may take.

    Raises:
        AnswerError: if it has no answer.
    """
    asked = json.dumps({"folder": str(folder), "question": question, "limit": limit})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "experiments.sweeps.apart"],
            input=asked.encode(),
            capture_output=True,
            timeout=seconds,
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AnswerError("slow", f"{seconds:g}") from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        # Out of memory: it ended without a word.
        raise AnswerError("slow", f"{seconds:g}") from None
    if "error" in said:
        raise AnswerError(said["error"], said["why"])
    return Answer(tuple(said["columns"]), tuple(tuple(row) for row in said["rows"]), said["more"])


def parquet_of(answer: Answer) -> bytes:
    """An answer as a Parquet file."""
    import io

    import pyarrow
    import pyarrow.parquet

    columns = {}
    for place, name in enumerate(answer.columns):
        values = [row[place] for row in answer.rows]
        try:
            column = pyarrow.array(values)
        except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
            column = pyarrow.array([None if one is None else str(one) for one in values])
        columns[name if name not in columns else f"{name}_{place + 1}"] = column
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


def _answered(asked: Mapping[str, Any]) -> dict[str, Any]:
    from experiments.runs import sql
    from experiments.runs.parts import DamagedPartError
    from experiments.runs.store import Store
    from experiments.runs.store_errors import StoreError

    try:
        found = sql.ask(Store.open(Path(asked["folder"])), asked["question"], asked["limit"])
    except sql.WritingError as error:
        return {"error": "writes", "why": str(error)}
    except sql.QuestionError as error:
        return {"error": "wrong", "why": str(error)[:500]}
    except (DamagedPartError, StoreError) as error:
        return {"error": "damaged", "why": str(error)[:500]}
    except MemoryError:
        return {"error": "slow", "why": ""}
    rows = [[_plain(value) for value in row] for row in found.rows]
    return {"columns": list(found.columns), "rows": rows, "more": found.more}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | bytes | datetime.date | datetime.time | datetime.timedelta | Mapping | list):
        return str(value)[:LONGEST]
    with contextlib.suppress(TypeError, ValueError):
        return float(value)
    return str(value)[:LONGEST]


def main() -> None:
    """Answer what stands on the standard input."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    print(json.dumps(_answered(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
