"""The state of one group, and how rules reach into it.

Rules take the state as one small array of addresses, the book, and an index. Passing two dozen arrays to
every rule would cost more than most rules do, and from Python it would cost microseconds a call. `sim.accessors`
turns an address into a record in place. A copy of the arrays is a checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.accessors import ARRAYS, BOOK, OUT_OF_BOUNDS, WRONG_INDEX, Book
from sim.records import ACT_STATE
from sim.rules.live import handle_member_event
from sim.rules.operate import handle_operator_event
from sim.rules.post import post_draft
from sim.rules.waking import queue_next_look

_DOORS = {
    "post_door": post_draft,
    "find_look_door": queue_next_look,
    "member_event_door": handle_member_event,
    "operator_event_door": handle_operator_event,
}


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
    draft: npt.NDArray[Any]  # (1,) MESSAGE about to be posted
    pools: npt.NDArray[Any]  # (channels,) POOL
    desk: npt.NDArray[Any]  # (1,) DESK; one array for all groups of a portfolio
    addresses: npt.NDArray[Any] = field(init=False, repr=False)  # (1,) BOOK
    book: Book = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Write down where the arrays are."""
        self.addresses = np.zeros(1, dtype=BOOK)
        for name, array in self.arrays().items():
            if not array.flags.c_contiguous:
                raise ValueError(f"{name} has to be contiguous")
            self.addresses[name] = array.ctypes.data
            self.addresses[f"{name}_length"] = array.size
        for name, door in _DOORS.items():
            self.addresses[name] = door.address  # type: ignore[attr-defined]
        self.addresses["member_count"] = len(self.members)
        self.addresses["act_count"] = len(self.acts)
        self.book = int(self.addresses.ctypes.data)

    def check_bounds(self) -> None:
        """Say whether a rule has reached beyond an array; only code compiled with bounds checks notices.

        Raises:
            IndexError: if one has.
        """
        where = int(self.addresses[OUT_OF_BOUNDS][0])
        if where > 0:
            raise IndexError(
                f"index {self.addresses[WRONG_INDEX][0]} is out of bounds of {ARRAYS[where - 1]}"
            )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays by name, without the book."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.init}

    def copy(self, desk: npt.NDArray[Any] | None = None) -> State:
        """An independent checkpoint; arrays that never change are shared.

        Args:
            desk: The staff's desk of the copy, where several groups share one.
        """
        fixed = {"parameters", "hourly", "crowding", "acts"}
        arrays = {name: array if name in fixed else array.copy() for name, array in self.arrays().items()}
        return State(**{**arrays, "desk": arrays["desk"] if desk is None else desk})

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
