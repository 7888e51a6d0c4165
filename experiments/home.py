"""Where the lab keeps what it has computed: jobs and answers, in a bounded folder of the user's own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

ANSWERS_KEPT = 60
JOBS_KEPT = 200
JOB_DAYS = 30.0


def home() -> Path:
    """The folder: the environment's ``QUNLAB_HOME``, or the place this system has for such data."""
    chosen = os.environ.get("QUNLAB_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("qunlab", appauthor=False))


def jobs_folder() -> Path:
    """One folder a job."""
    return home() / "jobs"


def answers_folder() -> Path:
    """One folder an answered question, by the question's name."""
    return home() / "answers"


def clock() -> float:
    """Seconds on the one clock that all processes of this machine share and that nobody sets; it begins at its start.

    What has to be told between processes, such as how old a heartbeat is, goes by this clock: the time of day jumps
    when somebody corrects it.
    """
    return time.monotonic()


def write_json(path: Path, value: Any) -> None:
    """Write a file that no reader ever sees half of."""
    new = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    # In the order given: that of the strategies is part of a question.
    new.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def read_json(path: Path) -> Any:
    """The value in a file, or None if there is none or it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def mark_used(folder: Path) -> None:
    """Note that an answer was asked for, so that it is among the last to go."""
    with contextlib.suppress(OSError):
        os.utime(folder)


def prune_answers(keep: int = ANSWERS_KEPT) -> None:
    """Remove the answers that were used longest ago, and what a killed job left half-written."""
    folder = answers_folder()
    found = [path for path in _entries(folder) if not path.name.startswith(".")]
    for path in sorted(found, key=_last_used, reverse=True)[keep:]:
        shutil.rmtree(path, ignore_errors=True)
    for path in _entries(folder):
        if path.name.startswith(".") and time.time() - _last_used(path) > 3600:
            shutil.rmtree(path, ignore_errors=True)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
