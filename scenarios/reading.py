"""From bytes to a YAML tree with line numbers, safely.

A scenario file is small and plain. Before anything is built, one pass over the parser's events counts what the file
would become with its aliases written out, so that no file can ask for more than its size deserves: not by
nesting, not by aliases of aliases (billion laughs), not by merge keys, not by a cycle.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.errors import ScenarioError

MOST_BYTES = 1_000_000
MOST_NODES = 50_000
MOST_DEPTH = 30
MOST_ALIASES = 1000


def read_text(path: Path, name: str, most: int = MOST_BYTES) -> str:
    """The text of a file of at most `most` bytes.

    Raises:
        ScenarioError: If there is no such file, it is a folder, cannot be read, is too large, or is no UTF-8 text.
    """
    try:
        if path.is_dir():
            raise ScenarioError("is_folder", name)
        if not path.exists():
            raise ScenarioError("no_file", name)
        if not path.is_file():
            raise ScenarioError("unreadable", name)
        size = path.stat().st_size
        if size > most:
            raise ScenarioError("too_large", name, size=_bytes(size), most=_bytes(most))
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError("unreadable", name) from None
    if len(raw) > most:
        raise ScenarioError("too_large", name, size=_bytes(len(raw)), most=_bytes(most))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start]
        line = good.count(b"\n") + 1
        column = error.start - (good.rfind(b"\n") + 1) + 1
        raise ScenarioError("not_utf8", name, line, column) from None


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


@dataclass
class _Open:
    """A mapping or list whose end has not come yet."""

    anchor: str | None
    nodes: int = 1


@dataclass
class _Census:
    """Counts nodes as they would be with all aliases written out."""

    name: str
    stack: list[_Open] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    aliases: int = 0
    documents: int = 0

    def add(self, nodes: int, mark: Any) -> None:
        if self.stack:
            self.stack[-1].nodes += nodes
        if sum(one.nodes for one in self.stack) > MOST_NODES:
            raise self.error("too_many_nodes", mark, most=MOST_NODES)

    def error(self, code: str, mark: Any, **values: Any) -> ScenarioError:
        return ScenarioError(code, self.name, mark.line + 1, mark.column + 1, **values)

    def alias(self, anchor: str, mark: Any) -> None:
        self.aliases += 1
        if any(one.anchor == anchor for one in self.stack):
            raise self.error("cycle", mark, found=anchor)
        if anchor not in self.sizes:
            raise self.error("no_anchor", mark, found=anchor)
        if self.aliases > MOST_ALIASES:
            raise self.error("too_many_aliases", mark, most=MOST_ALIASES)
        self.add(self.sizes[anchor], mark)

    def start(self, anchor: str | None, mark: Any) -> None:
        self.stack.append(_Open(anchor))
        if len(self.stack) > MOST_DEPTH:
            raise self.error("too_deep", mark, most=MOST_DEPTH)

    def end(self, mark: Any) -> None:
        done = self.stack.pop()
        if done.anchor is not None:
            self.sizes[done.anchor] = done.nodes
        self.add(done.nodes, mark)


_DIGITS = re.compile(r"[-+]?[0-9_]{300,}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _check_scalar(census: _Census, event: Any) -> None:
    surrogate = _SURROGATE.search(event.value)
    if surrogate is not None:
        raise census.error("bad_character", event.start_mark, found=f"U+{ord(surrogate[0]):04X}")
    if len(event.value) >= 300 and event.style is None and _DIGITS.match(event.value):
        raise census.error("long_number", event.start_mark, found=event.value[:20] + "…")


def _count(text: str, name: str) -> None:
    from ruamel.yaml import YAML, events

    census = _Census(name)
    for event in YAML(typ="rt", pure=True).parse(io.StringIO(text)):
        mark = event.start_mark
        if isinstance(event, events.DocumentStartEvent):
            census.documents += 1
            if census.documents > 1:
                raise census.error("two_documents", mark)
        elif isinstance(event, events.AliasEvent):
            census.alias(event.anchor, mark)
        elif isinstance(event, events.ScalarEvent | events.MappingStartEvent | events.SequenceStartEvent):
            if event.ctag is not None and str(event.ctag):
                raise census.error("tag", mark, found=str(event.ctag)[:60])
            if isinstance(event, events.ScalarEvent):
                _check_scalar(census, event)
                if event.anchor is not None:
                    census.sizes[event.anchor] = 1
                census.add(1, mark)
            else:
                census.start(event.anchor, mark)
        elif isinstance(event, events.MappingEndEvent | events.SequenceEndEvent):
            census.end(mark)


def read_tree(text: str, name: str) -> Any:
    """The YAML tree of a text: a mapping that knows the line and column of its keys and values.

    Raises:
        ScenarioError: If the text is empty, is no YAML, has a key twice, or would grow beyond the bounds above.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    if len(text) > MOST_BYTES:
        raise ScenarioError("too_large", name, size=_bytes(len(text)), most=_bytes(MOST_BYTES))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _count(text, name)
            tree = YAML(typ="rt", pure=True).load(io.StringIO(text))
    except DuplicateKeyError as error:
        mark = error.problem_mark
        words = str(error.problem).split('"')
        found = words[1] if len(words) > 2 else ""
        raise ScenarioError("duplicate_key", name, mark.line + 1, mark.column + 1, found=found) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
        raise ScenarioError(_trouble(text, line, column, str(error.problem)), name, line, column) from None
    except ReaderError as error:
        good = text[: error.position] if isinstance(error.position, int) else ""
        line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
        raise ScenarioError(
            "bad_character", name, line, column, found=f"U+{ord(text[len(good)]):04X}"
        ) from None
    except (YAMLError, ValueError, RecursionError, NotImplementedError, AttributeError, TypeError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError("not_yaml", name) from None
    if tree is None:
        raise ScenarioError("empty", name)
    if not isinstance(tree, CommentedMap):
        found = "[…]" if isinstance(tree, list) else str(tree)[:40]
        raise ScenarioError("no_mapping", name, 1, 1, found=found)
    return tree


_TROUBLES = (
    ("mapping values are not allowed", "second_colon"),
    ("could not find expected ':'", "no_colon"),
    ("unexpected end of stream", "open_quote"),
    ("found '<stream end>'", "open_bracket"),
    ("expected ',' or", "open_bracket"),
    ("expected <block end>", "indentation"),
    ("did not find expected", "indentation"),
    ("bad indentation", "indentation"),
)


def _trouble(text: str, line: int | None, column: int | None, problem: str) -> str:
    """Text code for what the YAML parser complains about."""
    rows = text.splitlines()
    before = rows[line - 1][: column or 1] if line is not None and line <= len(rows) else ""
    if "'\\t'" in problem or ("\t" in before and not before.strip("\t -")):
        return "tab"
    return next((code for words, code in _TROUBLES if words in problem), "not_yaml")


def plain(tree: Any) -> Any:
    """The tree as plain dictionaries, lists, numbers and strings; dates become strings."""
    if isinstance(tree, dict):
        return {_plain_key(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [plain(value) for value in tree]
    if tree is None or type(tree) is bool:
        return tree
    if type(tree).__name__ == "ScalarBoolean":
        return bool(tree)
    for kind in (int, float, str):
        if isinstance(tree, kind):
            return kind(tree)
    return str(tree)


def _plain_key(key: Any) -> Any:
    """A key as a plain value; whoever writes a list or a mapping as a key is told so by its text."""
    return str(key) if isinstance(key, dict | list | tuple | set) else plain(key)
