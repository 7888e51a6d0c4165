"""``qunlab run``: one launch, its days in a table, and its event log as a Parquet file."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import numpy as np

from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError, check_people, quoted
from experiments.definitions import Definition
from experiments.kpis import kpis_of
from experiments.money import Money, money_of
from experiments.outcome_rows import COLUMNS, POSITION, present_by_day, row_of
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.formats import money, number, share, signed
from scenarios.texts import text

SHOWN_DAYS = (1, 2, 3, 7, 14, 30, 60, 90, 120, 150, 180, 270, 365, 545, 730, 1000)


def run(
    world_given: str,
    strategy_given: str,
    seed: int,
    days: int,
    events: str | None,
    json: bool,
    language: str,
    wage_fen: float,
) -> None:
    """Run one launch and print what became of it.

    Args:
        world_given: id or path of the world.
        strategy_given: id or path of the strategy.
        seed: the launch.
        days: its length.
        events: where to write the event log, if anywhere.
        json: print JSON, with every day, instead of a table.
        language: of the table.
        wage_fen: an hour of staff time.
    """
    from experiments import own_scenarios

    world, strategy = own_scenarios.world_given(world_given), own_scenarios.strategy_given(strategy_given)
    file = None if events is None else events_file(events)
    check_people(world, seed, days)
    outcome = simulate(world, strategy, seed, days, events is not None, language)
    if file is not None:
        write_events(outcome.events, file)
    row = row_of(outcome)
    definition = Definition()
    kpis = kpis_of(row[None], row[None, POSITION[definition.code]], days)
    spent = money_of(row[None], wage_fen)
    if json:
        daily = {name: outcome.daily[name] for name in outcome.daily.dtype.names}
        print(
            as_json(
                {
                    "world": world_given,
                    "strategy": strategy_given,
                    "seed": seed,
                    "days": days,
                    "outcome": dict(zip(COLUMNS, row.tolist(), strict=True)),
                    "final": dict(outcome.final),
                    "kpis": kpis,
                    "money": spent.as_dict(),
                    "daily": {**daily, "present": present_by_day(outcome.daily)},
                }
            )
        )
        return
    heading = {"world": printable(world_given, 300), "strategy": printable(strategy_given, 300), "seed": seed}
    heading["days"] = counted("days", days, language)
    print(text("command.run.heading", language, **heading) + "\n")
    print(table(_rows(outcome.daily, language)) + "\n")
    print("\n".join(_sentences(outcome, row, kpis, spent, language)))
    if events is not None:
        said = number(len(outcome.events), language)
        print(text("command.run.events", language, count=said, file=printable(events, 300)))


def simulate(world: Any, strategy: Any, seed: int, days: int, events: bool, language: str) -> Any:
    """One outcome, compiled first with something to look at."""
    import sim

    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
        return sim.simulate(world, strategy, seed, days=days, events=events)


def write_events(events: Any, path: Path) -> None:
    """Write an event log: a row an event, with `t` in days and `kind` in words.

    Raises:
        BadInputError: if the file cannot be written.
    """
    import pyarrow
    import pyarrow.parquet

    from sim.outcome import EVENT_KINDS

    kinds = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array(events["kind"].astype(np.int32)), pyarrow.array(EVENT_KINDS, pyarrow.string())
    ).cast(pyarrow.string())
    columns = {"t": events["t"], "kind": kinds}
    columns |= {name: events[name] for name in ("member", "target", "message", "value")}
    new = _beside(path)
    try:
        with new.open("xb") as opened:
            pyarrow.parquet.write_table(pyarrow.table(columns), opened, compression="zstd")
        _check_target(path)
        new.replace(path)
    except OSError as error:
        raise _unwritable(str(path), error) from None
    finally:
        new.unlink(missing_ok=True)


def events_file(given: str) -> Path:
    """Where to write the event log: a new file, or one in place of a Parquet file that is there.

    Raises:
        BadInputError: if anything else stands there, the name is no ``.parquet``, or no file can be made there.
    """
    if not given.strip():
        raise BadInputError("events_empty")
    path = Path(given)
    try:
        _check_target(path)
        if path.suffix.lower() != ".parquet":
            raise BadInputError("events_name", found=quoted(given))
        path = path.resolve()
        if not path.parent.is_dir():
            raise BadInputError("no_folder", found=quoted(str(Path(given).parent)))
        new = _beside(path)
        new.open("xb").close()
        new.unlink()
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.ENOSPC):
            raise _unwritable(given, error) from None
        raise BadInputError("closed_folder", found=quoted(str(Path(given).parent))) from None
    except (ValueError, RuntimeError) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError("events_name", found=quoted(given)) from None
    return path


def _check_target(path: Path) -> None:
    """Refuse what must not be replaced: a folder, a device, a pipe, or a file that is no Parquet."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISDIR(mode):
        raise BadInputError("is_folder", found=quoted(str(path)))
    if not stat.S_ISREG(mode):
        raise BadInputError("no_plain_file", found=quoted(str(path)))
    if path.suffix.lower() != ".parquet":
        raise BadInputError("events_name", found=quoted(str(path)))
    try:
        with path.open("rb") as opened:
            begins = opened.read(4)
    except OSError as error:
        raise _unwritable(str(path), error) from None
    if begins != b"PAR1":
        raise BadInputError("no_parquet", found=quoted(str(path)))


def _beside(path: Path) -> Path:
    return path.with_name(f".qunlab-events-{os.getpid()}")


def _unwritable(given: str, error: OSError) -> BadInputError:
    why = os.strerror(error.errno) if error.errno else type(error).__name__
    return BadInputError("cannot_write", found=quoted(given), why=why)


def _rows(daily: Any, language: str) -> list[list[str]]:
    names = ("day", "messages", "speakers", "operator", "members", "left", "muted", "trust", "revenue")
    rows = [[text(f"command.run.column.{name}", language) for name in names]]
    present = present_by_day(daily)
    left, muted = np.cumsum(daily["leaves"]), np.cumsum(daily["mutes"])
    revenue = np.cumsum(daily["revenue_fen"])
    for day in sorted({*(day for day in SHOWN_DAYS if day < len(daily)), len(daily)}):
        i = day - 1
        looks = daily["looks"][i]
        trust = daily["trust_sum"][i] / looks if looks else float("nan")
        rows.append(
            [
                number(day, language),
                number(daily["talk"][i], language),
                number(daily["speakers"][i], language),
                number(daily["operator"][i] + daily["shill"][i], language),
                number(present[i], language),
                number(left[i], language),
                number(muted[i], language),
                number(trust, language, 2),
                money(float(revenue[i]), language),
            ]
        )
    return rows


def _sentences(outcome: Any, row: Any, kpis: dict[str, float], spent: Money, language: str) -> list[str]:
    final, first = row[POSITION["final_silence_7"]], row[POSITION["first_silence_7"]]
    closed, banned = row[POSITION["closed"]], row[POSITION["banned"]]
    said = []
    if np.isfinite(banned):
        said.append(text("command.run.banned", language, day=number(banned, language, 1)))
    elif np.isfinite(closed):
        said.append(text("command.run.closed", language, day=number(closed, language, 1)))
    elif np.isfinite(final):
        said.append(text("command.run.dead", language, day=number(final, language, 1)))
    elif np.isfinite(first):
        said.append(text("command.run.silent_once", language, day=number(first, language, 1)))
    else:
        said.append(text("command.run.lively", language, days=counted("days", outcome.days, language)))
    values = {
        "messages": counted("messages", row[POSITION["talk"]], language),
        "active": share(kpis["active_rate"], language, 1),
        "unanswered": share(kpis["unanswered_share"], language),
    }
    said.append(text("command.run.talk", language, **values))
    said.append(
        text(
            "command.run.money",
            language,
            revenue=money(spent.revenue, language),
            spent=money(spent.goods + spent.packets + spent.fees + spent.rewards, language),
            minutes=counted("staff_minutes", spent.minutes, language),
            staff=money(spent.staff, language),
            profit=("+" if spent.profit > 0 else "") + money(spent.profit, language),
        )
    )
    growth = signed(kpis["net_growth"], language)
    ever = number(float(np.sum(outcome.daily["mutes"])), language)
    hidden = number(outcome.final["muted"], language)
    said.append(text("command.run.members", language, growth=growth, muted=hidden, ever=ever))
    return said
