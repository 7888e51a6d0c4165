"""``qunlab portfolio``: one launch of several groups, a row a group and their totals."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.commands.cases import own_name
from experiments.commands.output import STEPS, as_json, progress, table
from experiments.commands.problems import BadInputError
from experiments.wording import counted
from scenarios.errors import printable
from scenarios.formats import number
from scenarios.texts import text

COLUMNS = ("members", "joins", "left", "moved", "talk", "orders", "minutes")
SILENT_DAYS = 7.0


def portfolio_command(given: str, seed: int, days: int, json: bool, language: str) -> None:
    """Run a portfolio once and print what became of its groups.

    Args:
        given: id or path of the portfolio.
        seed: the launch.
        days: its length.
        json: print JSON instead of a table.
        language: of the table.

    Raises:
        BadInputError: if more people would come than a run can hold.
    """
    import scenarios
    import sim
    from sim.population import PopulationTooLargeError

    portfolio = scenarios.load_portfolio(given)
    try:
        with progress(text("command.compiling", language), STEPS) as report:
            sim.warm_up(lambda done, total, _name: report(done, total))
            outcome = sim.simulate_portfolio(portfolio, seed, days=days)
    except PopulationTooLargeError as error:
        values = {"found": error.people, "days": days, "most": error.most}
        raise BadInputError("too_many_people", **values) from None
    groups = {name: row_of(group) for name, group in zip(outcome.names, outcome.groups, strict=True)}
    total = {name: float(sum(row[name] for row in groups.values())) for name in COLUMNS}
    nowhere = {"turned_away": int(outcome.turned_away.sum()), "lost": outcome.lost}
    if json:
        asked = {"portfolio": given, "seed": seed, "days": days}
        print(as_json({**asked, "groups": groups, "total": total, **nowhere}))
        return
    title = own_name("portfolio", given, portfolio.title, language)
    print(
        text(
            "command.portfolio.heading", language, name=title, seed=seed, days=counted("days", days, language)
        )
    )
    print(f"\n{table(_rows(groups, total, days, language))}\n")
    print(text("command.portfolio.notes", language, **{k: number(v, language) for k, v in nowhere.items()}))


def row_of(outcome: Any) -> dict[str, float]:
    """What a group comes down to.

    Args:
        outcome: the group's `sim.Outcome`.

    Returns:
        Heads, messages, orders, staff minutes, the chance that the platform took the group, and the first day of its
        first silence of a week (inf if none, NaN if nobody ever came).
    """
    from sim.outcome import silence

    daily = outcome.daily
    found = {
        "members": outcome.final["members_present"],
        "joins": daily["joins"].sum(),
        "left": daily["leaves"].sum() + daily["removed"].sum(),
        "moved": daily["moved"].sum(),
        "talk": daily["talk"].sum(),
        "orders": daily["buyers"].sum(),
        "minutes": daily["minutes"].sum(),
        "lost_chance": outcome.final["ban_chance"],
        "silence": float("nan"),
    }
    # A group that opens later has not been silent before.
    came = np.flatnonzero(daily["joins"])
    if len(came):
        own = daily[came[0] :].copy()
        for name in ("first_talk", "last_talk"):
            own[name] -= came[0]
        found["silence"] = came[0] + silence(own, SILENT_DAYS).first
    return {name: float(value) for name, value in found.items()}


def _rows(groups: dict[str, Any], total: dict[str, float], days: int, language: str) -> list[list[str]]:
    names = ("group", *COLUMNS, "silence")
    rows = [[text(f"command.portfolio.column.{name}", language) for name in names]]
    for name, row in groups.items():
        silent = row["silence"]
        said = text("command.portfolio.lively", language) if silent > days else number(silent, language, 1)
        rows.append([printable(name), *(number(row[one], language) for one in COLUMNS), said])
    sums = [number(total[one], language) for one in COLUMNS]
    return [*rows, [text("command.portfolio.total", language), *sums, ""]]
