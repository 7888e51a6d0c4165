"""The end of every report: what each word and figure means, and all that it takes to do the study again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from experiments.definitions import Definition
from experiments.measures import Measure
from experiments.reports.parts import Section, Table
from experiments.reports.reader import Reader
from experiments.studies.study import Study
from experiments.wording import definition_name

LIBRARIES = "libraries"


def definitions_section(
    reader: Reader,
    measures: Sequence[str],
    definition: Definition | None,
    of: Callable[[str], Measure] | None = None,
) -> Section:
    """What the measures and death mean, and from what size on a difference matters.

    Args:
        reader: whose words.
        measures: codes of the measures that the report shows.
        definition: of death, if the report rests on one.
        of: gives a measure with the smallest difference that matters, where that is known.
    """
    found = []
    if definition is not None:
        found.append((reader("report.term.death"), definition_name(definition, reader.language)))
    for code in measures:
        meaning = reader.named(f"compared.{code}.help", code)
        if of is not None:
            one = of(code)
            meaning = reader("report.term.matters", meaning=meaning, matters=reader.amount(one.matters, one))
        found.append((reader.named(f"compared.{code}", code), meaning))
    found += [
        (reader(f"report.term.{code}"), reader(f"report.term.{code}.help"))
        for code in ("launch", "paired", "interval", "luck")
    ]
    return Section(reader("report.section.definitions"), terms=tuple(found))


def provenance_section(study: Study, reader: Reader) -> Section:
    """Versions, seeds, materials, failures, and the command that does the study again."""
    made = study.provenance
    rows = [
        (reader("report.provenance.runs"), reader.number(study.runs)),
        (reader("report.provenance.failures"), reader.number(len(study.failures))),
        (reader("report.provenance.days"), reader.number(study.materials.days)),
        (reader("report.provenance.seeds"), seeds_shown(study, reader)),
        (reader("report.provenance.model"), reader.plain(str(made.get("model") or "–"))),
        (reader("report.provenance.materials"), digest(study.materials.as_dict())),
    ]
    rows += [
        (reader(f"report.provenance.{code}"), reader.plain(str(made[code])))
        for code in ("python", "system", "processor")
        if made.get(code)
    ]
    libraries = made.get(LIBRARIES)
    if isinstance(libraries, Mapping):
        shown = ", ".join(f"{name} {version}" for name, version in sorted(libraries.items()) if version)
        rows.append((reader("report.provenance.libraries"), reader.plain(shown)))
    heading = (reader("report.column.what"), reader("report.column.value"))
    failures = tuple((reader("report.provenance.failure"), reader.plain(line)) for line in study.failures)
    return Section(
        reader("report.section.provenance"),
        (reader("report.provenance.lead"),),
        tables=(("", Table(heading, tuple(rows), left=2)),),
        terms=failures,
        code=study.command_line,
    )


def materials_section(study: Study, reader: Reader) -> Section:
    """The worlds and strategies as they were run, to be read or taken along."""
    plain = json.dumps(study.materials.as_dict(), ensure_ascii=False, indent=1, sort_keys=True)
    return Section(
        reader("report.section.materials"), (reader("report.materials.lead"),), folded=True, code=plain
    )


def seeds_shown(study: Study, reader: Reader) -> str:
    """The seeds of a study, as far as its record says: the first of them and how many, or those of its sample."""
    asked = study.question
    first = asked.get("first_seed")
    if first is not None and asked.get("launches"):
        return reader.between(
            reader.plain(str(first)), reader.plain(str(int(first) + int(asked["launches"]) - 1))
        )
    seeds = sorted({one.seed for one in study.sample})
    if not seeds:
        return "–"
    return reader("report.provenance.seeds_sampled", first=str(seeds[0]), last=str(seeds[-1]))


def digest(plain: Any) -> str:
    """Sixteen hexadecimal digits that stand for plain data."""
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
