"""Worlds and strategies made up by hypothesis: wide, with the extremes that people really try.

Every number may take any value within its declared bounds; most stay as they are, so that groups live long
enough to get somewhere.
"""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

import sim
from sim.channels import CHANNEL_KINDS
from sim.moves import BY_CODE
from sim.moves.base import Audience, Trigger
from sim.moves.column import Content
from sim.parameters import Psychology
from sim.quantities import Quantity, quantities
from sim.settings import ENTRIES, PURPOSES, Settings

# A whole group that looks every five seconds for as long as it likes is right, and takes minutes of computing.
_HEAVY = {"gap_seconds": 20.0}
_HOURLY = st.one_of(
    st.sampled_from(["everyday", "office", "evening", "flat"]),
    st.lists(st.floats(0.0, 9.0), min_size=24, max_size=24).filter(lambda weights: sum(weights) > 0),
    st.integers(0, 23).map(lambda hour: [float(each == hour) for each in range(24)]),
)


def numbers(quantity: Quantity) -> st.SearchStrategy[float | int]:
    """Anything within the bounds, the bounds themselves often."""
    low, high = max(quantity.low, _HEAVY.get(quantity.name, quantity.low)), quantity.high
    if quantity.whole:
        return st.one_of(st.sampled_from([int(low), int(high)]), st.integers(int(low), int(high)))
    return st.one_of(st.sampled_from([float(low), float(high)]), st.floats(low, high))


@st.composite
def some_of(draw: st.DrawFn, declared: list[Quantity], most: int) -> dict[str, float | int]:
    """A few declared numbers with values."""
    chosen = draw(st.lists(st.sampled_from(declared), max_size=most, unique_by=lambda each: each.name))
    return {each.name: draw(numbers(each)) for each in chosen}


@st.composite
def _ties(draw: st.DrawFn, members: int) -> dict[str, Any]:
    pattern = draw(
        st.sampled_from(["invitation_tree", "small_world", "blocks", "kol_hub", "strangers", "file"])
    )
    if pattern == "file" and members > 1:
        pairs = st.tuples(st.integers(0, members - 1), st.integers(0, members - 1))
        edges = draw(st.lists(pairs.filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=30))
        return {"pattern": "file", "edges": [(*pair, draw(st.floats(0.0, 1.0))) for pair in edges]}
    return {"pattern": "strangers" if pattern == "file" else pattern, "strongest": draw(st.floats(0.05, 1.0))}


@st.composite
def worlds(draw: st.DrawFn) -> sim.World:
    """Worlds of 1 to 500 members, up to 20 arrivals a day, any psychology, any rhythm."""
    size = draw(st.sampled_from([1, 2, 7, 30, 80, 500]))
    arrivals = draw(st.sampled_from([0.0, 0.5, 5.0, 19.0]))
    kind = draw(st.sampled_from(["friends", "giveaway", "official_account", "paid_ads"]))
    channel: dict[str, Any] = {"kind": kind, "members": size, "arrivals_per_day": arrivals}
    for name, values in (
        ("droppers", [0.0, 0.3, 1.0]),
        ("greed", [0.01, 0.5, 0.99]),
        ("invited", [0.0, 1.0]),
        ("reserve", [1, 40]),
    ):
        if draw(st.booleans()):
            channel[name] = draw(st.sampled_from(values))
    group = {
        "capacity": draw(st.sampled_from([size, min(500, size + 3), 500])),
        "attention_span": draw(st.sampled_from([1, 2, 30, 512])),
        "opening_hour": draw(st.sampled_from([0.0, 10.0, 23.99])),
        "opening_spread_hours": draw(st.sampled_from([0.0, 10.0, 48.0])),
        "purpose_boost": draw(st.sampled_from([0.0, 2.0, 50.0])),
        "question_share": draw(st.sampled_from([0.0, 0.3, 1.0])),
    }
    edit = st.fixed_dictionaries(
        {},
        optional={
            "absent": st.booleans() if size > 1 else st.just(False),
            "sociability": st.sampled_from([0.0, 1.0, 60.0]),
            "check_rate": st.sampled_from([0.1, 100.0]),
            "intent": st.floats(0.0, 1.0),
            "trust": st.sampled_from([0.0, 1.0]),
            "greed": st.sampled_from([0.0, 1.0]),
            "packet_habit_yuan": st.sampled_from([0.08, 200.0]),
            "dropper": st.booleans(),
            "joins_at_day": st.sampled_from([0.0, 1.5, 3650.0]),
        },
    )
    return sim.World.model_validate(
        {
            "channels": [channel],
            "ties": draw(_ties(size)),
            "group": group,
            "hourly": draw(_HOURLY),
            "product": draw(
                st.sampled_from(
                    [
                        {},
                        {"price_yuan": 0.0, "goods_yuan": 1.0},
                        {"price_yuan": 99_999.99, "cycle_days": 0.1, "appeal": 10.0},
                    ]
                )
            ),
            "psychology": draw(some_of(list(quantities(Psychology)), 6 if size <= 80 else 3)),
            "members": draw(st.dictionaries(st.integers(0, size - 1), edit, max_size=3)),
        }
    )


_WHEN = st.fixed_dictionaries(
    {},
    optional={
        "every_days": st.sampled_from([1, 2, 365]),
        "per_day": st.sampled_from([0, 1, 5, 48]),
        "from_day": st.sampled_from([0, 2, 3650]),
        "from_hour": st.just(0.0),
        "to_hour": st.just(24.0),
        "trigger": st.sampled_from(get_args(Trigger)),
        "quiet_days": st.sampled_from([0.0, 0.1, 1.0]),
        "talk_messages": st.sampled_from([0.0, 1.0, 5.0]),
        "topic_share": st.sampled_from([0.0, 0.5, 1.0]),
        "cooldown_days": st.sampled_from([0.0, 0.5]),
    },
)


_TIERS = st.lists(st.sampled_from(["strong", "medium", "weak"]), min_size=1, max_size=3, unique=True)
_WHOM = st.fixed_dictionaries(
    {"audience": st.sampled_from(get_args(Audience))}, optional={"days": st.floats(0.0, 365.0)}
)
_PACKET = {
    "portions": st.sampled_from([1, 2, 5, 100]),
    "amount_yuan": st.sampled_from([0.0, 1.0, 7.77, 200.0]),
}
# What a move has beside plain numbers, and numbers that have to fit each other.
_PARTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "red_packet": {**_PACKET, "split": st.sampled_from(["random", "equal"])},
    "packet_probe": _PACKET,
    "ice_breaking": {"packet_yuan": st.sampled_from([0.0, 0.2, 50.0])},
    "daily_topic": {"whom": _WHOM},
    "private_sales": {"whom": _WHOM},
    "privilege_offer": {"tiers": _TIERS},
    "flash_sale": {"tiers": _TIERS},
    "prompted_offer": {"tiers": _TIERS},
    "soft_offer": {"tiers": _TIERS},
    "move_members": {"tiers": _TIERS, "closes_group": st.booleans()},
    "wake_silent": {"how": st.sampled_from(["mention", "private"])},
    "check_in_challenge": {
        "challenge_days": st.sampled_from([0, 3, 21, 365]),
        "misses": st.sampled_from([0, 2]),
    },
    "column": {"content": st.sampled_from(get_args(Content))},
    "fission": {"steady": st.booleans()},
    "recruit": {"channel": st.sampled_from(CHANNEL_KINDS)},
}


@st.composite
def moves(draw: st.DrawFn) -> dict[str, Any]:
    """Any move with any few of its numbers; packets with a portion of at least a fen."""
    code = draw(st.sampled_from(sorted(BY_CODE)))
    parts = _PARTS.get(code, {})
    fixed = {*parts, "packet_portions"}
    declared = [each for each in quantities(BY_CODE[code]) if each.name not in fixed]
    move = {"move": code, **draw(some_of(declared, 3)), **{name: draw(part) for name, part in parts.items()}}
    if draw(st.booleans()):
        when = draw(_WHEN)
        if code in ("welcome", "buddy"):
            when.pop("trigger", None)
        move["when"] = {"until_day": 3650, **when}
    return move


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """A few standing settings, any of them at any value."""
    choices: dict[str, st.SearchStrategy[Any]] = {
        "entry": st.sampled_from(ENTRIES),
        "purpose": st.sampled_from(PURPOSES),
        **{name: st.booleans() for name in ("screening", "announcement", "rules")},
    }
    chosen = draw(st.lists(st.sampled_from(sorted(choices)), max_size=3, unique=True))
    numbers_set = draw(some_of(list(quantities(Settings)), 4))
    return {**numbers_set, **{name: draw(choices[name]) for name in chosen}}


@st.composite
def strategies(draw: st.DrawFn) -> sim.Strategy:
    """Up to six moves, staff from nobody at all to everybody at once, and any standing settings."""
    staffing = draw(
        st.sampled_from(
            [
                {},
                {"answer_share": 1.0, "minutes_per_day": 0.0},
                {"answer_share": 1.0, "answer_minutes": 0.1, "answer_cost_minutes": 0.0},
                {"answer_share": 0.7, "staff_from": 0.0, "staff_to": 24.0, "answer_quality": 1.0},
                {"answer_share": 0.5, "staff_from": 23.5, "staff_to": 24.0, "minutes_per_day": 14_400.0},
                {"minutes_per_day": 0.0},
            ]
        )
    )
    return sim.Strategy.model_validate(
        {"moves": draw(st.lists(moves(), max_size=6)), "staffing": staffing, "settings": draw(settings())}
    )
