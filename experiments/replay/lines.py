"""Which line of text tells an act: by its kind, its topic and the tier of who speaks.

The lines are the texts ``line.<code>.1``, ``line.<code>.2``, … of the catalogues. Which of them an act gets hangs on a
hash of its moment and of who does it (not on the message's number, which one more message before it would shift), so
that the same act reads the same every time and in every world.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.formats import money
from scenarios.texts import has_text, text
from sim.moves import BY_NUMBER, MOVES
from sim.outcome import EVENT_KINDS
from sim.records import BOT_ACT, OPERATOR_AUTHOR, QUESTION, SHILL_AUTHOR
from sim.rules.post import PROMOTION

TIERS = ("strong", "medium", "weak")
_BY_KIND: dict[str, tuple[str, ...]] = {
    "join": ("join",),
    "refuse": ("refuse.full", "refuse.screened", "refuse.turned_away"),
    "say": (
        *(f"say.on.{tier}" for tier in TIERS),
        *(f"say.question.{tier}" for tier in TIERS),
        "say.off",
        "say.question_off",
        "say.ad",
    ),
    "answer": (
        "answer.on",
        "answer.off",
        "answer.question",
        "answer.operator",
        "answer.offer",
        "answer.shill",
        "answer.ad",
    ),
    "go_on": ("go_on.on", "go_on.off"),
    "owner_post": tuple(f"owner_post.{move.kind()}" for move in MOVES),
    "owner_answer": (
        "owner_answer.operator",
        "owner_answer.shill",
        "owner_answer.steward",
        "owner_answer.bot",
    ),
    "mention": ("mention",),
    "packet": ("packet.operator", "packet.member"),
    "claim": ("claim",),
    "buy": ("buy",),
    "mute": ("mute",),
    "leave": ("leave",),
    "notice": ("notice",),
    "drop": ("drop",),
    "invite": ("invite.yes", "invite.no"),
    "remove": ("remove.purge", "remove.rules"),
    "hide": ("hide",),
    "move": ("move",),
    "renew": ("renew.yes", "renew.no"),
    "enrol": ("enrol",),
    "check_in": ("check_in",),
    "respond": ("respond.poll", "respond.roll_call"),
    "promote": ("promote",),
    "attend": ("attend",),
    "close": ("close",),
    "ban": ("ban",),
    "block": ("block",),
}
"""Kind of event → codes of its lines. A look has none: looks are counted by day (docs/rules.md section 9)."""

CODES: tuple[str, ...] = tuple(code for codes in _BY_KIND.values() for code in codes)
UNSEEN = ("refuse", "mute", "notice", "drop", "invite", "block")
"""Kinds of events that nobody in the group sees."""
SPOKEN = ("say", "answer", "go_on", "owner_post", "owner_answer", "packet")
"""Kinds of events that are messages; the others are told as notes."""
_WITH_AMOUNT = ("packet", "claim", "buy")
_PLACE = {code: place for place, code in enumerate(CODES)}


def codes_of(kind: str) -> tuple[str, ...]:
    """Codes of a kind's lines; none for a look."""
    return _BY_KIND.get(kind, ())


@cache
def variants(code: str, language: str) -> tuple[str, ...]:
    """The lines of a code; the same number in every language."""
    found: list[str] = []
    while has_text(f"line.{code}.{len(found) + 1}", language):
        found.append(text(f"line.{code}.{len(found) + 1}", language))
    return tuple(found)


@cache
def nicknames(language: str) -> tuple[str, ...]:
    """Invented names; who comes later than there are names gets one with a number."""
    return tuple(text("line.names", language).split())


def name_of(member: int, language: str) -> str:
    """What a member is called; the operator and the shills by what they are."""
    if member == OPERATOR_AUTHOR:
        return text("line.operator", language)
    if member == SHILL_AUTHOR:
        return text("line.shill", language)
    names = nicknames(language)
    turn, place = divmod(member, len(names))
    return names[place] + (str(turn + 1) if turn else "")


@dataclass(frozen=True)
class Content:
    """What the messages of a run were, by id; arrays of shape (messages,).

    Attributes:
        kind: as in `sim.records`: plain, question, packet note or tick.
        off_topic: 1 where the message is beside the group's subject.
        promo: how much of an advertisement it is.
        act: position of the act it belongs to, −1 for none.
        author: who wrote it.
    """

    kind: NDArray[np.int64]
    off_topic: NDArray[np.int64]
    promo: NDArray[np.float64]
    act: NDArray[np.int64]
    author: NDArray[np.int64]


def line_codes(
    events: NDArray[Any], content: Content, tiers: NDArray[np.int64], moves: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Place in `CODES` of each event's line; shape (events,).

    Args:
        events: records of dtype `sim.records.EVENT` without looks.
        content: of all messages.
        tiers: of each member, 0 strong to 2 weak.
        moves: number of the move behind each act, by the act's position.
    """
    found = np.full(len(events), -1, dtype=np.int64)
    numbers = {number: _PLACE[f"owner_post.{move.kind()}"] for number, move in BY_NUMBER.items()}
    move_codes = np.array([numbers.get(int(number), -1) for number in moves])
    for number, kind in enumerate(EVENT_KINDS):
        at = np.flatnonzero(events["kind"] == number)
        if not len(at) or not codes_of(kind):
            continue
        some = events[at]
        first = _PLACE[codes_of(kind)[0]]
        if kind == "owner_post":
            found[at] = move_codes[some["value"].astype(np.int64)]
        else:
            found[at] = first + _within(kind, some, content, tiers)
    return found


def _within(
    kind: str, some: NDArray[Any], content: Content, tiers: NDArray[np.int64]
) -> NDArray[np.int64] | int:
    """Which of the kind's lines; shape (events,)."""
    if kind == "say":
        message = some["message"]
        question = content.kind[message] == QUESTION
        off = content.off_topic[message] == 1
        on_topic = 3 * question + tiers[some["member"]]
        return np.select([content.promo[message] >= PROMOTION, off & question, off], [8, 7, 6], on_topic)
    if kind == "answer":
        return _answer(some, content)
    if kind == "go_on":
        return content.off_topic[some["message"]]
    if kind == "owner_answer":
        bot = content.act[some["message"]] == BOT_ACT
        who = some["member"]
        return np.select([bot, who == SHILL_AUTHOR, who >= 0], [3, 1, 2], 0)
    if kind == "packet":
        return (some["member"] >= 0).astype(np.int64)
    if kind == "invite":
        return (some["value"] == 0.0).astype(np.int64)
    if kind == "renew":
        return (some["value"] == 0.0).astype(np.int64)
    if kind == "respond":
        return some["value"].astype(np.int64) - 1
    if kind in ("remove", "refuse"):
        return some["value"].astype(np.int64)
    return 0


def _answer(some: NDArray[Any], content: Content) -> NDArray[np.int64]:
    asked = some["value"].astype(np.int64)
    advertisement = content.promo[asked] >= PROMOTION
    author = content.author[asked]
    return np.select(
        [
            (author >= 0) & advertisement,
            author == SHILL_AUTHOR,
            (author == OPERATOR_AUTHOR) & advertisement,
            author == OPERATOR_AUTHOR,
            content.kind[asked] == QUESTION,
            content.off_topic[some["message"]] == 1,
        ],
        [6, 5, 4, 3, 2, 1],
        0,
    )


def hashes(events: NDArray[Any]) -> NDArray[np.int64]:
    """A number 0..255 an event, of its moment and of who does it; shape (events,)."""
    moments = np.ascontiguousarray(events["t"]).view(np.uint64)
    mixed = (moments ^ events["member"].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(56)).astype(np.int64)


def told(row: Any, language: str) -> str:
    """An act in words, as the feed tells it.

    Args:
        row: of dtype `experiments.replay.recording.ROW`.
        language: "en" or "zh".
    """
    lines = variants(CODES[int(row["code"])], language)
    kind = EVENT_KINDS[int(row["kind"])]
    value = float(row["value"])
    return lines[int(row["hash"]) % len(lines)].format(
        name=name_of(int(row["member"]), language),
        to=name_of(int(row["target"]), language),
        amount=money(value, language, 2) if kind in _WITH_AMOUNT else "",
        n=int(value) if kind == "check_in" else "",
    )
