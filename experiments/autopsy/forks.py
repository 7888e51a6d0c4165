"""Going on from one moment of a group's life under another strategy, and with other luck.

The people stay who they are, and all that has happened stays: attention, trust, ties, messages, packets. What is to
come is drawn anew. Every draw of the model is a function of the seed (docs/rules.md section 1), so another seed gives
other draws; but a state holds some of the old seed's: the next phone checks and impulses that were found already, and
the thresholds of leaving, muting and banning. Checks and impulses are Poisson streams, and thresholds are unit
exponentials that accumulated hazards have not yet reached: neither has a memory, so each is drawn anew from now on,
given that it has not happened yet.

Kept are plans that people have made (a packet to be sent on, a look within the next minute, staff's waiting answers),
and when newcomers arrive: who comes is nature's, like the people.
"""

from __future__ import annotations

import hashlib

import numpy as np

from sim import Strategy, World, forking
from sim.draws import LIFETIME, uniforms
from sim.engine import ban_threshold
from sim.records import NOT_JOINED, PRESENT
from sim.rules.schedule import reschedule
from sim.rules.waking import draw_in
from sim.state import State


def under(state: State, world: World, strategy: Strategy, day: int) -> State:
    """A copy of a group that goes on under another strategy, whose day 0 is `day`; see `sim.forking.under`.

    Args:
        state: has reached `day`, a midnight; is not changed.
        world: the one it lives in.
        strategy: its calendar is moved, so that its day 0 is `day`.
        day: whole days since the opening.
    """
    return forking.under(state, world, strategy, float(day), first_day=day)


def with_luck(state: State, seed: int, t: float) -> State:
    """A copy of a group whose future is drawn from another seed.

    Args:
        state: has reached `t`; is not changed.
        seed: of all draws from now on. With the group's own seed nothing changes.
        t: in days.
    """
    parameters = state.parameters.copy()
    own = int(parameters["seed"][0])
    parameters["seed"] = seed
    fork = State(**{**state.copy().arrays(), "parameters": parameters})
    if seed != own:
        _draw_thresholds(fork, seed)
        if not forking.is_over(fork):
            draw_moments(fork, t)
    return fork


def draw_moments(state: State, t: float) -> None:
    """Forget the moments found in members' streams, and find those after `t` in the streams as they are now."""
    from sim.clock import first_impulse

    state.streams["cell"] = -1
    members = state.members
    here = members["status"] == PRESENT
    for i in np.flatnonzero(here & (members["is_idle"] == 0) & (members["staying"] == 0)).tolist():
        draw_in(state.book, i, t)
    members["impulse_skipped"][here] = 0
    for i in np.flatnonzero(here).tolist():
        members["next_impulse"][i] = first_impulse(state.book, i, t, 1.0)
        reschedule(state.book, i)


def _draw_thresholds(state: State, seed: int) -> None:
    """Draw what hazards have not reached yet: for each as much more as a unit exponential gives."""
    from sim.elementary import log_of

    members = state.members
    more = -log_of(uniforms(seed, LIFETIME, members["key"], 0, 0)[:, :2])
    open_ones = (members["status"] == PRESENT) | (members["status"] == NOT_JOINED)
    leaving = members["leave_hazard"] + more[:, 0]
    members["leave_threshold"] = np.where(open_ones, leaving, members["leave_threshold"])
    # Muting and blocking share one threshold; once one of them has happened it is no longer unknown.
    quiet = open_ones & (members["muted"] == 0) & (members["blocked"] == 0)
    muting = np.maximum(members["mute_hazard"], members["block_hazard"]) + more[:, 1]
    members["mute_threshold"] = np.where(quiet, muting, members["mute_threshold"])
    state.group["ban_threshold"] = state.group["ban_hazard"] + ban_threshold(seed)


def future_seed(seed: int, number: int) -> int:
    """The seed of one of a group's futures, 0 ≤ seed < 2**63."""
    digest = hashlib.sha256(f"future {number} of {seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
