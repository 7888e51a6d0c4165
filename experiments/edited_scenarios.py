"""Strategies whose levers were changed for once: files that a command can be told of, made anew whenever needed.

A file's name changes with its content, so nobody's levers overwrite another's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from experiments import home
from experiments.autopsy.telling import thing_name
from scenarios.texts import LANGUAGES, text
from scenarios.writing import strategy_to_yaml
from sim.strategy import Strategy
from sim.wording import Words

KEPT = 500
"""So many files are kept; those asked for longest ago go first."""


def folder() -> Path:
    """Where they are."""
    return home.home() / "edited"


def titled(id_: str, strategy: Strategy) -> Strategy:
    """The same strategy with a title that says that its levers were changed.

    Args:
        id_: of the strategy as it was before.
        strategy: as it is now.
    """
    names = {
        language: text("edited.name", language, strategy=thing_name("strategy", id_, strategy, language))
        for language in LANGUAGES
    }
    return strategy.model_copy(update={"title": Words(**names)})


def keep(id_: str, strategy: Strategy) -> Path:
    """The file of an edited strategy.

    Args:
        id_: of the strategy as it was before.
        strategy: as it is now.

    Raises:
        OSError: if the lab's folder cannot be written.
    """
    content = strategy_to_yaml(titled(id_, strategy))
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    path = folder().resolve() / f"{id_}_{digest}.yaml"
    if path.exists():
        home.mark_used(path)
        return path
    folder().mkdir(parents=True, exist_ok=True)
    _prune()
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text(content, encoding="utf-8", newline="\n")
    draft.replace(path)
    return path


def _prune() -> None:
    with contextlib.suppress(OSError):
        found = sorted(folder().glob("*.yaml"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[KEPT:]:
            path.unlink(missing_ok=True)
