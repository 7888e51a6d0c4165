"""``qunlab my-group``: a world made of what one knows about the own group, and how well it fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from experiments.commands.output import STEPS, progress
from experiments.commands.problems import BadInputError, quoted
from experiments.commands.studying import finish, runs_for
from experiments.my_group.description import Description
from experiments.my_group.fit import FRESH_SEEDS, fit
from experiments.my_group.making import PRACTICE, practice_of
from experiments.my_group.result import MyGroup, my_group
from experiments.my_group.telling import told
from experiments.runs.materials import Materials, Run, Scenario
from experiments.studies.study import Study
from scenarios.texts import LANGUAGES, text

WORLD = "my_group"
CHECKED = 8
"""So many launches of the fitted group are kept as runs, by which the study can be verified."""


def my_group_command(
    description: Description,
    name: str,
    first_seed: int,
    threads: int,
    output: Path | None,
    save: Path | None,
    json: bool,
    command: Sequence[str],
    language: str,
) -> int:
    """Fit, print, and give the exit code.

    Args:
        description: of the group.
        name: of its world; "" for the usual one.
        first_seed: of the launches.
        threads: launches at a time.
        output: file for the world, or None.
        save: folder of the study, or None.
        json: print JSON.
        command: words that do it again.
        language: of the report.

    Raises:
        BadInputError: if the file or folder cannot be written.
    """
    found, study = made(description, name, first_seed, threads, save, command, language)
    said = told(description, found, language)
    if output is not None:
        try:
            output.write_text(found.yaml, encoding="utf-8")
        except OSError as error:
            raise BadInputError(
                "cannot_write", found=quoted(str(output)), why=error.strerror or str(error)
            ) from None
        said += "\n" + text("my_group.written", language, path=str(output))
    return finish(study, said, save, json, language)


def made(
    description: Description,
    name: str,
    first_seed: int,
    threads: int,
    save: Path | None,
    command: Sequence[str],
    language: str,
) -> tuple[MyGroup, Study]:
    """The result and its record; arguments as for `my_group_command`."""
    import sim
    from experiments.calibration.ensemble import plausible_worlds

    with progress(text("command.compiling", language), STEPS) as compiling:
        sim.warm_up(lambda done, total, _name: compiling(done, total))
    with progress(text("my_group.fitting", language)) as fitting:
        fitted = fit(
            description,
            plausible_worlds() or [{}],
            first_seed=first_seed,
            threads=threads,
            on_progress=fitting,
        )
    title = {one: name or text("my_group.title", one, members=description.members) for one in LANGUAGES}
    found, world = my_group(description, fitted, title)
    materials = Materials.of({WORLD: world}, {PRACTICE: practice_of(description)}, found.days)
    with runs_for(materials, threads, None, save, language) as runs:
        scenario = Scenario.of(WORLD, PRACTICE)
        runs.rows([Run(scenario, first_seed + FRESH_SEEDS + seed) for seed in range(CHECKED)])
        question = {"world": WORLD, "strategy": PRACTICE, **description.as_dict(), "first_seed": first_seed}
        return found, Study.of("my_group", command, question, found.as_dict(), runs, fitted.runs + CHECKED)
