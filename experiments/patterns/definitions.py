"""The table of patterns: what a trustworthy model of groups must show, with the interval in which it has to lie.

One record a number; a pattern with several numbers has several parts. Ids, intervals and strengths are those of the
evidence table. Three stars: measured by the authors or by us on public logs, close to the target
quantity. Two: usable. One: weak or from another domain, reported but not judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """One number that is to be reproduced.

    Attributes:
        id: of the pattern, such as "V10".
        part: which of its numbers, such as "top_10"; empty where there is one.
        low: least accepted value.
        high: greatest accepted value.
        strength: stars, 1 to 3; with one the number is reported and not judged.
        sources: evidence ids.
        unit: "share", "ratio", "minutes", "hours" or "1", for showing the value.
    """

    id: str
    part: str
    low: float
    high: float
    strength: int
    sources: tuple[str, ...]
    unit: str

    @property
    def key(self) -> str:
        """Id and part in one, such as "V10.top_10"."""
        return f"{self.id}.{self.part}" if self.part else self.id

    @property
    def code(self) -> str:
        """Text code of its name; with ".help" that of its definition."""
        return f"pattern.{self.key}"

    @property
    def judged(self) -> bool:
        """Whether it passes or fails, or is only reported."""
        return self.strength > 1

    def accepts(self, value: float) -> bool:
        """Whether a value lies in the interval; a value that could not be measured does not."""
        return self.low <= value <= self.high


def _row(key: str, low: float, high: float, strength: int, sources: str, unit: str) -> Pattern:
    number, _, part = key.partition(".")
    return Pattern(number, part, low, high, strength, tuple(sources.split()), unit)


PATTERNS: tuple[Pattern, ...] = (
    _row("V01", 0.30, 0.50, 3, "F02", "share"),
    _row("V03", 1.5, math.inf, 3, "F02 F91", "ratio"),
    _row("V04.two_classes", 10.0, math.inf, 2, "F02 F10", "1"),
    _row("V04.window_end", 0.10, 0.70, 2, "F02 F10", "share"),
    _row("V06", 0.80, 0.95, 2, "F19", "share"),
    _row("V07", 0.80, 0.97, 1, "F75", "share"),
    _row("V08.posting_share", 0.10, 0.40, 2, "F27 F68 F96", "share"),
    _row("V08.daily_share", 0.08, 0.20, 2, "F86 F96", "share"),
    _row("V09", 0.55, 0.75, 3, "F77", "1"),
    _row("V10.top_10", 0.43, 0.62, 3, "F78", "share"),
    _row("V10.top_20", 0.63, 0.78, 3, "F78", "share"),
    _row("V11", 0.12, 0.27, 3, "F78", "share"),
    _row("V12.burstiness", 0.5, 0.85, 3, "F79 F37", "1"),
    _row("V12.memory", 0.0, 0.2, 3, "F79 F37", "1"),
    _row("V14", 0.65, 0.87, 2, "F80", "ratio"),
    _row("V15.peers", 0.25, 0.45, 3, "F44 F81", "share"),
    _row("V15.moderated", 0.05, 0.15, 3, "F81", "share"),
    _row("V16.median", 4.0, 20.0, 3, "F81", "minutes"),
    _row("V16.within_15", 0.28, 0.55, 3, "F81", "share"),
    _row("V17.ratio", 8.0, 20.0, 2, "F84 F40", "ratio"),
    _row("V17.peak", 0.0, 0.0, 2, "F40", "hours"),
    _row("V19.answered", 0.08, 0.22, 3, "F43 F89", "share"),
    _row("V19.speed", -0.08, 0.08, 1, "F89", "share"),
    _row("V20.one_hour", 3.0, 12.0, 2, "F90", "ratio"),
    _row("V20.one_day", 1.3, 2.3, 2, "F90", "ratio"),
    _row("V21.sent_on", 0.13, 0.23, 3, "F12 F13", "ratio"),
    _row("V21.luckiest", 1.3, 1.8, 3, "F13", "ratio"),
    _row("V21.chain", 0.0, 1.0, 3, "F16", "ratio"),
    _row("V22", 0.5, 1.5, 2, "F14", "share"),
    _row("V23.first_invitation", 0.70, 0.90, 3, "F07", "share"),
    _row("V23.gaps", 0.70, 0.90, 3, "F07", "share"),
    _row("V25", 0.1, 0.5, 1, "F64", "ratio"),
    _row("V26.exits", 0.0003, 0.002, 2, "F51 F94", "share"),
    _row("V26.after_push", 1.5, 3.0, 2, "F52", "ratio"),
    _row("V26.mute_per_leave", 1.5, 3.0, 2, "F47", "ratio"),
    _row("V26.heavy_ads", 0.005, 0.03, 1, "F58", "share"),
    _row("V27.near_linear", 0.9, 1.0, 2, "F54", "1"),
    _row("V27.long_run", 2.0, 4.0, 2, "F54", "ratio"),
)
"""All patterns in the order of the evidence table. V22's share exceeds 1 where larger
receipts bring more senders, of smaller packets."""
