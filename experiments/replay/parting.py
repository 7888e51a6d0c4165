"""Where two worlds part: the first act that happens in one of them and not in the other.

With the same people and the same luck two strategies give the same life up to the first act that differs; from
there on everything may. Acts are compared by moment, kind, who, and to whom; a message's number is none of it, since
one more message before it shifts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.replay.lines import name_of, told
from experiments.replay.recording import Recording
from scenarios.formats import clock
from scenarios.texts import text
from sim.moves import BY_NUMBER
from sim.outcome import EVENT_KINDS

_AMOUNTS = ("packet", "claim", "buy")


@dataclass(frozen=True)
class Parting:
    """The first act in which two worlds differ.

    Attributes:
        t: its moment, in days since the opening.
        acts: what happens next in each world from there on; None where nothing does. The one at `t` is what the
            other world does not have.
        places: rows of these acts in the two recordings.
    """

    t: float
    acts: tuple[Any | None, Any | None]
    places: tuple[int, int]

    @property
    def day(self) -> int:
        """The day, from 0."""
        return int(self.t)


def parting(one: Recording, other: Recording, members_only: bool = False) -> Parting | None:
    """Where two recordings part; None if they never do.

    Args:
        one: a life.
        other: another one, of the same people.
        members_only: pass over what the operator and his shills do, and who is mentioned or removed by them.
    """
    rows = [each.rows for each in (one, other)]
    places = [np.flatnonzero(_by_members(each)) if members_only else np.arange(len(each)) for each in rows]
    keys = [_compared(each[place]) for each, place in zip(rows, places, strict=True)]
    shorter = min(len(key) for key in keys)
    differs = (keys[0][:shorter] != keys[1][:shorter]).any(axis=1)
    first = int(np.argmax(differs)) if differs.any() else shorter
    if all(first == len(key) for key in keys):
        return None
    at = [int(place[first]) if first < len(place) else -1 for place in places]
    acts = [each[place] if place >= 0 else None for each, place in zip(rows, at, strict=True)]
    t = min(float(act["t"]) for act in acts if act is not None)
    return Parting(t, (acts[0], acts[1]), (at[0], at[1]))


def _compared(rows: NDArray[Any]) -> NDArray[np.float64]:
    """What of an act is compared; shape (rows, 6)."""
    amounts = np.isin(rows["kind"], [EVENT_KINDS.index(kind) for kind in _AMOUNTS])
    value = np.where(amounts, rows["value"], 0.0)
    fields = [rows[name] for name in ("t", "kind", "member", "target", "move")]
    return np.stack([*fields, value], axis=1).astype(np.float64)


def _by_members(rows: NDArray[Any]) -> NDArray[np.bool_]:
    passed = [EVENT_KINDS.index(kind) for kind in ("mention", "remove", "owner_post", "owner_answer", "drop")]
    return np.asarray((rows["member"] >= 0) & ~np.isin(rows["kind"], passed))


def act_in_words(row: Any, language: str) -> str:
    """Who does what, without the day: "Maple answers Otter: “…”"."""
    kind = EVENT_KINDS[int(row["kind"])]
    name, to = name_of(int(row["member"]), language), name_of(int(row["target"]), language)
    if kind in ("owner_post", "drop") and int(row["move"]) in BY_NUMBER:
        move = text(BY_NUMBER[int(row["move"])].label(), language)
        if kind == "drop":
            return told(row, language)
        return text("parting.posts", language, name=name, move=move, line=told(row, language))
    if kind in ("answer", "owner_answer"):
        return text("parting.answers", language, name=name, to=to, line=told(row, language))
    if kind in ("say", "go_on", "packet"):
        return text("parting.says", language, name=name, line=told(row, language))
    return told(row, language)


def parting_in_words(found: Parting, names: tuple[str, str], language: str) -> str:
    """The first difference as two sentences.

    Args:
        found: the parting.
        names: of the two worlds' strategies.
        language: "en" or "zh".
    """
    hour = clock(24.0 * (found.t % 1.0))
    when = text("parting.when", language, day=found.day + 1, time=hour)
    parts = []
    for name, act in zip(names, found.acts, strict=True):
        if act is None:
            parts.append(text("parting.nothing", language, strategy=name))
        elif float(act["t"]) > found.t:
            day, time = int(act["t"]) + 1, clock(24.0 * (float(act["t"]) % 1.0))
            then = text("parting.when", language, day=day, time=time)
            what = act_in_words(act, language)
            parts.append(text("parting.later", language, strategy=name, when=then, what=what))
        else:
            parts.append(
                text("parting.now", language, strategy=name, when=when, what=act_in_words(act, language))
            )
    first = 0 if found.acts[0] is not None and float(found.acts[0]["t"]) == found.t else 1
    return text("parting.both", language, first=parts[first], second=parts[1 - first])
