"""The numbers and choices of a declaration as rows: name, value, what it may be, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from app.levers import CHOICES
from app.twin import Column, Table
from app.wording import Words
from scenarios import formats
from sim.moves.base import LAST_DAY, When
from sim.quantities import Quantity, quantities

_SHARES = ("share", "chance")


@dataclass(frozen=True)
class Row:
    """One number or choice.

    Attributes:
        code: its name in YAML.
        label: what it is called.
        value: as it is shown.
        usual: whether it is what holds when nothing is said.
        allowed: the range, or "".
        grade: code of what it rests on, or "".
        sources: ids of the evidence.
    """

    code: str
    label: str
    value: str
    usual: bool
    allowed: str
    grade: str
    sources: tuple[str, ...]


def shown(value: float, unit: str, words: Words) -> str:
    """A number as a reader says it; its unit stands in its label, but for shares, hours and days of the group."""
    if unit in _SHARES:
        return words.share(value, 2 if 0 < abs(value) < 0.1 else 0)
    if unit == "hour":
        return formats.clock(value)
    plain = words.number(value, 0 if value == int(value) else 4 if abs(value) < 1 else 2)
    return words("library.value.day", value=plain) if unit == "day" else plain


def label_of(one: Quantity, words: Words) -> str:
    """What a number is called, with its unit where the value does not say it."""
    label, unit = words(one.code), words(f"unit.{one.unit}")
    if one.unit in (*_SHARES, "hour", "day", "1") or unit.lower() in label.lower():
        return label
    return words("settings.lever_label", label=label, unit=unit)


def rows_of(
    model: BaseModel, words: Words, usual: BaseModel | None = None, prefix: str = "field"
) -> list[Row]:
    """The numbers and choices of a model, without those of models inside it.

    Args:
        model: what is shown.
        words: the reader's.
        usual: the same with everything at its default, if the class does not say it.
        prefix: of the text codes of its labels.
    """
    kind = type(model)
    numbers = {one.name: one for one in quantities(kind, prefix)}
    found = []
    for name, info in kind.model_fields.items():
        value = getattr(model, name)
        default = getattr(usual, name) if usual is not None else info.get_default(call_default_factory=True)
        extra = info.json_schema_extra
        sources: Any = extra.get("sources", ()) if isinstance(extra, dict) else ()
        if value is None or isinstance(value, BaseModel) or name in ("move", "pattern", "kind"):
            continue
        if name in numbers:
            found.append(_number(numbers[name], value, value == default, words))
            continue
        said = _choice(name, info.annotation, value, words)
        if said:
            label = words(f"field.{name}")
            found.append(Row(name, label, said, value == default, "", "", tuple(sources)))
    return found


def _number(one: Quantity, value: float, usual: bool, words: Words) -> Row:
    low, high = shown(one.low, one.unit, words), shown(one.high, one.unit, words)
    allowed = words("library.range", low=low, high=high)
    label = label_of(one, words)
    return Row(one.name, label, shown(value, one.unit, words), usual, allowed, one.grade or "", one.sources)


def _choice(name: str, annotation: Any, value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words(f"yes_no.{str(value).lower()}")
    if isinstance(value, str) and get_origin(annotation) is Literal:
        code = f"{name}.{value}"
        return words(code) if name in CHOICES and words.has(code) else value
    if isinstance(value, tuple) and value and all(isinstance(part, str) for part in value):
        return words.listed([words(f"tier.{part}") for part in value])
    if isinstance(value, tuple) and value and all(isinstance(part, float) for part in value):
        return " / ".join(words.number(part, 2) for part in value)
    return ""


def table(rows: Sequence[Row], words: Words) -> Table:
    """The rows as a table for the screen."""
    columns = (
        Column("number", words("library.column.number")),
        Column("value", words("library.column.value")),
        Column("allowed", words("library.column.allowed")),
        Column("grade", words("library.column.grade")),
        Column("sources", words("library.column.sources")),
    )
    made = tuple(
        (
            row.label,
            row.value,
            row.allowed or "\u2013",
            words(f"grade.{row.grade}") if row.grade else words("library.yours_to_set"),
            " ".join(row.sources) or "\u2013",
        )
        for row in rows
    )
    return Table(columns, made)


def options(annotation: Any) -> tuple[str, ...]:
    """The codes of a choice, () if it is none."""
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def when_sentence(when: When, words: Words) -> str:
    """When a move is made, in a sentence."""
    days = (
        words("library.when.daily")
        if when.every_days == 1
        else words("library.when.every", n=when.every_days)
    )
    clock = formats.clock(when.from_hour)
    if when.per_day > 1 and when.to_hour > when.from_hour:
        hours = words("library.when.spread", n=when.per_day, low=clock, high=formats.clock(when.to_hour))
    else:
        hours = words("library.when.once", hour=clock)
    parts = [days, hours]
    if when.until_day < LAST_DAY:
        parts.append(words("library.when.between", low=when.from_day, high=when.until_day))
    elif when.from_day > 0:
        parts.append(words("library.when.from", low=when.from_day))
    if when.trigger != "schedule":
        parts.append(words(f"trigger.{when.trigger}"))
    return " \u00b7 ".join(parts)
