"""From the factors of a plan to the numbers that they vary: where these stand, their bounds, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from experiments.plans.declaration import Factor, Plan, Scale
from experiments.runs.materials import quantity_at
from scenarios.errors import Phrase
from scenarios.explaining import nearest, shown
from sim.quantities import Quantity, quantities

Location = tuple[int | str, ...]
FAMILIES = ("world", "strategy")


class Problem(Exception):  # noqa: N818  # it becomes a sentence, and is no error of the program
    """Something about a plan that does not fit together.

    Attributes:
        code: of its sentence, the text ``error.<code>``.
        where: the entry that is best changed.
        values: what the sentence tells.
    """

    def __init__(self, code: str, where: Location, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.values = values


@dataclass(frozen=True)
class Dimension:
    """A factor with all that was left unsaid filled in.

    Attributes:
        path: of the number, beginning with ``world.`` or ``strategy.``.
        label: what reports call it.
        unit: code of its unit.
        whole: whether it takes whole numbers only.
        scale: of the way from `low` to `high`.
        values: that it takes; none if it takes all from `low` to `high`.
        low: least value.
        high: greatest value.
    """

    path: str
    label: str
    unit: str
    whole: bool
    scale: Scale
    values: tuple[float, ...]
    low: float
    high: float


def dimensions(plan: Plan) -> tuple[Dimension, ...]:
    """The factors of a plan in their order.

    Raises:
        Problem: for the first that is not right.
    """
    return tuple(dimension_of(plan, number) for number in range(len(plan.factors)))


def dimension_of(plan: Plan, number: int) -> Dimension:
    """One factor of a plan.

    Raises:
        Problem: if it is not right.
    """
    factor, where = plan.factors[number], ("factors", number)
    if (factor.path is None) == (factor.parameter is None):
        raise Problem("plan_path_or_parameter", where)
    found = _quantity(plan, factor, where)
    ranged = factor.low is not None or factor.high is not None
    if factor.values and ranged:
        raise Problem("plan_values_or_range", (*where, "values"))
    if factor.values:
        _check_values(factor, found, where)
        low, high = min(factor.values), max(factor.values)
    else:
        low, high = _range(factor, found, where)
    return Dimension(
        factor.where, factor.label, found.unit, found.whole, factor.scale, factor.values, low, high
    )


def _quantity(plan: Plan, factor: Factor, where: Location) -> Quantity:
    """The number that a factor varies, with bounds that hold in every world or strategy of the plan."""
    key = (*where, "path" if factor.path is not None else "parameter")
    family, _, rest = factor.where.partition(".")
    if family not in FAMILIES:
        raise _leads_nowhere(factor.where, plan, key)
    holders: Mapping[str, BaseModel] = plan.worlds if family == "world" else plan.strategies
    found = []
    for name, holder in holders.items():
        try:
            found.append(quantity_at(holder, rest))
        except KeyError:
            raise _not_in(factor, family, name, holder, key) from None
    first = found[0]
    priors = {one.prior for one in found}
    return Quantity(
        name=first.name,
        code=first.code,
        default=first.default,
        low=max(one.low for one in found),
        high=min(one.high for one in found),
        unit=first.unit,
        prior=first.prior if len(priors) == 1 else None,
        grade=first.grade,
        sources=first.sources,
        whole=any(one.whole for one in found),
    )


def _not_in(factor: Factor, family: str, name: str, holder: Any, key: Location) -> Problem:
    """Why a path leads to no number of one world or strategy."""
    if factor.parameter is not None:
        known = [one.name for one in quantities(type(holder.psychology))]
        meant = nearest(factor.parameter, known)
        if meant is None:
            return Problem("plan_parameter", key, found=shown(factor.parameter), number=len(known))
        return Problem("plan_parameter_near", key, found=shown(factor.parameter), meant=meant)
    steps = factor.where.split(".")
    if family == "strategy" and steps[1:2] == ["moves"] and len(steps) > 2 and steps[2].isdecimal():
        moves = len(holder.moves)
        if int(steps[2]) >= moves:
            return Problem("plan_move", key, found=shown(factor.where), strategy=name, number=moves)
    return _leads_nowhere(factor.where, {family: holder}, key, name)


def _leads_nowhere(path: str, among: Plan | Mapping[str, Any], key: Location, name: str = "") -> Problem:
    if isinstance(among, Plan):
        among = {
            "world": next(iter(among.worlds.values())),
            "strategy": next(iter(among.strategies.values())),
        }
    family = next(iter(among))
    here = Phrase(f"plan.in_{family}", name=name) if name else Phrase("plan.in_any")
    meant = nearest(path, [one for root, holder in among.items() for one in paths_of(holder, root)])
    if meant is None:
        return Problem("plan_path", key, found=shown(path), here=here)
    return Problem("plan_path_near", key, found=shown(path), here=here, meant=meant)


def paths_of(declaration: BaseModel, root: str) -> Iterator[str]:
    """The paths of all numbers with bounds in a world or strategy."""
    for one in quantities(type(declaration)):
        yield f"{root}.{one.name}"
    for name in type(declaration).model_fields:
        part = getattr(declaration, name)
        if isinstance(part, BaseModel):
            yield from paths_of(part, f"{root}.{name}")
        elif isinstance(part, tuple):
            for place, item in enumerate(part):
                if isinstance(item, BaseModel):
                    yield from paths_of(item, f"{root}.{name}.{place}")


def _check_values(factor: Factor, found: Quantity, where: Location) -> None:
    for place, value in enumerate(factor.values):
        _check_one(value, found, factor.where, (*where, "values", place))
        if value in factor.values[:place]:
            raise Problem("plan_value_twice", (*where, "values", place), found=shown(value))


def _check_one(value: float, found: Quantity, path: str, where: Location) -> None:
    if found.whole and value != int(value):
        raise Problem("plan_whole", where, path=path, found=shown(value))
    if not found.low <= value <= found.high:
        raise Problem(
            "plan_out_of_bounds",
            where,
            path=path,
            found=shown(value),
            low=shown(found.low),
            high=shown(found.high),
            unit=Phrase(f"unit.{found.unit}"),
        )


def _range(factor: Factor, found: Quantity, where: Location) -> tuple[float, float]:
    """From where to where, by default the range believed in."""
    believed = found.prior or (None, None)
    low = factor.low if factor.low is not None else believed[0]
    high = factor.high if factor.high is not None else believed[1]
    if low is None or high is None:
        raise Problem(
            "plan_range_due",
            where,
            path=factor.where,
            low=shown(found.low),
            high=shown(found.high),
            unit=Phrase(f"unit.{found.unit}"),
        )
    ends = (("low", low, factor.low), ("high", high, factor.high))
    for key, value, given in ends:
        _check_one(value, found, factor.where, (*where, key) if given is not None else where)
    if low >= high:
        raise Problem(
            "plan_order",
            (*where, "low" if factor.low is not None else "high"),
            low=shown(low),
            high=shown(high),
        )
    if factor.scale == "log" and low <= 0:
        raise Problem("plan_log", (*where, "scale"), low=shown(low))
    return float(low), float(high)
