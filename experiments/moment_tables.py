"""Moments of talk as the shipped CSV file, as the documentation's table, and as cells for a reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from experiments.micro_structure import MEASURES, SHARES_OF_GROUPS, Moment
from scenarios.formats import number, share
from scenarios.texts import text

__all__ = ["REAL_MOMENTS", "as_csv", "as_markdown", "cell", "middle_half", "read_moments"]

REAL_MOMENTS = Path(__file__).with_name("real_moments.csv")
"""Aggregates of real groups: no message, no member, no group and no moment is in it."""

HEADER = ("measure", "median", "q25", "q75", "share", "groups")
"""`share` instead of the median and the quartiles for a measure that is one yes or no a group."""

PLAIN = (
    "gini",
    "gap_median",
    "burstiness",
    "memory",
    "burst_5_minutes",
    "burst_30_minutes",
    "peak_to_trough",
)
"""Measures that are no shares and are not shown in percent."""


def as_csv(found: Mapping[str, Moment]) -> str:
    """Moments as the text of a CSV file; three digits, which is more than the groups support."""

    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:.3g}"

    text_file = io.StringIO()
    writer = csv.writer(text_file, lineterminator="\n")
    writer.writerow(HEADER)
    for code, moment in found.items():
        values = [moment.value, moment.q25, moment.q75, None]
        if code in SHARES_OF_GROUPS:
            values.reverse()
        writer.writerow([code, *map(shown, values), moment.groups])
    return text_file.getvalue()


def read_moments(path: Path = REAL_MOMENTS) -> dict[str, Moment]:
    """Moments of a file that `as_csv` wrote."""
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["measure"]
            value = row["share" if code in SHARES_OF_GROUPS else "median"]
            q25, q75 = (float(row[name]) if row[name] else None for name in ("q25", "q75"))
            found[code] = Moment(float(value), q25, q75, int(row["groups"]))
    return found


def cell(code: str, value: float | None, language: str) -> str:
    """A value as readers of a language write it; a dash if there is none."""
    if value is None:
        return "–"
    return number(value, language, 2) if code in PLAIN else share(value, language)


def middle_half(code: str, moment: Moment | None, language: str) -> str:
    """From the lower to the upper quartile."""
    if moment is None or moment.q25 is None or moment.q75 is None:
        return "–"
    return f"{cell(code, moment.q25, language)} … {cell(code, moment.q75, language)}"


def as_markdown(found: Mapping[str, Moment]) -> str:
    """The table of docs/micro-structure.md."""
    lines = ["| measure | definition | median or share | middle half | groups |", "|---|---|--:|--:|--:|"]
    for code, moment in found.items():
        cells = [text(f"micro.{code}", "en"), MEASURES[code], cell(code, moment.value, "en")]
        cells += [middle_half(code, moment, "en"), str(moment.groups)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
