"""The state of one group, and how rules reach into it.

Rules take the state as one small array of addresses, the book, and an index. Passing eighteen arrays to
every rule would cost more than most rules do, and from Python it would cost microseconds a call. Accessors
such as `member(state, i)` turn an address into a record in place; they are not bounds-checked, like all
compiled array access. A copy of the arrays is a checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.records import (
    ACT,
    ACT_STATE,
    DAY,
    EVENT,
    GROUP,
    LOOK,
    MEMBER,
    MESSAGE,
    PACKET,
    PARAMETERS,
    STREAM,
    TASK,
)

BOOK = np.dtype(
    [
        (name, np.int64)
        for name in [
            "parameters",
            "hourly",
            "crowding",
            "group",
            "members",
            "ties",
            "messages",
            "packets",
            "claimed",
            "acts",
            "act_states",
            "tasks",
            "times",
            "idle",
            "days",
            "events",
            "look",
            "weights",
            "streams",
            "candidate_times",
            "candidate_draws",
            "member_count",
            "act_count",
        ]
    ]
)
Book = int  # address of a record of dtype BOOK, as rules receive it; valid as long as its State lives


@dataclass
class State:
    """All arrays of one group. Shapes: n members, k acts, d days."""

    parameters: npt.NDArray[Any]  # (1,) PARAMETERS
    hourly: npt.NDArray[np.float64]  # (24,) relative rate of checks and impulses, mean 1
    crowding: npt.NDArray[np.float64]  # (64,) (1 + answers) ** answer_crowding
    group: npt.NDArray[Any]  # (1,) GROUP
    members: npt.NDArray[Any]  # (n,) MEMBER
    ties: npt.NDArray[np.float64]  # (n, n) strengths as of day 0
    messages: npt.NDArray[Any]  # (RING,) MESSAGE
    packets: npt.NDArray[Any]  # (PACKET_RING,) PACKET
    claimed: npt.NDArray[np.int64]  # (PACKET_RING, n) 1 where a member has claimed
    acts: npt.NDArray[Any]  # (k,) ACT, at least one record
    act_states: npt.NDArray[Any]  # (k,) ACT_STATE
    tasks: npt.NDArray[Any]  # (TASK_LIMIT,) TASK
    times: npt.NDArray[np.float64]  # (2 * tree size,) tournament tree of next event times
    idle: npt.NDArray[np.int64]  # (n,) members who have read everything
    days: npt.NDArray[Any]  # (d,) DAY
    events: npt.NDArray[Any]  # (event limit,) EVENT
    look: npt.NDArray[Any]  # (1,) LOOK
    weights: npt.NDArray[np.float64]  # (MAXIMUM_SPAN,) scratch of the answer phase
    streams: npt.NDArray[Any]  # (2n,) STREAM: checks, then impulses
    candidate_times: npt.NDArray[np.float64]  # (2n, CHUNK) cached candidates of each stream, days
    candidate_draws: npt.NDArray[np.float64]  # (2n, CHUNK) what decides whether each counts
    addresses: npt.NDArray[Any] = field(init=False, repr=False)  # (1,) BOOK
    book: Book = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Write down where the arrays are."""
        self.addresses = np.zeros(1, dtype=BOOK)
        for name, array in self.arrays().items():
            if not array.flags.c_contiguous:
                raise ValueError(f"{name} has to be contiguous")
            self.addresses[name] = array.ctypes.data
        self.addresses["member_count"] = len(self.members)
        self.addresses["act_count"] = len(self.acts)
        self.book = int(self.addresses.ctypes.data)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays by name, without the book."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.init}

    def copy(self) -> State:
        """An independent checkpoint; arrays that never change are shared."""
        fixed = {"parameters", "hourly", "crowding", "acts"}
        return State(
            **{name: array if name in fixed else array.copy() for name, array in self.arrays().items()}
        )

    def with_acts(self, acts: npt.NDArray[Any]) -> State:
        """A checkpoint in which `acts` are still to begin and the former ones are over.

        The former acts keep their places, since messages and offers that are still about refer to them.
        """
        over = self.acts.copy()
        for name in ("trigger", "per_day", "answers_starts"):
            over[name] = 0
        over["last_day"] = -1
        every = np.concatenate([over, acts])
        arrays = {**self.copy().arrays(), "acts": every}
        states = np.concatenate([arrays["act_states"], np.zeros(len(acts), dtype=ACT_STATE)])
        return State(**{**arrays, "act_states": states})


_WORD = ir.IntType(64)


def _address(builder: Any, book: Any, name: str) -> Any:
    """Code that loads one address (or count) from the book."""
    offset = BOOK.fields[name][1]  # type: ignore[index]
    place = builder.inttoptr(builder.add(book, ir.Constant(_WORD, offset)), _WORD.as_pointer())
    load = builder.load(place, typ=_WORD)
    load.set_metadata("invariant.load", builder.module.add_metadata([]))
    return load


def _records(name: str, dtype: np.dtype[Any]) -> Any:
    """An accessor (state, index) -> record."""
    record = numba.from_dtype(dtype)

    @intrinsic
    def access(typing_context: Any, state: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start = _address(builder, arguments[0], name)
            offset = builder.mul(arguments[1], ir.Constant(_WORD, dtype.itemsize))
            return builder.inttoptr(builder.add(start, offset), context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return access


def _only(name: str, dtype: np.dtype[Any]) -> Any:
    """An accessor (state) -> the single record."""
    record = numba.from_dtype(dtype)

    @intrinsic
    def access(typing_context: Any, state: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start = _address(builder, arguments[0], name)
            return builder.inttoptr(start, context.get_value_type(record))

        return record(types.int64), generate

    return access


def _count(name: str) -> Any:
    """An accessor (state) -> a count kept in the book."""

    @intrinsic
    def access(typing_context: Any, state: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _address(builder, arguments[0], name)

        return types.int64(types.int64), generate

    return access


def _numbers(name: str, element: Any) -> tuple[Any, Any]:
    """Accessors (state, index) -> number and (state, index, number) -> None of a plain array."""
    kind = ir.DoubleType() if element is types.float64 else _WORD

    def place(builder: Any, arguments: Any) -> Any:
        start = _address(builder, arguments[0], name)
        offset = builder.mul(arguments[1], ir.Constant(_WORD, 8))
        return builder.inttoptr(builder.add(start, offset), kind.as_pointer())

    @intrinsic
    def get(typing_context: Any, state: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.load(place(builder, arguments), typ=kind)

        return element(types.int64, types.int64), generate

    @intrinsic
    def put(typing_context: Any, state: Any, index: Any, number: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            builder.store(arguments[2], place(builder, arguments))
            return context.get_dummy_value()

        return types.none(types.int64, types.int64, element), generate

    return get, put


parameters = _only("parameters", PARAMETERS)
group_of = _only("group", GROUP)
look_of = _only("look", LOOK)
member = _records("members", MEMBER)
message_at = _records("messages", MESSAGE)
packet_at = _records("packets", PACKET)
act_at = _records("acts", ACT)
act_state = _records("act_states", ACT_STATE)
stream_at = _records("streams", STREAM)
task_at = _records("tasks", TASK)
day_at = _records("days", DAY)
event_at = _records("events", EVENT)
member_count = _count("member_count")
act_count = _count("act_count")
hourly_rate, _ = _numbers("hourly", types.float64)
crowding, _ = _numbers("crowding", types.float64)
stored_tie, set_stored_tie = _numbers("ties", types.float64)
claimed, set_claimed = _numbers("claimed", types.int64)
leaf_time, set_leaf_time = _numbers("times", types.float64)
idle_member, set_idle_member = _numbers("idle", types.int64)
candidate_time, set_candidate_time = _numbers("candidate_times", types.float64)
candidate_draw, set_candidate_draw = _numbers("candidate_draws", types.float64)
weight_at, set_weight = _numbers("weights", types.float64)
