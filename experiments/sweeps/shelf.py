"""The sweeps in the lab's folder: each a plan, a store and the job that last worked on it, under one name.

The name is a hash of the plan's text and of the model's version, so the same plan is run once, whoever asks for it, and
a link to a sweep works as long as the lab's folder is there. Nothing that a reader types is ever a path.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments import home, jobs, own_scenarios
from experiments.job_status import Status
from experiments.plans.declaration import Plan
from experiments.question import model_version
from experiments.runs import parts
from experiments.runs.store import FILE

_NAME = re.compile(r"[0-9a-f]{24}")
UNUSED_SECONDS = 7 * 86_400.0
"""A plan that was written and never started goes after so long."""


@dataclass(frozen=True)
class Sweep:
    """One sweep as it stands.

    Attributes:
        name: 24 hexadecimal digits, fit for a link.
        title: the plan's own, by language; empty if it has none.
        shipped: id of the shipped plan whose text this is, or "".
        worlds, strategies: their ids.
        days: length of a run.
        runs: in the plan.
        done: runs in the store.
        state: "planned", "queued", "running", "done", "stopped", "failed" or "crashed".
        job: id of the job that last worked on it, or "".
        status: of that job, if it is still known.
        bytes: size of the store.
        when: last change, in seconds since 1970.
        of_today: whether this version of the model made it, so that it can go on.
    """

    name: str
    title: Mapping[str, str]
    shipped: str
    worlds: tuple[str, ...]
    strategies: tuple[str, ...]
    days: int
    runs: int
    done: int
    state: str
    job: str
    status: Status | None = field(repr=False)
    bytes: int
    when: float
    of_today: bool

    @property
    def active(self) -> bool:
        """Whether a job is at it."""
        return self.state in ("queued", "running")


def plans_folder() -> Path:
    """One YAML file a plan, and beside it a JSON file with what the lab knows of it."""
    return home.home() / "plans"


def stores_folder() -> Path:
    """One store a sweep, by its name."""
    return home.home() / "stores"


def is_name(given: str) -> bool:
    """Whether something can be the name of a sweep (names come from links, so they are not trusted)."""
    return _NAME.fullmatch(given) is not None


def plan_file(name: str) -> Path:
    """The plan of a sweep.

    Raises:
        ValueError: if that is no name.
    """
    return plans_folder() / f"{_checked(name)}.yaml"


def store_folder(name: str) -> Path:
    """Where the runs of a sweep are or will be; errors as for `plan_file`."""
    return stores_folder() / _checked(name)


def keep_plan(text: str, plan: Plan, runs: int, shipped: str = "") -> str:
    """Write a checked plan into the lab's folder and give the sweep's name.

    Args:
        text: its YAML.
        plan: what the text says.
        runs: how many runs that is.
        shipped: id of the shipped plan whose text it is, if it is one.

    Raises:
        OSError: if it cannot be written.
    """
    model, stands_for = model_version(), _stands_for(text)
    name = hashlib.sha256(f"{model}\n{text}{stands_for}".encode()).hexdigest()[:24]
    plans_folder().mkdir(parents=True, exist_ok=True)
    _prune()
    if read_note(name) is None:
        new = plans_folder() / f".{name}.{time.monotonic_ns()}"
        new.write_text(text, encoding="utf-8")
        new.replace(plan_file(name))
        note = {
            "created": time.time(),
            "model": model,
            "runs": runs,
            "shipped": shipped,
            "title": plan.title.model_dump(),
            "worlds": list(plan.worlds),
            "strategies": list(plan.strategies),
            "days": plan.days,
            "own": stands_for,
        }
        home.write_json(_note(name), note)
    return name


def plan_text(name: str) -> str | None:
    """The YAML of a sweep's plan, or None if there is no such sweep."""
    with contextlib.suppress(OSError, ValueError):
        return plan_file(name).read_text(encoding="utf-8")
    return None


def sweep(name: str) -> Sweep | None:
    """A sweep as it stands, or None if there is none of that name."""
    note = read_note(name)
    if note is None:
        return None
    job = str(note.get("job", ""))
    status = jobs.status(job) if job else None
    done, size, changed = _kept(store_folder(name))
    done = min(done, int(note["runs"]))
    return Sweep(
        name=name,
        title=dict(note["title"]),
        shipped=str(note["shipped"]),
        worlds=tuple(note["worlds"]),
        strategies=tuple(note["strategies"]),
        days=int(note["days"]),
        runs=int(note["runs"]),
        done=done,
        state=_state(done, int(note["runs"]), job, status),
        job=job,
        status=status,
        bytes=size,
        when=max(changed, float(note["created"])),
        of_today=note["model"] == model_version(),
    )


def sweeps() -> list[Sweep]:
    """Every sweep that was started, the latest first."""
    found = []
    with contextlib.suppress(OSError):
        for path in plans_folder().glob("*.json"):
            one = sweep(path.stem) if is_name(path.stem) else None
            if one is not None and one.state != "planned":
                found.append(one)
    return sorted(found, key=lambda one: one.when, reverse=True)


def start(name: str, language: str, retry_failed: bool = False, owner: str = "") -> str:
    """Start a sweep, or go on with it, unless a job is at it already; gives the job's id.

    Args:
        name: of the sweep.
        language: of what the job says.
        retry_failed: run the failed runs once more.
        owner: whose job it is.

    Raises:
        ValueError: if there is no such sweep, or one of the reader's own that it names has changed since.
        TooManyJobsError: see `experiments.jobs.start_command`.
        OSError: if the lab's folder cannot be written.
    """
    known = sweep(name)
    if known is None:
        raise ValueError("no such sweep")
    if known.active:
        return known.job
    store = store_folder(name)
    store.parent.mkdir(parents=True, exist_ok=True)
    words = ["sweep", plan_file(name).name, str(store)]
    own, begun = (read_note(name) or {}).get("own", ""), (store / FILE).exists()
    if own and not begun and own != _stands_for(plan_text(name) or ""):
        raise ValueError("what the plan names has changed")
    if begun and (retry_failed or own):
        # The store keeps the plan with what its ids stood for when it began.
        words = ["resume", str(store), *(["--retry-failed"] if retry_failed else [])]
    job = jobs.start_command(words, plans_folder(), language, owner).id
    add_to_note(name, job=job)
    return job


def delete(name: str) -> bool:
    """Remove a sweep's plan and runs for good; not while a job is at it. Says whether it is gone."""
    known = sweep(name)
    if known is None or known.active:
        return False
    shutil.rmtree(store_folder(name), ignore_errors=True)
    for path in (plan_file(name), _note(name)):
        path.unlink(missing_ok=True)
    return True


def read_note(name: str) -> dict[str, Any] | None:
    """What the lab knows of a sweep besides its plan and its runs, as plain data."""
    found = home.read_json(_note(name)) if is_name(name) else None
    return found if isinstance(found, dict) else None


def add_to_note(name: str, **values: Any) -> None:
    """Note something more about a sweep.

    Raises:
        OSError: if it cannot be written.
    """
    home.write_json(_note(name), {**(read_note(name) or {}), **values})


def _stands_for(text: str) -> str:
    """What changes when one of the reader's own changes that a plan names; "" if it names none."""
    named = own_scenarios.named_in(text)
    texts = [content for one in named for content in own_scenarios.texts_of(one)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest() if named else ""


def _note(name: str) -> Path:
    return plans_folder() / f"{_checked(name)}.json"


def _checked(name: str) -> str:
    if not is_name(name):
        raise ValueError("no such sweep")
    return name


def _state(done: int, runs: int, job: str, status: Status | None) -> str:
    if status is not None and not status.finished:
        return status.state
    if done >= runs:
        return "done"
    if status is None:
        return "stopped" if job or done else "planned"
    return {"failed": "failed", "crashed": "crashed"}.get(status.state, "stopped")


def _kept(folder: Path) -> tuple[int, int, float]:
    """Runs in a store, its size in bytes, and when it last changed; from the files' ends, so it is quick."""
    done, size, changed = 0, 0, 0.0
    with contextlib.suppress(OSError):
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError, ValueError):
                known = path.stat()
                size += known.st_size
                changed = max(changed, known.st_mtime)
                if path.suffix == ".parquet" and path.parent == folder / parts.RUNS:
                    done += _rows_in(path, known.st_size)
    return done, size, changed


@lru_cache(maxsize=20_000)
def _rows_in(path: Path, _size: int) -> int:
    """Rows of a part; parts are never changed, so each is looked at once."""
    import pyarrow.parquet

    return int(pyarrow.parquet.read_metadata(path).num_rows)


def _prune() -> None:
    """Forget plans that were written long ago and never started."""
    for path in plans_folder().glob("*.json"):
        with contextlib.suppress(OSError):
            old = time.time() - path.stat().st_mtime > UNUSED_SECONDS
            one = sweep(path.stem) if old and is_name(path.stem) else None
            if one is not None and one.state == "planned":
                delete(one.name)
