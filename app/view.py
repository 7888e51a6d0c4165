"""What a reader looks at, as codes: the question asked and how its answer is judged. It is what links carry.

Links are not trusted: what they say wrongly falls back to the default, value by value, and is counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from experiments.definitions import DEFAULT, all_definitions
from experiments.measures import MEASURES
from experiments.own_scenarios import choices
from scenarios.library import FIRST_PAGE
from scenarios.own import is_id

MOST_STRATEGIES = 6
FEWEST_STRATEGIES = 2
LAUNCHES = (1, 2000)
DAYS = (7, 365)
SEEDS = (0, 2**31)
MOST_EDITS = 200

Value = int | float | str | bool
_EDIT = re.compile(r"(?P<strategy>[a-z0-9_]+)\.(?P<path>[a-z0-9_.]+):(?P<value>.{1,40})")


@dataclass(frozen=True)
class Edit:
    """One changed lever.

    Attributes:
        strategy: id of the strategy.
        path: where the number stands in the strategy's plain data, such as ``moves.0.when.per_day``.
        value: the new value.
    """

    strategy: str
    path: str
    value: Value

    def __str__(self) -> str:
        return f"{self.strategy}.{self.path}:{self.value if isinstance(self.value, str) else json.dumps(self.value)}"

    @classmethod
    def parse(cls, text: str) -> Edit | None:
        """The edit of a link's text, or None if it is none."""
        found = _EDIT.fullmatch(text)
        if found is None:
            return None
        value: Any = found["value"]
        try:
            value = json.loads(value)
        except ValueError:
            if not re.fullmatch(r"[a-z_]+", value):
                return None
        if not isinstance(value, int | float | str | bool):
            return None
        return cls(found["strategy"], found["path"], value)


@dataclass(frozen=True)
class View:
    """A question, and how its answer is looked at.

    Attributes:
        world: id of the world.
        strategies: ids, in the order to show.
        launches, days, first_seed: as in `experiments.compare.run`.
        edits: levers that differ from what ships.
        death: code of the definition of death.
        day: day up to which life is judged, 0 for the usual one.
        baseline: strategy against which the others are compared, "" for the first.
        measure: code of the measure of the differences.
    """

    world: str = "community_150"
    strategies: tuple[str, ...] = FIRST_PAGE
    launches: int = 100
    days: int = 180
    first_seed: int = 0
    edits: tuple[Edit, ...] = ()
    death: str = DEFAULT.code
    day: int = 0
    baseline: str = ""
    measure: str = "lively_days"

    def asks_the_same(self, other: View) -> bool:
        """Whether both stand for the same runs, however they are looked at."""
        return self.question_part() == other.question_part()

    def question_part(self) -> tuple[Any, ...]:
        """What decides which runs are needed."""
        return (self.world, self.strategies, self.launches, self.days, self.first_seed, self.edits)

    def with_judging(self, **changes: Any) -> View:
        """The same question, looked at otherwise."""
        return replace(self, **changes)

    def baseline_among(self, names: Sequence[str]) -> str:
        """The baseline, or the first strategy if it is not among those shown."""
        return self.baseline if self.baseline in names else names[0]

    @property
    def work(self) -> int:
        """A measure of its cost: simulated days."""
        return self.launches * self.days * len(self.strategies)

    def params(self) -> dict[str, str | list[str]]:
        """What a link carries: only what differs from the default."""
        usual = View()._all()
        return {name: value for name, value in self._all().items() if value != usual[name]}

    def _all(self) -> dict[str, str | list[str]]:
        return {
            "world": self.world,
            "strategies": ".".join(self.strategies),
            "launches": str(self.launches),
            "days": str(self.days),
            "seed": str(self.first_seed),
            "edit": [str(edit) for edit in self.edits],
            "death": self.death,
            "day": str(self.day),
            "baseline": self.baseline,
            "measure": self.measure,
        }


def edits_of(given: Sequence[str], strategies: Sequence[str]) -> tuple[tuple[Edit, ...], int]:
    """The edits of a link, in their order, and how many of its texts were not understood.

    Args:
        given: the link's texts.
        strategies: ids of those that may be edited.
    """
    found: dict[tuple[str, str], Edit] = {}
    ignored = max(0, len(given) - MOST_EDITS)
    for text in given[:MOST_EDITS]:
        edit = Edit.parse(text)
        if edit is None or edit.strategy not in strategies:
            ignored += 1
        else:
            found[edit.strategy, edit.path] = edit
    return tuple(sorted(found.values(), key=lambda edit: (edit.strategy, edit.path))), ignored


def without_own(view: View) -> View:
    """The same view with shipped things only, where it has some of the reader's own."""
    usual = View()
    kept = tuple(name for name in view.strategies if not is_id(name))
    chosen = kept if len(kept) >= FEWEST_STRATEGIES else usual.strategies
    return replace(
        view,
        world=usual.world if is_id(view.world) else view.world,
        strategies=chosen,
        edits=tuple(edit for edit in view.edits if edit.strategy in chosen),
        baseline=view.baseline if view.baseline in chosen else "",
    )


def view_of(params: Mapping[str, Sequence[str]]) -> tuple[View, int]:
    """The view of a link, and how many of its parts were not understood.

    Args:
        params: the link's parameters, each with all its values.
    """
    usual, ignored = View(), 0

    def one(name: str) -> str | None:
        values = params.get(name) or ()
        return values[0] if values else None

    def among(name: str, allowed: Sequence[str], default: str) -> str:
        nonlocal ignored
        given = one(name)
        if given is None:
            return default
        if given in allowed:
            return given
        ignored += 1
        return default

    def whole(name: str, default: int, bounds: tuple[int, int]) -> int:
        nonlocal ignored
        given = one(name)
        if given is None:
            return default
        if re.fullmatch(r"[0-9]{1,12}", given) and bounds[0] <= int(given) <= bounds[1]:
            return int(given)
        ignored += 1
        return default

    known = {one.id for one in choices("strategy")}
    asked = [name for name in (one("strategies") or "").split(".") if name]
    named = tuple(dict.fromkeys(name for name in asked if name in known))
    ignored += len(asked) - len(named)
    if len(named) > MOST_STRATEGIES:
        ignored += len(named) - MOST_STRATEGIES
    chosen = named[:MOST_STRATEGIES] if len(named) >= FEWEST_STRATEGIES else usual.strategies
    edits, left_out = edits_of(params.get("edit") or (), chosen)
    ignored += left_out
    days = whole("days", usual.days, DAYS)
    view = View(
        among("world", tuple(one.id for one in choices("world")), usual.world),
        chosen,
        whole("launches", usual.launches, LAUNCHES),
        days,
        whole("seed", usual.first_seed, SEEDS),
        edits,
        among("death", tuple(one.code for one in all_definitions()), usual.death),
        whole("day", usual.day, (0, days)),
        among("baseline", chosen, usual.baseline),
        among("measure", MEASURES, usual.measure),
    )
    return view, ignored
