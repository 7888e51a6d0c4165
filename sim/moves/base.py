"""What all moves share: when, to whom, and how a declaration becomes acts for the engine.

A move is data with a small method `acts`. It declares its numbers with units and bounds, its sources in the
documents, and its legal or ethical risk where it has one; it never touches an outcome. To add one, write
one file beside this one with a subclass of `Move` and its texts; nothing else
changes.
"""

from __future__ import annotations

import zlib
from typing import Any, ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.quantities import Declaration, quantity

Act = dict[str, int | float]
Trigger = Literal["schedule", "quiet", "talk", "drift", "probe_passed", "probe_failed"]
Audience = Literal["all", "strong", "medium", "weak", "newcomers", "silent", "active"]
Tier = Literal["strong", "medium", "weak"]

TRIGGER_SCHEDULE, TRIGGER_JOIN, TRIGGER_QUIET, TRIGGER_TALK, TRIGGER_DRIFT = range(5)
TRIGGER_PROBE_PASSED, TRIGGER_PROBE_FAILED = 5, 6
AUDIENCE_ALL, AUDIENCE_TIER, AUDIENCE_NEWCOMERS, AUDIENCE_SILENT, AUDIENCE_ACTIVE = range(5)
HOST_OPERATOR, HOST_SHILLS, HOST_STEWARDS = range(3)
RESPONSE_POLL, RESPONSE_ROLL_CALL = 1, 2
TIERS: tuple[Tier, ...] = ("strong", "medium", "weak")
LAST_DAY = 3650

ACT_DEFAULTS: Act = {
    "key": 0,
    "kind": 0,
    "trigger": TRIGGER_SCHEDULE,
    "threshold": 0.0,
    "cooldown_days": 0.0,
    "every_days": 1,
    "first_day": 0,
    "last_day": LAST_DAY,
    "from_hour": 9.0,
    "to_hour": 9.0,
    "per_day": 1,
    "messages": 1,
    "spacing_minutes": 1.0,
    "useful": 0.0,
    "chat": 0.0,
    "promo": 0.0,
    "invite": 0.0,
    "host": HOST_OPERATOR,
    "sameness": 0.0,
    "answers_starts": 0.0,
    "mentions": 0,
    "audience": AUDIENCE_ALL,
    "audience_value": 0.0,
    "fen": 0,
    "portions": 0,
    "equal": 0,
    "offer": 0,
    "discount": 0.0,
    "offer_tiers": 7,
    "fee_fen": 0,
    "minutes": 0.0,
    "habit_rate": 0.0,
    "habit_days": 14.0,
    "delay_minutes": 0.0,
    "questions_only": 0,
    "private": 0,
    "privilege": 0.0,
    "steer": 0.0,
    "warmth": 0.0,
    "reward_fen": 0,
    "worth_fen": 0,
    "programme": 0.0,
    "response": 0.0,
    "response_kind": 0,
    "challenge_days": 0,
    "deposit_fen": 0,
    "misses": 0,
    "invites_needed": 0,
    "repeats": 0,
    "contribution": 0.0,
    "gift": 0.0,
    "purge": 0,
    "promote": 0,
    "meeting": 0,
    "meeting_fen": 0,
    "buddy": 0,
    "recruit": 0,
    "recruit_pool": -1,
    "moves": 0,
    "target": -1,
    "price_fen": 0,
    "move_talk": 0.0,
    "closes": 0,
    "ban": 0.0,
}
"""Every field of an act (docs/rules.md section 8) with what it is when nothing is said."""


def act(**fields: int | float) -> Act:
    """An act with the fields given and the rest at their defaults; whole fields become int, the others float.

    Raises:
        KeyError: If a field is none of an act's.
    """
    unknown = fields.keys() - ACT_DEFAULTS.keys()
    if unknown:
        raise KeyError(f"no such field of an act: {sorted(unknown)}")
    merged = {**ACT_DEFAULTS, **fields}
    return {name: type(ACT_DEFAULTS[name])(value) for name, value in merged.items()}


def tier_bits(tiers: tuple[Tier, ...]) -> int:
    """Bit 0 for the strong tier, 1 for the medium, 2 for the weak."""
    return sum(1 << TIERS.index(tier) for tier in set(tiers))


class When(Declaration):
    """Cadence, window of days, hours of the day, and an optional trigger on what an operator can see.

    On every `every_days`-th day from `from_day` to `until_day`, `per_day` times spread evenly from
    `from_hour` towards `to_hour`. With a trigger each such moment is only a chance, and not again within
    `cooldown_days`: "quiet" if no member has said anything for `quiet_days`; "talk" if members wrote at least
    `talk_messages` on the subject within about the last hour; "drift" if at most `topic_share` of the talk is on the
    subject; "probe_passed" and "probe_failed" by the operator's last red packet after two hours.
    """

    every_days: int = quantity(1, 1, 365, "days")
    from_day: int = quantity(0, 0, LAST_DAY, "day")
    until_day: int = quantity(LAST_DAY, 0, LAST_DAY, "day")
    from_hour: float = quantity(9.0, 0, 23.99, "hour")
    to_hour: float = quantity(21.0, 0, 24, "hour")
    per_day: int = quantity(1, 0, 48, "times_per_day")
    trigger: Trigger = "schedule"
    quiet_days: float = quantity(1.0, 0, 365, "days")
    talk_messages: float = quantity(5.0, 0, 1000, "messages", sources=("C36",))
    topic_share: float = quantity(0.5, 0, 1, "share", sources=("C33",))
    cooldown_days: float = quantity(0.0, 0, 365, "days")

    @model_validator(mode="after")
    def _in_order(self) -> When:
        for first, second in (("from_day", "until_day"), ("from_hour", "to_hour")):
            low, high = getattr(self, first), getattr(self, second)
            if low > high:
                raise PydanticCustomError(
                    "wrong_order",
                    "{first} is after {second}",
                    {"first": first, "second": second, "low": low, "high": high},
                )
        return self

    def fields(self) -> Act:
        """The fields of an act that say when."""
        number, threshold = {
            "schedule": (TRIGGER_SCHEDULE, 0.0),
            "quiet": (TRIGGER_QUIET, self.quiet_days),
            "talk": (TRIGGER_TALK, self.talk_messages),
            "drift": (TRIGGER_DRIFT, self.topic_share),
            "probe_passed": (TRIGGER_PROBE_PASSED, 0.0),
            "probe_failed": (TRIGGER_PROBE_FAILED, 0.0),
        }[self.trigger]
        return {
            "trigger": number,
            "threshold": threshold,
            "cooldown_days": 0.0 if number == TRIGGER_SCHEDULE else self.cooldown_days,
            "every_days": self.every_days,
            "first_day": self.from_day,
            "last_day": self.until_day,
            "from_hour": self.from_hour,
            "to_hour": self.to_hour,
            "per_day": self.per_day,
        }


class Whom(Declaration):
    """Who is meant: everyone, one tier, those new or silent for `days`, or the most active first."""

    audience: Audience = "all"
    days: float = quantity(7.0, 0, 365, "days")

    def fields(self) -> Act:
        """The fields of an act that say to whom."""
        if self.audience in TIERS:
            return {"audience": AUDIENCE_TIER, "audience_value": float(TIERS.index(self.audience))}
        if self.audience == "newcomers":
            return {"audience": AUDIENCE_NEWCOMERS, "audience_value": self.days}
        if self.audience == "silent":
            return {"audience": AUDIENCE_SILENT, "audience_value": self.days}
        if self.audience == "active":
            return {"audience": AUDIENCE_ACTIVE, "audience_value": 0.0}
        return {"audience": AUDIENCE_ALL, "audience_value": 0.0}


class Move(Declaration):
    """One kind of thing an operator does.

    Subclasses set a field `move` (a Literal with the move's code, which is also its text code "move." +
    code), the class variables below, and `acts`. A `when` in YAML states only what differs from the move's
    own default.
    """

    number: ClassVar[int] = 0
    """Kind number of its acts: the number of the row C… in the list of systems."""
    sources: ClassVar[tuple[str, ...]] = ()
    """Rows of the source documents' systems and evidence ids."""
    risk: ClassVar[str | None] = None
    """Text code of its legal or ethical risk. Strategies that carry one stay out of default rankings."""

    move: str
    when: When = When()

    @model_validator(mode="before")
    @classmethod
    def _keep_usual_when(cls, value: Any) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("when"), dict):
            return value
        usual = cls.model_fields["when"].default
        return {**value, "when": {**usual.model_dump(), **value["when"]}}

    @classmethod
    def kind(cls) -> str:
        """The move's code, such as "hard_ads"."""
        code: str = cls.model_fields["move"].annotation.__args__[0]  # type: ignore[union-attr]
        return code

    @classmethod
    def label(cls) -> str:
        """Text code of the move's name; with ".help" that of the sentence which explains it."""
        return f"move.{cls.kind()}"

    def acts(self) -> list[Act]:
        """The acts that this move comes down to, without keys; none at dose zero."""
        raise NotImplementedError

    def keyed_acts(self, ordinal: int) -> list[Act]:
        """The acts with their keys: the same move draws the same luck in whatever strategy it stands.

        Args:
            ordinal: How many moves of the same kind stand before this one in its strategy.
        """
        found = [
            one
            for one in self.acts()
            if one["per_day"] > 0 and (one["messages"] > 0 or one["answers_starts"] > 0)
        ]
        for part, one in enumerate(found):
            name = f"{self.kind()}:{ordinal}:{part}"
            one["key"] = zlib.crc32(name.encode()) & 0x7FFFFFFF
            one["kind"] = self.number
        return found
