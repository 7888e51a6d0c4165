"""``qunlab report``: one HTML file of whatever a folder holds."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from experiments.commands.output import as_json
from experiments.commands.problems import BadInputError, quoted
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text

MEGABYTE = 1_000_000


def report(folder: Path, output: Path | None, json: bool, language: str) -> None:
    """Make the report and say where it is.

    Raises:
        BadInputError: if the folder holds nothing to report on, or the file cannot be written.
    """
    from experiments.reports.report import report_of

    path = Path(f"{folder.resolve()}.html") if output is None else output
    if path.is_dir():
        raise BadInputError("output_is_source", found=quoted(str(path)))
    content = report_of(folder)
    try:
        _write(path, content)
    except OSError as error:
        raise BadInputError(
            "cannot_write", found=quoted(str(path)), why=error.strerror or str(error)
        ) from None
    beside = output is None and folder.name not in ("", "..")
    shown = str(folder.parent / path.name) if beside else str(path)
    if json:
        print(as_json({"file": shown, "bytes": len(content)}))
        return
    size = number(len(content) / MEGABYTE, language, 1)
    print(text("command.report.written", language, path=printable(shown), size=size))


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
