"""Everything nature decides: people, channels, ties, product, platform, psychology.

A `World` is a frozen, typed value. Together with a `Strategy` and a seed it fixes a run completely. Units
are in the names of the fields (days, hours, yuan); the engine gets whole fen and plain numbers from
`World.setup`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from sim.channels import CHANNEL_KINDS, Channel, ChannelKind
from sim.hourly import HOURLY_NAMES, hourly_profile
from sim.money import fen
from sim.parameters import POPULATION_PARAMETERS, Psychology
from sim.quantities import Declaration, optional_quantity, quantity
from sim.tie_patterns import AnyTies, FromFile, InvitationTree
from sim.wording import Words


class Product(Declaration):
    """What is sold, how often one needs it, and how dear it is for these people."""

    price_yuan: float = quantity(199.0, 0, 100_000, "yuan", sources=("B2",))
    goods_yuan: float = quantity(40.0, 0, 100_000, "yuan", sources=("D8",))
    cycle_days: float = quantity(180.0, 0.1, 3650, "days", sources=("B2",))
    appeal: float = quantity(1.0, 0, 10, "factor", grade="assumed")
    price_level: float = quantity(0.5, 0, 1, "share", sources=("E8",), grade="assumed")
    quality: float = quantity(0.9, 0, 1, "share", sources=("D2",), grade="assumed")
    basket: float = quantity(0.0, 0, 5, "share", sources=("D2", "E3"), grade="assumed")


def _three_weights(value: Any) -> tuple[float, ...]:
    return _weights(value, 3)


def _weights(value: Any, number: int) -> tuple[float, ...]:
    right = isinstance(value, list | tuple) and len(value) == number
    if (
        not right
        or not all(type(part) in (int, float) and 0 <= part <= 1e6 for part in value)
        or sum(value) <= 0
    ):
        raise PydanticCustomError("weights_form", "{number} weights are due", {"number": number})
    return tuple(float(part) for part in value)


class Group(Declaration):
    """The group itself: size, opening, what it is about."""

    capacity: int = quantity(500, 1, 500, "members", sources=("B6",))
    attention_span: int = quantity(30, 1, 512, "messages", sources=("F42",), grade="assumed")
    opening_hour: float = quantity(10.0, 0, 23.99, "hour")
    opening_spread_hours: float = quantity(10.0, 0, 240, "hours")
    purpose_boost: float = quantity(0.0, 0, 50, "factor", sources=("V01", "B8"), grade="assumed")
    purpose_days: float = quantity(1.0, 0.05, 365, "days", sources=("V01", "B8"), grade="assumed")
    purpose_share: float = quantity(0.0, 0, 1, "share", sources=("V01", "B8", "F10"), grade="assumed")
    question_share: float = quantity(0.3, 0, 1, "share", grade="assumed")
    positioning: Annotated[
        tuple[float, ...],
        PlainValidator(_three_weights),
        PlainSerializer(list, when_used="json"),
        WithJsonSchema(
            {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 3, "maxItems": 3}
        ),
    ] = Field(default=(1.0, 0.0, 0.0), json_schema_extra={"sources": ["B3"]})
    breadth: float = quantity(0.8, 0.05, 3, "1", sources=("B3",), grade="assumed")


class MemberEdit(Declaration):
    """Traits of one single member, set by hand: for worlds that differ in one person.

    The member's other traits, and everybody else's, stay what the draws made them.
    """

    absent: bool = Field(default=False, strict=True)
    intent: float | None = optional_quantity(0, 1, "share")
    sociability: float | None = optional_quantity(0, 60, "factor")
    check_rate: float | None = optional_quantity(0.1, 100, "per_day")
    greed: float | None = optional_quantity(0, 1, "share")
    relevance: float | None = optional_quantity(0, 1, "share")
    price_fit: float | None = optional_quantity(0, 1, "share")
    trust: float | None = optional_quantity(0, 1, "share")
    packet_habit_yuan: float | None = optional_quantity(0.08, 200, "yuan")
    dropper: bool | None = Field(default=None, strict=True)
    joins_at_day: float | None = optional_quantity(0, 3650, "day")


def _rhythm(value: Any) -> str | tuple[float, ...]:
    if isinstance(value, str):
        if value not in HOURLY_NAMES:
            allowed = ", ".join(HOURLY_NAMES)
            raise PydanticCustomError("literal_error", "an hourly profile is due", {"expected": allowed})
        return value
    return _weights(value, 24)


if TYPE_CHECKING:
    Rhythm = str | tuple[float, ...]
else:
    Rhythm = Annotated[
        str | tuple[float, ...],
        PlainValidator(_rhythm),
        WithJsonSchema(
            {
                "anyOf": [
                    {"enum": list(HOURLY_NAMES)},
                    {
                        "type": "array",
                        "items": {"type": "number", "minimum": 0},
                        "minItems": 24,
                        "maxItems": 24,
                    },
                ]
            }
        ),
    ]


class World(Declaration):
    """What nature decides in one group."""

    title: Words = Words()
    about: Words = Words()
    channels: tuple[Channel, ...] = Field(min_length=1, max_length=20)
    ties: AnyTies = InvitationTree(pattern="invitation_tree")
    product: Product = Product()
    group: Group = Group()
    hourly: Rhythm = "everyday"
    psychology: Psychology = Psychology()
    members: dict[int, MemberEdit] = Field(default_factory=dict, max_length=500)

    @model_validator(mode="after")
    def _fits_together(self) -> World:
        opening = self.opening_members
        if opening < 1:
            raise PydanticCustomError("no_members", "no channel brings a member at the opening")
        if opening > self.group.capacity:
            raise PydanticCustomError(
                "too_many_members",
                "{members} members do not fit into a group of {capacity}",
                {"members": opening, "capacity": self.group.capacity},
            )
        arriving = sum(channel.arrivals_per_day for channel in self.channels)
        if arriving > 20:
            raise PydanticCustomError(
                "too_many_arrivals", "{arriving} arrivals a day", {"arriving": arriving, "most": 20}
            )
        if isinstance(self.ties, FromFile):
            highest = max(max(edge[0], edge[1]) for edge in self.ties.edges)
            if highest >= opening:
                raise PydanticCustomError(
                    "edge_beyond_members", "no member {member}", {"member": highest, "last": opening - 1}
                )
        return self

    @property
    def opening_members(self) -> int:
        """Number of members at the opening; their keys are 0 … n − 1."""
        return sum(channel.members for channel in self.channels)

    def reserve_of(self, kind: ChannelKind) -> int:
        """The first channel of a kind with people in reserve, by its place; −1 if there is none."""
        for place, channel in enumerate(self.channels):
            if channel.kind == kind and channel.reserve > 0:
                return place
        return -1

    def with_pools(self, acts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Acts with the channels they recruit from as places; a move names the kind, which only a world can find."""
        found = []
        for act in acts:
            named = int(act["recruit_pool"])
            place = self.reserve_of(CHANNEL_KINDS[-2 - named]) if named <= -2 else named
            found.append({**act, "recruit_pool": place})
        return found

    def fixed_values(self) -> dict[str, float]:
        """What a run needs beside its people and hours, in the names of docs/rules.md, as one flat dictionary."""
        setup = self.setup()
        psychology = {
            name: value for name, value in setup["psychology"].items() if name not in POPULATION_PARAMETERS
        }
        return {**psychology, **setup["group"], **setup["product"]}

    def setup(self) -> dict[str, Any]:
        """Plain values for an engine: docs/rules.md's psychology, hourly factors, group and product.

        Returns:
            {"psychology": {name: number}, "hourly": 24 factors with mean 1, "group": {"capacity", "span",
            "purpose_boost", "purpose_days", "purpose_share", "question_share", "breadth", "weakest",
            "strongest", "closure", "pool_friends", "pool_rewards"}, "product": {"price_fen",
            "goods_fen", "cycle_days", "appeal", "quality", "basket"}}.
        """
        return {
            "psychology": self.psychology.model_dump(),
            "hourly": list(hourly_profile(self.hourly)),
            "group": {
                "capacity": self.group.capacity,
                "span": self.group.attention_span,
                "purpose_boost": float(self.group.purpose_boost),
                "purpose_days": float(self.group.purpose_days),
                "purpose_share": float(self.group.purpose_share),
                "question_share": float(self.group.question_share),
                "breadth": float(self.group.breadth),
                "weakest": float(self.ties.weakest),
                "strongest": float(self.ties.strongest),
                "closure": float(self.ties.closure),
                "pool_friends": self.reserve_of("friends"),
                "pool_rewards": max(self.reserve_of("giveaway"), self.reserve_of("moments")),
            },
            "product": {
                "price_fen": fen(self.product.price_yuan),
                "goods_fen": fen(self.product.goods_yuan),
                "cycle_days": float(self.product.cycle_days),
                "appeal": float(self.product.appeal),
                "quality": float(self.product.quality),
                "basket": float(self.product.basket),
            },
        }
