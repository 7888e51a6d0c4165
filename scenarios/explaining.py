"""From pydantic's errors to sentences with a place: which field, what was found, what is allowed, what was meant."""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from scenarios.errors import MOST_SHOWN, Phrase, ScenarioError, printable
from scenarios.units import reading_of
from sim.wording import Words

Location = tuple[int | str, ...]
_MOST_SENTENCES = 20


def shown(value: Any) -> str:
    """A value as an error quotes it: short, on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, float):
        return f"{value:.12g}"
    text = str(value)[: 20 * MOST_SHOWN]
    return printable(" ".join(part for part in text.replace("\t", " ").replace("\n", " ").split(" ") if part))


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that was most probably meant, or None."""
    words = list(allowed)
    lower = {candidate.lower(): candidate for candidate in words}
    asked = word.lower().replace("-", "_").replace(" ", "_")
    for candidate in difflib.get_close_matches(asked, lower, n=1, cutoff=0.55):
        return lower[candidate]
    parts = [
        candidate
        for candidate in words
        if asked and (candidate.startswith(asked) or asked.startswith(candidate))
    ]
    return parts[0] if parts else None


def listed(words: Iterable[str]) -> str:
    """Words as a list for reading, the same in both languages."""
    return ", ".join(words)


def _alternatives(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [found for part in get_args(annotation) for found in _alternatives(part)]
    return [annotation]


def _tags(model: Any) -> list[str]:
    for name in ("move", "pattern"):
        if isinstance(model, type) and issubclass(model, BaseModel) and name in model.model_fields:
            annotation = model.model_fields[name].annotation
            if get_origin(annotation) is Literal:
                return list(get_args(annotation))
    return []


@dataclass
class Place:
    """What a location of pydantic's points at.

    Attributes:
        owner: The innermost model.
        info: The field at the end, where it is one.
        tags: Which steps are no keys of the file, but names by which pydantic tells the members of a union.
        keys: Which steps are keys that the user chose, such as member numbers.
    """

    owner: type[BaseModel] | None
    info: FieldInfo | None
    tags: set[int] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)


def resolve(model: type[BaseModel], location: Location) -> Place:
    """Follow a location through the declarations."""
    here: list[Any] = [model]
    place = Place(model, None)
    for number, step in enumerate(location):
        tagged = [part for part in here if step in _tags(part)]
        if tagged:
            here, place.owner, place.info = tagged, tagged[0], None
            place.tags.add(number)
            continue
        following: list[Any] = []
        for part in here:
            if isinstance(part, type) and issubclass(part, BaseModel):
                place.owner = part
                place.info = part.model_fields.get(str(step))
                following += _alternatives(place.info.annotation) if place.info is not None else []
            elif get_origin(part) in (tuple, list):
                following += _alternatives(get_args(part)[0])
            elif get_origin(part) is dict:
                place.keys.add(number)
                following += _alternatives(get_args(part)[1])
        here = following
        if not following:
            break
    models = [part for part in here if isinstance(part, type) and issubclass(part, BaseModel)]
    if len(models) == 1:
        place.owner = models[0]
    return place


def _walk(tree: Any, location: Location) -> tuple[list[tuple[Any, int | str]], Any]:
    """(container, key) pairs along a location, tags of unions left out, and the node reached."""
    path: list[tuple[Any, int | str]] = []
    node: Any = tree
    for step in location:
        in_list = isinstance(node, list) and isinstance(step, int) and step < len(node)
        if in_list or (isinstance(node, dict) and step in node):
            path.append((node, step))
            node = node[step]
    return path, node


def _mark(container: Any, key: int | str, which: str) -> tuple[int, int] | None:
    try:
        marks = container.lc
        if isinstance(container, list):
            line, column = marks.item(key)
        else:
            line, column = marks.key(key) if which == "key" else marks.value(key)
        return line + 1, column + 1
    except (AttributeError, KeyError, TypeError):
        return None


def position(tree: Any, location: Location, which: str = "value") -> tuple[int, int]:
    """Line and column, from 1, of the value (or key) at a location; of the nearest thing around it if it has none."""
    path, _ = _walk(tree, location)
    for number, (container, key) in enumerate(reversed(path)):
        found = _mark(container, key, which if number == 0 else "key")
        if found is not None:
            return found
    return 1, 1


def name_of(location: Location, place: Place) -> str:
    """A location as a reader writes it: moves[2].when.per_day, counted from 1; "file" for the whole."""
    parts: list[str] = []
    for number, step in enumerate(location):
        if step == "[key]" or number in place.tags:
            continue
        if isinstance(step, int) and number and number not in place.keys:
            parts.append(f"[{step + 1}]")
        else:
            parts.append(f".{step}" if parts else str(step))
    return "".join(parts) or "file"


def _where(location: Location, place: Place) -> Phrase | str:
    return f"`{name_of(location, place)}`" if location else Phrase("error.this_file")


def _range(info: FieldInfo | None) -> tuple[float | None, float | None, str]:
    if info is None:
        return None, None, "1"
    bounds = {type(part).__name__: part for part in info.metadata}
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    low = bounds["Ge"].ge if "Ge" in bounds else None
    high = bounds["Le"].le if "Le" in bounds else None
    return low, high, str(extra.get("unit", "1"))


def _quoted_words(expected: str) -> list[str]:
    return re.findall(r"'([^']*)'", expected) or [word.strip() for word in expected.split(",")]


_NUMBER_TYPES = {
    "float_type", "float_parsing", "int_type", "int_parsing", "int_from_float", "finite_number", "greater_than",
    "greater_than_equal", "less_than", "less_than_equal",
}  # fmt: skip


def _number(field: str, info: FieldInfo | None, kind: str, value: Any) -> tuple[str, dict[str, Any]]:
    low, high, unit = _range(info)
    whole = info is not None and info.annotation is int
    values: dict[str, Any] = {
        "field": field,
        "found": shown(value),
        "unit": Phrase(f"unit.{unit}"),
        "low": shown(low),
        "high": shown(high),
    }
    if isinstance(value, str):
        meant = reading_of(value, unit)
        if meant is not None:
            return "number_with_unit", {**values, "meant": shown(round(meant, 9))}
    if (
        kind in ("int_type", "int_from_float", "int_parsing")
        and whole
        and isinstance(value, float)
        and value == value
    ):
        if value == int(value):
            return "whole_number_written", {**values, "meant": shown(int(value))}
        return "whole_number", values
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        return "out_of_range", values
    return ("whole_number" if whole else "number"), values


def _words(kind: str, word: Any, allowed: Sequence[str], **values: Any) -> tuple[str, dict[str, Any]]:
    meant = nearest(str(word), allowed)
    filled = {**values, "found": shown(word), "allowed": listed(allowed)}
    return (f"{kind}_near", {**filled, "meant": meant}) if meant else (kind, filled)


_OWN = {
    "tiers_do_not_add_up",
    "wrong_order",
    "packet_portions",
    "weights_form",
    "edges_form",
    "edge_form",
    "part_of_a_fen",
    "too_many_misses",
    "arm_form",
}
_OWN_POINTS: dict[str, Location] = {
    "no_members": ("channels",),
    "too_many_members": ("group", "capacity"),
    "too_many_arrivals": ("channels",),
    "edge_beyond_members": ("ties",),
    "ties_of_portfolio": ("ties",),
    "too_many_groups": ("groups",),
    "same_name": ("groups", "arms"),
}
"""Kinds of errors that the declarations raise themselves; and where those of a whole file are best shown."""
_OWN_WORDS: dict[str, tuple[str, ...]] = {
    "no_such_group": ("overflow", "to"),
    "no_such_arm": ("arm", "more", "than"),
    "measure_not_shown": ("measure",),
}
"""Kinds about a name that the file mentions and does not have, and the entries in which it may stand."""

_SHAPES = {
    "model_type": "mapping", "model_attributes_type": "mapping", "dict_type": "mapping", "tuple_type": "list",
    "list_type": "list", "string_type": "string", "bool_type": "truth", "bool_parsing": "truth",
}  # fmt: skip


def _sentence(model: type[BaseModel], problem: Any) -> tuple[str, dict[str, Any]]:
    """Code and values of the sentence for an error of pydantic's."""
    kind, location, value = problem["type"], problem["loc"], problem["input"]
    context = problem.get("ctx", {})
    place = resolve(model, location)
    name = name_of(location, place)
    if kind in ("extra_forbidden", "invalid_key"):
        allowed = list(place.owner.model_fields) if place.owner is not None else []
        return _words("unknown_key", location[-1], allowed, where=_where(location[:-1], place))
    if kind == "union_tag_invalid":
        allowed = _quoted_words(context["expected_tags"])
        field = f"{name}.{context['discriminator']}".replace("'", "")
        return _words("unknown_word", context["tag"], allowed, field=field)
    if kind == "union_tag_not_found":
        return "missing", {"field": context["discriminator"].strip("'"), "where": f"`{name}`"}
    if kind == "missing":
        return "missing", {"field": str(location[-1]), "where": _where(location[:-1], place)}
    if kind == "literal_error":
        return _words("unknown_word", value, _quoted_words(context["expected"]), field=name)
    if location and location[-1] == "[key]":
        return "key_number", {"field": name_of(location[:-2], place), "found": shown(value)}
    if kind in _NUMBER_TYPES:
        return _number(name, place.info, kind, value)
    if kind in _SHAPES:
        shape = "words" if place.owner is Words and kind == "model_type" else _SHAPES[kind]
        return f"{shape}_due", {"field": name, "found": shown(value)}
    if kind in ("too_long", "too_short", "string_too_long"):
        most = context.get("max_length", context.get("min_length"))
        return kind, {"field": name, "most": most, "found": context.get("actual_length", "")}
    if kind == "string_pattern_mismatch":
        return "word_form", {"field": name, "found": shown(value)}
    if kind in _OWN_WORDS:
        return _words(kind, context["found"], context["allowed"].split(", "))
    if kind in _OWN_POINTS or kind in _OWN:
        return kind, {"field": name, **{word: shown(part) for word, part in context.items()}}
    return "other", {"field": name, "found": shown(value), "problem": problem["msg"]}


def explain(model: type[BaseModel], tree: Any, name: str, error: ValidationError) -> ScenarioError:
    """One `ScenarioError`, the first in the file, with the others behind it.

    Args:
        model: `World`, `Strategy` or another declaration of a whole file.
        tree: The YAML tree that was validated.
        name: Name of the file.
        error: What pydantic said.
    """
    problems = error.errors(include_url=False)
    around = {problem["loc"][:depth] for problem in problems for depth in range(len(problem["loc"]))}
    own = [problem for problem in problems if problem["loc"] not in around]
    placed = sorted(((_point(tree, problem), number) for number, problem in enumerate(own)))
    found = []
    for (line, column), number in placed[:_MOST_SENTENCES]:
        code, values = _sentence(model, own[number])
        found.append(ScenarioError(code, name, line, column, **values))
    first = found[0]
    first.others = tuple(found[1:])
    return first


def _point(tree: Any, problem: Any) -> tuple[int, int]:
    """Where the entry stands that an error of pydantic's is about."""
    kind, location = problem["type"], problem["loc"]
    if kind == "union_tag_invalid":
        return position(tree, (*location, problem["ctx"]["discriminator"].strip("'")))
    if kind == "missing":
        return position(tree, location[:-1], "key")
    if kind in ("extra_forbidden", "invalid_key", "union_tag_not_found") or location[-1:] == ("[key]",):
        return position(tree, location, "key")
    if kind in _OWN_WORDS:
        _, around = _walk(tree, location)
        within = _entry_with(around, _OWN_WORDS[kind], problem["ctx"]["found"])
        return position(tree, (*location, *within))
    return position(tree, (*location, *_OWN_POINTS.get(kind, ())))


def _entry_with(node: Any, keys: Sequence[str], word: str) -> Location:
    """Where below `node` one of the entries `keys` holds `word`; () if nowhere, as in a strategy named by its id."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        if key in keys and value == word:
            return (key,)
        within = _entry_with(value, keys, word)
        if within:
            return (key, *within)
    return ()
