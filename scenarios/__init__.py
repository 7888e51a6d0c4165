"""Worlds and strategies as YAML, their loader with line-numbered errors, and all texts in both languages.

The names below are imported when first used, so that `import scenarios` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.errors import ScenarioError as ScenarioError
    from scenarios.library import FIRST_PAGE as FIRST_PAGE
    from scenarios.library import Entry as Entry
    from scenarios.library import strategies as strategies
    from scenarios.library import worlds as worlds
    from scenarios.loading import load_strategy as load_strategy
    from scenarios.loading import load_world as load_world
    from scenarios.loading import parse_strategy as parse_strategy
    from scenarios.loading import parse_world as parse_world
    from scenarios.texts import MissingText as MissingText
    from scenarios.writing import schema as schema
    from scenarios.writing import strategy_to_yaml as strategy_to_yaml
    from scenarios.writing import world_to_yaml as world_to_yaml

_HOMES = {
    "ScenarioError": "errors",
    "FIRST_PAGE": "library",
    "Entry": "library",
    "strategies": "library",
    "worlds": "library",
    "load_strategy": "loading",
    "load_world": "loading",
    "parse_strategy": "loading",
    "parse_world": "loading",
    "MissingText": "texts",
    "schema": "writing",
    "strategy_to_yaml": "writing",
    "world_to_yaml": "writing",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
