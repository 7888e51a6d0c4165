"""The levers of a strategy, read off its declaration: which numbers and choices it has, and which of them matter.

A move that is added to the model has its levers here without another line; which ones stand in front is a
choice of presentation and listed below.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from app.asking import strategy_of

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sim.quantities import Quantity

IN_FRONT: dict[str, tuple[str, ...]] = {
    "hard_ads": ("when.per_day", "discount"),
    "morning_report": ("when.per_day", "quality"),
    "daily_topic": ("when.every_days", "mentions"),
    "red_packet": ("amount_yuan", "portions", "when.every_days"),
    "kol_sharing": ("when.every_days", "fee_yuan", "quality"),
    "useful_post": ("when.per_day", "quality"),
    "ice_breaking": ("mentions", "packet_yuan"),
    "shills": ("number_of_shills", "messages_each", "sameness"),
    "soft_offer": ("when.from_day", "when.every_days", "discount"),
    "welcome": ("warmth",),
    "private_sales": ("contacts", "when.every_days"),
    "pitch_questions": ("questions_pitched", "discount"),
    "pull_in_rewards": ("reward_yuan", "invites_needed"),
    "privilege_offer": ("discount", "when.every_days"),
    "wake_silent": ("how", "mentions"),
    "check_in_challenge": ("challenge_days", "deposit_yuan"),
    "column": ("content", "variety"),
    "fission": ("invites_needed", "reward_yuan"),
    "flash_sale": ("discount", "when.every_days"),
    "purge_lurkers": ("removals", "silent_days"),
    "honours": ("mentions", "reward_yuan"),
    "stewards": ("number_of_stewards", "reward_yuan"),
    "offline_meeting": ("seats", "cost_yuan"),
    "co_creation": ("mentions", "when.every_days"),
    "packet_probe": ("amount_yuan", "portions"),
    "move_members": ("price_yuan", "when.from_day"),
    "recruit": ("channel", "people"),
    "steer_topic": ("steer", "when.topic_share"),
    "poll": ("response", "when.every_days"),
    "prompted_offer": ("discount", "when.talk_messages"),
    "buddy": ("warmth",),
    "roll_call": ("minutes_before", "when.every_days"),
    "relayed_class": ("groups", "quality"),
    "planned_end": ("when.from_day",),
    "answering": ("answer_share", "answer_minutes", "minutes_per_day"),
}
CHOICES = ("trigger", "audience", "split", "how", "content", "channel", "entry", "purpose")
"""Fields with a few codes to choose from; the texts of the codes are ``<field>.<code>``."""


@dataclass(frozen=True)
class Lever:
    """One number or choice of a strategy.

    Attributes:
        path: where it stands in the strategy's plain data.
        value: what ships.
        label: text code of its label.
        quantity: its bounds and unit, if it is a number.
        options: what there is to choose, if it is a choice; yes and no are True and False.
        options_label: text codes of the options begin with this, but for yes and no (`option_text`).
        in_front: whether it is one of the few that matter.
    """

    path: str
    value: Any
    label: str
    quantity: Quantity | None
    options: tuple[str | bool, ...] = ()
    options_label: str = ""
    in_front: bool = False

    def option_text(self, option: str | bool) -> str:
        """The text code of an option."""
        if isinstance(option, bool):
            return "yes_no.true" if option else "yes_no.false"
        return f"{self.options_label}.{option}"


@dataclass(frozen=True)
class Group:
    """The levers of one move, of the staff, or of the standing settings.

    Attributes:
        move: the move's code; "answering" for the staff, "settings" for the standing settings.
        ordinal: 1, 2 … where a strategy has several moves of a kind, else 0.
        levers: in the order of declaration, those in front first.
    """

    move: str
    ordinal: int
    levers: tuple[Lever, ...]


def groups_of(strategy: str) -> list[Group]:
    """The levers of a strategy as it is without edits: move by move, then the staff, then the standing settings."""
    shipped = strategy_of(strategy)
    kinds = Counter(move.kind() for move in shipped.moves)
    seen: Counter[str] = Counter()
    groups = []
    for position, move in enumerate(shipped.moves):
        kind = move.kind()
        seen[kind] += 1
        levers = _levers(move, f"moves.{position}", IN_FRONT.get(kind))
        groups.append(Group(kind, seen[kind] if kinds[kind] > 1 else 0, levers))
    front = IN_FRONT["answering"] if shipped.staffing.answer_share > 0 else ()
    groups.append(Group("answering", 0, _levers(shipped.staffing, "staffing", front)))
    groups.append(Group("settings", 0, _levers(shipped.settings, "settings", ())))
    return groups


def _levers(model: BaseModel, path: str, front: tuple[str, ...] | None) -> tuple[Lever, ...]:
    found = _walk(model, path)
    inside = [lever.path.removeprefix(f"{path}.") for lever in found]
    if front is None:
        front = tuple(inside[:2])
    ordered = sorted(
        zip(inside, found, strict=True),
        key=lambda pair: front.index(pair[0]) if pair[0] in front else len(front),
    )
    return tuple(replace(lever, in_front=name in front) for name, lever in ordered)


def _walk(model: BaseModel, path: str) -> list[Lever]:
    from pydantic import BaseModel

    from sim.quantities import quantities

    kind = type(model)
    numbers = {one.name: one for one in quantities(kind)}
    found = []
    for name, info in kind.model_fields.items():
        value, place = getattr(model, name), f"{path}.{name}"
        if isinstance(value, BaseModel):
            found += _walk(value, place)
        elif name in numbers and value is not None:
            found.append(Lever(place, value, numbers[name].code, numbers[name]))
        elif info.annotation is bool:
            found.append(Lever(place, value, f"field.{name}", None, (True, False)))
        elif name in CHOICES and get_origin(info.annotation) is Literal:
            found.append(Lever(place, value, f"field.{name}", None, get_args(info.annotation), name))
    return found
