"""The words, numbers and money of one reader: every text on the screen goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scenarios import formats, texts


@dataclass(frozen=True)
class Words:
    """Texts and formats in one language; calling it gives the text of a code.

    Attributes:
        language: "en" or "zh".
    """

    language: str

    def __call__(self, code: str, /, **values: Any) -> str:
        """The text of `code`; numbers among the values are formatted."""
        shown = {name: self.number(value) if _plain(value) else value for name, value in values.items()}
        return texts.text(code, self.language, **shown)

    def has(self, code: str) -> bool:
        """Whether there is such a text."""
        return texts.has_text(code, self.language)

    def help(self, code: str) -> str | None:
        """The explaining sentence of a label, if it has one."""
        return self(f"{code}.help") if self.has(f"{code}.help") else None

    def number(self, value: float, digits: int = 0) -> str:
        """A number; see `scenarios.formats.number`."""
        return formats.number(float(value), self.language, digits)

    def signed(self, value: float, digits: int = 0) -> str:
        """A number with its sign."""
        return formats.signed(float(value), self.language, digits)

    def share(self, value: float, digits: int = 0) -> str:
        """A share 0..1 as a percentage."""
        return formats.share(float(value), self.language, digits)

    def money(self, fen: float) -> str:
        """Fen as whole yuan."""
        shown = formats.money(float(fen), self.language)
        return shown.removeprefix("-") if shown == "-¥0" else shown.replace("-", "−\u2060")

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row."""
        from experiments.wording import listed

        return listed(names, self.language)

    def per_hundred(self, share: float) -> str:
        """A share as so many of a hundred, for axes and tables of frequencies."""
        return self.number(100.0 * share)


def _plain(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
