"""The things of the plain model that are not people: messages, packets, acts, tasks, and one look."""

from dataclasses import dataclass, field
from math import nan
from typing import Any

from benchmarks.plain_draws import Block

OPERATOR_AUTHOR = -1
SHILL_AUTHOR = -2
NOBODY = -1
NO_MESSAGE = -1
NO_ACT = -1

SCHEDULE, JOIN, QUIET = 0, 1, 2
ALL, TIER, NEWCOMERS, SILENT = 0, 1, 2, 3

# The order of what happens at the same time: tasks, acts, members; of one member: join, look, impulse, plan.
TASK, ACT, MEMBER = 0, 1, 2
FOLLOW_UP, OCCURRENCE = 0, 1
JOINING, LOOKING, SPEAKING, SENDING = 0, 1, 2, 3

Event = tuple[float, str, int, int, int, float]

COUNTS = (
    "talk", "operator", "shill", "dropper", "promotion", "starts", "starts_answered", "looks", "reads", "speakers",
    "joins", "leaves", "mutes", "claims", "packets_operator", "packets_member", "portions", "portions_2h",
    "buyers", "revenue_fen", "goods_fen", "packet_fen", "fee_fen", "dropped", "notices",
)  # fmt: skip
SUMS = ("minutes", "trust_sum", "fatigue_sum", "attention_sum")
TIMES = ("first_talk", "last_talk")


def blank_day() -> dict[str, Any]:
    """One day's record: counts and fen as ints, minutes and sums as floats, times in days or NaN."""
    return dict.fromkeys(COUNTS, 0) | dict.fromkeys(SUMS, 0.0) | dict.fromkeys(TIMES, nan)


@dataclass(slots=True)
class Message:
    """One message (docs/model.md, section 3)."""

    id: int
    time: float
    author: int
    reply_to: int
    to: int
    root: int
    useful: float
    chat: float
    promo: float
    invite: float
    act: int
    start: bool
    offer: int
    question: bool
    packet: bool
    answers: int = 0


@dataclass(slots=True)
class Packet:
    """A red packet; `left` and `portions_left` fall with each claim, and what is never claimed goes back."""

    id: int
    message: int
    sender: int
    opened: float
    fen: int
    left: int
    portions_left: int
    equal: bool
    best: int = 0
    luckiest: int = NOBODY
    claimed_by: set[int] = field(default_factory=set)

    def portion(self, uniform: float) -> int:
        """Fen of the next portion: WeChat's split, or equal parts; the last portion is all that is left."""
        if self.portions_left == 1:
            return self.left
        if self.equal:
            return self.left // self.portions_left
        drawn = max(1, int(uniform * 2 * self.left / self.portions_left))
        return min(drawn, self.left - (self.portions_left - 1))


@dataclass(slots=True)
class Plan:
    """A member's intention to send a packet on."""

    time: float
    packet: int
    sure: bool


@dataclass(slots=True)
class Act:
    """One act of the operator (section 8), with what it remembers of its own past."""

    key: int = 0
    kind: int = 0
    trigger: int = SCHEDULE
    threshold: float = 0.0
    cooldown_days: float = 0.0
    every_days: float = 1
    first_day: float = 0
    last_day: float = 0
    from_hour: float = 9.0
    to_hour: float = 21.0
    per_day: int = 1
    messages: int = 1
    spacing_minutes: float = 1.0
    useful: float = 0.0
    chat: float = 0.0
    promo: float = 0.0
    invite: float = 0.0
    shill: int = 0
    sameness: float = 0.0
    answers_starts: float = 0.0
    mentions: int = 0
    audience: int = ALL
    audience_value: float = 0.0
    fen: int = 0
    portions: int = 0
    equal: int = 0
    offer: int = 0
    discount: float = 0.0
    offer_tiers: int = 7
    fee_fen: int = 0
    minutes: float = 0.0
    habit_rate: float = 0.0
    habit_days: float = 7.0
    delay_minutes: float = 0.0

    position: int = 0
    habit: float = 0.0
    last: float | None = None
    occurrences: int = 0
    run: int = 0  # follow-up messages of a former occurrence carry an older number and are void

    def in_window(self, t: float) -> bool:
        """Whether t lies on one of the days from the first to the last."""
        return self.first_day <= t < self.last_day + 1

    def times(self, horizon: float) -> list[float]:
        """The scheduled times before the horizon, in days."""
        if self.trigger == JOIN:
            return []
        times = []
        repeat = 0
        while (day := self.first_day + repeat * self.every_days) <= min(self.last_day, horizon):
            for slot in range(self.per_day):
                t = day + (self.from_hour + (self.to_hour - self.from_hour) * slot / self.per_day) / 24
                if 0 <= t < horizon:
                    times.append(t)
            repeat += 1
            if self.every_days <= 0:
                break
        return times


@dataclass(slots=True)
class Task:
    """Something the operator has to do at its time: an act for a newcomer, or answering a message."""

    number: int
    due: float
    act: int  # NO_ACT: the staff answers
    target: int = NOBODY
    message: int = NO_MESSAGE


@dataclass(slots=True)
class Look:
    """What happens to a member during one look, from phase to phase."""

    time: float
    again: int
    read: list[Message]
    skipped: int
    ties: list[float] = field(default_factory=list)  # with the author of each message read; 0 if no member
    worth: float = 0.0
    addressed: int = 0
    offer: int = NO_ACT
    claimed: int = 0
    answered: bool = False
    spoke: bool = False
    blocks: dict[int, Block] = field(default_factory=dict)
