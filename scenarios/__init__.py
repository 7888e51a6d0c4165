"""Worlds and strategies as YAML, their loader with line-numbered errors, and all texts in both languages.

The names below are imported when first used, so that `import scenarios` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.case_files import load_case as load_case
    from scenarios.case_files import parse_case as parse_case
    from scenarios.errors import ScenarioError as ScenarioError
    from scenarios.library import FIRST_PAGE as FIRST_PAGE
    from scenarios.library import Entry as Entry
    from scenarios.library import cases as cases
    from scenarios.library import plans as plans
    from scenarios.library import portfolios as portfolios
    from scenarios.library import strategies as strategies
    from scenarios.library import worlds as worlds
    from scenarios.loading import load_strategy as load_strategy
    from scenarios.loading import load_world as load_world
    from scenarios.loading import parse_strategy as parse_strategy
    from scenarios.loading import parse_world as parse_world
    from scenarios.portfolio_files import load_portfolio as load_portfolio
    from scenarios.portfolio_files import parse_portfolio as parse_portfolio
    from scenarios.texts import MissingText as MissingText
    from scenarios.writing import portfolio_to_yaml as portfolio_to_yaml
    from scenarios.writing import schema as schema
    from scenarios.writing import strategy_to_yaml as strategy_to_yaml
    from scenarios.writing import world_to_yaml as world_to_yaml

_HOMES = {
    "load_case": "case_files",
    "parse_case": "case_files",
    "ScenarioError": "errors",
    "FIRST_PAGE": "library",
    "Entry": "library",
    "cases": "library",
    "plans": "library",
    "portfolios": "library",
    "strategies": "library",
    "worlds": "library",
    "load_strategy": "loading",
    "load_world": "loading",
    "parse_strategy": "loading",
    "parse_world": "loading",
    "load_portfolio": "portfolio_files",
    "parse_portfolio": "portfolio_files",
    "MissingText": "texts",
    "portfolio_to_yaml": "writing",
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
