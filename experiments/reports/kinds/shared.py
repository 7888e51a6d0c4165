"""What the pages of all kinds of studies share: names of worlds and strategies, tables from printed rows, the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.commands.cases import own_name
from experiments.definitions import Definition
from experiments.reports.closing import definitions_section, materials_section, provenance_section
from experiments.reports.parts import Page, Section, Table
from experiments.reports.reader import Reader
from experiments.studies.study import Study


def world_name(study: Study, world: str, reader: Reader) -> str:
    """The name of a world of a study: its own, or that of the catalogue, or its id."""
    return own_name("world", world, study.materials.world(world).title, reader.language)


def strategy_name(study: Study, strategy: str, reader: Reader) -> str:
    """The name of a strategy: its own, or that of the catalogue, or its id."""
    import sim

    there = strategy in study.materials.strategies
    title = (study.materials.strategy(strategy) if there else sim.Strategy()).title
    return own_name("strategy", strategy, title, reader.language)


def strategy_names(study: Study, strategies: Sequence[str], reader: Reader) -> dict[str, str]:
    """Names of some strategies by their ids."""
    return {name: strategy_name(study, name, reader) for name in strategies}


def table_of(rows: Sequence[Sequence[str]], left: int = 1, last_left: bool = False) -> Table:
    """A table whose first row is its heading."""
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), left, last_left)


def page_of(
    study: Study,
    reader: Reader,
    title: str,
    word: str,
    sentences: Sequence[str],
    sections: Sequence[Section],
    measures: Sequence[str] = (),
    definition: Definition | None = None,
    cautions: Sequence[str] = (),
) -> Page:
    """A page with what all studies end with: words, how to do it again, materials."""
    said = list(cautions)
    if study.failures:
        said.insert(0, reader("report.caution.failures", failures=len(study.failures)))
    subtitle = reader(
        "report.study.subtitle", runs=study.runs, days=reader.counted("days", study.materials.days)
    )
    closing = (
        definitions_section(reader, measures, definition),
        provenance_section(study, reader),
        materials_section(study, reader),
    )
    return Page(
        reader.language,
        kind_name(study.kind, reader),
        reader.plain(title),
        subtitle,
        word,
        tuple(reader.plain(one) for one in sentences),
        tuple(said[:3]),
        (*sections, *closing),
    )


def kind_name(kind: str, reader: Reader) -> str:
    """What a kind of study is called."""
    return reader.named(f"report.kind.{kind}", kind)


def definition_in(plain: Any) -> Definition | None:
    """A definition of death as studies note it: by its code or its fields; None if it is neither."""
    if isinstance(plain, str):
        try:
            return Definition.parse(plain)
        except ValueError:
            return None
    if isinstance(plain, dict) and "kind" in plain:
        return Definition(plain["kind"], int(plain.get("window_days", 0)))
    return None
