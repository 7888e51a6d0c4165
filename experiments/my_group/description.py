"""What a strategist knows about the own group without looking anything up: the fields of a form or a command line.

What is counted in the group now (messages, speakers, exits) is what a world is fitted to; the rest goes into the world
as it stands. A group younger than a week has nothing to fit: its figures may be left out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from sim.channels import CHANNEL_KINDS, ChannelKind

KNOWN: tuple[str, ...] = ("strangers", "some", "friends")
"""How well members know each other: codes of ``my_group.known.<code>``."""

WEEK = 7
FITTED: tuple[str, ...] = ("messages", "speakers", "exits")
"""Fields that a world is fitted to."""


@dataclass(frozen=True)
class Bounds:
    """A number's smallest and greatest value, and whether it must be whole."""

    low: float
    high: float
    whole: bool = True


BOUNDS: dict[str, Bounds] = {
    "members": Bounds(5, 500),
    "age_days": Bounds(0, 3650),
    "messages": Bounds(0, 50_000),
    "speakers": Bounds(0, 500),
    "exits": Bounds(0, 500, whole=False),
    "newcomers": Bounds(0, 70, whole=False),
    "price_yuan": Bounds(0, 100_000, whole=False),
    "margin": Bounds(0, 100, whole=False),
    "need_days": Bounds(1, 3650),
    "ads": Bounds(0, 24, whole=False),
}


@dataclass(frozen=True)
class Description:
    """The own group. Counts are those of now; a week and a month (30 days) are the last ones, as far as one remembers.

    Attributes:
        members: present now.
        age_days: days since the group was opened; 0 for one that is still to be opened.
        messages: a week, of ordinary members; None where it is not known.
        speakers: different members who write in a week, likewise.
        exits: members who leave in a month, likewise.
        newcomers: people who come in a week.
        channel: where most members came from.
        known: how well they know each other, one of `KNOWN`.
        price_yuan: of the main product.
        margin: of its price, in percent.
        need_days: one needs it about every so many days.
        ads: the operator's ads a day; below 1 for one every few days.
        answers: whether staff answer what members ask.
    """

    members: int = 150
    age_days: int = 60
    messages: float | None = 60.0
    speakers: float | None = 20.0
    exits: float | None = 4.0
    newcomers: float = 1.0
    channel: ChannelKind = "friends"
    known: str = "some"
    price_yuan: float = 199.0
    margin: float = 60.0
    need_days: int = 180
    ads: float = 0.3
    answers: bool = True

    def __post_init__(self) -> None:
        for name, bounds in BOUNDS.items():
            value = getattr(self, name)
            if value is None and name in FITTED:
                continue
            if not (isinstance(value, int | float) and bounds.low <= value <= bounds.high):
                raise FieldError("range", name)
        if self.channel not in CHANNEL_KINDS or self.known not in KNOWN:
            raise FieldError("code", "channel" if self.channel not in CHANNEL_KINDS else "known")
        if self.speakers is not None and self.speakers > self.members:
            raise FieldError("speakers", "speakers")
        if self.messages is not None and self.speakers is not None and self.messages < self.speakers:
            raise FieldError("messages", "messages")
        if self.age_days < WEEK and self.given:
            raise FieldError("age", self.given[0])

    @property
    def given(self) -> tuple[str, ...]:
        """Which of `FITTED` are known."""
        return tuple(name for name in FITTED if getattr(self, name) is not None)

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Description:
        """What `as_dict` gave; errors as for the fields themselves, and `TypeError` for others."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in plain.items() if name in names})


class FieldError(ValueError):
    """A field that cannot stand; the text is ``my_group.error.<code>``.

    Attributes:
        code: "range", "code", "speakers" (more than members), "messages" (fewer than speakers) or "age" (too young
            for weekly figures).
        field: its name.
    """

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field
