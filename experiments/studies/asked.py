"""Studies that a page asks for: found if they were made before, else made by a job in the background.

A study's folder is named by a hash of the model's version and of the words of the command that makes it, so the same
question is answered once, for every reader.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from experiments import home, jobs, own_scenarios
from experiments.question import model_version
from experiments.studies.study import Study

KEPT = 60
"""So many folders are kept; those asked for longest ago go first."""

YOUNG_SECONDS = 3600.0
"""A folder younger than this may belong to a job that has not ended."""


def studies_folder() -> Path:
    """One folder a study that pages asked for."""
    return home.home() / "studies"


def folder_of(words: Sequence[str]) -> Path:
    """Where the study of a command is or will be.

    Args:
        words: of the command line, without "qunlab" and without ``--save``, such as ("autopsy", "strangers_60", …);
            files among them are named by whole paths, and their content counts, as does that of one's own.
    """
    content = [model_version(), list(words), [_content(word) for word in words]]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:24]
    return studies_folder() / digest


def found(words: Sequence[str]) -> Study | None:
    """The study, if it was made before."""
    folder = folder_of(words)
    with contextlib.suppress(OSError, ValueError):
        study = Study.load(folder)
        home.mark_used(folder)
        return study
    return None


def start(words: Sequence[str], language: str, owner: str = "") -> jobs.Job:
    """Start the job that makes a study; the words are those of `folder_of`, the rest as for `jobs.start_command`.

    Raises:
        TooManyJobsError: see `experiments.jobs.start_command`.
        OSError: if the lab's folder cannot be written.
    """
    prune()
    folder = folder_of(words)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return jobs.start_command([*words, "--save", str(folder)], folder.parent, language, owner)


def prune(keep: int = KEPT) -> None:
    """Remove the studies that were asked for longest ago."""
    with contextlib.suppress(OSError):
        folders = sorted(studies_folder().iterdir(), key=_used, reverse=True)
        for folder in folders[keep:]:
            if time.time() - _used(folder) > YOUNG_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _content(word: str) -> str:
    """What a word stands for, where that can change: a file, or things of one's own with commas between."""
    found = [text.encode() for part in word.split(",") for text in own_scenarios.texts_of(part)]
    if word.endswith((".yaml", ".yml")):
        with contextlib.suppress(OSError):
            found.append(Path(word).read_bytes())
    return ",".join(hashlib.sha256(content).hexdigest() for content in found)
