"""``qunlab replay``: one group day by day, two that part, or a turn from a day on, as the Replay page shows them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from experiments import own_scenarios
from experiments.commands.cases import own_name
from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError, check_people
from experiments.commands.run import SHOWN_DAYS, events_file
from experiments.commands.studying import name_of
from experiments.replay.lines import CODES, told
from experiments.replay.lives import Asked, Lives, lives_in
from experiments.replay.parting import Parting, parting_in_words
from experiments.replay.recording import Recording
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.formats import money, number, share
from scenarios.texts import text
from sim.outcome import EVENT_KINDS, ended

GAUGES = ("messages", "speakers", "present", "muted", "trust", "fatigue", "attention", "money")
"""What the table has, in its order; ``--json`` has all of `Recording.gauges`."""
_SHARES = ("trust", "fatigue", "attention")


def replay_command(given: Asked, acts: str | None, json: bool, language: str) -> None:
    """Run the lives that are asked for and print them.

    Args:
        given: what to replay; worlds and strategies by id or path.
        acts: where to write every act, if anywhere.
        json: print JSON, with every day, instead of tables.
        language: of the tables and of the acts.

    Raises:
        BadInputError: for anything given that cannot be used.
    """
    world = own_scenarios.world_given(given.world)
    strategies = [own_scenarios.strategy_given(one) for one in given.strategies]
    file = None if acts is None else events_file(acts)
    check_people(world, given.seed, given.days)
    found = _lives(world, strategies, given, language)
    names = [
        own_name("strategy", one, loaded.title, language)
        for one, loaded in zip(given.strategies, strategies, strict=True)
    ]
    if file is not None:
        write_acts(found, file, language)
    if json:
        print(as_json(plain(given, found, names, language)))
        return
    heading = {"world": own_name("world", given.world, world.title, language), "seed": given.seed}
    print(text("command.replay.heading", language, days=counted("days", given.days, language), **heading))
    for place, (name, life) in enumerate(zip(names, found.worlds, strict=True)):
        turned = place == 1 and given.forked
        title = text("player.forked", language, strategy=name, day=given.fork_day + 1) if turned else name
        print(f"\n{printable(title)}\n{table(_rows(life, language))}")
    if given.second:
        print("\n" + "\n".join(_parting_sentences(given, found, names, language)))
    if acts is not None:
        number_of = number(sum(len(life.rows) for life in found.worlds), language)
        print(text("command.replay.acts", language, count=number_of, file=printable(acts, 300)))


def plain(given: Asked, found: Lives, names: list[str], language: str) -> dict[str, Any]:
    """Everything as plain data: all gauges of all days, where the worlds part, and the drawing's geometry."""
    forked = {"from_day": given.fork_day + 1} if given.forked else {}
    return {
        "world": name_of(given.world),
        "strategies": [name_of(one) for one in given.strategies],
        "seed": given.seed,
        "days": given.days,
        **forked,
        "worlds": [
            {
                "gauges": life.gauges(),
                "acts": len(life.rows),
                "ended": ended(life.outcome.final),
                "outcome": dict(life.outcome.final),
            }
            for life in found.worlds
        ],
        "parting": _parting(found.parting, names, language),
        "members_parting": _parting(found.members_parting, names, language),
        "tiers": found.worlds[0].tiers,
        "places": found.layout.places,
        "ties": found.layout.ties,
    }


def write_acts(found: Lives, path: Path, language: str) -> None:
    """Write every act as a row of a Parquet file: its world, moment, kind, who, to whom, and the line said.

    Raises:
        BadInputError: if the file cannot be written.
    """
    import pyarrow
    import pyarrow.parquet

    columns: dict[str, list[Any]] = {
        name: [] for name in ("world", "t", "kind", "line", "member", "target", "value", "text")
    }
    for world, life in enumerate(found.worlds):
        for row in life.rows:
            columns["world"].append(world)
            columns["t"].append(float(row["t"]))
            columns["kind"].append(EVENT_KINDS[int(row["kind"])])
            columns["line"].append(CODES[int(row["code"])])
            columns["member"].append(int(row["member"]))
            columns["target"].append(int(row["target"]))
            columns["value"].append(float(row["value"]))
            columns["text"].append(told(row, language))
    try:
        pyarrow.parquet.write_table(pyarrow.table(columns), path, compression="zstd")
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInputError("cannot_write", found=printable(str(path)), why=why) from None


def _lives(world: Any, strategies: list[Any], given: Asked, language: str) -> Lives:
    import sim

    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    return lives_in(world, strategies[0], strategies[1] if len(strategies) > 1 else None, given)


def _parting(found: Parting | None, names: list[str], language: str) -> dict[str, Any] | None:
    if found is None:
        return None
    said = parting_in_words(found, (names[0], names[-1]), language)
    return {"t": found.t, "day": found.day + 1, "rows": found.places, "said": said}


def _parting_sentences(given: Asked, found: Lives, names: list[str], language: str) -> list[str]:
    if found.parting is None:
        late = given.forked and ended(found.worlds[0].outcome.final) <= given.fork_day
        return [text("replay.too_late" if late else "replay.never_part", language)]
    both = (names[0], names[-1])
    said = [text("command.replay.parting", language, said=parting_in_words(found.parting, both, language))]
    if found.members_parting is not None:
        first = parting_in_words(found.members_parting, both, language)
        said.append(text("command.replay.members", language, said=first))
    return said


def _rows(life: Recording, language: str) -> list[list[str]]:
    gauges = life.gauges()
    rows = [
        [text("replay.column.day", language), *(text(f"player.gauge.{name}", language) for name in GAUGES)]
    ]
    days = sorted({*(day for day in SHOWN_DAYS if day < life.days), life.days})
    return rows + [
        [number(day, language), *(_shown(name, gauges[name][day - 1], language) for name in GAUGES)]
        for day in days
    ]


def _shown(name: str, value: float, language: str) -> str:
    if math.isnan(value):
        return "\u2013"
    if name == "money":
        return money(value, language)
    return share(value, language) if name in _SHARES else number(value, language)
