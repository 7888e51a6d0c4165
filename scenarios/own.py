"""A reader's own worlds and strategies: YAML files in a folder of theirs, told apart by ids that are safe as names.

Nothing that is typed becomes a path: a file's name is made here from letters, digits and underscores, always begins
with ``own_``, which no shipped one does, and every id that comes in from a link or a form is held against the same
form before it is used. A file is either there whole or not at all. Who changes something that somebody else has
changed in the meantime is told so, by the digest of what they had read.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.errors import ScenarioError, printable
from scenarios.loading import parse_strategy, parse_world
from scenarios.reading import read_text, read_tree
from scenarios.texts import text as words_of
from sim.strategy import Strategy
from sim.wording import Words
from sim.world import World

KINDS = ("world", "strategy")
"""What one can have of one's own."""
MOST_FILES = 200
"""Of each kind."""
MOST_BYTES = 200_000
"""Of one file."""
MOST_NAME = 80
"""Characters of a name."""
PREFIX = "own_"

_ID = re.compile(r"own_[a-z0-9][a-z0-9_]{0,47}")
_FOLDERS = {"world": "worlds", "strategy": "strategies"}
_PARSERS: dict[str, Callable[[str, str], World | Strategy]] = {
    "world": parse_world,
    "strategy": parse_strategy,
}
# Several readers of one server write through the same process.
_WRITING = threading.Lock()
_HEADINGS: dict[tuple[str, str], tuple[Words, Words, bool]] = {}


class OwnError(ValueError):
    """Something of one's own cannot be read or kept.

    Attributes:
        code: why, the text code without "own.error.".
        values: for the text.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def in_language(self, language: str) -> str:
        """A sentence for the reader."""
        return words_of(f"own.error.{self.code}", language, **self.values)

    def __str__(self) -> str:
        return self.in_language("en")


class ConflictError(OwnError):
    """What was read has been changed or deleted by somebody else since."""


@dataclass(frozen=True)
class Own:
    """One kept world or strategy.

    Attributes:
        kind: one of `KINDS`.
        id: its safe id, which links and questions carry.
        title: its name; empty words where the file gives none or cannot be read.
        about: its describing words.
        readable: whether the file holds a valid world or strategy.
        digest: of the file as it was read, to tell whether it has changed since.
    """

    kind: str
    id: str
    title: Words
    about: Words
    readable: bool
    digest: str

    def name(self, language: str) -> str:
        """What to call it: its title on one line, else its id."""
        return printable(self.title.in_language(language).strip(), MOST_NAME) or self.id


def is_id(given: str) -> bool:
    """Whether a text has the form of an own id; whether there is such a file is another matter."""
    return _ID.fullmatch(given) is not None


def safe_id(name: str) -> str:
    """An id from any name at all: accents dropped, everything but letters, digits and underscores left out."""
    plain = unicodedata.normalize("NFKD", name[:1000]).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_").removeprefix(PREFIX)[:40].strip("_")
    return PREFIX + (slug or "unnamed")


def digest_of(text: str) -> str:
    """Sixteen hexadecimal digits that change with the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def listing(folder: Path, kind: str) -> list[Own]:
    """All kept ones of a kind, by id; files of any other name are none of ours."""
    return [found for path in _paths(folder, kind) if (found := _entry(kind, path)) is not None]


def read(folder: Path, kind: str, id_: str) -> str:
    """The YAML text of a kept one.

    Raises:
        OwnError: if there is none of that id.
        ScenarioError: if the file cannot be read as text.
    """
    path = _path(folder, kind, id_)
    if path.is_symlink() or not path.is_file():
        raise OwnError("none", id=printable(id_))
    return read_text(path, path.name, MOST_BYTES)


def load(folder: Path, kind: str, id_: str) -> World | Strategy:
    """A kept world or strategy.

    Raises:
        OwnError: if there is none of that id.
        ScenarioError: if its file is not right.
    """
    return parse(kind, read(folder, kind, id_), f"{id_}.yaml")


def parse(kind: str, text: str, name: str) -> World | Strategy:
    """A world or a strategy from text, of at most `MOST_BYTES`; it can name no file beside it.

    Raises:
        ScenarioError: if the text is not right.
    """
    return _PARSERS[_known(kind)](_within(text, name), name)


def save(folder: Path, kind: str, text: str, *, id_: str = "", digest: str | None = None) -> Own:
    """Keep a valid text, whole or not at all.

    Args:
        folder: of the reader's own.
        kind: one of `KINDS`.
        text: YAML.
        id_: what to write over; a new id is made from the title if empty.
        digest: of the text that was changed; None writes over whatever is there.

    Raises:
        ScenarioError: if the text is not right; nothing is written then.
        ConflictError: if the file is no longer what was changed.
        OwnError: if a new one has no title, there are too many, or the folder cannot be written.
    """
    found = parse(kind, text, f"{id_ or _known(kind)}.yaml")
    with _WRITING, _told():
        if not id_:
            if not (found.title.en or found.title.zh).strip():
                raise OwnError("no_name")
            return _save_new(folder, kind, text, found.title)
        path = _path(folder, kind, id_)
        if digest is not None:
            _check_unchanged(path, digest)
        _write(path, text)
        return _own(kind, id_, found, text)


def rename(folder: Path, kind: str, id_: str, name: str, digest: str | None = None) -> Own:
    """Give a kept one another name; its id, and with it every link to it, stays.

    Raises:
        OwnError: if there is none, or the name is empty.
        ConflictError: if it has been changed since it was read.
        ScenarioError: if the file is not right.
    """
    return save(folder, kind, titled(read(folder, kind, id_), name), id_=id_, digest=digest)


def duplicate(folder: Path, kind: str, text: str, name: str) -> Own:
    """Keep a copy of a text, a shipped one's for instance, under a name of its own.

    Raises:
        OwnError: if the name is empty, there are too many, or the folder cannot be written.
        ScenarioError: if the text is not right.
    """
    return save(folder, kind, titled(text, name))


def delete(folder: Path, kind: str, id_: str, digest: str | None = None) -> None:
    """Delete a kept one; that it is gone already is no error.

    Raises:
        ConflictError: if it has been changed since it was read.
        OwnError: if the folder cannot be written, or the id is none.
    """
    path = _path(folder, kind, id_)
    with _WRITING, _told():
        if digest is not None and path.exists():
            _check_unchanged(path, digest)
        path.unlink(missing_ok=True)


def titled(text: str, name: str, about: str = "") -> str:
    """The same YAML, comments included, with another title.

    Args:
        text: YAML.
        name: the title.
        about: what it is for, where the text does not say so itself.

    Raises:
        OwnError: if the name is empty.
        ScenarioError: if the text is no YAML.
    """
    from ruamel.yaml import YAML

    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:MOST_NAME]
    if not shown:
        raise OwnError("no_name")
    tree = read_tree(_within(text, "YAML"), "YAML")
    if "title" in tree:
        tree["title"] = shown
    else:
        tree.insert(0, "title", shown)
    if about and "about" not in tree:
        tree.insert(1, "about", about)
    writer = YAML(typ="rt", pure=True)
    writer.preserve_quotes = True
    writer.width = 4096
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(tree, out)
    return out.getvalue()


def _save_new(folder: Path, kind: str, text: str, title: Words) -> Own:
    there = [path.stem for path in _paths(folder, kind)]
    if len(there) >= MOST_FILES:
        raise OwnError("too_many", most=MOST_FILES)
    base = safe_id(title.en or title.zh)
    for number in range(1, MOST_FILES + 2):
        id_ = base if number == 1 else f"{base}_{number}"
        path = _path(folder, kind, id_)
        if id_ in there or path.exists():
            continue
        # Another process may take the same id between the look and the writing: then the next one is tried.
        with contextlib.suppress(FileExistsError):
            _write(path, text, new=True)
            return _own(kind, id_, parse(kind, text, path.name), text)
    raise OwnError("too_many", most=MOST_FILES)


def _write(path: Path, text: str, new: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        if new:
            # A second name for the draft: refused where the name is taken, and never half a file.
            path.hardlink_to(draft)
        else:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _check_unchanged(path: Path, digest: str) -> None:
    try:
        now = read_text(path, path.name, MOST_BYTES)
    except ScenarioError:
        raise ConflictError("gone") from None
    if digest_of(now) != digest:
        raise ConflictError("changed")


def _entry(kind: str, path: Path) -> Own | None:
    try:
        text = read_text(path, path.name, MOST_BYTES)
    except ScenarioError as error:
        return None if error.code == "no_file" else Own(kind, path.stem, Words(), Words(), False, "")
    title, about, readable = _heading(kind, text)
    return Own(kind, path.stem, title, about, readable, digest_of(text))


def _heading(kind: str, text: str) -> tuple[Words, Words, bool]:
    """Title, description and whether the text is right; remembered, since a page lists them all at every click."""
    key = (kind, digest_of(text))
    if key not in _HEADINGS:
        if len(_HEADINGS) >= 4 * MOST_FILES:
            _HEADINGS.clear()
        try:
            found = parse(kind, text, kind)
            _HEADINGS[key] = (found.title, found.about, True)
        except ScenarioError:
            _HEADINGS[key] = (Words(), Words(), False)
    return _HEADINGS[key]


def _own(kind: str, id_: str, found: World | Strategy, text: str) -> Own:
    return Own(kind, id_, found.title, found.about, True, digest_of(text))


def _within(text: str, name: str) -> str:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        most = f"{MOST_BYTES / 1e3:.0f} kB"
        raise ScenarioError("too_large", name, size=f"{size / 1e3:,.0f} kB", most=most)
    return text


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
    return kind


def _path(folder: Path, kind: str, id_: str) -> Path:
    if not is_id(id_):
        raise OwnError("none", id=printable(id_))
    return folder / _FOLDERS[_known(kind)] / f"{id_}.yaml"


def _paths(folder: Path, kind: str) -> list[Path]:
    try:
        found = list((folder / _FOLDERS[_known(kind)]).iterdir())
    except OSError:
        return []
    ours: Mapping[str, Path] = {
        path.name: path for path in found if path.suffix == ".yaml" and is_id(path.stem)
    }
    return [ours[name] for name in sorted(ours) if not ours[name].is_symlink() and ours[name].is_file()]


@contextmanager
def _told() -> Iterator[None]:
    """A folder that cannot be written, said in words."""
    try:
        yield
    except OSError:
        raise OwnError("cannot_write") from None
