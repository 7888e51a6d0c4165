"""From a view to the question that `experiments` answers: strategies with the reader's levers in them."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from app.view import Edit, Value, View
from experiments import own_scenarios
from experiments.question import Question
from scenarios.library import strategies, worlds

if TYPE_CHECKING:
    import sim


_NAMES = ("field", "first", "second")


class EditError(ValueError):
    """A lever cannot stand where it was set.

    Attributes:
        edits: the edits in question.
    """

    def __init__(self, edits: Sequence[Edit], cause: Exception | None = None) -> None:
        super().__init__(", ".join(map(str, edits)))
        self.edits = tuple(edits)
        self.cause = cause

    def in_language(self, language: str) -> str:
        """A sentence that says what is the matter."""
        from scenarios.texts import has_text, text

        kind, values = _first_problem(self.cause)
        named = {name: _label(value, language) if name in _NAMES else value for name, value in values.items()}
        if kind and has_text(f"error.{kind}", language):
            with contextlib.suppress(KeyError):
                return text(f"error.{kind}", language, **named).replace("`", "")
        strategy = name_of("strategy", self.edits[0].strategy, language)
        return text("settings.edit_error", language, strategy=strategy)


def plain_strategy(name: str) -> dict[str, Any]:
    """A strategy as plain data; not to be changed. Errors as for `strategy_of`."""
    return _plain_shipped(name) if name in strategies() else strategy_of(name).model_dump(mode="json")


@cache
def _plain_shipped(name: str) -> dict[str, Any]:
    return shipped_strategy(name).model_dump(mode="json")


def strategy_of(name: str) -> sim.Strategy:
    """A shipped strategy, or one of the reader's own as it is kept now.

    Raises:
        scenarios.own.OwnError: if there is none of that id.
        scenarios.errors.ScenarioError: if the reader's own is not right.
    """
    if name in strategies():
        return shipped_strategy(name)
    found: Any = own_scenarios.load("strategy", name)
    return found


def world_of(name: str) -> sim.World:
    """A shipped world, or one of the reader's own as it is kept now; errors as for `strategy_of`."""
    if name in worlds():
        return shipped_world(name)
    found: Any = own_scenarios.load("world", name)
    return found


def name_of(kind: str, id_: str, language: str) -> str:
    """What a world or a strategy is called; of one's own it is what somebody typed.

    Args:
        kind: "world" or "strategy".
        id_: its id.
        language: of the reader.
    """
    from scenarios.texts import text

    shipped = worlds() if kind == "world" else strategies()
    if id_ in shipped:
        return text(shipped[id_].label, language)
    return next((one.name(language) for one in own_scenarios.choices(kind) if one.id == id_), id_)


@cache
def shipped_strategy(name: str) -> sim.Strategy:
    """A shipped strategy."""
    import scenarios

    return scenarios.load_strategy(name)


@cache
def shipped_world(name: str) -> sim.World:
    """A shipped world."""
    import scenarios

    return scenarios.load_world(name)


def value_at(plain: Any, path: str) -> Any:
    """What stands at a path such as ``moves.0.when.per_day``.

    Raises:
        KeyError: if there is nothing.
    """
    for step in path.split("."):
        try:
            plain = plain[int(step)] if isinstance(plain, list) else plain[step]
        except (KeyError, IndexError, TypeError, ValueError):
            raise KeyError(path) from None
    return plain


def edited_strategy(name: str, edits: Sequence[Edit]) -> sim.Strategy:
    """A strategy with its levers changed.

    Raises:
        EditError: if a lever does not exist, or the strategy would not be valid.
        scenarios.own.OwnError: see `strategy_of`.
        scenarios.errors.ScenarioError: likewise.
    """
    mine = [edit for edit in edits if edit.strategy == name]
    if not mine:
        return strategy_of(name)
    import pydantic

    import sim

    plain = copy.deepcopy(plain_strategy(name))
    for edit in mine:
        try:
            held = value_at(plain, edit.path)
            owner_path, _, last = edit.path.rpartition(".")
            owner = value_at(plain, owner_path) if owner_path else plain
        except KeyError as missing:
            raise EditError([edit], missing) from None
        if isinstance(held, dict | list) or last == "move" or not isinstance(owner, dict):
            raise EditError([edit])
        owner[last] = _as(held, edit.value)
    try:
        return sim.Strategy.model_validate(plain)
    except pydantic.ValidationError as error:
        raise EditError(mine, error) from None


def question_of(view: View) -> Question:
    """The question of a view.

    Raises:
        EditError: if a lever cannot stand where it was set.
        scenarios.own.OwnError: see `strategy_of`.
        scenarios.errors.ScenarioError: likewise.
    """
    edited = {name: edited_strategy(name, view.edits) for name in view.strategies}
    world = world_of(view.world)
    return Question.of(world, edited, view.launches, view.days, view.first_seed, view.world)


def _as(held: Any, value: Value) -> Value:
    if isinstance(held, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _first_problem(cause: Exception | None) -> tuple[str, dict[str, Any]]:
    errors = getattr(cause, "errors", None)
    if errors is None:
        return "", {}
    first = errors()[0]
    place = [str(step) for step in first["loc"] if isinstance(step, str)]
    return str(first["type"]), {"field": place[-1] if place else "", **(first.get("ctx") or {})}


def _label(name: Any, language: str) -> str:
    from scenarios.texts import has_text, text

    for code in (f"field.{name}", f"move.{name}"):
        if has_text(code, language):
            return text(code, language)
    return str(name)
