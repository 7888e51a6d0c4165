"""The commands that give a page's figures again, and the files that they need where something is not as it ships.

Every page prints its commands through these functions, and the tests run what these functions give.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from experiments.comparison import Comparison
from experiments.definitions import DEFAULT
from scenarios.library import strategies, worlds
from scenarios.own import is_id

if TYPE_CHECKING:
    from pathlib import Path

    from experiments.replay.lives import Asked
    from scenarios.lesson_files import Lesson


PLAN_FILE = "plan.yaml"
"""What a plan of the reader's own is called when it is taken along."""


def files_of(comparison: Comparison) -> dict[str, str]:
    """Name of a file → its YAML, for the world and each strategy that neither ships nor is kept as it is here."""
    import sim
    from scenarios.writing import strategy_to_yaml, world_to_yaml

    found = {}
    name, plain = comparison.world_id, comparison.world_spec
    if not _is_known("world", name, plain):
        found[f"{name}.yaml"] = world_to_yaml(sim.World.model_validate(plain))
    for name, plain in comparison.strategy_specs.items():
        if not _is_known("strategy", name, plain):
            found[f"{name}.yaml"] = strategy_to_yaml(sim.Strategy.model_validate(plain))
    return found


def compare_command(
    comparison: Comparison,
    files: Mapping[str, str],
    death: str = DEFAULT.code,
    baseline: str = "",
    day: int = 0,
) -> str:
    """The command line of a comparison, of as many launches as there are when it was stopped.

    Args:
        comparison: the answer.
        files: what `files_of` gave; what stands there is named by its file.
        death: code of the definition of death.
        baseline: id of the strategy that the others are held against; "" for the first.
        day: day up to which life is judged; 0 for the usual one.
    """
    named = [
        f"{name}.yaml" if f"{name}.yaml" in files else name
        for name in (comparison.world_id, *comparison.strategies)
    ]
    words = ["qunlab", "compare", *named, "--launches", str(comparison.launches or comparison.requested)]
    words += ["--days", str(comparison.days), "--first-seed", str(comparison.first_seed)]
    words += [] if death == DEFAULT.code else ["--death", death]
    words += [] if baseline in ("", comparison.strategies[0]) else ["--baseline", baseline]
    words += [] if day in (0, comparison.judged_day) else ["--day", str(day)]
    return shlex.join(words)


def replay_command(asked: Asked) -> str:
    """The command line of a replay, of two worlds beside each other, or of a turn taken from a day on."""
    words = ["qunlab", "replay", asked.world, asked.strategy]
    if asked.forked:
        words += ["--from-day", str(asked.fork_day + 1), "--then", asked.fork]
    elif asked.beside:
        words += ["--beside", asked.beside]
    return shlex.join([*words, "--seed", str(asked.seed), "--days", str(asked.days)])


def lesson_command(name: str, guesses: Sequence[float | str] = (), launch: int | None = None) -> str:
    """The command line of a lesson's figures.

    Args:
        name: the lesson's id.
        guesses: the trainee's, one a question, for what they are worth.
        launch: the trainee's own launch, from 0, in a decision lesson.
    """
    words = ["qunlab", "lesson", name]
    for one in guesses:
        words += ["--guess", one if isinstance(one, str) else f"{one:g}"]
    words += [] if launch is None else ["--launch", str(launch + 1)]
    return shlex.join(words)


def case_command(lesson: Lesson) -> str:
    """The command line of the case that a lesson plays, with the source's figures beside the model's; "" if none."""
    if not lesson.case:
        return ""
    numbers = ("--launches", str(lesson.launches), "--days", str(lesson.days))
    return shlex.join(["qunlab", "case", lesson.case, *numbers])


def explore_command(store: Path, measure: str, over: str | None, world: str) -> str:
    """The command line of a measure of kept runs: over the values of a number, or a mean a strategy."""
    words = ["qunlab", "explore", str(store), "--measure", measure]
    return shlex.join([*words, *(["--over", over] if over else []), "--world", world])


def sweep_commands(shipped: str, store: Path | None) -> list[str]:
    """The command lines of a sweep's cost and of its runs, and of going on with what the lab has of it.

    Args:
        shipped: id of the plan, if it is one that ships; else it is in a file beside.
        store: of the runs that there are, or None.
    """
    plan = shipped or PLAN_FILE
    lines = [["sweep", plan, "--cost"], ["sweep", plan, "runs/mine"]]
    lines += [["resume", str(store)]] if store is not None else []
    return [shlex.join(["qunlab", *line]) for line in lines]


def store_commands(shipped: str, store: Path) -> str:
    """The command lines that fill a store and make its report."""
    lines = (["sweep", shipped or PLAN_FILE, str(store)], ["report", str(store)])
    return "\n".join(shlex.join(["qunlab", *line]) for line in lines)


def sql_command(store: Path, question: str) -> str:
    """The command line of a question in SQL."""
    return shlex.join(["qunlab", "sql", str(store), question])


def shelf_command(shelf: str, given: str) -> str:
    """The command lines that run an entry of the library's shelf of portfolios, cases or plans."""
    if shelf == "plans":
        return "\n".join(sweep_commands(given, None))
    return shlex.join(["qunlab", {"portfolios": "portfolio", "cases": "case"}[shelf], given])


def numbers_command(kind: str, given: str = "") -> str:
    """The command line of the numbers of a world, a strategy, a move, or of people's nature ("parameters")."""
    return shlex.join(["qunlab", "numbers", kind, *([given] if given else [])])


def patterns_command(effort: float, seed: int) -> str:
    """The command line of the pattern table."""
    return shlex.join(["qunlab", "patterns", "--effort", f"{effort:g}", "--seed", str(seed)])


def _is_known(kind: str, name: str, plain: Mapping[str, Any]) -> bool:
    """Whether a command line that names this id means exactly this."""
    from experiments import own_scenarios
    from scenarios.errors import ScenarioError
    from scenarios.own import OwnError

    if name not in (worlds() if kind == "world" else strategies()) and not is_id(name):
        return False
    try:
        return _plain(own_scenarios.load(kind, name)) == plain
    except (OwnError, ScenarioError):
        return False


def _plain(declaration: Any) -> dict[str, Any]:
    plain: dict[str, Any] = declaration.model_dump(mode="json", warnings=False)
    return plain
