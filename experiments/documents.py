"""The tables of the documentation, made from the code that they describe: ``python -m experiments.documents``.

Values move with every calibration and fields with every rule, so no table of either is written by hand. A document
says where a table goes by a pair of marks, ``<!-- table: moves -->`` and ``<!-- end -->``; what stands between them is
replaced. With ``--check`` nothing is written, and the exit code says whether a document has drifted from the code.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from experiments import field_meanings
from experiments.calibration.ensemble import plausible_worlds
from experiments.calibration.profiles import FEWEST_POINTS, IDENTIFIED, WEAKLY
from experiments.calibration.space import FREE_PARAMETERS, free_space
from experiments.patterns.definitions import PATTERNS
from scenarios.texts import has_text, text
from sim.channels import CHANNEL_KINDS, Channel
from sim.moves import MOVES
from sim.moves.base import ACT_DEFAULTS
from sim.parameters import psychology_table
from sim.quantities import GRADES, Quantity, quantities
from sim.records import DAY, EVENT_KINDS, GROUP, MESSAGE, PACKET
from sim.settings import Settings
from sim.staffing import Staffing
from sim.world import Group, Product

FOLDER = Path(__file__).resolve().parents[1] / "docs"
DOCUMENTS = (FOLDER / "model.md", FOLDER / "evidence.md")

LANGUAGE = "en"
NOTHING = "–"

Words = Iterable[str]


def _table(head: Words, rows: Iterable[Words]) -> str:
    """A Markdown table; cells may hold anything but line breaks."""
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _code(name: str) -> str:
    return f"`{name}`"


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:g}"


def _span(ends: tuple[float, float] | None) -> str:
    if ends is None:
        return NOTHING
    return f"{ends[0]:g} … {ends[1]:g}" if math.isfinite(ends[1]) else f"{ends[0]:g} or more"


def _unit(unit: str) -> str:
    return NOTHING if unit == "1" else text(f"unit.{unit}", LANGUAGE)


def _text(code: str) -> str:
    return text(code, LANGUAGE)


def _identified(name: str, plausible: list[dict[str, float]]) -> str:
    """What the patterns say about a parameter: how much of its prior the plausible worlds that ship take up."""
    if name not in FREE_PARAMETERS:
        return "held fixed"
    if len(plausible) < FEWEST_POINTS:
        return "free, not yet known"
    axis = next(one for one in free_space().axes if one.name == name)
    wide = float(np.ptp([axis.share(world[name]) for world in plausible]))
    if wide < IDENTIFIED:
        return "yes"
    return "weakly" if wide < WEAKLY else "no"


def psychology() -> str:
    """Every parameter of nature: value, range believed in, bounds, what it rests on, and whether patterns fix it."""
    plausible = plausible_worlds()

    def row(one: Quantity) -> list[str]:
        return [
            *(_code(one.name), _unit(one.unit), _number(one.default), _span(one.prior)),
            *(_span((one.low, one.high)), one.grade or NOTHING, " ".join(one.sources)),
            *(_identified(one.name, plausible), _text(f"{one.code}.help")),
        ]

    head = ("parameter", "unit", "value", "prior", "bounds", "grade", "sources", "identified", "meaning")
    return _table(head, map(row, psychology_table()))


def grades() -> str:
    """How many parameters rest on what."""
    counts = Counter(one.grade for one in psychology_table())
    free = {one.name: one.grade for one in psychology_table() if one.name in FREE_PARAMETERS}
    rows = [
        [grade, _text(f"grade.{grade}.help"), str(counts[grade]), str(sum(g == grade for g in free.values()))]
        for grade in GRADES
    ]
    total = ["all", "", str(sum(counts.values())), str(len(free))]
    return _table(("grade", "meaning", "parameters", "of these free in the calibration"), [*rows, total])


def moves() -> str:
    """Every move: its row in the list of practices, its code, what it does, what it rests on, its risk."""
    rows = (
        [
            *(move.sources[0], _code(move.kind()), _text(f"{move.label()}.help")),
            *(" ".join(move.sources[1:]) or NOTHING, _text(move.risk) if move.risk else NOTHING),
        ]
        for move in MOVES
    )
    return _table(("row", "move", "what it does", "also rests on", "risk"), rows)


def declared(*models: type[BaseModel]) -> str:
    """Every number and choice that the given declarations hold."""
    rows: list[list[str]] = []
    for model in models:
        numbers = {one.name: one for one in quantities(model)}
        for name, field in model.model_fields.items():
            one = numbers.get(name)
            extra: Any = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            plain = isinstance(field.default, str | bool)
            if one is None and not plain:
                continue
            rows.append(
                [
                    *(model.__name__, _code(name), _unit(one.unit) if one else "choice"),
                    _number(one.default) if one else str(field.default).lower(),
                    _span((one.low, one.high)) if one else NOTHING,
                    " ".join(extra.get("sources", ())) or NOTHING,
                    _help(name),
                ]
            )
    head = ("part", "name", "unit", "usual", "bounds", "sources", "meaning")
    return _table(head, rows)


def _help(field: str) -> str:
    """The sentence that explains a field, or its label where the label says it."""
    return (
        _text(f"field.{field}.help") if has_text(f"field.{field}.help", LANGUAGE) else _text(f"field.{field}")
    )


def channels() -> str:
    """What people of each channel are usually like."""
    names = ("trust", "greed", "droppers", "invited", "fit", "spending")
    rows = []
    for kind in CHANNEL_KINDS:
        usual = Channel.model_validate({"kind": kind})
        tiers = (usual.tiers.strong, usual.tiers.medium, usual.tiers.weak)
        values = (*tiers, *(getattr(usual, name) for name in names))
        rows.append([_code(kind), *(f"{value:g}" for value in values)])
    return _table(("channel", "strong", "medium", "weak", *names), rows)


def fields(record: np.dtype[Any], meanings: Mapping[str, str]) -> str:
    """The fields of a record in the order in which they are kept."""
    return _table(("field", "meaning"), ([_code(name), meanings[name]] for name in record.names or ()))


def member() -> str:
    """The fields of a member, by what kind of field they are."""
    rows = (
        [_code(name), kind, meaning]
        for kind, part in field_meanings.MEMBER_PARTS.items()
        for name, meaning in part.items()
    )
    return _table(("field", "kind", "meaning"), rows)


def act() -> str:
    """The fields of an act with their defaults."""
    rows = ([_code(name), _number(ACT_DEFAULTS[name]), field_meanings.ACT[name]] for name in ACT_DEFAULTS)
    return _table(("field", "when nothing is said", "meaning"), rows)


def events() -> str:
    """The kinds of rows in the event log."""
    return _table(("kind", "what happened"), ([_code(kind), _text(f"event.{kind}")] for kind in EVENT_KINDS))


def patterns() -> str:
    """The patterns with their accepted intervals. What the model shows changes: `qunlab patterns` prints that."""
    rows = (
        [one.key, _text(one.code), _span((one.low, one.high)), "★" * one.strength, " ".join(one.sources)]
        for one in PATTERNS
    )
    return _table(("pattern", "what is measured", "accepted", "strength", "rests on"), rows)


TABLES: Mapping[str, Callable[[], str]] = {
    "psychology": psychology,
    "grades": grades,
    "moves": moves,
    "settings": partial(declared, Settings, Staffing),
    "world": partial(declared, Group, Product, Channel),
    "channels": channels,
    "member": member,
    "message": partial(fields, MESSAGE, field_meanings.MESSAGE),
    "packet": partial(fields, PACKET, field_meanings.PACKET),
    "act": act,
    "day": partial(fields, DAY, field_meanings.DAY),
    "group": partial(fields, GROUP, field_meanings.GROUP),
    "events": events,
    "patterns": patterns,
}
"""Name of each table, as the marks in a document have it, and what makes it."""

_PLACE = re.compile(r"<!-- table: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)


def filled(document: str) -> str:
    """A document with its tables as the code has them now.

    Raises:
        ValueError: If it asks for a table that there is not, or opens one and does not close it.
    """

    def place(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in TABLES:
            raise ValueError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
        if "<!-- table:" in found.group(2):
            raise ValueError(f"the table {name!r} has no end")
        return f"<!-- table: {name} -->\n\n{TABLES[name]()}\n\n<!-- end -->"

    new = _PLACE.sub(place, document)
    if new.count("<!-- table:") != new.count("<!-- end -->"):
        raise ValueError("a table has no end, or an end no table")
    return new


def drifted(documents: Iterable[Path]) -> list[Path]:
    """The documents whose tables are not what the code says."""
    return [path for path in documents if (old := path.read_text(encoding="utf-8")) != filled(old)]


def main(arguments: list[str] | None = None) -> int:
    """Write the tables, or with ``--check`` only look. Returns 1 if a document had drifted and was not written."""
    parser = argparse.ArgumentParser(prog="python -m experiments.documents", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a document has drifted")
    check = parser.parse_args(arguments).check
    stale = drifted(DOCUMENTS)
    for path in stale:
        print(f"{path.name}: {'has drifted from the code' if check else 'written anew'}")
        if not check:
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
