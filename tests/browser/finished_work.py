"""A lab in which everything has been asked and answered, and the link to each of its views.

Who looks at pages rather than at results opens these links and waits for no computation.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from app.autopsy.case import Case
from app.research.questions import Question
from app.view import View
from experiments.plans.expansion import Expansion
from experiments.plans.kept import store_for
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.studies import asked
from experiments.studies.study import Study
from experiments.sweeps import shelf
from experiments.sweeps.checking import checked
from tests.fabricated import keep_answer
from tests.made_autopsies import keep_autopsy
from tests.saved_studies import saved

CASE = Case("strangers_60", "hard_ads", 4, 90, depth="closer")
RACE = Question("race", "strangers_60", ("hard_ads", "light_care"), "lively_days", (60, 5, 100))
PLAN = """\
worlds: [strangers_60]
strategies: [hard_ads, light_care]
days: 14
seeds: {first: 0, count: 2}
factors:
  - {parameter: ad_fatigue, values: [0.03, 0.12]}
"""
REPLAY = "replay?world=strangers_60&strategy=hard_ads&seed=2&days=30&day=6&beside=trust_playbook"
LESSON = "lessons?lesson=opening&guess=red_packets&launch=12&step=reveal"


def finish(folder: Path) -> dict[str, str]:
    """Put a comparison, an autopsy, a sweep and a race into the lab's folder (``QUNLAB_HOME``).

    Args:
        folder: an empty one, for what is made on the way.

    Returns:
        Name of a view → the link that opens it, without the lab's address.
    """
    keep_answer(View())
    keep_autopsy(CASE)
    Study.load(saved("race", folder)).save(asked.folder_of(RACE.command))
    sweep = _finished_sweep()
    return {
        "compare": "",
        "replay": REPLAY,
        "autopsy": _link("autopsy", CASE.params()),
        "lessons": "lessons",
        "lessons: reveal": LESSON,
        "lessons: guess": "lessons?lesson=advertising",
        "lessons: why": LESSON.replace("reveal", "why"),
        "experiments: sweep": f"experiments?sweep={sweep}",
        "experiments: stores": "experiments?tab=stores",
        "experiments: explore": f"experiments?tab=explore&sweep={sweep}",
        "experiments: judge": _link("experiments", {"tab": "judge", **RACE.params()}),
        "library": "library",
        "library: entry": "library?shelf=strategies&entry=full_service",
        "library: edit": "library?shelf=strategies&entry=full_service&edit=copy",
        "about": "about?part=patterns",
        "about: versions": "about?part=versions",
    }


def _finished_sweep() -> str:
    found = checked(PLAN, "plan")
    name = shelf.keep_plan(PLAN, found.plan, found.runs)
    expansion = Expansion(found.plan)
    with closing(store_for(shelf.store_folder(name), expansion, name)) as store:
        conduct(store, expansion, Threads(1))
    return name


def _link(page: str, params: Mapping[str, object]) -> str:
    return f"{page}?" + "&".join(f"{name}={value}" for name, value in params.items())
