"""The page on the three sayings, docs/answers.md: its figures, and how they are made anew.

``python -m experiments.answers`` says whether the page shows the stored result; with ``--write`` the groups of ordinary
operators are run in plausible worlds, which takes minutes, and both the stored result and the page are written. The
worlds that are done are kept, so that a run that was stopped goes on where it was. The stored result is a small
aggregate: nothing in it is of a single group.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.calibration.ensemble import plausible_worlds
from experiments.calibration.version import model_version
from experiments.commands.output import as_json, progress
from experiments.home import home
from experiments.ordinary import WorldSample, chosen_worlds, sample_world
from experiments.ordinary_answers import answers
from experiments.ordinary_tables import Tables, plain
from scenarios.populations import GroupMix, load_population

STORED = Path(__file__).with_suffix(".json")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "answers.md"

POPULATION = "ordinary"
DAYS = 730
WORLDS = 20
GROUPS = 50
GROUPS_ALONE = 300
"""Groups in the one world there is as long as no plausible ones ship."""

_PLACE = re.compile(r"<!-- answers: (\w+) (\w+) (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)

Report = Callable[[int, int], None]


def computed(
    worlds: int = WORLDS,
    groups: int | None = None,
    days: int = DAYS,
    threads: int = 1,
    folder: Path | None = None,
    on_progress: Report | None = None,
) -> dict[str, Any]:
    """Run the groups, or read those that were run before, and give the plain result.

    Args:
        worlds: how many plausible worlds at most; 0 for the default psychology alone.
        groups: in each; the usual number if None.
        days: the last day asked about.
        threads: groups at a time; the result does not depend on it.
        folder: where worlds that are done are kept until all are; a folder of the user's own if None.
        on_progress: called with (groups done, groups).
    """
    plausible = plausible_worlds()
    chosen = chosen_worlds(plausible, worlds)
    used = min(worlds, len(plausible))
    number = groups if groups is not None else GROUPS if used else GROUPS_ALONE
    folder = home() / "ordinary" if folder is None else folder
    folder.mkdir(parents=True, exist_ok=True)
    mix = load_population(POPULATION)
    samples = []
    for place, psychology in enumerate(chosen):
        kept = folder / f"{_key(mix, psychology, place, len(chosen), number, days)}.npz"
        found = _kept(kept)
        if found is None:
            found = sample_world(
                mix,
                psychology,
                place,
                len(chosen),
                number,
                days,
                threads=threads,
                on_progress=_from(on_progress, place * number, len(chosen) * number),
            )
            _keep(kept, found)
        samples.append(found)
    return {"population": POPULATION, "model": model_version(), **plain(answers(samples, used, days))}


def _from(report: Report | None, before: int, total: int) -> Callable[[int], None] | None:
    return None if report is None else lambda done: report(before + done, total)


def _key(
    mix: GroupMix, psychology: Mapping[str, float], place: int, worlds: int, groups: int, days: int
) -> str:
    """What a world's groups depend on, as 24 hexadecimal digits."""
    asked = [model_version(), mix.model_dump(mode="json", warnings=False), sorted(psychology.items())]
    return hashlib.sha256(json.dumps([*asked, place, worlds, groups, days]).encode()).hexdigest()[:24]


def _kept(path: Path) -> WorldSample | None:
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as found:
        return WorldSample(found["numbers"], found["practices"])


def _keep(path: Path, found: WorldSample) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with new.open("wb") as file:
        np.savez(file, numbers=found.numbers, practices=found.practices)
    new.replace(path)


def stored(path: Path = STORED) -> dict[str, Any]:
    """The stored result."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def filled(page: str, result: Mapping[str, Any]) -> str:
    """The page with the figures of a result.

    A place is ``<!-- answers: KIND NAME LANGUAGE -->`` … ``<!-- end -->``, where the kind is table, sentence or size.

    Raises:
        ValueError: If the page asks for something that there is not, or a place has no end.
    """

    def place(found: re.Match[str]) -> str:
        kind, name, language, before = found.groups()
        if "<!-- answers:" in before:
            raise ValueError(f"the {kind} {name!r} has no end")
        made = _made(Tables(result, language), kind, name)
        return f"<!-- answers: {kind} {name} {language} -->\n\n{made}\n\n<!-- end -->"

    new = _PLACE.sub(place, page)
    if new.count("<!-- answers:") != new.count("<!-- end -->"):
        raise ValueError("a place has no end, or an end no place")
    return new


def _made(tables: Tables, kind: str, name: str) -> str:
    if kind == "size":
        return tables.size()
    known = tables.sentences() if kind == "sentence" else _markdowns(tables)
    if name not in known or kind not in ("sentence", "table"):
        raise ValueError(f"there is no {kind} {name!r}; there are {', '.join(known)}")
    return known[name]


def _markdowns(tables: Tables) -> dict[str, str]:
    return {name: _markdown(rows) for name, rows in tables.tables().items()}


def _markdown(rows: list[list[str]]) -> str:
    head, *body = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main(arguments: list[str] | None = None) -> int:
    """Check the page, or with ``--write`` make result and page anew. Returns 1 if the page shows something else."""
    parser = argparse.ArgumentParser(prog="python -m experiments.answers", description=__doc__)
    parser.add_argument("--write", action="store_true", help="run the groups; write the result and the page")
    parser.add_argument("--worlds", type=int, default=WORLDS, help="plausible worlds at most")
    parser.add_argument("--groups", type=int, default=None, help="groups in each")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="groups at a time")
    asked = parser.parse_args(arguments)
    page = PAGE.read_text(encoding="utf-8")
    if not asked.write:
        result = stored()
        if result["model"] != model_version():
            print("the stored result is of another version of the model: --write makes it anew")
        drifted = filled(page, result) != page
        if drifted:
            print(f"{PAGE.name} does not show the stored result")
        return int(drifted)
    import sim

    sim.warm_up()
    with progress("groups") as report:
        result = computed(asked.worlds, asked.groups, threads=asked.threads, on_progress=report)
    STORED.write_text(as_json(result) + "\n", encoding="utf-8")
    PAGE.write_text(filled(page, json.loads(as_json(result))), encoding="utf-8")
    # Only now are the single worlds of no more use.
    shutil.rmtree(home() / "ordinary", ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
