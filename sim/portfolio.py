"""Several groups at once: channels feed them by a routing rule, and one staff looks after them all.

Rows B6, C6, C21, C30, C34, C37 and E5 … E7 of the list of systems. A `Portfolio` is a frozen, typed value;
together with a seed it fixes a run. docs/rules.md section 10 says how groups meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.channels import Channel, ChannelKind
from sim.moves import Move
from sim.moves.move_members import MoveMembers
from sim.parameters import Psychology
from sim.quantities import Declaration, quantity
from sim.strategy import Strategy
from sim.tie_patterns import AnyTies, FromFile, InvitationTree
from sim.wording import Words
from sim.world import Group, Product, Rhythm, World

MOST_GROUPS = 64


class GroupPlan(Declaration):
    """One group of a portfolio, or several alike: whom it takes, until when, and how it is run."""

    name: str = Field(min_length=1, max_length=40)
    strategy: Strategy = Strategy()
    copies: int = quantity(1, 1, MOST_GROUPS, "groups", sources=("E5",))
    accepts: tuple[ChannelKind, ...] = Field(default=(), max_length=7)
    fills_at: int = quantity(500, 0, 500, "members", sources=("B6", "E5"))
    room_for: int = quantity(0, 0, 500, "members", sources=("C30",))
    overflow: str | None = Field(default=None, max_length=44)


class Portfolio(Declaration):
    """Channels with their volumes, a routing rule, the groups, and the minutes a day of the staff they share."""

    title: Words = Words()
    about: Words = Words()
    channels: tuple[Channel, ...] = Field(min_length=1, max_length=20)
    ties: AnyTies = InvitationTree(pattern="invitation_tree")
    product: Product = Product()
    group: Group = Group()
    hourly: Rhythm = "everyday"
    psychology: Psychology = Psychology()
    routing: Literal["fill", "spread"] = "fill"
    minutes_per_day: float = quantity(480.0, 0, 14_400, "minutes", sources=("A8", "C26"))
    groups: tuple[GroupPlan, ...] = Field(min_length=1, max_length=MOST_GROUPS)

    @model_validator(mode="after")
    def _fits_together(self) -> Portfolio:
        names = self.names()
        if len(names) > MOST_GROUPS:
            raise PydanticCustomError(
                "too_many_groups", "{groups} groups", {"groups": len(names), "most": MOST_GROUPS}
            )
        if len(set(names)) < len(names):
            raise PydanticCustomError("same_name", "two groups share a name", {"names": ", ".join(names)})
        for plan in self.groups:
            if plan.overflow is not None and plan.overflow not in names:
                raise PydanticCustomError(
                    "no_such_group",
                    "no group {found}",
                    {"found": plan.overflow, "allowed": ", ".join(names)},
                )
            for move in plan.strategy.moves:
                if isinstance(move, MoveMembers) and move.to and move.to not in names:
                    raise PydanticCustomError(
                        "no_such_group",
                        "no group {found}",
                        {"found": move.to, "allowed": ", ".join(names)},
                    )
        if isinstance(self.ties, FromFile):
            raise PydanticCustomError("ties_of_portfolio", "ties from a file belong to one group")
        return self

    def plans(self) -> list[GroupPlan]:
        """One plan for each group, copies spelt out; shape (groups,)."""
        return [plan for plan in self.groups for _ in range(plan.copies)]

    def names(self) -> list[str]:
        """The groups' names; copies are numbered "name 1", "name 2" and so on."""
        return [
            plan.name if plan.copies == 1 else f"{plan.name} {number}"
            for plan in self.groups
            for number in range(1, plan.copies + 1)
        ]

    def group_world(self) -> World:
        """What nature decides in each of the groups; its channels are those of the whole portfolio."""
        return World.model_construct(
            title=self.title,
            about=self.about,
            channels=self.channels,
            ties=self.ties,
            product=self.product,
            group=self.group,
            hourly=self.hourly,
            psychology=self.psychology,
            members={},
        )

    def strategies(self, instead: Mapping[str, Strategy] | None = None) -> list[Strategy]:
        """The strategy of each group, with the staff's shared minutes; `instead` replaces some by group name."""
        found = []
        for name, plan in zip(self.names(), self.plans(), strict=True):
            strategy = (instead or {}).get(name, plan.strategy)
            staffing: dict[str, Any] = {"minutes_per_day": self.minutes_per_day}
            update = {
                "staffing": strategy.staffing.model_copy(update=staffing),
                "moves": tuple(self._with_target(move) for move in strategy.moves),
            }
            found.append(strategy.model_copy(update=update))
        return found

    def _with_target(self, move: Move) -> Move:
        """A move that leads to another group, with that group's place instead of its name."""
        if isinstance(move, MoveMembers) and move.to:
            return move.model_copy(update={"target": self.names().index(move.to)})
        return move
