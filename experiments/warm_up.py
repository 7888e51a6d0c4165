"""What is done before the lab opens for the first time: ``python -m experiments.warm_up``.

The model is compiled, and the comparison of the lab's first page is computed, so that the page opens with a
finished, real result on it. Both are kept; a second warm-up finds them and takes a moment.
"""

from __future__ import annotations

import os
import sys

from experiments import home, jobs
from experiments.commands.output import progress
from experiments.question import Question
from scenarios.texts import text

FIRST_WORLD = "community_150"
FIRST_LAUNCHES = 100
FIRST_DAYS = 180


def first_question() -> Question:
    """The question that the lab's first page answers."""
    import scenarios

    world = scenarios.load_world(FIRST_WORLD)
    strategies = {name: scenarios.load_strategy(name) for name in scenarios.FIRST_PAGE}
    return Question.of(world, strategies, FIRST_LAUNCHES, FIRST_DAYS, world_id=FIRST_WORLD)


def warm_up(language: str) -> None:
    """Compile the model and answer the first page's question, showing how far it is.

    Raises:
        RuntimeError: if every run of the comparison failed.
    """
    import sim
    from experiments import compare

    with progress(text("command.compiling", language)) as report:
        sim.warm_up(lambda done, total, _name: report(done, total))
    question = first_question()
    if jobs.cached(question) is None:
        with progress(text("command.warm_up.comparing", language)) as report:
            comparison = compare.answer(question, os.cpu_count() or 1, report)
        if len(comparison.failures) == question.launches * len(question.strategies):
            raise RuntimeError(comparison.failures[0].error)
        comparison.save(home.answers_folder() / question.name)
        home.prune_answers()
    print(text("command.warm_up.done", language))


def main() -> int:
    """Warm up, and give the exit code."""
    from experiments.command_line import explained, system_language

    language = system_language()
    try:
        warm_up(language)
    except KeyboardInterrupt:
        print(text("command.stopped", language), file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("QUNLAB_TRACEBACK"):
            raise
        sentence, code = explained(error, language)
        print(sentence, file=sys.stderr)
        return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
