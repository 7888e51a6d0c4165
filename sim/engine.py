"""The compiled run: one loop over the next event, with the interpreter's lock released.

A run is a pure function of (world, strategy, seed). It may be paused at any moment, copied, and gone on
with, under the same or another strategy; the pieces join to the same trajectory bit by bit. The Mesa model
in `sim/community.py` steps through the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.accessors import Book, act_count, group_of, member_count, member_event, operator_event
from sim.arithmetic import exp, log
from sim.clock import CHUNK
from sim.compiling import rule
from sim.draws import OPERATOR, uniforms
from sim.hourly import hourly_profile
from sim.outcome import Outcome
from sim.records import (
    ACT,
    ACT_STATE,
    DAY,
    DESK,
    EVENT,
    GROUP,
    LOOK,
    MAXIMUM_MEMBERS,
    MAXIMUM_SPAN,
    MEMBER,
    MESSAGE,
    NOT_JOINED,
    PACKET,
    PACKET_RING,
    PARAMETERS,
    PEOPLE,
    RING,
    STREAM,
    TASK,
    TASK_LIMIT,
    VACANT,
)
from sim.rules.losing import end_if_over
from sim.rules.operate import first_occurrence, plan_operator
from sim.rules.schedule import next_leaf, next_time, reschedule
from sim.state import State

if TYPE_CHECKING:
    from sim.population import Population
    from sim.strategy import Strategy
    from sim.world import World

EVENT_BUFFER = 65_536  # rows handed over at a time when the event log is kept
LONGEST_RUN = 1000  # days


@rule
def event_margin(members: int) -> int:
    """Rows of the event log that one event can take at most: a private message to each member, and what follows."""
    return 4 * members + 1024


@rule
def handle(state: Book, leaf: int, t: float) -> None:
    """Handle the event at t of the operator (leaf 0) or of member leaf − 1."""
    if leaf == 0:
        operator_event(state, t)
    else:
        member_event(state, leaf - 1, t)
    if group_of(state).over > 0:
        end_if_over(state, t)


@rule
def advance(state: Book, until: float) -> int:
    """Handle all events before `until`. Returns 1 when done, 0 when the event log has to be emptied first."""
    group = group_of(state)
    margin = event_margin(member_count(state))
    while True:
        t = next_time(state)
        if t >= until:
            return 1
        if group.logging == 1 and group.events + margin > group.event_limit:
            return 0
        group.now = t
        leaf = next_leaf(state)
        handle(state, leaf, t)


@rule
def _crowding(exponent: float, table: npt.NDArray[np.float64]) -> None:
    for answers in range(table.shape[0]):
        table[answers] = exp(exponent * log(1.0 + answers))


@rule
def open_group(state: Book) -> None:
    """Put everybody's first event into the tree."""
    for i in range(member_count(state)):
        reschedule(state, i)
    for position in range(act_count(state)):
        first_occurrence(state, position, 0.0)
    plan_operator(state)


@rule
def change_acts(state: Book, t: float) -> None:
    """Begin with another strategy's acts at t; waiting tasks of the former one are forgotten."""
    group_of(state).tasks = 0
    for position in range(act_count(state)):
        first_occurrence(state, position, t)
    plan_operator(state)


@dataclass(frozen=True)
class Setup:
    """Everything a run needs, as plain values: what the world and the strategy come down to.

    Attributes:
        fixed: value of each field of `records.PARAMETERS` but seed, days and peak.
        hourly: 24 relative rates, mean 1.
        people: (n,) records of dtype `records.PEOPLE`.
        ties: (n, n) symmetric strengths in 0..1 at the opening.
        acts: (k,) records of dtype `records.ACT`; k may be 0.
        pools: (channels,) records of dtype `records.POOL`.
    """

    fixed: Mapping[str, float]
    hourly: npt.NDArray[np.float64]
    people: npt.NDArray[Any]
    ties: npt.NDArray[np.float64]
    acts: npt.NDArray[Any]
    pools: npt.NDArray[Any]


def act_records(acts: Sequence[Mapping[str, Any]]) -> npt.NDArray[Any]:
    """Acts as records; one record with nothing to do stands for an empty list."""
    names = ACT.names or ()
    records = np.zeros(max(1, len(acts)), dtype=ACT)
    if not acts:
        records["every_days"] = 1
        records["habit_days"] = 1.0
        records["last_day"] = -1
    for record, act in zip(records, acts, strict=False):
        for name in names:
            record[name] = act[name]
    return records


def new_state(
    setup: Setup,
    seed: int,
    days: int,
    *,
    events: bool = False,
    desk: npt.NDArray[Any] | None = None,
    place: int = 0,
) -> State:
    """A group that has not opened yet.

    Args:
        setup: what world, strategy and population come down to.
        seed: run seed.
        days: horizon.
        events: keep the event log.
        desk: the staff's account of minutes, where several groups share one.
        place: the group's number in a portfolio.

    Raises:
        ValueError: if days, seed or the number of people are out of range.
    """
    n = len(setup.people)
    if not 1 <= days <= LONGEST_RUN:
        raise ValueError(f"days must be from 1 to {LONGEST_RUN}, not {days}")
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed must be from 0 to 2**63 - 1, not {seed}")
    if n > MAXIMUM_MEMBERS:
        raise ValueError(f"a group can have at most {MAXIMUM_MEMBERS} people over its life, not {n}")
    parameters = np.zeros(1, dtype=PARAMETERS)
    for name, value in setup.fixed.items():
        parameters[name] = value
    parameters["seed"] = seed
    parameters["days"] = days
    parameters["peak"] = setup.hourly.max()
    parameters["answering"] = setup.fixed["answer_share"] > 0
    crowding = np.empty(64)
    _crowding(float(setup.fixed["answer_crowding"]), crowding)
    size = 1
    while size < n + 1:
        size *= 2
    group = np.zeros(1, dtype=GROUP)
    group["tree_size"] = size
    group["diffusion"] = 1.0
    group["topicality"] = 1.0
    group["closed"] = -1.0
    group["banned"] = -1.0
    group["ban_threshold"] = ban_threshold(seed, place)
    if desk is None:
        desk = new_desk()
    group["logging"] = events
    limit = max(EVENT_BUFFER, 2 * event_margin(n)) if events else 1
    group["event_limit"] = limit
    messages = np.zeros(RING, dtype=MESSAGE)
    messages["id"] = -1
    packets = np.zeros(PACKET_RING, dtype=PACKET)
    packets["id"] = -1
    daily = np.zeros(days, dtype=DAY)
    daily["first_talk"] = np.nan
    daily["last_talk"] = np.nan
    acts = setup.acts.copy()
    streams = np.zeros(2 * n, dtype=STREAM)
    streams["cell"] = -1
    state = State(
        parameters=parameters,
        hourly=np.ascontiguousarray(setup.hourly, dtype=np.float64),
        crowding=crowding,
        group=group,
        members=_members(setup.people, float(setup.hourly.max())),
        ties=np.array(setup.ties, dtype=np.float64, order="C"),
        messages=messages,
        packets=packets,
        claimed=np.zeros((PACKET_RING, n), dtype=np.int64),
        acts=acts,
        act_states=np.zeros(len(acts), dtype=ACT_STATE),
        tasks=np.zeros(TASK_LIMIT, dtype=TASK),
        times=np.full(2 * size, np.inf),
        idle=np.zeros(n, dtype=np.int64),
        days=daily,
        events=np.zeros(limit, dtype=EVENT),
        look=np.zeros(1, dtype=LOOK),
        weights=np.zeros(MAXIMUM_SPAN),
        streams=streams,
        candidate_times=np.zeros((2 * n, CHUNK)),
        candidate_draws=np.zeros((2 * n, CHUNK)),
        draft=np.zeros(1, dtype=MESSAGE),
        pools=setup.pools.copy(),
        desk=desk,
    )
    open_group(state.book)
    return state


def new_desk() -> npt.NDArray[Any]:
    """The staff's account of minutes, nothing used yet; shape (1,), dtype `records.DESK`."""
    desk = np.zeros(1, dtype=DESK)
    desk["day"] = -1
    return desk


def ban_threshold(seed: int, place: int = 0) -> float:
    """The ban hazard at which the platform takes a group away: unit exponential, each group's own draw."""
    draw = uniforms(seed, OPERATOR, np.array([2**32 - 1], dtype=np.int64), place, 0)[0, 0]
    return -float(log(draw))


def _members(people: npt.NDArray[Any], peak: float) -> npt.NDArray[Any]:
    members = np.zeros(len(people), dtype=MEMBER)
    for name in PEOPLE.names or ():
        members[name] = people[name]
    members["status"] = np.where(people["key"] < 0, VACANT, NOT_JOINED)
    for name in (
        "pending",
        "mention",
        "last_message",
        "last_talk_day",
        "read_mark",
        "challenge",
        "inviter",
        "invite_campaign",
        "campaign",
        "campaign_finished",
        "checked_day",
        "responded",
        "first_message",
        "goes_to",
    ):
        members[name] = -1
    with np.errstate(divide="ignore"):
        members["check_gap"] = 1.0 / (people["check_rate"] * peak)
        members["impulse_gap"] = 1.0 / (people["impulse_rate"] * peak)
    for name in ("next_look", "next_impulse", "next_plan", "next_term"):
        members[name] = np.inf
    return members


def setup_of(world: World, strategy: Strategy, population: Population) -> Setup:
    """What world, strategy and population come down to for one run."""
    fixed = {**world.fixed_values(), **strategy.fixed_values()}
    return Setup(
        fixed=fixed,
        hourly=np.array(hourly_profile(world.hourly)),
        people=population.people,
        ties=population.ties,
        acts=act_records(world.with_pools(strategy.acts())),
        pools=population.pools,
    )


def run_to(state: State, until: float, take_events: Callable[[npt.NDArray[Any]], None] | None = None) -> None:
    """Advance a state to `until` (days), handing over the event log whenever it is full, and at the end."""
    group = state.group
    while True:
        done = advance(state.book, float(until))
        state.check_bounds()
        if take_events is not None and group["events"][0] > 0:
            take_events(state.events[: group["events"][0]].copy())
        group["events"] = 0
        if done:
            return


def simulate(
    world: World,
    strategy: Strategy,
    seed: int,
    *,
    days: int = 180,
    population: Population | None = None,
    events: bool = False,
) -> Outcome:
    """Run one group and return its outcome.

    Args:
        world: what nature decides.
        strategy: what the operator decides.
        seed: 0 ≤ seed < 2**63; the same seed gives every strategy the same people with the same days.
        days: horizon, 1 to 1000.
        population: the people of (world, seed, days), if already built; saves the time to build them again.
        events: keep the event log, one row an event.

    Raises:
        ValueError: if seed or days are out of range.
    """
    if population is None:
        from sim.population import build_population

        population = build_population(world, seed, days)
    state = new_state(setup_of(world, strategy, population), seed, days, events=events)
    parts: list[npt.NDArray[Any]] = []
    run_to(state, days, parts.append if events else None)
    return Outcome.of(state, parts if events else None)
