"""The page of a study: that of its kind, or for a kind that has none of its own whatever its record says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from experiments.reports.kinds.shared import definition_in, kind_name, page_of, strategy_name, world_name
from experiments.reports.parts import Page, Section, Table
from experiments.reports.reader import Reader
from experiments.studies.study import Study

MOST_ROWS = 200
"""So many rows of a list are shown; the record inside the report has all."""


def study_page(study: Study, reader: Reader) -> Page:
    """The page of a study in one language.

    Raises:
        ValueError: if its result is not what its kind says.
    """
    try:
        return _kinds().get(study.kind, plain_page)(study, reader)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no result of a {study.kind}: {error}") from None


def _kinds() -> Mapping[str, Callable[[Study, Reader], Page]]:
    # Imported here: a report of one kind should not wait for all of them.
    from experiments.reports.kinds.ab_test import ab_test_page
    from experiments.reports.kinds.autopsy import autopsy_page
    from experiments.reports.kinds.race import race_page
    from experiments.reports.kinds.robust import robust_page
    from experiments.reports.kinds.search import search_page
    from experiments.reports.kinds.sensitivity import sensitivity_page

    return {
        "race": race_page,
        "robust": robust_page,
        "sensitivity": sensitivity_page,
        "search": search_page,
        "autopsy": autopsy_page,
        "ab_test": ab_test_page,
    }


def plain_page(study: Study, reader: Reader) -> Page:
    """A page of all that a record says, name by name."""
    question, world = study.question, str(study.question.get("world"))
    title = (
        world_name(study, world, reader) if world in study.materials.worlds else kind_name(study.kind, reader)
    )
    sections = [
        _section(reader("report.plain.question"), question, study, reader),
        _section(reader("report.plain.result"), study.result, study, reader),
    ]
    measures = [str(question["measure"])] if reader.has(f"compared.{question.get('measure')}") else []
    definition = definition_in(question.get("death", question.get("definition")))
    return page_of(study, reader, title, "", (), sections, measures, definition)


def _section(title: str, plain: Mapping[str, Any], study: Study, reader: Reader) -> Section:
    single = tuple((name, _cell(value, study, reader)) for name, value in plain.items() if not _nested(value))
    tables = (
        [("", Table((reader("report.column.what"), reader("report.column.value")), single, left=2))]
        if single
        else []
    )
    for name, value in plain.items():
        rows = _rows(value)
        if rows:
            tables.append((name, _table(rows, study, reader)))
    return Section(title, tables=tuple(tables))


def _rows(value: Any) -> Sequence[Mapping[str, Any]]:
    """Rows of a nested value: those of a list of things, or of things by their names."""
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return list(value)[:MOST_ROWS]
    if isinstance(value, Mapping) and value:
        if all(isinstance(one, Mapping) for one in value.values()):
            return [{"": name, **one} for name, one in value.items()][:MOST_ROWS]
        return [{"": name, " ": one} for name, one in value.items()][:MOST_ROWS]
    return []


def _table(rows: Sequence[Mapping[str, Any]], study: Study, reader: Reader) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(_cell(row.get(name), study, reader) for name in names) for row in rows)
    return Table(tuple(names), cells)


def _nested(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    )


def _cell(value: Any, study: Study, reader: Reader) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return reader("report.plain.yes" if value else "report.plain.no")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return reader.short(value)
    if isinstance(value, str):
        return (
            strategy_name(study, value, reader)
            if value in study.materials.strategies
            else reader.plain(value)
        )
    if isinstance(value, list):
        return ", ".join(_cell(one, study, reader) for one in value)
    return reader.plain(str(value))
