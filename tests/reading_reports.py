"""Reading a report as a browser does, without one: elements, texts by language, and the JSON inside."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

EMPTY = {"meta", "line", "rect", "br", "link", "img"}


@dataclass
class Read:
    """What was found: element names, attributes that load something, texts by language, and what scripts hold."""

    elements: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def text(self, language: str) -> str:
        return "\n".join(self.texts[language])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Read()
        self.open: list[tuple[str, str]] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found.elements.append(tag)
        self.found.loads += [given[name] for name in ("src", "href", "action", "data") if name in given]
        self.found.handlers += [name for name in given if name.startswith("on")]
        if "aria-label" in given:
            self.found.labels.append(given["aria-label"])
        if tag == "main":
            self.language = given["lang"]
            self.found.texts[self.language] = []
        if tag not in EMPTY:
            self.open.append((tag, given.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open[-1][0] != tag:
            self.found.unclosed.append(tag)
            return
        self.open.pop()
        if tag == "main":
            self.language = ""

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self.open]
        if "script" in inside:
            name = self.open[-1][1]
            self.found.scripts[name] = self.found.scripts.get(name, "") + data
        elif self.language and "pre" not in inside and data.strip():
            self.found.texts[self.language].append(data.strip())


def read(content: bytes) -> Read:
    """Read a report."""
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    reader.found.unclosed += [tag for tag, _ in reader.open]
    return reader.found


def figures(found: Read) -> dict[str, Any]:
    """The charts of a report by their names."""
    return json.loads(found.scripts["qunlab-figures"])


def codes_in(texts: list[str], known: set[str]) -> list[str]:
    """Codes of messages that stand where their texts should, and placeholders that nobody filled in."""
    words = {word for text in texts for word in re.findall(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+", text)}
    return sorted(words & known) + [text for text in texts if re.search(r"\{\w*\}", text)]
