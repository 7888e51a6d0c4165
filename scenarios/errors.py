"""What is wrong with a scenario file, in one sentence that says where, what was found and what is allowed."""

from __future__ import annotations

from typing import Any

from scenarios.texts import text

MOST_SHOWN = 60
"""Characters of what was found that a message repeats."""

_LONGER = {"field": 120, "where": 120, "file": 300, "allowed": 2000, "sentence": 2000}


def printable(given: str, most: int = MOST_SHOWN) -> str:
    """A text fit for one line of a message: control characters escaped, at most `most` characters."""
    parts, used = [], 0
    for character in given:
        part = character if character.isprintable() else _escaped(character)
        parts.append(part)
        used += len(part)
        if used > most:
            break
    else:
        return "".join(parts)
    while parts and used > most - 1:
        used -= len(parts.pop())
    return "".join(parts) + "\u2026"


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _filled(values: dict[str, Any], language: str) -> dict[str, Any]:
    filled = {}
    for name, value in values.items():
        shown = value.in_language(language) if isinstance(value, Phrase) else value
        most = _LONGER.get(name, 2000 if isinstance(value, Phrase) else MOST_SHOWN)
        filled[name] = printable(shown, most) if isinstance(shown, str) else shown
    return filled


class ScenarioError(ValueError):
    """A world or strategy that cannot be used.

    `str(error)` is the sentence in English, `error.in_language("zh")` the one in Chinese.

    Attributes:
        code: What is wrong, the text code without "error.".
        file: Name of the file, or of what was pasted; None where no file is concerned.
        line: Line, from 1, or None.
        column: Column, from 1, or None.
        values: What was found, what is allowed, the nearest word …, as the text's placeholders name them. A value that
            is itself a `Phrase` is put into the language of the reader.
        others: Further errors of the same file, in its order.
    """

    def __init__(
        self,
        code: str,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        **values: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.values = values
        self.others: tuple[ScenarioError, ...] = ()

    def in_language(self, language: str) -> str:
        """The whole sentence, place included."""
        sentence = text(f"error.{self.code}", language, **_filled(self.values, language))
        if self.file is None:
            return sentence
        file = printable(self.file, _LONGER["file"])
        if self.line is None:
            return text("error.in_file", language, file=file, sentence=sentence)
        return text(
            "error.at_line",
            language,
            file=file,
            line=self.line,
            column=self.column or 1,
            sentence=sentence,
        )

    def __str__(self) -> str:
        return self.in_language("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.code, self.file, self.line, self.column, self.values, self.others)


def _rebuild(
    code: str, file: str | None, line: int | None, column: int | None, values: dict[str, Any], others: Any
) -> ScenarioError:
    error = ScenarioError(code, file, line, column, **values)
    error.others = others
    return error


class Phrase:
    """A piece of a sentence that is chosen by code and put into words when the language is known."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = values

    def in_language(self, language: str) -> str:
        """The words."""
        return text(self.code, language, **_filled(self.values, language))
