"""The red packet probe: does a packet that is not emptied within two hours tell that a group is dead?

Operators say: send a packet of dozens of portions; if some are left after one or two hours, the group is dead,
give it up. Here the test is tested. Each launch runs under its strategy without a probe, and at the chosen
moments a copy of the group gets one. Whether the group was dead is read from the run without it: no ordinary
member says a word for the 14 days that follow. So the probe cannot bring to life the group that it is
to judge, and what it costs is known too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.claims import Counted, counted

SILENT_DAYS = 14.0
"""A group without a word of its members for so long after the probe's moment counts as dead."""

READ_HOURS = 2.0
"""Hours after opening at which the operator looks whether portions are left."""

PACKET_DAYS = 1.0
"""Days until what is left of a packet goes back to its sender."""

USUAL_DAYS = (7, 30, 60)
USUAL_HOUR = 20.0
USUAL_PORTIONS = (30,)
FEN_A_PORTION = 30
"""The probe unless another is asked for: "dozens of portions", of three jiao each, in the evening."""


@dataclass(frozen=True)
class Reading:
    """One probe in one launch.

    Attributes:
        present: members at the moment of the probe.
        left: portions left after `READ_HOURS`.
        fen: what the packet cost in the end.
        dead: whether the group without the probe stays silent.
    """

    present: int
    left: int
    fen: int
    dead: bool


@dataclass(frozen=True)
class ProbeResult:
    """One day and one packet over all launches.

    Attributes:
        day: day of the probe, 0 is the first.
        portions: of the packet.
        launches: how many were probed.
        members: members present at the moment, on average.
        hits: of the dead groups, those that the probe calls dead.
        false_alarms: of the living groups, those that the probe calls dead.
        right: of the groups called dead, those that are.
        cost_fen: what a probe costs on average.
    """

    day: int
    portions: int
    launches: int
    members: float
    hits: Counted
    false_alarms: Counted
    right: Counted
    cost_fen: float


def days_needed(days: Sequence[int]) -> int:
    """Length of the runs that tell whether groups probed on these days were dead."""
    return max(days) + int(SILENT_DAYS) + 1


def probe(
    world: Any,
    strategy: Any,
    launches: int,
    days: Sequence[int] = USUAL_DAYS,
    *,
    hour: float = USUAL_HOUR,
    portions: Sequence[int] = USUAL_PORTIONS,
    fen_a_portion: int = FEN_A_PORTION,
    first_seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[ProbeResult]:
    """Probe every launch of a strategy on each day with a packet of each size.

    Args:
        world: a `sim.World`.
        strategy: a `sim.Strategy`; the probe comes on top of its own moves.
        launches: number of seeds.
        days: days of the probe, ascending; each probe has a copy of the group of its own.
        hour: hour of the day, 0 ≤ hour < 24.
        portions: portions of the packet, split at random.
        fen_a_portion: amount of the packet for each portion, in fen.
        first_seed: seed of the first launch.
        threads: launches at a time; the results do not depend on it.
        on_progress: called with (launches done, launches).

    Returns:
        One result for each day and number of portions, days first.
    """
    readings = []
    with ThreadPoolExecutor(threads, thread_name_prefix="probe") as pool:
        waiting = [
            pool.submit(probe_launch, world, strategy, first_seed + i, days, hour, portions, fen_a_portion)
            for i in range(launches)
        ]
        try:
            for one in waiting:
                readings.append(one.result())
                if on_progress is not None:
                    on_progress(len(readings), launches)
        finally:
            for one in waiting:
                one.cancel()
    cells = product(days, portions)
    return [
        summary(day, size, [one[position] for one in readings]) for position, (day, size) in enumerate(cells)
    ]


def probe_launch(
    world: Any,
    strategy: Any,
    seed: int,
    days: Sequence[int],
    hour: float,
    portions: Sequence[int],
    fen_a_portion: int,
) -> list[Reading]:
    """The probes of one launch, in the order of days and portions; arguments as in `probe`."""
    import sim
    from sim import engine

    horizon = days_needed(days)
    population = sim.build_population(world, seed, horizon)
    state = engine.new_state(engine.setup_of(world, strategy, population), seed, horizon)
    taken: list[tuple[int, int, int]] = []
    moments = [float(day + hour / 24.0) for day in days]
    for day, moment in zip(days, moments, strict=True):
        engine.run_to(state, moment)
        present = int(state.group["present"][0])
        taken += [(present, *_packet(state, strategy, day, hour, size, fen_a_portion)) for size in portions]
    engine.run_to(state, horizon)
    return [
        Reading(present, left, fen, silent_after(state.days, moment, SILENT_DAYS))
        for (present, left, fen), (moment, _) in zip(taken, product(moments, portions), strict=True)
    ]


def _packet(
    state: Any, strategy: Any, day: int, hour: float, portions: int, fen_a_portion: int
) -> tuple[int, int]:
    """Portions left after `READ_HOURS`, and fen claimed in all, of a packet sent into a copy of the group now."""
    from sim import engine
    from sim.moves.base import When
    from sim.moves.red_packet import RedPacket

    move = RedPacket(
        move="red_packet",
        amount_yuan=portions * fen_a_portion / 100,
        portions=portions,
        minutes=0.0,
        when=When(from_day=day, until_day=day, from_hour=hour, to_hour=hour),
    )
    moment = float(day + hour / 24.0)
    fork = with_act(state, move.keyed_acts(len(strategy.moves))[0], moment)
    engine.run_to(fork, float(np.nextafter(moment, np.inf)))
    number = int(fork.group["packets"][0]) - 1
    left, fen = portions, 0
    for passed in range(1, int(24 * PACKET_DAYS) + 1):
        engine.run_to(fork, moment + passed / 24.0)
        packet = fork.packets[number % len(fork.packets)]
        if packet["id"] != number:  # so many packets came after it that nobody can claim it any more
            break
        fen = int(packet["opened_fen"] - packet["left_fen"])
        if passed <= READ_HOURS:
            left = int(packet["left_portions"])
    return left, fen


def with_act(state: Any, act: Any, t: float) -> Any:
    """A copy of a group in which one more act begins at `t`, beside those of its strategy, which go on.

    Args:
        state: a `sim.state.State` that has reached `t`.
        act: the act, as a move's `keyed_acts` gives it.
        t: in days; the act's first time is its schedule's first from `t` on.
    """
    from sim.engine import act_records
    from sim.records import ACT_STATE
    from sim.rules.operate import first_occurrence, plan_operator
    from sim.state import State

    arrays = state.copy().arrays()
    arrays["acts"] = np.concatenate([arrays["acts"], act_records([act])])
    arrays["act_states"] = np.concatenate([arrays["act_states"], np.zeros(1, dtype=ACT_STATE)])
    fork = State(**arrays)
    first_occurrence(fork.book, len(fork.acts) - 1, t)
    plan_operator(fork.book)
    return fork


def silent_after(daily: NDArray[Any], moment: float, span: float) -> bool:
    """Whether no ordinary member says anything from `moment` on for `span` days.

    Args:
        daily: records of dtype `sim.records.DAY`, which keep the first and the last word of each day.
        moment: in days.
        span: in days; the records must reach as far.

    Raises:
        ValueError: if they do not.
    """
    if moment + span > len(daily):
        raise ValueError(f"{len(daily)} days do not tell what happens until day {moment + span:g}")
    spoken = daily[daily["talk"] > 0]
    # The span is longer than a day, so no day is cut at both ends, and its first or last word decides.
    return not bool(np.any((spoken["last_talk"] >= moment) & (spoken["first_talk"] < moment + span)))


def summary(day: int, portions: int, readings: Sequence[Reading]) -> ProbeResult:
    """The readings of one day and one packet, over the launches."""
    called = np.array([one.left > 0 for one in readings])
    dead = np.array([one.dead for one in readings])
    return ProbeResult(
        day=day,
        portions=portions,
        launches=len(readings),
        members=float(np.mean([one.present for one in readings])),
        hits=counted(called[dead]),
        false_alarms=counted(called[~dead]),
        right=counted(dead[called]),
        cost_fen=float(np.mean([one.fen for one in readings])),
    )
