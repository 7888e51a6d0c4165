"""Autopsies with findings that the test sets, of the shape that the command saves, without the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

import scenarios
from app.autopsy.case import DEPTHS, Case
from experiments.autopsy.autopsy import Autopsy, Question
from experiments.autopsy.causes import chosen_causes
from experiments.autopsy.no_return import Chance, ChanceOnDay, NoReturn, Rescued, first_lost
from experiments.autopsy.responsibility import CauseShare, Overall, Responsibility, materials_for, overall
from experiments.autopsy.timeline import ProbeOnDay, Timeline
from experiments.definitions import Definition
from experiments.studies import asked
from experiments.studies.study import Study, finite, provenance
from experiments.symptoms import SYMPTOMS

SHARES = {"hard_ads": 20.0, "no_staff": -3.0, "habit_fades": 30.0, "strangers": 10.0, "ads_tire": 8.0}
DEATH, DAYS, SEED = 12.0, 90, 4
CHANCES = (0.9, 0.6, 0.1, 0.05)
GRID = (0, 7, 14, 30)


def made_autopsy(
    case: Case, shares: Mapping[str, float] = SHARES, chances: tuple[float, ...] = CHANCES, **values: Any
) -> Autopsy:
    """An autopsy of a group that died on day `DEATH`, with these shares and chances of the best rescue."""
    world, strategy = scenarios.load_world(case.world), scenarios.load_strategy(case.strategy)
    causes = chosen_causes(world, strategy, list(shares))
    one = Responsibility(
        seed=SEED,
        horizon=float(DAYS),
        lively=DEATH,
        without=DEATH + sum(shares.values()),
        shares=tuple(
            CauseShare(
                code=each.code,
                kind=each.kind,
                days=shares[each.code],
                low=shares[each.code],
                high=shares[each.code],
                alone_off=2.0,
                alone_on=1.0,
            )
            for each in causes
        ),
        kept_alive=(("habit_fades", "hard_ads"), ("habit_fades", "strangers")),
        exact=True,
        sets=1 << len(causes),
    )
    usual: dict[str, Any] = {
        "days": DAYS,
        "definition": case.death,
        "seed": SEED,
        "death": DEATH,
        "causes": causes,
        "responsibility": one,
        "overall": general(one, DEPTHS[case.depth].launches),
        "timeline": made_timeline(),
        "no_return": made_no_return(case.rescues_tried, chances),
        "runs": 100,
    }
    return Autopsy(**usual | values)


def general(one: Responsibility, launches: int) -> Overall | None:
    """Launches that died like this one, each with somewhat other shares; None if there are none."""
    if not launches:
        return None
    others = [
        replace(one, shares=tuple(replace(each, days=each.days + step) for each in one.shares))
        for step in np.linspace(-2.0, 4.0, launches)
    ]
    return overall(launches, others)


def made_timeline() -> Timeline:
    """Two symptoms that began, and four packets of which one was wrong each way."""
    days = dict.fromkeys(SYMPTOMS, math.inf) | {"ads_wall": 3.0, "nobody_answers": 9.0}
    said = ((0, False, False), (7, True, False), (14, True, True), (30, False, True))
    probes = tuple(ProbeOnDay(day, 140 - day, 9 if says else 0, 30, says, dead) for day, says, dead in said)
    return Timeline(days, probes, (40, 12, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0))


def made_no_return(rescues: tuple[str, ...], chances: tuple[float, ...]) -> NoReturn:
    """The first of the rescues is the best on every day."""
    days = tuple(
        ChanceOnDay(
            day,
            {name: Chance.of(round(100 * share / (1 + place)), 100) for place, name in enumerate(rescues)},
            Chance.of(2, 100),
            rescues[0],
            Chance.of(round(100 * share), 100),
        )
        for day, share in zip(GRID, chances, strict=False)
    )
    return NoReturn(days, first_lost(days, 0.2), 0.2, Rescued())


def keep_autopsy(case: Case, found: Autopsy | None = None, failures: tuple[str, ...] = ()) -> Study:
    """Put an autopsy where the lab finds it."""
    world, strategy = scenarios.load_world(case.world), scenarios.load_strategy(case.strategy)
    depth = DEPTHS[case.depth]
    rescues = {name: scenarios.load_strategy(name) for name in case.rescues_tried}
    question = Question(
        case.world, world, case.strategy, strategy, rescues, case.seed, Definition.parse(case.death),
        case.causes or None, depth.launches, 0, depth.futures, depth.grid,
    )  # fmt: skip
    materials = materials_for(case.world, world, case.strategy, strategy, case.days)
    result = (found or made_autopsy(case)).as_dict()
    study = Study(
        "autopsy", case.command(), finite(question.as_dict()), finite(result), materials, 100, failures,
        (), provenance("made"),
    )  # fmt: skip
    study.save(asked.folder_of(case.command()))
    return study
