"""What is known of a job, as its worker last wrote it and as it must be read.

A killed worker leaves "running" behind. So whoever reads judges by the heartbeat, and by whether there
still is such a process; and nobody but the worker, or whoever ended it, writes.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from experiments.home import clock, read_json, write_json

STATES = ("queued", "running", "done", "failed", "cancelled", "crashed")
FINISHED = frozenset({"done", "failed", "cancelled", "crashed"})

STALE_SECONDS = 20.0
"""A heartbeat older than this is the last one; workers write one a second."""


@dataclass(frozen=True)
class Status:
    """A job at one moment.

    Attributes:
        state: one of `STATES`; its label is the text ``job.<state>``.
        done, total: runs done and runs in all; total 0 while that is not known.
        eta_seconds: seconds left by the pace so far, or None.
        message: text code of what it is doing or what went wrong, with the values it takes.
        values: see there.
        answer: name of the answer, once done.
        partial: name of the newest partial result inside the job's folder, or "".
        pid: its process.
        heartbeat: when the worker last wrote, by `experiments.home.clock`.
        created: when it was started, in seconds since 1970.
        began: when its turn came, in seconds since 1970; 0 while it waits.
        owner: digest of whose it is (`experiments.job_turns`), "" for nobody in particular.
    """

    state: str
    done: int = 0
    total: int = 0
    eta_seconds: float | None = None
    message: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    answer: str = ""
    partial: str = ""
    pid: int = 0
    heartbeat: float = 0.0
    created: float = 0.0
    began: float = 0.0
    owner: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.state in FINISHED


def write_status(folder: Path, status: Status) -> None:
    """Put a status in place, whole."""
    write_json(folder / "status.json", asdict(status))


def read_status(folder: Path) -> Status | None:
    """The status as it must be read now, or None if there is no such job."""
    status = _written(folder)
    if status is None or status.finished or _alive(status, folder):
        return status
    # The worker's last word may have come between the two looks.
    status = _written(folder) or status
    if status.finished:
        return status
    return replace(status, state="crashed", message="job.message.crashed", eta_seconds=None)


def _written(folder: Path) -> Status | None:
    plain = read_json(folder / "status.json")
    if not isinstance(plain, dict) or "state" not in plain:
        return None
    known = {one.name for one in fields(Status)}
    return Status(**{name: value for name, value in plain.items() if name in known})


def process_of(status: Status, folder: Path) -> int:
    """The job's process, or 0 if it has none yet."""
    return status.pid or int((read_json(folder / "process.json") or {}).get("pid", 0))


def _alive(status: Status, folder: Path) -> bool:
    pid = process_of(status, folder)
    if pid:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return False
    # One from before the machine's last start is ahead of the clock.
    return 0.0 <= clock() - status.heartbeat < STALE_SECONDS


def process_is_worker_of(pid: int, folder: Path) -> bool:
    """Whether `pid` is still the worker of this job, and not another process that got its number."""
    import subprocess

    with contextlib.suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return folder.name in line
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return folder.name in shown.stdout
