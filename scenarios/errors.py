"""What is wrong with a scenario file, in one sentence that says where, what was found and what is allowed."""

from __future__ import annotations

from typing import Any

from scenarios.texts import text


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
        filled = {
            name: value.in_language(language) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        sentence = text(f"error.{self.code}", language, **filled)
        if self.file is None:
            return sentence
        if self.line is None:
            return text("error.in_file", language, file=self.file, sentence=sentence)
        return text(
            "error.at_line",
            language,
            file=self.file,
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
        return text(self.code, language, **self.values)
