"""The words, numbers and money of a report's reader in one language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.measures import Measure
from experiments.pairing import Difference
from experiments.wording import counted, listed
from scenarios import formats, texts
from scenarios.errors import printable

MOST_LETTERS = 2000
JOINED = "\u2060"
"""Keeps a sign and its amount in one line."""

SHARES = (
    "rate", "share", "dead_", "exits_a_member", "event_attendance", "conversion", "topicality", "platform_risk"
)  # fmt: skip
HUNDREDTHS = ("orders_a_member", "repurchases_a_month")
TENTHS = (
    "messages", "lively_days", "shill_notices", "moves_dropped", "net_growth", "half_life", "ad_violations"
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Texts and formats in one language; calling it gives the text of a code.

    Attributes:
        language: "en" or "zh".
    """

    language: str

    def __call__(self, code: str, /, **values: Any) -> str:
        """The text of a code; numbers among the values are formatted."""
        shown = {
            name: self.number(value) if isinstance(value, int | float) else value
            for name, value in values.items()
        }
        return texts.text(code, self.language, **shown)

    def has(self, code: str) -> bool:
        """Whether there is such a text."""
        return texts.has_text(code, self.language)

    def named(self, code: str, otherwise: str) -> str:
        """The text of a code, or what was given instead, fit to be shown."""
        return self(code) if self.has(code) else self.plain(otherwise)

    def plain(self, given: str) -> str:
        """A text that came from outside, in one line without control characters."""
        return printable(given, MOST_LETTERS)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number; what is unknown is a dash."""
        return formats.number(math.nan if value is None else float(value), self.language, digits)

    def short(self, value: float | None) -> str:
        """A number with as many decimals as its size calls for, at most three."""
        if value is None or not math.isfinite(value):
            return self.number(value)
        size = abs(value)
        return self.number(value, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3)

    def signed(self, value: float, digits: int = 0) -> str:
        """A number with its sign."""
        return formats.signed(float(value), self.language, digits).replace("-", "−")

    def share(self, value: float | None, digits: int = 0) -> str:
        """A share 0..1 as a percentage."""
        return formats.share(math.nan if value is None else float(value), self.language, digits)

    def money(self, fen: float) -> str:
        """Fen as whole yuan."""
        shown = formats.money(float(fen), self.language)
        return shown.removeprefix("-") if shown == "-¥0" else shown.replace("-", f"−{JOINED}")

    def counted(self, what: str, value: float, digits: int = 0) -> str:
        """A number with its noun; see `experiments.wording.counted`."""
        return counted(what, value, self.language, digits)

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row."""
        return listed(names, self.language)

    def between(self, low: str, high: str) -> str:
        """The two ends of an interval."""
        return self("report.interval", low=low, high=high).replace(" ", "\u00a0")

    def amount(self, value: float, measure: Measure, signed: bool = False) -> str:
        """A value of a measure in its unit."""
        if measure.unit == "fen":
            shown = self.money(value)
            return f"+{JOINED}{shown}" if signed and value >= 50 and math.isfinite(value) else shown
        digits = 0 if abs(value) >= 20 else 1
        shown = self.signed(value, digits) if signed else self.number(value, digits)
        return self("difference.amount", value=shown, unit=self(f"unit.{measure.unit}")).replace(
            " ", "\u00a0"
        )

    def bare(self, value: float, measure: Measure) -> str:
        """A difference with its sign and no unit."""
        if measure.unit == "fen" or not math.isfinite(value):
            return self.amount(value, measure, signed=True)
        return self.signed(value, 0 if abs(value) >= 20 else 1)

    def difference(self, one: Difference, measure: Measure) -> str:
        """A mean difference with its interval."""
        ends = self.between(self.bare(one.low, measure), self.bare(one.high, measure))
        return self("report.mean_interval", mean=self.bare(one.mean, measure), interval=ends)

    def figure(self, code: str, value: float) -> str:
        """A key figure: a share in percent, money as money, small counts with one decimal."""
        if code == "order_value":
            return self.money(value)
        if code in HUNDREDTHS:
            return self.number(value, 2)
        if any(part in code for part in SHARES):
            return self.share(value, 1)
        return self.number(value, 1 if any(part in code for part in TENTHS) else 0)
