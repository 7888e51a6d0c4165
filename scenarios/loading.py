"""Worlds and strategies from YAML: files, shipped ones by id, and text that somebody pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scenarios.errors import Phrase, ScenarioError
from scenarios.explaining import explain, listed, nearest, position, shown
from scenarios.library import strategies, worlds
from scenarios.reading import plain, read_text, read_tree
from scenarios.tie_files import read_edges
from sim.strategy import Strategy
from sim.world import World

Model = TypeVar("Model", bound=BaseModel)


def load_world(id_or_path: str | Path) -> World:
    """A shipped world by its id, or a world from a YAML file.

    Raises:
        ScenarioError: If there is no such world or its file is not right.
    """
    path, name = find(id_or_path, {key: entry.path for key, entry in worlds().items()}, "world")
    return parse_world(read_text(path, name), name, path.parent)


def load_strategy(id_or_path: str | Path) -> Strategy:
    """A shipped strategy by its id, or a strategy from a YAML file.

    Raises:
        ScenarioError: If there is no such strategy or its file is not right.
    """
    path, name = find(id_or_path, {key: entry.path for key, entry in strategies().items()}, "strategy")
    return parse_strategy(read_text(path, name), name)


def parse_world(text: str, name: str, folder: Path | None = None) -> World:
    """A world from YAML text.

    Args:
        text: The YAML.
        name: What errors call it.
        folder: Where files named in it are looked for; without one, naming a file is an error.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    values = plain(tree)
    ties = values.get("ties")
    if isinstance(ties, dict) and ties.get("pattern") == "file" and "file" in ties:
        _fetch_edges(ties, tree, name, folder)
    return _validate(World, tree, values, name)


def parse_strategy(text: str, name: str) -> Strategy:
    """A strategy from YAML text.

    Raises:
        ScenarioError: If the text is not right.
    """
    tree = read_tree(text, name)
    return _validate(Strategy, tree, plain(tree), name)


def _fetch_edges(ties: dict[str, Any], tree: Any, name: str, folder: Path | None) -> None:
    line, column = position(tree, ("ties", "file"))
    asked = ties.pop("file")
    if not isinstance(asked, str):
        raise ScenarioError("string_due", name, line, column, field="ties.file", found=shown(asked))
    if folder is None:
        raise ScenarioError("no_folder", name, line, column, found=shown(asked))
    if "edges" in ties:
        raise ScenarioError("file_and_edges", name, line, column)
    try:
        ties["edges"] = read_edges(folder / asked, asked)
    except ScenarioError as error:
        if error.line is not None:
            raise
        sentence = Phrase(f"error.{error.code}", **error.values)
        raise ScenarioError("ties_file", name, line, column, found=shown(asked), sentence=sentence) from None


def _validate(model: type[Model], tree: Any, values: Any, name: str) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise explain(model, tree, name, error) from None


def find(id_or_path: str | Path, shipped: dict[str, Path], what: str) -> tuple[Path, str]:
    """The file that an id or a path means, and what errors call it.

    Args:
        id_or_path: What was asked for.
        shipped: Files of the shipped ones by id.
        what: "world", "strategy", "portfolio" or "case".

    Raises:
        ScenarioError: If it is no path and there is none of that id.
    """
    asked = str(id_or_path)
    if asked in shipped:
        return shipped[asked], shipped[asked].name
    path = Path(asked)
    if isinstance(id_or_path, Path) or path.suffix or "/" in asked or "\\" in asked or _is_there(path):
        return path, asked
    meant = nearest(asked, shipped)
    values: dict[str, Any] = {"found": shown(asked), "allowed": listed(shipped)}
    if meant is None:
        raise ScenarioError(f"no_such_{what}", **values)
    raise ScenarioError(f"no_such_{what}_near", **values, meant=meant)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
