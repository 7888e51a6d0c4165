"""What can be compared launch by launch: unit, direction, and the smallest difference that matters.

The smallest differences are choices, not findings; they are shown with every result and can be changed there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import DEFAULT, Definition
from experiments.money import profit_of, revenue_of
from experiments.outcome_rows import POSITION

Floats = NDArray[np.float64]

MEASURES: tuple[str, ...] = (
    "lively_days",
    "messages",
    "messages_7",
    "messages_30",
    "members_end",
    "leaves",
    "mutes",
    "orders",
    "revenue",
    "profit",
    "minutes",
)

DEFAULT_WAGE_FEN = 4000
"""Cost of an hour of staff time, in fen: an assumption, to be set to one's own."""


@dataclass(frozen=True)
class Measure:
    """One measure.

    Attributes:
        code: one of `MEASURES`; its label is the text ``compared.<code>``.
        unit: "days", "messages", "members", "orders", "fen" or "minutes".
        more_is_better: its direction, or None where neither is better in itself.
        matters: the smallest difference that matters, in the unit.
        reach: the largest difference that can be, or None.
    """

    code: str
    unit: str
    more_is_better: bool | None
    matters: float
    reach: float | None = None


def measure(code: str, day: int, days: int, members: float) -> Measure:
    """The measure of a code.

    Args:
        code: one of `MEASURES`.
        day: the day up to which life is judged.
        days: length of the run.
        members: members on the first day, to which the thresholds of heads are scaled.

    Raises:
        ValueError: for an unknown code.
    """
    some_heads = max(1.0, round(0.05 * members))
    known = {
        "lively_days": Measure(code, "days", True, 7.0 if day >= 30 else max(0.5, day / 10), float(day)),
        "messages": Measure(code, "messages", True, float(days)),
        "messages_7": Measure(code, "messages", True, float(min(days, 7))),
        "messages_30": Measure(code, "messages", True, float(min(days, 30))),
        "members_end": Measure(code, "members", True, some_heads),
        "leaves": Measure(code, "members", False, some_heads),
        "mutes": Measure(code, "members", False, some_heads),
        "orders": Measure(code, "orders", True, max(1.0, round(0.02 * members))),
        "revenue": Measure(code, "fen", True, 50_000.0),
        "profit": Measure(code, "fen", True, 50_000.0),
        "minutes": Measure(code, "minutes", None, float(days)),
    }
    if code not in known:
        raise ValueError(f"unknown measure {code!r}; one of {', '.join(MEASURES)}")
    return known[code]


COLUMN_OF = {"messages": "talk", "messages_7": "talk_7", "messages_30": "talk_30", "orders": "buyers"}
"""Columns of the measures that are columns under another name."""


def values_of(
    rows: Floats,
    code: str,
    day: int,
    definition: Definition = DEFAULT,
    wage_fen: float = DEFAULT_WAGE_FEN,
) -> Floats:
    """A measure of each run.

    A launch that was closed on purpose while lively counts as lively to the end.

    Args:
        rows: of runs, shape (n, len(COLUMNS)), NaN where one failed.
        code: one of `MEASURES`.
        day: the day up to which life is judged.
        definition: of death.
        wage_fen: an hour of staff time, where the measure is profit.

    Returns:
        Shape (n,), NaN where the run failed.

    Raises:
        ValueError: for an unknown code.
    """
    if code not in MEASURES:
        raise ValueError(f"unknown measure {code!r}; one of {', '.join(MEASURES)}")
    if code == "lively_days":
        return np.minimum(rows[:, POSITION[definition.code]], float(day))
    if code == "profit":
        return profit_of(rows, wage_fen)
    if code == "revenue":
        return revenue_of(rows)
    return rows[:, POSITION[COLUMN_OF.get(code, code)]]
