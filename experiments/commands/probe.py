"""``qunlab probe``: how well a red packet tells a dead group from a living one, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from experiments.claims import Counted
from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import MOST_DAYS, BadInputError, check_people, quoted, whole
from experiments.probe import FEN_A_PORTION, READ_HOURS, SILENT_DAYS, ProbeResult, days_needed, probe
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.formats import clock, money, number, share
from scenarios.texts import text

MOST_NUMBERS = 12
MOST_PORTIONS = 100
LATEST_DAY = MOST_DAYS - days_needed([0])


def probe_command(
    world_given: str,
    strategy_given: str,
    launches: int,
    days_given: str,
    portions_given: str,
    hour: float,
    first_seed: int,
    threads: int,
    json: bool,
    language: str,
) -> None:
    """Probe and print.

    Args:
        world_given: id or path of the world.
        strategy_given: id or path of the strategy.
        launches: how many.
        days_given: days of the probe, with commas between.
        portions_given: portions of the packet, with commas between.
        hour: hour of the day.
        first_seed: seed of the first launch.
        threads: launches at a time.
        json: print JSON instead of a table.
        language: of the table.

    Raises:
        BadInputError: for anything given that cannot be used.
    """
    import sim
    from experiments import own_scenarios

    world, strategy = own_scenarios.world_given(world_given), own_scenarios.strategy_given(strategy_given)
    days = whole_numbers("--days", days_given, 0, LATEST_DAY)
    portions = whole_numbers("--portions", portions_given, 1, MOST_PORTIONS)
    check_people(world, first_seed, days_needed(days))
    with progress(text("command.compiling", language), STEPS) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    with progress(text("command.running", language)) as report:
        results = probe(
            world,
            strategy,
            launches,
            days,
            hour=hour,
            portions=portions,
            first_seed=first_seed,
            threads=threads,
            on_progress=report,
        )
    if json:
        asked = {"world": world_given, "strategy": strategy_given, "launches": launches, "hour": hour}
        asked |= {"first_seed": first_seed, "silent_days": SILENT_DAYS, "read_hours": READ_HOURS}
        print(as_json({**asked, "results": [asdict(one) for one in results]}))
        return
    heading = {"world": printable(world_given, 300), "strategy": printable(strategy_given, 300)}
    heading |= {"launches": counted("launches", launches, language), "hour": clock(hour)}
    print(text("command.probe.heading", language, **heading) + "\n")
    print(table(_rows(results, language), left=0) + "\n")
    notes = {"days": number(SILENT_DAYS, language), "hours": number(READ_HOURS, language)}
    print(text("command.probe.notes", language, **notes, portion=money(FEN_A_PORTION, language, 2)))


def whole_numbers(option: str, given: str, low: int, high: int) -> tuple[int, ...]:
    """Whole numbers in a range with commas between, ascending and each once.

    Raises:
        BadInputError: if `given` is anything else, or more than `MOST_NUMBERS`.
    """
    parts = given.replace("\uff0c", ",").split(",")
    if len(parts) > MOST_NUMBERS:
        raise BadInputError("too_many_numbers", option=option, found=len(parts), most=MOST_NUMBERS)
    try:
        return tuple(sorted({whole(option, part, low, high) for part in parts}))
    except BadInputError:
        raise BadInputError("whole_numbers", option=option, found=quoted(given), low=low, high=high) from None


def _rows(results: Sequence[ProbeResult], language: str) -> list[list[str]]:
    names = ("day", "portions", "members", "dead", "hits", "alive", "false_alarms", "right", "cost")
    rows = [[text(f"command.probe.column.{name}", language) for name in names]]
    rows += [
        [
            number(one.day, language),
            number(one.portions, language),
            number(one.members, language),
            number(one.hits.of, language),
            _share(one.hits, language),
            number(one.false_alarms.of, language),
            _share(one.false_alarms, language),
            _share(one.right, language),
            money(one.cost_fen, language, 2),
        ]
        for one in results
    ]
    return rows


def _share(found: Counted, language: str) -> str:
    """A share with its interval; a dash where there was nothing to count."""
    if found.of == 0:
        return number(float("nan"), language)
    low, high = share(found.low, language), share(found.high, language)
    return f"{share(found.share, language)} ({low} … {high})"
