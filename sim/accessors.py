"""How rules reach into a state: an address and an index become a record in place.

Accessors such as `member(state, i)` cost no more than the addition they are. They are not bounds-checked, like all
compiled array access, unless the environment has QUNLAB_CHECK_BOUNDS=1 when the code is compiled: then an index out
of bounds is written down in the state, reads element 0 instead, and `sim.engine.run_to` raises.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.compiling import CHECK_BOUNDS
from sim.records import (
    ACT,
    ACT_STATE,
    DAY,
    DESK,
    EVENT,
    GROUP,
    LOOK,
    MEMBER,
    MESSAGE,
    PACKET,
    PARAMETERS,
    POOL,
    STREAM,
    TASK,
)

ARRAYS = (
    *("parameters", "hourly", "crowding", "group", "members", "ties", "messages", "packets", "claimed"),
    *("acts", "act_states", "tasks", "times", "idle", "days", "events", "look", "weights", "streams"),
    *("candidate_times", "candidate_draws", "draft", "pools", "desk"),
)
"""The arrays of a state, in the order of the book."""
COUNTS = ("member_count", "act_count")
OUT_OF_BOUNDS, WRONG_INDEX = "out_of_bounds", "wrong_index"
DOORWAYS = ("post_door", "find_look_door", "member_event_door", "operator_event_door")
"""Rules that are called through their address; see `sim.compiling.doorway`."""
BOOK = np.dtype(
    [(name, np.int64) for name in (*ARRAYS, *COUNTS, *DOORWAYS, OUT_OF_BOUNDS, WRONG_INDEX)]
    + [(f"{name}_length", np.int64) for name in ARRAYS]
)
"""Where the arrays of a state are, how long they are, and the last index that was out of bounds."""
Book = int  # address of a record of dtype BOOK, as rules receive it; valid as long as its State lives

_WORD = ir.IntType(64)


def _address(builder: Any, book: Any, name: str) -> Any:
    """Code that loads one address (or count) from the book."""
    offset = BOOK.fields[name][1]  # type: ignore[index]
    place = builder.inttoptr(builder.add(book, ir.Constant(_WORD, offset)), _WORD.as_pointer())
    load = builder.load(place, typ=_WORD)
    load.set_metadata("invariant.load", builder.module.add_metadata([]))
    return load


def _place(builder: Any, name: str) -> Any:
    return ir.Constant(_WORD, BOOK.fields[name][1])  # type: ignore[index]


def _within(builder: Any, book: Any, name: str, index: Any) -> Any:
    """The index, or 0 if it lies outside of the array, which the book then says."""
    if not CHECK_BOUNDS:
        return index
    length = builder.load(
        builder.inttoptr(builder.add(book, _place(builder, f"{name}_length")), _WORD.as_pointer()), typ=_WORD
    )
    outside = builder.icmp_unsigned(">=", index, length)
    with builder.if_then(outside):
        for field, value in (
            (OUT_OF_BOUNDS, ir.Constant(_WORD, 1 + ARRAYS.index(name))),
            (WRONG_INDEX, index),
        ):
            place = builder.inttoptr(builder.add(book, _place(builder, field)), _WORD.as_pointer())
            builder.store(value, place)
    return builder.select(outside, ir.Constant(_WORD, 0), index)


def _records(name: str, dtype: np.dtype[Any]) -> Any:
    """An accessor (state, index) -> record."""
    record = numba.from_dtype(dtype)

    @intrinsic
    def access(typing_context: Any, state: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            start = _address(builder, arguments[0], name)
            index = _within(builder, arguments[0], name, arguments[1])
            offset = builder.mul(index, ir.Constant(_WORD, dtype.itemsize))
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
        index = _within(builder, arguments[0], name, arguments[1])
        offset = builder.mul(index, ir.Constant(_WORD, 8))
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


def _door(name: str, result: Any, *others: Any) -> Any:
    """What calls the rule whose address the book has: (state, *others) -> result."""
    kinds = {types.int64: _WORD, types.float64: ir.DoubleType()}
    shape = ir.FunctionType(kinds[result], [_WORD, *(kinds[other] for other in others)])

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _address(builder, arguments[0], name)
        return builder.call(builder.inttoptr(address, shape.as_pointer()), arguments)

    if len(others) == 1:

        @intrinsic
        def call(typing_context: Any, state: Any, first: Any) -> Any:
            return result(types.int64, *others), generate

        return call

    @intrinsic
    def call_with_two(typing_context: Any, state: Any, first: Any, second: Any) -> Any:
        return result(types.int64, *others), generate

    return call_with_two


post = _door("post_door", types.int64, types.float64)
find_look = _door("find_look_door", types.int64, types.int64, types.float64)
member_event = _door("member_event_door", types.int64, types.int64, types.float64)
operator_event = _door("operator_event_door", types.int64, types.float64)
parameters = _only("parameters", PARAMETERS)
group_of = _only("group", GROUP)
look_of = _only("look", LOOK)
draft_of = _only("draft", MESSAGE)
desk_of = _only("desk", DESK)
pool_at = _records("pools", POOL)
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
