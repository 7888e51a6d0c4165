"""Being out of the group: left, removed, or moved to another one; all end alike."""

from __future__ import annotations

import math

from sim.accessors import Book, group_of, member, parameters
from sim.arithmetic import exp, log
from sim.compiling import rule
from sim.rules.company import be_missed
from sim.rules.schedule import reschedule


@rule
def present_changed(state: Book) -> None:
    """Responsibility spreads over those present: (n / 10) to the power −diffusion."""
    group = group_of(state)
    group.diffusion = exp(-parameters(state).diffusion * log(max(1, group.present) / 10.0))


@rule
def depart(state: Book, i: int, t: float, status: int) -> None:
    """Member i is present no longer; nothing of theirs is due any more."""
    me = member(state, i)
    me.status = status
    me.staying = 0
    me.next_look = math.inf
    me.next_impulse = math.inf
    me.next_plan = math.inf
    me.next_term = math.inf
    me.plan_fen = 0
    be_missed(state, i)
    group_of(state).present -= 1
    present_changed(state)
    reschedule(state, i)
