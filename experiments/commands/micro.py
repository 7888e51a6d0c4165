"""``qunlab micro``: how talk in real groups looks from near, beside talk in simulated ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments import simulated_talk
from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError, quoted
from experiments.micro_structure import FEWEST_GROUPS, MEASURES, Moment, Talk, moments
from experiments.moment_tables import REAL_MOMENTS, as_csv, cell, middle_half, read_moments
from scenarios.formats import number
from scenarios.texts import text

COLUMNS = ("group_id", "hashed_member_id", "unix_time")


def micro(given: str | None, write: bool, json: bool, language: str) -> None:
    """Print the moments of real groups and of simulated ones.

    Args:
        given: Parquet file of real messages; without one, the aggregates that come with the lab are taken.
        write: put the aggregates of the file in place of those that come with the lab.
        json: print JSON instead of a table.
        language: of the table.
    """
    if given is None and write:
        raise BadInputError("micro_nothing_to_write")
    real = shipped() if given is None else moments_of_file(given)
    if write:
        replace_shipped(real)
    by_pair, simulated = simulated_moments(language)
    if json:
        print(as_json(_plain(real, simulated, by_pair)))
        return
    print(table(_rows(real, simulated, by_pair, language)) + "\n")
    values = {"groups": simulated_talk.LAUNCHES, "days": simulated_talk.DAYS, "fewest": FEWEST_GROUPS}
    print(text("micro.note", language, **values))
    for position, (world, strategy) in enumerate(simulated_talk.ENSEMBLE, 1):
        print(text("micro.pair", language, position=position, world=world, strategy=strategy))


def moments_of_file(given: str) -> dict[str, Moment]:
    """Moments of the real groups in a file.

    Raises:
        BadInputError: if it cannot be read, or too few groups are in it to report anything.
    """
    talk = read_talk(given)
    groups = len(np.unique(talk.groups))
    found = moments(talk)
    if not found:
        raise BadInputError("micro_few", found=quoted(given), groups=groups, fewest=FEWEST_GROUPS)
    return found


def shipped() -> dict[str, Moment]:
    """Moments that come with the lab.

    Raises:
        BadInputError: if they are not there.
    """
    try:
        return read_moments()
    except OSError:
        raise BadInputError("micro_not_shipped") from None


def replace_shipped(found: Mapping[str, Moment]) -> None:
    """Write the aggregates, and only these, where the lab keeps them.

    Raises:
        BadInputError: if the file cannot be written.
    """
    try:
        REAL_MOMENTS.write_text(as_csv(found), encoding="utf-8")
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise BadInputError("cannot_write", found=quoted(REAL_MOMENTS.name), why=why) from None


def read_talk(given: str) -> Talk:
    """Messages of a Parquet file with `COLUMNS`: text or whole numbers twice, then seconds.

    Raises:
        BadInputError: if it is no such file, or holds no message.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        if not Path(given).is_file():
            raise BadInputError("micro_no_file", found=quoted(given))
        opened = pyarrow.parquet.ParquetFile(given)
        missing = [name for name in COLUMNS if name not in opened.schema_arrow.names]
        if missing:
            raise BadInputError("micro_columns", found=quoted(given), missing=", ".join(missing))
        read = opened.read(columns=list(COLUMNS))
    except pyarrow.ArrowException:
        raise BadInputError("micro_no_parquet", found=quoted(given)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError("micro_no_file", found=quoted(given)) from None
    if read.num_rows == 0:
        raise BadInputError("micro_empty", found=quoted(given))
    groups, members = (_numbered(read[name], name, given) for name in COLUMNS[:2])
    seconds = _seconds(read[COLUMNS[2]], given)
    return Talk(groups, members, seconds, float(seconds.max()))


def _numbered(column: Any, name: str, given: str) -> Any:
    """A column of ids as numbers from 0."""
    from pyarrow import types

    kind = column.type.value_type if types.is_dictionary(column.type) else column.type
    named = types.is_string(kind) or types.is_large_string(kind) or types.is_integer(kind)
    if not named or column.null_count:
        raise BadInputError("micro_ids", found=quoted(given), column=name)
    return np.unique(column.to_numpy(), return_inverse=True)[1].astype(np.int64)


def _seconds(column: Any, given: str) -> Any:
    from pyarrow import types

    if types.is_integer(column.type) or types.is_floating(column.type):
        seconds = column.to_numpy().astype(np.float64)
        if not column.null_count and np.isfinite(seconds).all():
            return seconds
    raise BadInputError("micro_times", found=quoted(given))


def simulated_moments(language: str) -> tuple[list[dict[str, Moment]], dict[str, Moment]]:
    """Moments of each pair of the ensemble, and of all their groups together."""
    import sim

    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    pairs, launches, talks = simulated_talk.ENSEMBLE, simulated_talk.LAUNCHES, []
    with progress(text("micro.simulating", language)) as report:
        for position, pair in enumerate(pairs):

            def done(groups: int, before: int = position * launches) -> None:
                report(before + groups, len(pairs) * launches)

            talks.append(simulated_talk.simulated_talk(pair, launches, simulated_talk.DAYS, done))
    return [moments(talk) for talk in talks], moments(simulated_talk.together(talks))


def _ratio(real: Moment | None, simulated: Moment | None) -> float | None:
    return simulated.value / real.value if real and simulated and real.value else None


def _plain(
    real: Mapping[str, Moment], simulated: Mapping[str, Moment], by_pair: list[dict[str, Moment]]
) -> dict[str, Any]:
    def all_of(found: Mapping[str, Moment]) -> dict[str, Any]:
        return {code: vars(moment) for code, moment in found.items()}

    return {
        "definitions": MEASURES,
        "real": all_of(real),
        "simulated": all_of(simulated),
        "ratio": {code: _ratio(real.get(code), simulated.get(code)) for code in MEASURES},
        "by_pair": [
            {
                "world": world,
                "strategy": strategy,
                "launches": simulated_talk.LAUNCHES,
                "moments": all_of(found),
            }
            for (world, strategy), found in zip(simulated_talk.ENSEMBLE, by_pair, strict=True)
        ],
    }


def _rows(
    real: Mapping[str, Moment],
    simulated: Mapping[str, Moment],
    by_pair: list[dict[str, Moment]],
    language: str,
) -> list[list[str]]:
    names = ("measure", "real", "middle_half", "groups", "simulated", "middle_half", "groups", "ratio")
    heading = [text(f"micro.column.{name}", language) for name in names]
    heading += [f"({position})" for position in range(1, len(by_pair) + 1)]
    rows = [heading]

    def value(code: str, found: Mapping[str, Moment]) -> str:
        return cell(code, found[code].value if code in found else None, language)

    for code in MEASURES:
        row = [text(f"micro.{code}", language)]
        for found in (real, simulated):
            groups = number(found[code].groups, language) if code in found else "–"
            row += [value(code, found), middle_half(code, found.get(code), language), groups]
        ratio = _ratio(real.get(code), simulated.get(code))
        row.append("–" if ratio is None else number(ratio, language, 2))
        rows.append(row + [value(code, found) for found in by_pair])
    return rows
