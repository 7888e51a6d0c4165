"""When the operator does what: the moves of a strategy on the time axis of a chart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

TRIGGERS = ("schedule", "join", "quiet", "talk", "drift", "probe_passed", "probe_failed")
HOSTS = ("operator", "shills", "stewards")
MOST_DAYS = 400


@dataclass(frozen=True)
class Mark:
    """One act of a strategy on the time axis.

    Attributes:
        strategy: the strategy's id.
        move: code of the move it comes from (``move.<code>`` is its label).
        trigger: one of `TRIGGERS`: "schedule" happens on `days`, "join" at each join, the others only if what
            they wait for is there: quiet, talk on the subject, talk off it, a packet probe passed or failed.
        first_day, last_day: its window, last day included, cut at the horizon.
        days: the days on which it is due, for a schedule; the days on which it is looked whether the trigger
            holds; none for joins, nor for what only answers.
        per_day: occurrences on such a day.
        messages: messages an occurrence.
        packet_fen: size of its red packet, 0 without one.
        host: who does it, one of `HOSTS`; shills are people posing as members.
        offer: whether its messages offer something to buy.
    """

    strategy: str
    move: str
    trigger: str
    first_day: int
    last_day: int
    days: tuple[int, ...]
    per_day: int
    messages: int
    packet_fen: int
    host: str
    offer: bool

    def as_dict(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def marks_of(name: str, strategy: Any, days: int) -> tuple[Mark, ...]:
    """The marks of a strategy over a run of `days`, in the order of its acts."""
    marks = []
    for move, act in _acts_with_moves(strategy):
        trigger = TRIGGERS[int(act.get("trigger", 0))]
        first = int(act.get("first_day", 0))
        last = min(int(act.get("last_day", days - 1)), days - 1)
        if first > last:
            continue
        answers = int(act.get("messages", 1)) == 0 and int(act.get("promote", 0)) == 0
        due = tuple(range(first, last + 1, max(1, int(act.get("every_days", 1)))))[:MOST_DAYS]
        marks.append(
            Mark(
                name,
                move,
                trigger,
                first,
                last,
                () if trigger == "join" or answers else due,
                int(act.get("per_day", 1)),
                int(act.get("messages", 1)),
                int(act.get("fen", 0)),
                HOSTS[int(act.get("host", 0))],
                bool(act.get("offer", 0)),
            )
        )
    return tuple(marks)


def _acts_with_moves(strategy: Any) -> list[tuple[str, dict[str, Any]]]:
    from sim.moves import BY_NUMBER

    return [(BY_NUMBER[int(act["kind"])].kind(), act) for act in strategy.acts()]
