"""Who knows whom when the group opens: the patterns a world may choose from.

Only the declarations are here; `sim.ties` builds the graphs. Members are named by their key: 0, 1, 2 … in
the order in which they come in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from sim.quantities import Declaration, quantity

EDGE_LIMIT = 500 * 499 // 2
MEMBER_LIMIT = 500


class TiePattern(Declaration):
    """What all patterns share: how strong ties are, and how newcomers get to know their inviter's friends."""

    weakest: float = quantity(0.05, 0, 1, "share", grade="assumed")
    strongest: float = quantity(0.5, 0, 1, "share", grade="assumed")
    closure: float = quantity(0.2, 0, 1, "chance", sources=("F24",), grade="assumed")

    @model_validator(mode="after")
    def _in_order(self) -> TiePattern:
        if self.weakest > self.strongest:
            raise PydanticCustomError(
                "wrong_order",
                "weakest is above strongest",
                {"first": "weakest", "second": "strongest", "low": self.weakest, "high": self.strongest},
            )
        return self


class InvitationTree(TiePattern):
    """Everyone but a few first members was pulled in by someone, and often knows that one's friends."""

    pattern: Literal["invitation_tree"]
    first_members: int = quantity(5, 1, 500, "members", sources=("A10", "F09"), grade="assumed")


class SmallWorld(TiePattern):
    """Circles of neighbours or colleagues with a few ties across (Watts and Strogatz, connected)."""

    pattern: Literal["small_world"]
    neighbours: int = quantity(6, 2, 40, "members", grade="assumed")
    rewired: float = quantity(0.15, 0, 1, "chance", grade="assumed")


class Blocks(TiePattern):
    """People of the same main interest know each other more often (stochastic block model)."""

    pattern: Literal["blocks"]
    within: float = quantity(0.06, 0, 1, "chance", grade="assumed")
    between: float = quantity(0.005, 0, 1, "chance", grade="assumed")


class KolHub(TiePattern):
    """Many know one or a few well-known members, and hardly each other."""

    pattern: Literal["kol_hub"]
    hubs: int = quantity(1, 1, 20, "members", sources=("A6", "C11"), grade="assumed")
    reach: float = quantity(0.6, 0, 1, "share", sources=("F63",), grade="assumed")
    background: float = quantity(0.01, 0, 1, "chance", grade="assumed")


class Strangers(TiePattern):
    """Nearly nobody knows anybody."""

    pattern: Literal["strangers"]
    acquainted: float = quantity(0.0, 0, 1, "chance", grade="assumed")


Edge = tuple[int, int, float | None]


def _edges(value: Any) -> tuple[Edge, ...]:
    """Check pairs [a, b] or triples [a, b, strength]; the strength is drawn where it is not given."""
    if not isinstance(value, list | tuple) or not value:
        raise PydanticCustomError("edges_form", "a list of [member, member, strength] is due")
    if len(value) > EDGE_LIMIT:
        raise PydanticCustomError(
            "too_long", "too many ties", {"max_length": EDGE_LIMIT, "actual_length": len(value)}
        )
    found: list[Edge] = []
    for number, edge in enumerate(value, start=1):
        whole = isinstance(edge, list | tuple) and 2 <= len(edge) <= 3
        if (
            not whole
            or not all(type(end) is int and 0 <= end < MEMBER_LIMIT for end in edge[:2])
            or edge[0] == edge[1]
        ):
            raise PydanticCustomError(
                "edge_form", "tie number {number} is no pair", {"number": number, "value": str(edge)[:60]}
            )
        strength = edge[2] if len(edge) == 3 else None
        if strength is not None and (type(strength) not in (int, float) or not 0 <= strength <= 1):
            raise PydanticCustomError(
                "edge_form", "tie number {number} is no pair", {"number": number, "value": str(edge)[:60]}
            )
        found.append((edge[0], edge[1], None if strength is None else float(strength)))
    return tuple(found)


_EDGE_SCHEMA = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "array",
        "minItems": 2,
        "maxItems": 3,
        "prefixItems": [
            {"type": "integer"},
            {"type": "integer"},
            {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        ],
    },
}


class FromFile(TiePattern):
    """The user's own ties: an edge list or GraphML, which the loader turns into `edges`."""

    pattern: Literal["file"]
    edges: Annotated[tuple[Edge, ...], PlainValidator(_edges), WithJsonSchema(_EDGE_SCHEMA)]


if TYPE_CHECKING:
    AnyTies = TiePattern
else:
    AnyTies = Annotated[
        InvitationTree | SmallWorld | Blocks | KolHub | Strangers | FromFile, Field(discriminator="pattern")
    ]
