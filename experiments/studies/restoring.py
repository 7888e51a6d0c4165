"""Typed results from the plain data that a study's record keeps, so that they can be said in words again."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

NOTHING = float("nan")


def restored(kind: type[T], plain: Any, unknown: Mapping[str, float] | None = None) -> T:
    """A frozen dataclass from what its ``as_dict`` gave after it went through JSON.

    Numbers that are None there are NaN, unless the field may be None itself. What the plain data have beyond the
    fields is left alone, and fields that they lack keep their defaults.

    Args:
        kind: the dataclass.
        plain: its fields by name.
        unknown: "Class.field" → what None stands for there, where that is not NaN.

    Raises:
        ValueError: if the data are not those of such a thing.
    """
    try:
        made: T = _value(kind, plain, "", unknown or {})
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"these are not the data of a {kind.__name__}: {error}") from None
    return made


def _value(kind: Any, plain: Any, where: str, unknown: Mapping[str, float]) -> Any:
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if plain is None:
            return None
        return _value(next(one for one in inside if one is not types.NoneType), plain, where, unknown)
    if is_dataclass(kind):
        return _dataclass(kind, plain, unknown)
    if kind is float:
        return unknown.get(where, NOTHING) if plain is None else float(plain)
    if kind is int:
        return int(plain)
    if origin is tuple:
        kinds = [inside[0]] * len(plain) if len(inside) == 2 and inside[1] is Ellipsis else inside
        return tuple(_value(one, part, where, unknown) for one, part in zip(kinds, plain, strict=True))
    if origin is list:
        return [_value(inside[0], part, where, unknown) for part in plain]
    if origin is not None and issubclass(origin, Mapping):
        return {name: _value(inside[1], part, where, unknown) for name, part in plain.items()}
    return plain


def _dataclass(kind: Any, plain: Mapping[str, Any], unknown: Mapping[str, float]) -> Any:
    hints = get_type_hints(kind)
    return kind(
        **{
            one.name: _value(hints[one.name], plain[one.name], f"{kind.__name__}.{one.name}", unknown)
            for one in fields(kind)
            if one.init and one.name in plain
        }
    )
