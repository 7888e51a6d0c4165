"""Shipped things named by their id inside a file: `strategy: neglect` stands for the strategy that ships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scenarios.errors import ScenarioError
from scenarios.explaining import Location, listed, nearest, position, shown
from scenarios.library import strategies, worlds
from scenarios.loading import load_strategy, load_world
from sim.strategy import Strategy
from sim.world import World


def shipped_world(asked: str, tree: Any, name: str, where: Location) -> World:
    """The shipped world of an id.

    Args:
        asked: The id.
        tree: The YAML tree in which it stands.
        name: Name of the file.
        where: Where in the tree it stands.

    Raises:
        ScenarioError: If there is no such world.
    """
    check_known("world", asked, worlds(), tree, name, where)
    return load_world(asked)


def shipped_strategy(asked: str, tree: Any, name: str, where: Location) -> Strategy:
    """The shipped strategy of an id; arguments as in `shipped_world`.

    Raises:
        ScenarioError: If there is no such strategy.
    """
    check_known("strategy", asked, strategies(), tree, name, where)
    return load_strategy(asked)


def check_known(what: str, asked: str, known: Iterable[str], tree: Any, name: str, where: Location) -> None:
    """Refuse an id that nothing shipped has; `what` is the end of the error's code, `known` the ids there are.

    Raises:
        ScenarioError: If `asked` is not known.
    """
    if asked in known:
        return
    line, column = position(tree, where)
    meant = nearest(asked, known)
    values: dict[str, Any] = {"found": shown(asked), "allowed": listed(known)}
    if meant is None:
        raise ScenarioError(f"no_such_{what}", name, line, column, **values)
    raise ScenarioError(f"no_such_{what}_near", name, line, column, **values, meant=meant)
