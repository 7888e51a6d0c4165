"""No rule reaches beyond an array: the same code compiled with every index checked, on groups of all sorts.

Compiled code does not check its indices, and a wrong one shows only when the memory next to the array
happens to matter. A process of its own compiles the rules anew with checks, into a cache of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

RUN = """
import sim
from tests.small_worlds import GROWN_STRATEGIES, GROWN_WORLDS, STRATEGIES, WORLDS, strategy, world

for where in {**WORLDS, **GROWN_WORLDS}:
    for what in {**STRATEGIES, **GROWN_STRATEGIES}:
        sim.simulate(world(where), strategy(what), 7, days=12, events=True)
"""
WRONG = """
import numpy as np, sim
from sim.engine import new_state, run_to, setup_of
here = sim.World.model_validate({"channels": [{"kind": "friends", "members": 5}]})
people = sim.build_population(here, 1, 3)
plan = sim.Strategy.model_validate({"moves": [{"move": "morning_report"}]})
state = new_state(setup_of(here, plan, people), 1, 3)
state.members["challenge"] = 10**6
run_to(state, 3.0)
"""


def checked(source: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QUNLAB_CHECK_BOUNDS": "1"}
    return subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_no_rule_reaches_beyond_an_array():
    done = checked(RUN)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_reaching_beyond_is_noticed():
    done = checked(WRONG)
    assert done.returncode != 0
    assert "out of bounds of acts" in done.stderr
