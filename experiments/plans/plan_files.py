"""Plans from YAML: shipped ones by id, files, pasted text; every mistake with its place, as in all files of the lab."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from experiments import own_scenarios
from experiments.plans.checks import problems_of
from experiments.plans.declaration import MOST_ENTRIES, Plan
from scenarios import own
from scenarios.errors import Phrase, ScenarioError
from scenarios.explaining import explain, name_of, position, resolve, shown
from scenarios.library import plans, strategies, worlds
from scenarios.loading import find, load_strategy, load_world, parse_strategy, parse_world
from scenarios.named import check_known
from scenarios.reading import plain, read_text, read_tree

_ID = re.compile(r"[^\W_][\w.\-]{0,59}")


def load_plan(id_or_path: str | Path) -> Plan:
    """A shipped plan by its id, or a plan from a YAML file.

    Raises:
        ScenarioError: If there is no such plan or its file is not right.
    """
    path, name = find(id_or_path, {key: entry.path for key, entry in plans().items()}, "plan")
    return parse_plan(read_text(path, name), name, path.parent)


def parse_plan(text: str, name: str, folder: Path | None = None) -> Plan:
    """A plan from YAML text.

    Args:
        text: The YAML.
        name: What errors call it.
        folder: Where files named in it are looked for; without one, naming a file is an error.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    values = plain(tree)
    for family in ("worlds", "strategies"):
        if family in tree:
            entries = _Entries(tree, family, name, folder)
            tree[family], values[family] = entries, entries.fetched()
    _check_numbers(values, tree, name)
    try:
        plan = Plan.model_validate(values)
    except ValidationError as error:
        raise explain(Plan, tree, name, error) from None
    _check_sense(plan, tree, name)
    return plan


def plan_of(kept: Mapping[str, Any]) -> Plan:
    """The plan of which `Plan.as_dict` was kept.

    Raises:
        ScenarioError: If somebody has changed it so that it is none any more.
    """
    try:
        plan = Plan.model_validate(kept)
    except ValidationError as error:
        raise explain(Plan, {}, "plan", error) from None
    _check_sense(plan, {}, "plan")
    return plan


def plan_schema() -> dict[str, Any]:
    """JSON Schema of a plan's file, for editors."""
    found = Plan.model_json_schema()
    definitions = found["$defs"]
    definitions["Words"]["type"] = ["object", "string"]
    definitions["FromFile"]["properties"]["file"] = {"type": "string"}
    definitions["FromFile"]["required"] = ["pattern"]
    definitions["Channel"]["required"] = ["kind"]
    for family, known in (("worlds", worlds()), ("strategies", strategies())):
        written_out = found["properties"][family]["additionalProperties"]
        either = {"anyOf": [{"enum": list(known)}, {"type": "string"}, written_out]}
        by_id = {"type": "object", "additionalProperties": either}
        listed = {"type": "array", "items": {"anyOf": [{"enum": list(known)}, {"type": "string"}, by_id]}}
        found["properties"][family] = {"anyOf": [listed, by_id], "minItems": 1, "maxItems": MOST_ENTRIES}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


class _Marks:
    """Where the keys and values of a mapping stand, from 0, as the YAML tree tells it of its own mappings."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}

    def key(self, key: str) -> tuple[int, int]:
        return self.places[key][0]

    def value(self, key: str) -> tuple[int, int]:
        return self.places[key][1]


class _Entries(dict[str, Any]):
    """The worlds or strategies of a plan's tree by id, however the file lists them.

    Raises:
        ScenarioError: If it is neither a list nor a mapping, or an id is none or comes twice.
    """

    def __init__(self, tree: Any, family: str, name: str, folder: Path | None) -> None:
        super().__init__()
        self.lc = _Marks()
        self._name, self._folder, self._family = name, folder, family
        self._what = "world" if family == "worlds" else "strategy"
        node = tree[family]
        if isinstance(node, list):
            for place, item in enumerate(node):
                where = position(tree, (family, place))
                if isinstance(item, dict):
                    self._add_all(item)
                elif isinstance(item, str):
                    file = _is_path(item) and item not in self._known
                    self._add(Path(item).stem if file else item, item, where, where)
                else:
                    raise self._error("plan_entry", where, field=f"{family}[{place + 1}]", found=shown(item))
        elif isinstance(node, dict):
            self._add_all(node)
        else:
            raise self._error("plan_list", position(tree, (family,)), field=family, found=shown(node))

    @property
    def _known(self) -> Iterable[str]:
        return worlds() if self._family == "worlds" else strategies()

    def _add_all(self, node: Any) -> None:
        for key, value in node.items():
            self._add(key, value, position(node, (key,), "key"), position(node, (key,)))

    def _add(self, key: Any, value: Any, at: tuple[int, int], value_at: tuple[int, int]) -> None:
        if not isinstance(key, str) or not _ID.fullmatch(key):
            raise self._error("plan_id", at, field=self._family, found=shown(key))
        if key in self:
            raise self._error("plan_id_twice", at, field=self._family, found=shown(key))
        self[str(key)] = value
        (line, column), (value_line, value_column) = at, value_at
        self.lc.places[str(key)] = ((line - 1, column - 1), (value_line - 1, value_column - 1))

    def _error(self, code: str, at: tuple[int, int], **values: Any) -> ScenarioError:
        return ScenarioError(code, self._name, *at, **values)

    def fetched(self) -> dict[str, Any]:
        """Plain values, with what is named by an id or a path read."""
        return {
            key: self._fetched(key, str(value)) if isinstance(value, str) else plain(value)
            for key, value in self.items()
        }

    def _fetched(self, key: str, asked: str) -> Any:
        if own.is_id(asked):
            there = (one.id for one in own.listing(own_scenarios.folder(), self._what))
            check_known(self._what, asked, [*self._known, *there], self, self._name, (key,))
            return own_scenarios.load(self._what, asked)
        if not _is_path(asked) or asked in self._known:
            check_known(self._what, asked, self._known, self, self._name, (key,))
            return load_world(asked) if self._what == "world" else load_strategy(asked)
        at = position(self, (key,))
        if self._folder is None:
            raise self._error("plan_no_folder", at, found=shown(asked))
        path = self._folder / asked
        try:
            text = read_text(path, asked)
            return (
                parse_world(text, asked, path.parent)
                if self._what == "world"
                else parse_strategy(text, asked)
            )
        except ScenarioError as error:
            if error.line is not None:
                raise
            sentence = Phrase(f"error.{error.code}", **error.values)
            raise self._error(
                "plan_file", at, field=self._family, found=shown(asked), sentence=sentence
            ) from None


def _is_path(asked: str) -> bool:
    return bool(Path(asked).suffix) or "/" in asked


def _check_numbers(values: dict[str, Any], tree: Any, name: str) -> None:
    """Refuse values of factors that are no numbers; their bounds are known only once the path is."""
    factors = values.get("factors")
    for number, factor in enumerate(factors if isinstance(factors, list) else []):
        given = factor.get("values") if isinstance(factor, dict) else None
        for place, value in enumerate(given if isinstance(given, list) else []):
            if type(value) not in (int, float) or not math.isfinite(value) or abs(value) > 1e12:
                line, column = position(tree, ("factors", number, "values", place))
                field = f"factors[{number + 1}].values[{place + 1}]"
                raise ScenarioError("plan_number", name, line, column, field=field, found=shown(value))


def _check_sense(plan: Plan, tree: Any, name: str) -> None:
    found = []
    for problem in problems_of(plan):
        field = name_of(problem.where, resolve(Plan, problem.where))
        at = position(tree, problem.where, "key") if tree else (None, None)
        found.append(ScenarioError(problem.code, name, *at, field=field, **problem.values))
    if found:
        found[0].others = tuple(found[1:])
        raise found[0]
