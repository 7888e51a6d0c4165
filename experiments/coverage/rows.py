"""All rows of the list of systems, in its order: A who is in the group, B its kind, C moves, D measures, E cases."""

from __future__ import annotations

from functools import cache

from experiments.coverage import (
    rows_cases,
    rows_groups,
    rows_measures,
    rows_members,
    rows_moves_first,
    rows_moves_second,
    rows_portfolios,
)
from experiments.coverage.definitions import Row

IDS: tuple[str, ...] = tuple(
    f"{letter}{number}"
    for letter, last in (("A", 10), ("B", 9), ("C", 40), ("D", 9), ("E", 10))
    for number in range(1, last + 1)
)
"""The rows of the list of systems."""


@cache
def rows() -> tuple[Row, ...]:
    """Every row, in the order of `IDS`."""
    parts = (
        rows_members,
        rows_groups,
        rows_moves_first,
        rows_moves_second,
        rows_portfolios,
        rows_measures,
        rows_cases,
    )
    found = {row.id: row for part in parts for row in part.rows()}
    return tuple(found[id] for id in IDS if id in found)


def chosen(asked: str) -> tuple[Row, ...]:
    """The rows of a list such as "C1,C5" or "C": single rows, or all of a letter.

    Raises:
        KeyError: for a part that is neither; its argument is the part.
    """
    wanted: set[str] = set()
    for part in (one.strip().upper() for one in asked.split(",")):
        matching = {id for id in IDS if id == part or (part.isalpha() and id[0] == part)}
        if not matching:
            raise KeyError(part)
        wanted |= matching
    return tuple(row for row in rows() if row.id in wanted)
