"""Mixes of groups: which kinds of groups are newly made, how large, and what their operators do, as shares.

A mix answers "of a hundred groups, how many …". It is written down with its reasons before anybody looks at
the answer. Worlds and strategies in it are shipped ones by id, or stand in the file itself, so that they stay
out of the lists a user chooses from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from scenarios.errors import ScenarioError
from scenarios.explaining import explain, listed, nearest, position, shown
from scenarios.library import FOLDER, strategies, worlds
from scenarios.loading import load_strategy, load_world
from scenarios.reading import plain, read_text, read_tree
from sim.quantities import Declaration, quantity
from sim.strategy import Strategy
from sim.world import World


def _add_up(parts: tuple[Any, ...]) -> None:
    total = sum(part.share for part in parts)
    if abs(total - 1) > 1e-6:
        raise PydanticCustomError(
            "tiers_do_not_add_up", "the shares add up to {total}", {"total": round(total, 6)}
        )


class Practice(Declaration):
    """What a share of the operators of one kind of group does."""

    share: float = quantity(None, 0, 1, "share")
    strategy: Strategy


class GroupKind(Declaration):
    """One kind of group: its share of all newly made groups, its world, and its operators' practices."""

    id: str = Field(min_length=1, max_length=60)
    share: float = quantity(None, 0, 1, "share")
    world: World
    operators: tuple[Practice, ...] = Field(
        default=(Practice(share=1.0, strategy=Strategy()),), min_length=1, max_length=40
    )

    @field_validator("operators")
    @classmethod
    def _operators_add_up(cls, operators: tuple[Practice, ...]) -> tuple[Practice, ...]:
        _add_up(operators)
        return operators


@dataclass(frozen=True)
class Cell:
    """One kind of group under one practice, with its share of all groups."""

    id: str
    share: float
    world: World
    strategy: Strategy


class GroupMix(Declaration):
    """Kinds of groups whose shares add up to one."""

    groups: tuple[GroupKind, ...] = Field(min_length=1, max_length=100)

    @field_validator("groups")
    @classmethod
    def _groups_add_up(cls, groups: tuple[GroupKind, ...]) -> tuple[GroupKind, ...]:
        _add_up(groups)
        return groups

    def cells(self) -> tuple[Cell, ...]:
        """Every kind of group under each of its practices, in the order of the file."""
        return tuple(
            Cell(kind.id, kind.share * practice.share, kind.world, practice.strategy)
            for kind in self.groups
            for practice in kind.operators
            if kind.share * practice.share > 0
        )

    def pick(self, number: int, total: int) -> Cell:
        """Group `number` of `total`, so that every kind has its share to within one group.

        Systematic sampling: the groups lie evenly on the line of shares, and neighbours on it are far apart in number.
        """
        cells = self.cells()
        where = (number + 0.5) / total
        for cell in cells:
            where -= cell.share
            if where < 0:
                return cell
        return cells[-1]


@cache
def populations() -> dict[str, Path]:
    """The shipped mixes by id."""
    return {path.stem: path for path in sorted((FOLDER / "populations").glob("*.yaml"))}


def load_population(id_or_path: str | Path) -> GroupMix:
    """A shipped mix by its id, or a mix from a YAML file.

    Raises:
        ScenarioError: If there is no such mix or its file is not right.
    """
    shipped = populations()
    asked = str(id_or_path)
    if asked in shipped:
        return parse_population(read_text(shipped[asked], shipped[asked].name), shipped[asked].name)
    path = Path(asked)
    if not path.suffix and "/" not in asked and not path.exists():
        raise ScenarioError("no_such_population", found=shown(asked), allowed=listed(shipped))
    return parse_population(read_text(path, asked), asked)


def parse_population(text: str, name: str) -> GroupMix:
    """A mix from YAML text.

    Args:
        text: The YAML.
        name: What errors call it.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    values = plain(tree)
    _fetch(values, tree, name)
    try:
        return GroupMix.model_validate(values)
    except ValidationError as error:
        raise explain(GroupMix, tree, name, error) from None


def _fetch(values: dict[str, Any], tree: Any, name: str) -> None:
    """Put shipped worlds and strategies in place of their ids."""
    groups = values.get("groups")
    for i, kind in enumerate(groups if isinstance(groups, list) else []):
        if not isinstance(kind, dict):
            continue
        if isinstance(kind.get("world"), str):
            kind["world"] = _named("world", kind["world"], tree, name, ("groups", i, "world"))
        operators = kind.get("operators")
        for j, practice in enumerate(operators if isinstance(operators, list) else []):
            if isinstance(practice, dict) and isinstance(practice.get("strategy"), str):
                where = ("groups", i, "operators", j, "strategy")
                practice["strategy"] = _named("strategy", practice["strategy"], tree, name, where)


def _named(what: str, asked: str, tree: Any, name: str, where: tuple[int | str, ...]) -> World | Strategy:
    known = worlds() if what == "world" else strategies()
    if asked in known:
        return load_world(asked) if what == "world" else load_strategy(asked)
    line, column = position(tree, where)
    meant = nearest(asked, known)
    values: dict[str, Any] = {"found": shown(asked), "allowed": listed(known)}
    if meant is None:
        raise ScenarioError(f"no_such_{what}", name, line, column, **values)
    raise ScenarioError(f"no_such_{what}_near", name, line, column, **values, meant=meant)
