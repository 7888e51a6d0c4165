"""The lives as the player takes them: columns of numbers in base64, and every text in the reader's language."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.edits_told import strategy_called
from app.palette import style_of
from app.view import Edit
from app.wording import Words
from experiments.replay.lines import CODES, SPOKEN, TIERS, UNSEEN, name_of, variants
from experiments.replay.lives import Asked, Lives
from experiments.replay.recording import Recording
from scenarios.formats import locale_of
from sim.moves import MOVES
from sim.outcome import EVENT_KINDS, ended

GAUGES = ("messages", "speakers", "present", "muted", "trust", "fatigue", "attention", "money")
SHARES = ("trust", "fatigue", "attention")
_SENT = (*GAUGES, "answering")
_TEXTS = (
    "back", "on", "play", "pause", "pace", "slider", "transport", "day", "of", "line", "marks", "feed", "quiet",
    "earlier", "more", "unseen", "private", "summary", "over", "here", "away", "muted", "gone", "steward",
)  # fmt: skip
_PACES = ("slow", "normal", "fast", "very_fast")
_LEGEND = ("tier.strong", "tier.medium", "tier.weak", "player.muted", "player.gone", "player.lit")
_COLUMNS = {
    "minute": "<i4",
    "kind": "u1",
    "member": "<i2",
    "target": "<i2",
    "code": "u1",
    "hash": "u1",
    "move": "<i2",
    "about": "<i4",
    "value": "<i4",
}


def packed(
    asked: Asked, found: Lives, token: str, words: Words, edits: Sequence[Edit] = ()
) -> dict[str, Any]:
    """All that the player needs of these lives.

    Args:
        asked: what they answer.
        found: the lives.
        token: changes whenever anything here does.
        words: the reader's.
        edits: levers that differ in them.
    """
    people = range(len(found.layout.places))
    parted = found.parting.day if found.parting else -1
    return {
        "token": token,
        "locale": locale_of(words.language).replace("_", "-"),
        "days": asked.days,
        "texts": _texts(words, any(life.stewarded() for life in found.worlds)),
        "gauges": [
            [name, words(f"player.gauge.{name}"), words(f"player.gauge.{name}.help")] for name in GAUGES
        ],
        "shares": SHARES,
        "kinds": EVENT_KINDS,
        "spoken": SPOKEN,
        "unseen": UNSEEN,
        "lines": [variants(code, words.language) for code in CODES],
        "moves": {str(move.number): words(move.label()) for move in MOVES},
        "names": [name_of(member, words.language) for member in people],
        "tiers": found.worlds[0].tiers.tolist(),
        "places": np.round(found.layout.places, 4).ravel().tolist(),
        "ties": found.layout.ties.ravel().tolist(),
        "worlds": [
            _world(life, strategy, world_called(asked, number, edits, words))
            for number, (life, strategy) in enumerate(zip(found.worlds, asked.strategies, strict=True))
        ],
        "parting": parted,
        "jumps": _jumps(asked, found, words),
    }


def world_called(asked: Asked, number: int, edits: Sequence[Edit], words: Words) -> str:
    """What the first world or the second is called: by its strategy, and the day from which that rules it.

    Args:
        asked: whose worlds they are.
        number: 0 or 1.
        edits: levers that differ.
        words: the reader's.
    """
    name = strategy_called(asked.strategies[number], edits, words.language)
    forked = asked.forked and number == 1
    return words("player.forked", strategy=name, day=asked.fork_day + 1) if forked else name


def _texts(words: Words, stewards: bool) -> dict[str, Any]:
    said: dict[str, Any] = {name: words(f"player.{name}") for name in _TEXTS}
    said["operator"], said["shill"] = words("line.operator"), words("line.shill")
    said["paces"] = [words(f"player.pace.{pace}") for pace in _PACES]
    said["tiers"] = [words(f"tier.{tier}") for tier in TIERS]
    # The drawing has a mark for stewards; where nobody became one, the key says nothing of it.
    said["legend"] = [words(code) for code in (*_LEGEND, *(["player.steward"] if stewards else []))]
    return said


def _jumps(asked: Asked, found: Lives, words: Words) -> list[list[Any]]:
    """Days to jump to, and what to call them: where the worlds go apart, where a group ends."""
    days = []
    if asked.forked:
        days.append(("fork", asked.fork_day))
    elif found.parting is not None:
        days.append(("parting", found.parting.day))
    ends = {ended(life.outcome.final) for life in found.worlds}
    days += [("end", int(end)) for end in sorted(ends) if math.isfinite(end)]
    return [[day, words(f"player.jump.{code}", day=day + 1)] for code, day in days]


def _world(life: Recording, strategy: str, name: str) -> dict[str, Any]:
    gauges = life.gauges()
    rows = life.rows
    end = ended(life.outcome.final)
    posts = rows[(rows["move"] >= 0) & (rows["kind"] == EVENT_KINDS.index("owner_post"))]
    return {
        "name": name,
        "colour": style_of(strategy).colour,
        "gauges": {code: [_plain(value) for value in gauges[code].tolist()] for code in _SENT},
        "marks": np.unique(posts["t"].astype(np.int64)).tolist(),
        "shills": bool((rows["member"] == -2).any()),
        "ended": int(end) + 1 if math.isfinite(end) else -1,
        "rows": {column: _base64(_column(rows, column).astype(kind)) for column, kind in _COLUMNS.items()},
    }


def _column(rows: NDArray[Any], column: str) -> NDArray[Any]:
    if column == "minute":
        return np.floor(rows["t"] * 1440.0)
    return np.asarray(rows[column])


def _base64(values: NDArray[Any]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


def _plain(value: float) -> float | None:
    """A number for JSON, which knows no NaN."""
    return None if math.isnan(value) else round(value, 4)
