"""Two fates, silent or lively, need both loops: a habit that fades without reward, and answers that reward talk.

Groups of two shipped worlds and of a ladder from 300 strangers to 450 close friends, left alone or lightly cared for: a
ladder, so that some rungs lie on either side of the tipping point wherever a calibration puts it. As nature is, some
fall silent within half a year and some are lively then. Without the habit (attention never changes) none falls silent;
without answers none stays lively: the operator's posts are looked at, and nobody talks to anybody.
"""

from functools import cache

import numpy as np

import sim
from experiments.ordinary import under
from scenarios.loading import load_strategy, load_world
from sim.outcome import present, silence

DAYS = 190
LIVELY = 0.5
"""Messages a member and week. Lively groups have one and more, groups kept up by an operator's posts a fiftieth."""

STRATEGIES = ("neglect", "light_care")
SEEDS = (0, 1)


def rung(closeness, members):
    """A group that differs from the others of the ladder only in how close its members are, 0..1, and in size."""
    strong, medium = round(0.1 + 0.8 * closeness, 2), round(0.4 - 0.3 * closeness, 2)
    return sim.World.model_validate(
        {
            "channels": [
                {
                    "kind": "friends",
                    "members": members,
                    "tiers": {"strong": strong, "medium": medium, "weak": round(1 - strong - medium, 2)},
                    "fit": 0.2 + 0.7 * closeness,
                    "greed": 0.1,
                    "droppers": 0.0,
                }
            ],
            "ties": {
                "pattern": "small_world",
                "neighbours": 4 + 2 * round(18 * closeness),
                "weakest": 0.05 + 0.75 * closeness,
                "strongest": 0.4 + 0.55 * closeness,
            },
            "product": {"price_yuan": 0, "goods_yuan": 0, "appeal": 0},
            "group": {"question_share": 0.3, "breadth": 0.6},
        }
    )


def worlds():
    shipped = [load_world("interest_250"), load_world("community_150")]
    return [*shipped, rung(0.0, 300), rung(0.5, 300), rung(1.0, 300), rung(1.0, 450)]


@cache
def groups(cut=None):
    """Messages a member in the last week, and the day of the first week without a word (inf: none), of every group.

    With one loop cut, if named.
    """
    found = []
    for world in worlds():
        natural = under(world, {cut: 0.0} if cut else {})
        for strategy in map(load_strategy, STRATEGIES):
            for seed in SEEDS:
                daily = sim.simulate(natural, strategy, seed, days=DAYS).daily
                members = max(1, int(present(daily)[-1]))
                found.append((daily["talk"][-7:].sum() / members, silence(daily).first))
    return np.array(found)


def lively(found):
    return int(np.count_nonzero(found[:, 0] >= LIVELY))


def silent(found):
    return int(np.count_nonzero(np.isfinite(found[:, 1])))


def test_both_fates_occur():
    found = groups()
    assert silent(found) >= 3
    assert lively(found) >= 2


def test_without_habit_nobody_falls_silent():
    assert silent(groups("attention_rate")) == 0
    assert lively(groups("attention_rate")) > lively(groups())


def test_without_answers_nobody_stays_lively():
    assert lively(groups("answer_rate")) == 0
    assert silent(groups("answer_rate")) >= silent(groups())
