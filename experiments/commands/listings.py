"""``qunlab worlds``, ``strategies``, ``portfolios``, ``cases``, ``plans``, ``schema``: what there is to choose from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from experiments.commands.output import as_json, table
from experiments.commands.problems import BadInputError, quoted
from scenarios.texts import text

SCHEMAS = ("world", "strategy", "portfolio", "plan")
"""Kinds of files that have a JSON Schema."""


def show(what: str, language: str, json: bool) -> None:
    """List what ships of a kind, the id first.

    Args:
        what: "worlds", "strategies", "portfolios", "cases" or "plans".
        language: of names and explanations.
        json: as JSON.
    """
    import scenarios

    entries = getattr(scenarios, what)()
    rows = [
        (name, text(one.label, language), text(f"{one.label}.help", language))
        for name, one in entries.items()
    ]
    if json:
        print(as_json([{"id": name, "name": label, "help": about} for name, label, about in rows]))
    elif sys.stdout.isatty():
        wide = max(len(name) for name, _, _ in rows)
        for name, label, about in rows:
            print(f"\x1b[1m{name:<{wide}}\x1b[0m  {label}\n{'':<{wide}}  \x1b[2m{about}\x1b[0m")
    else:
        print(table([row[:2] for row in rows], left=2))


def show_schema(what: str) -> None:
    """Print the JSON Schema of a kind of file, or of all kinds by name.

    Args:
        what: one of `SCHEMAS`, or "all" (also called "both").

    Raises:
        BadInputError: if it is none of these.
    """
    if what in ("all", "both"):
        print(as_json({name: _schema(name) for name in SCHEMAS}))
    elif what in SCHEMAS:
        print(as_json(_schema(what)))
    else:
        raise BadInputError("schema", found=quoted(what), allowed=", ".join(SCHEMAS))


def _schema(what: str) -> Mapping[str, Any]:
    if what == "plan":
        from experiments.plans.plan_files import plan_schema

        return plan_schema()
    from scenarios import schema

    return schema(what)
