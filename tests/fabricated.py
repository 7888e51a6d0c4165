"""Answers for the lab's pages without the model: the shipped strategies with fates that the test sets."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from app.asking import question_of
from app.view import View
from experiments import compare, home
from experiments.comparison import Comparison
from experiments.job_status import Status, write_status
from tests import fake_simulation

LIVES = {"hard_ads": 12.0, "kol_sharing": 60.0, "shills": 40.0, "red_packets": 30.0, "trust_playbook": 400.0}


def fabricated(view: View, lives: dict[str, float] | None = None, launches: int | None = None) -> Comparison:
    """The comparison that a view asks for, `lives` days long on average; only its first `launches` are done."""
    question = question_of(view)
    world, strategies = question.things()
    lengths = {**dict.fromkeys(strategies, 50.0), **LIVES, **(lives or {})}

    def simulate(
        _: Any, strategy: Any, seed: int, *, days: int, population: Any = None, events: bool = False
    ) -> Any:
        life = next(lengths[name] for name, one in strategies.items() if one == strategy)
        fake = fake_simulation.FakeStrategy(life, talk=1 + int(life) % 23)
        return fake_simulation.simulate(world, fake, seed, days=days, population=seed)

    stop = launches is not None
    runs = 0

    def enough() -> bool:
        nonlocal runs
        runs += 1
        return stop and runs > (launches or 0) * len(strategies)

    with (
        patch("sim.build_population", lambda *_: 0, create=True),
        patch("sim.simulate", simulate, create=True),
    ):
        return compare.run(
            world,
            strategies,
            view.launches,
            view.days,
            view.first_seed,
            world_id=view.world,
            should_stop=enough if stop else None,
        )


def keep_answer(view: View, **more: Any) -> Comparison:
    """Put the answer where the lab finds it."""
    comparison = fabricated(view, **more)
    comparison.save(home.answers_folder() / question_of(view).name)
    return comparison


def keep_job(view: View, job_id: str, partial: Comparison | None = None, **status: Any) -> Path:
    """Put a job of a view into the lab's folder, in whatever state."""
    folder = home.jobs_folder() / job_id
    folder.mkdir(parents=True)
    home.write_json(folder / "question.json", {"threads": 1, **question_of(view).as_dict()})
    name = ""
    if partial is not None:
        name = f"partial{partial.launches:08d}"
        partial.save(folder / name)
    now = time.time()
    usual = {
        "state": "running",
        "total": view.launches * len(view.strategies),
        "heartbeat": home.clock(),
        "created": now,
    }
    write_status(folder, Status(**{**usual, "partial": name, **status}))
    return folder
