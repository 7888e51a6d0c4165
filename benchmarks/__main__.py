"""``python -m benchmarks``: how fast and how small the model is, as ratios taken in one run."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks import browsing, clusters, ensembles, pairing, portfolios, races, speed, starting, stores
from benchmarks.measuring import Result

BENCHMARKS: dict[str, Callable[[], list[Result]]] = {
    "oracle": speed.against_the_oracle,
    "draws": speed.against_the_draws,
    "silence": speed.silence,
    "growth": speed.growth,
    "portfolio": portfolios.portfolio_against_its_groups,
    "threads": ensembles.threads_and_processes,
    "memory": ensembles.memory,
    "cluster": clusters.workers_and_threads,
    "pairing": pairing.what_pairing_saves,
    "stores": stores.stores,
    "races": races.races,
    "browsing": browsing.browsing,
    "imports": starting.imports,
    "compiling": starting.compiling,
}


def run(names: list[str]) -> dict[str, list[Result]]:
    """Take the benchmarks one after the other, with something to look at meanwhile."""
    import sim

    found: dict[str, list[Result]] = {}
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("compiling")
        sim.warm_up()
        for number, name in enumerate(names, 1):
            described = f"{number}/{len(names)} {name}"
            shown.update(task, description=described)
            began = time.monotonic()
            try:
                found[name] = BENCHMARKS[name]()
            except Exception as error:
                # The others are worth having all the same.
                found[name] = [Result(f"{name}: {type(error).__name__}: {error}", math.nan, "")]
            if not console.is_terminal:
                console.print(f"{described}: {time.monotonic() - began:.0f} s")
    return found


def table(found: dict[str, list[Result]]) -> Table:
    """The table that is printed."""
    shown = Table(title="How fast, how small")
    shown.add_column("what")
    shown.add_column("measured", justify="right")
    shown.add_column("to reach", justify="right")
    shown.add_column("")
    for results in found.values():
        for one in results:
            reach = "" if one.reach is None else f"{'≥' if one.more else '≤'} {one.reach:g} {one.unit}"
            judged = {True: "reached", False: "missed", None: ""}[one.reached]
            failed = math.isnan(one.value)
            measured = "failed" if failed else f"{one.value:,.3g} {one.unit}"
            shown.add_row(one.what, measured, "" if failed else reach, "" if failed else judged)
    return shown


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to this file too")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    found = run(chosen.names or list(BENCHMARKS))
    Console(width=None if sys.stdout.isatty() else 110).print(table(found))
    if chosen.json:
        plain = {
            name: [one.as_dict() for one in results if not math.isnan(one.value)]
            for name, results in found.items()
        }
        chosen.json.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return int(any(math.isnan(one.value) for results in found.values() for one in results))


if __name__ == "__main__":
    sys.exit(main())
