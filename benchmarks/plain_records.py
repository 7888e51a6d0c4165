"""The things of the plain model that are not people: messages, packets, tasks, one look, one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Any

from benchmarks.plain_draws import Block

if TYPE_CHECKING:
    from benchmarks.plain_act import Act

OPERATOR_AUTHOR = -1
SHILL_AUTHOR = -2
NOBODY = -1
NO_MESSAGE = -1
NO_ACT = -1
BOT_ACT = -2  # what a message of the bot carries in place of an act

PLAIN, QUESTION, PACKET_NOTE, TICK = range(4)  # kinds of messages

# The order of what happens at the same time: tasks, acts, members; of one member: join, look, impulse, plan, term.
TASK, ACT, MEMBER = 0, 1, 2
FOLLOW_UP, OCCURRENCE = 0, 1
JOINING, LOOKING, SPEAKING, SENDING, RENEWING = 0, 1, 2, 3, 4

PURGE, STRIKES = 0, 1  # why a member was removed

# What a task of the operator is about.
WELCOMING, STAFF_ANSWER, ACT_ANSWER, BOT_ANSWER, REMOVAL = range(5)

Event = tuple[float, str, int, int, int, float]

COUNTS = (
    "talk", "operator", "shill", "dropper", "promotion", "starts", "starts_answered", "looks", "reads", "speakers",
    "joins", "leaves", "mutes", "claims", "packets_operator", "packets_member", "portions", "portions_2h",
    "buyers", "revenue_fen", "goods_fen", "packet_fen", "fee_fen", "dropped", "notices",
    "off_topic", "first_posts", "first_answers", "welcomed", "votes", "roll_calls", "check_ins", "enrolled",
    "completed", "deposit_in_fen", "deposit_back_fen", "invited", "invites", "invites_unpaid", "screened",
    "turned_away", "entry_fen", "removed", "hidden", "moved", "renewals", "expired", "orders_repeat", "coupons",
    "bad_orders", "attendance", "attendees", "promoted", "private", "blocks", "tier_up", "tier_down", "reward_fen",
)  # fmt: skip
SUMS = ("minutes", "trust_sum", "fatigue_sum", "attention_sum")
TIMES = ("first_talk", "last_talk")


def blank_day() -> dict[str, Any]:
    """One day's record: counts and fen as ints, minutes and sums as floats, times in days or NaN."""
    return dict.fromkeys(COUNTS, 0) | dict.fromkeys(SUMS, 0.0) | dict.fromkeys(TIMES, nan)


@dataclass(slots=True)
class Message:
    """One message (docs/rules.md, section 3)."""

    id: int
    time: float
    author: int
    reply_to: int = NO_MESSAGE
    to: int = NOBODY
    root: int = NO_MESSAGE
    useful: float = 0.0
    chat: float = 0.0
    promo: float = 0.0
    invite: float = 0.0
    act: int = NO_ACT
    start: bool = False
    offer: int = NO_ACT
    kind: int = PLAIN
    off_topic: bool = False
    private: bool = False
    opening: bool = False
    answers: int = 0

    @property
    def hidden(self) -> bool:
        """Whether somebody took it away: private, and addressed to nobody."""
        return self.private and self.to == NOBODY

    def hide(self) -> None:
        """Take it away from everyone who has not read it yet."""
        self.private = True
        self.to = NOBODY


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
    portions: int = 0
    best: int = 0
    luckiest: int = NOBODY
    quick_claims: int = 0  # within two hours
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

    packet: int
    fen: int
    sure: bool


@dataclass(slots=True)
class Pool:
    """The reserve of one channel: people who come only if somebody asks for them, in their order."""

    first: int
    count: int
    price_fen: int
    asked: int = 0

    def next_person(self) -> int:
        """The position of the next person, who is then used up; NOBODY if none is left."""
        if self.asked >= self.count:
            return NOBODY
        self.asked += 1
        return self.first + self.asked - 1


@dataclass(slots=True)
class Task:
    """Something the operator has to do at its time, about a newcomer or about a message."""

    number: int
    kind: int
    due: float
    act: int = NO_ACT
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
    irritation: float = 0.0
    want: float = 0.0
    addressed: int = 0
    shills_read: int = 0
    sameness: float = 0.0
    heard: float = 0.0
    offer: int = NO_ACT
    gift: float = 0.0
    call: Message | None = None
    challenge: Act | None = None
    move: Act | None = None
    ad: Message | None = None
    claimed: int = 0
    given: bool = False
    ticked: bool = False
    spoke: bool = False
    blocks: dict[int, Block] = field(default_factory=dict)
