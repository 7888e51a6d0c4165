"""``qunlab lesson``: the figures of a lesson, computed anew."""

from typing import Annotated

import typer

from experiments.commands.problems import MOST_LAUNCHES, MOST_THREADS, whole
from experiments.declared.shared import PROCESSORS, Words


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "lesson")
    def lesson(
        given: Annotated[str, words.argument("lesson_id", "LESSON")],
        launches: Annotated[str | None, words.option("--launches", "lesson_launches", "N")] = None,
        guess: Annotated[list[str] | None, words.option("--guess", "lesson_guess", "VALUE")] = None,
        launch: Annotated[str | None, words.option("--launch", "lesson_launch", "N")] = None,
        threads: Annotated[str, words.threads] = PROCESSORS,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        number = None if launches is None else whole("--launches", launches, 1, MOST_LAUNCHES)
        own = None if launch is None else whole("--launch", launch, 1, MOST_LAUNCHES)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        from experiments.commands.lessons import Wanted, lesson_command

        wanted = Wanted(given, number, tuple(guess or ()), own)
        lesson_command(wanted, at_a_time, json, words.language)
