"""The plan that a store of runs keeps, so that a sweep can go on without the file it began with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.commands.problems import BadInputError, quoted
from experiments.plans.expansion import Expansion
from experiments.plans.plan_files import plan_of
from experiments.runs.store import FILE, Store
from experiments.runs.store_errors import StoreError

WORDS_ONLY = ("title", "about")
"""Entries of a plan that decide nothing."""


def record_of(expansion: Expansion, name: str) -> dict[str, Any]:
    """What a store keeps of a plan: its name and title for reports, all of it, and a digest of its points.

    The digest tells whether another version of the library that draws them would draw others.
    """
    plan = expansion.plan.as_dict()
    return {"id": name, "title": plan["title"], "plan": plan, "points": _digest(expansion)}


def store_for(folder: Path, expansion: Expansion, name: str) -> Store:
    """The store of a plan's runs in a folder, made if need be.

    Args:
        folder: where it is or will be.
        expansion: of the plan.
        name: of the plan.

    Raises:
        BadInputError: if it is one of another plan, or of none.
        StoreError: if it is one of another version of the model, or something else is there.
    """
    record = record_of(expansion, name)
    if not (folder / FILE).exists():
        try:
            return Store.create(folder, expansion.materials, record)
        except StoreError:
            # Another sweep may have made it in this very moment.
            if not (folder / FILE).exists():
                raise
    store = Store.open(folder)
    if store.plan is None or _decisive(store.plan) != _decisive(record):
        store.close()
        raise BadInputError("other_plan", found=quoted(str(folder)))
    store.check_addable()
    return store


def expansion_in(store: Store) -> Expansion:
    """The runs of the plan that a store keeps.

    Raises:
        BadInputError: if it keeps none, or its points would not be the same here.
        ScenarioError: if what it keeps is no plan any more.
    """
    found = quoted(str(store.folder))
    if store.plan is None or "plan" not in store.plan:
        raise BadInputError("no_plan_kept", found=found)
    expansion = Expansion(plan_of(store.plan["plan"]))
    if store.plan.get("points") != _digest(expansion):
        raise BadInputError("other_points", found=found)
    return expansion


def _digest(expansion: Expansion) -> str:
    values = np.ascontiguousarray(expansion.points.values, dtype="<f8")
    return hashlib.sha256(values.tobytes()).hexdigest()[:32]


def _decisive(record: Mapping[str, Any]) -> Any:
    plan = {name: part for name, part in dict(record.get("plan") or {}).items() if name not in WORDS_ONLY}
    return json.loads(json.dumps([plan, record.get("points")]))
