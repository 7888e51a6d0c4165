"""Portfolios from YAML: several groups, each with a strategy of its own or a shipped one by id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.errors import ScenarioError
from scenarios.explaining import Location, explain, position
from scenarios.library import portfolios
from scenarios.loading import find
from scenarios.named import check_known, shipped_strategy
from scenarios.reading import plain, read_text, read_tree
from sim.portfolio import Portfolio


def load_portfolio(id_or_path: str | Path) -> Portfolio:
    """A shipped portfolio by its id, or a portfolio from a YAML file.

    Raises:
        ScenarioError: If there is no such portfolio or its file is not right.
    """
    path, name = find(id_or_path, {key: entry.path for key, entry in portfolios().items()}, "portfolio")
    return parse_portfolio(read_text(path, name), name)


def parse_portfolio(text: str, name: str) -> Portfolio:
    """A portfolio from YAML text.

    Args:
        text: The YAML.
        name: What errors call it.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    values = plain(tree)
    fetch_strategies(values, tree, name)
    try:
        return Portfolio.model_validate(values)
    except ValidationError as error:
        raise explain(Portfolio, tree, name, error) from None


def shipped_portfolio(asked: str, tree: Any, name: str, where: Location) -> Portfolio:
    """The shipped portfolio of an id that stands in another file's tree.

    Raises:
        ScenarioError: If there is no such portfolio.
    """
    check_known("portfolio", asked, portfolios(), tree, name, where)
    return load_portfolio(asked)


def fetch_strategies(values: Any, tree: Any, name: str, around: Location = ()) -> None:
    """Put shipped strategies in place of their ids in a portfolio's plain values.

    Args:
        values: The portfolio, as it was written.
        tree: The YAML tree of the whole file.
        name: Name of the file.
        around: Where in the tree the portfolio stands.

    Raises:
        ScenarioError: If there is no such strategy, or the ties are to come from a file.
    """
    if not isinstance(values, dict):
        return
    ties = values.get("ties")
    if isinstance(ties, dict) and ties.get("pattern") == "file":
        raise ScenarioError("ties_of_portfolio", name, *position(tree, (*around, "ties")))
    groups = values.get("groups")
    for number, plan in enumerate(groups if isinstance(groups, list) else []):
        if isinstance(plan, dict) and isinstance(plan.get("strategy"), str):
            where = (*around, "groups", number, "strategy")
            plan["strategy"] = shipped_strategy(plan["strategy"], tree, name, where)
