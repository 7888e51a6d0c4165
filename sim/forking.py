"""Going on from one moment of a group's life under another strategy: the same people, the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine import act_records, change_acts
from sim.state import State

if TYPE_CHECKING:
    from sim.strategy import Strategy
    from sim.world import World


def is_over(state: State) -> bool:
    """Whether a group was closed on purpose or lost to the platform."""
    return bool(state.group["closed"][0] >= 0.0 or state.group["banned"][0] >= 0.0)


def under(state: State, world: World, strategy: Strategy, t: float, first_day: int = 0) -> State:
    """A copy of a group that goes on under another strategy.

    Its staff and standing settings hold from now on, and what the former strategy had waiting is forgotten. A group
    that is over stays over: no strategy brings it back, and its copy goes on as it is.

    Args:
        state: has reached `t`; is not changed.
        world: the group's.
        strategy: what is done instead.
        t: no act begins before it; in days since the opening.
        first_day: the day of the group on which the strategy's calendar has its day 0.
    """
    if is_over(state):
        return state.copy()
    acts = act_records(world.with_pools(strategy.acts()))
    for name in ("first_day", "last_day"):
        acts[name] = np.where(acts["last_day"] >= 0, acts[name] + first_day, acts[name])
    parameters = state.parameters.copy()
    for name, value in strategy.fixed_values().items():
        parameters[name] = value
    parameters["answering"] = parameters["answer_share"] > 0
    fork = State(**{**state.with_acts(acts).arrays(), "parameters": parameters})
    change_acts(fork.book, t)
    return fork
