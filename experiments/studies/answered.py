"""The studies that were answered in this lab, whoever asked for them: what, when, and by which command."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from experiments.question import model_version
from experiments.studies.asked import studies_folder
from experiments.studies.study import FILE, Study

_NAME = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True)
class Answered:
    """One study.

    Attributes:
        name: of its folder, fit for a link.
        kind: as in `Study`.
        world: id of the world asked about; "" if it is about none.
        command_line: what to type to do it again.
        runs: how many runs it rests on.
        when: it was answered, in seconds since 1970.
        model: version of the model that made it.
    """

    name: str
    kind: str
    world: str
    command_line: str
    runs: int
    when: float
    model: str

    @property
    def of_today(self) -> bool:
        """Whether today's model would answer the same."""
        return self.model == model_version()


def answered() -> list[Answered]:
    """Every study that can be read, the latest first."""
    found = []
    with contextlib.suppress(OSError):
        for folder in studies_folder().iterdir():
            one = _at(folder) if is_name(folder.name) else None
            if one is not None:
                found.append(one)
    return sorted(found, key=lambda one: one.when, reverse=True)


def is_name(given: str) -> bool:
    """Whether something can be the name of a study (names come from links, so they are not trusted)."""
    return _NAME.fullmatch(given) is not None


def folder_called(name: str) -> Path:
    """The folder of a study.

    Raises:
        ValueError: if that is no name.
    """
    if not is_name(name):
        raise ValueError("no such study")
    return studies_folder() / name


def study_called(name: str) -> Study | None:
    """The study of a name, or None if there is none that can be read."""
    with contextlib.suppress(OSError, ValueError):
        return Study.load(folder_called(name))
    return None


def _at(folder: Path) -> Answered | None:
    with contextlib.suppress(OSError):
        return _read(folder / FILE, (folder / FILE).stat().st_mtime)
    return None


@lru_cache(maxsize=200)
def _read(file: Path, when: float) -> Answered | None:
    """What a record says of itself; records are written once, so each is read once."""
    try:
        study = Study.from_dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
    world, model = str(study.question.get("world", "")), str(study.provenance.get("model", ""))
    return Answered(file.parent.name, study.kind, world, study.command_line, study.runs, when, model)
