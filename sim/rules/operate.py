"""The operator's calendar: which act or task comes next, and whether a triggered act's moment has come.

docs/rules.md section 8.
"""

from __future__ import annotations

import math

from sim.accessors import Book, act_at, act_count, act_state, group_of, packet_at, task_at
from sim.arithmetic import exp
from sim.compiling import doorway, rule
from sim.records import OPERATOR_AUTHOR, PACKET_RING
from sim.rules.claim import PROBE_WINDOW
from sim.rules.occurrence import (
    ON_DRIFT,
    ON_JOIN,
    ON_PROBE_FAILED,
    ON_PROBE_PASSED,
    ON_QUIET,
    ON_SCHEDULE,
    ON_TALK,
    act_message,
    occurrence,
    time_next_message,
)
from sim.rules.schedule import set_time
from sim.rules.tasks import do_task, earliest_task

PASSED, FAILED, NO_PROBE = 1, 0, -1


@rule
def scheduled_time(state: Book, position: int) -> float:
    """Clock time of the act's current day and slot; inf when its window is over."""
    act = act_at(state, position)
    own = act_state(state, position)
    if own.day > act.last_day:
        return math.inf
    return float(own.day + (act.from_hour + (act.to_hour - act.from_hour) * own.slot / act.per_day) / 24.0)


@rule
def first_occurrence(state: Book, position: int, t: float) -> None:
    """Set an act to its first scheduled time from t on."""
    act = act_at(state, position)
    own = act_state(state, position)
    own.next_message = math.inf
    own.left = 0
    own.slot = 0
    own.day = act.first_day
    only_answers = act.messages == 0 and act.promote == 0
    if act.trigger == ON_JOIN or act.per_day <= 0 or only_answers:
        own.next_time = math.inf
        return
    if t > act.first_day:
        own.day = act.first_day + act.every_days * int((t - act.first_day) / act.every_days)
    own.next_time = scheduled_time(state, position)
    while own.next_time < t:
        _advance(state, position)


@rule
def _advance(state: Book, position: int) -> None:
    act = act_at(state, position)
    own = act_state(state, position)
    own.slot += 1
    if own.slot >= act.per_day:
        own.slot = 0
        own.day += act.every_days
    own.next_time = scheduled_time(state, position)


@rule
def plan_operator(state: Book) -> None:
    """Put the operator's earliest task or act into the tree."""
    t = math.inf
    for position in range(group_of(state).tasks):
        t = min(t, task_at(state, position).due)
    for position in range(act_count(state)):
        own = act_state(state, position)
        t = min(t, own.next_time, own.next_message)
    set_time(state, 0, t)


@rule
def probe_result(state: Book, t: float) -> int:
    """How the operator's newest packet of at least two hours' age fared: all claimed in time, or not."""
    group = group_of(state)
    for number in range(group.packets - 1, max(-1, group.packets - 1 - PACKET_RING), -1):
        packet = packet_at(state, number % PACKET_RING)
        if packet.sender == OPERATOR_AUTHOR and t - packet.time >= PROBE_WINDOW:
            return PASSED if packet.early >= packet.portions else FAILED
    return NO_PROBE


@rule
def moment_has_come(state: Book, position: int, t: float) -> bool:
    """Whether what a triggered act waits for is the case, and it has rested long enough."""
    act = act_at(state, position)
    own = act_state(state, position)
    group = group_of(state)
    if act.trigger == ON_SCHEDULE:
        return True
    if own.occurrences > 0 and t - own.last < act.cooldown_days:
        return False
    if act.trigger == ON_QUIET:
        return bool(t - max(0.0, group.last_talk) >= act.threshold)
    if act.trigger == ON_TALK:
        lately = group.hour_talk * exp(-24.0 * (t - group.hour_talk_time))
        return bool(lately >= act.threshold)
    if act.trigger == ON_DRIFT:
        return bool(group.topicality <= act.threshold)
    if act.trigger == ON_PROBE_PASSED:
        return probe_result(state, t) == PASSED
    if act.trigger == ON_PROBE_FAILED:
        return probe_result(state, t) == FAILED
    return True


@rule
def _act_event(state: Book, t: float) -> None:
    for position in range(act_count(state)):
        own = act_state(state, position)
        if own.next_message <= t:
            own.left -= 1
            time_next_message(state, position)
            act_message(state, position, t, -1, 0, 0)
            return
        if own.next_time <= t:
            _advance(state, position)
            if moment_has_come(state, position, t):
                occurrence(state, position, t, -1)
            return


@rule
def operate(state: Book, t: float) -> None:
    """Handle the operator's earliest event, which is at t: a task before an act, tasks by order of queueing."""
    task = earliest_task(state, t)
    if task >= 0:
        do_task(state, task, t)
    else:
        _act_event(state, t)
    plan_operator(state)


@doorway("int64(int64, float64)")
def handle_operator_event(state: Book, t: float) -> int:
    """The operator's event, for the compiled run."""
    operate(state, t)
    return 0
