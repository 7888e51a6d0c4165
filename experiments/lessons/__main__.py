"""``python -m experiments.lessons``: computes the lessons' answers anew; with ``--write`` they become the shipped ones.

Without ``--write`` it says of each lesson whether what comes out today is what ships, and ends with 1 if it is not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from experiments.lessons.answers import FILE, FORMAT, digest_of, shipped
from experiments.lessons.computing import compute
from experiments.question import model_version
from scenarios.lesson_files import LESSONS, load_lesson


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute, and compare or write; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m experiments.lessons", description=__doc__)
    parser.add_argument(
        "lessons", nargs="*", metavar="LESSON", help=f"all if none is named: {', '.join(LESSONS)}"
    )
    parser.add_argument("--write", action="store_true", help="write the answers that ship")
    parser.add_argument("--threads", type=int, default=2, help="launches at a time; changes no answer")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.lessons if name not in LESSONS]
    if unknown:
        parser.error(f"no such lesson: {', '.join(unknown)}")
    names = given.lessons or list(LESSONS)
    there: dict[str, Any] = shipped() if FILE.exists() else {"model": "", "lessons": {}}
    other_model = there["model"] != model_version()
    if given.write and given.lessons and other_model:
        parser.error("the shipped answers are another model's: compute all of them")
    found, alike = {}, True
    for name in names:
        started = time.monotonic()
        lesson = load_lesson(name)
        found[name] = {"digest": digest_of(lesson), **compute(lesson, max(1, given.threads))}
        same = found[name] == there["lessons"].get(name)
        alike &= same
        said = "as shipped" if same else "not as shipped"
        print(f"{name}: {lesson.launches} launches, {said}, {time.monotonic() - started:.0f} s", flush=True)
    if given.write:
        write({**there["lessons"], **found})
        return 0
    return 0 if alike else 1


def write(lessons: dict[str, Any]) -> None:
    """Write the shipped answers, one line a lesson so that a change shows which one changed."""
    head = f'{{"format":{FORMAT},"model":"{model_version()}","lessons":{{\n'
    lines = [
        f"{json.dumps(name)}:{json.dumps(lessons[name], separators=(',', ':'))}"
        for name in LESSONS
        if name in lessons
    ]
    FILE.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
