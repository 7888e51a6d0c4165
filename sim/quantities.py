"""Numbers with a unit, bounds and a provenance.

Every number that a user can set, in the psychology, a world or a move, is declared through `quantity` or
`parameter`. Both put what a reader wants to know about the number (unit, range believed in, grade, source,
text code) beside its declaration, so that tables, forms, JSON Schema and error messages are generated from
one place and cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Grade = Literal["measured", "literature", "expert", "assumed"]
GRADES: tuple[Grade, ...] = ("measured", "literature", "expert", "assumed")


class Declaration(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Quantity:
    """One declared number: what tables and forms show of it.

    Attributes:
        name: Field name, which is also the key in YAML.
        code: Text code of its label; `code + ".help"` is the sentence that explains it, where there is one.
        default: Value when nothing is said, or None when one must be given.
        low: Smallest value allowed.
        high: Greatest value allowed.
        unit: Unit code, such as "days" or "share"; its text code is "unit." + unit.
        prior: Range believed in (low, high), or None for what the user decides.
        grade: What the default rests on, or None for what the user decides.
        sources: Ids of the evidence (F12, V21) or of the source documents' systems (C10).
        whole: Whether the number must be whole.
    """

    name: str
    code: str
    default: float | int | None
    low: float
    high: float
    unit: str
    prior: tuple[float, float] | None
    grade: Grade | None
    sources: tuple[str, ...]
    whole: bool


def quantity(
    default: float | int | None,
    low: float,
    high: float,
    unit: str,
    *,
    sources: tuple[str, ...] = (),
    code: str | None = None,
    prior: tuple[float, float] | None = None,
    grade: Grade | None = None,
) -> Any:
    """Declare a bounded number with a unit as a pydantic field.

    Args:
        default: Value when nothing is said; None makes the field required.
        low: Smallest value allowed, in the unit.
        high: Greatest value allowed, in the unit.
        unit: Unit code ("days", "yuan", "share" for 0..1, "1" for a plain number).
        sources: Evidence ids.
        code: Text code of the label; "field." + name when left out.
        prior: Range believed in.
        grade: What the default rests on.

    Returns:
        A pydantic field: strict (text and true/false are no numbers), finite, within the bounds.

    Raises:
        ValueError: If the default or the prior range lies outside the bounds.
    """
    for value in (default, *(prior or ())):
        if value is not None and not low <= value <= high:
            raise ValueError(f"{value} is not within {low}..{high}")
    extra: dict[str, Any] = {"unit": unit, "sources": list(sources)}
    if code is not None:
        extra["code"] = code
    if prior is not None:
        extra["prior"] = list(prior)
    if grade is not None:
        extra["grade"] = grade
    return Field(
        default=... if default is None else default,
        ge=low,
        le=high,
        strict=True,
        allow_inf_nan=False,
        json_schema_extra=extra,
    )


def optional_quantity(low: float, high: float, unit: str) -> Any:
    """Declare a bounded number that may be left out, as None."""
    return Field(
        default=None, ge=low, le=high, strict=True, allow_inf_nan=False, json_schema_extra={"unit": unit}
    )


def parameter(
    default: float | int,
    low: float,
    high: float,
    unit: str,
    prior: tuple[float, float],
    grade: Grade,
    *sources: str,
) -> Any:
    """Declare a parameter of nature: a `quantity` with a prior range, a grade and its evidence ids."""
    return quantity(default, low, high, unit, sources=sources, prior=prior, grade=grade)


def quantities(model: type[BaseModel], prefix: str = "field") -> Iterator[Quantity]:
    """Yield the declared numbers of a model in the order of declaration.

    Args:
        model: A pydantic model whose numbers were declared with `quantity` or `parameter`.
        prefix: Where the text codes of its labels live ("parameter", "field").

    Yields:
        One `Quantity` for each; fields that are no such numbers are passed over.
    """
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or "unit" not in extra:
            continue
        bounds = {type(part).__name__: part for part in field.metadata}
        prior: Any = extra.get("prior")
        grade: Any = extra.get("grade")
        sources: Any = extra.get("sources", ())
        yield Quantity(
            name=name,
            code=str(extra.get("code", f"{prefix}.{name}")),
            default=None if field.is_required() else field.default,
            low=bounds["Ge"].ge,
            high=bounds["Le"].le,
            unit=str(extra["unit"]),
            prior=None if prior is None else (prior[0], prior[1]),
            grade=grade,
            sources=tuple(sources),
            whole=field.annotation is int,
        )
