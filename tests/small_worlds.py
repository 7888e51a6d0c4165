"""Small groups in which everything happens: worlds and strategies that several tests share."""

from __future__ import annotations

from typing import Any

import sim

WORLDS: dict[str, dict[str, Any]] = {
    # Everybody knows somebody; a few come later; nobody is turned away.
    "friends": {
        "channels": [{"kind": "friends", "members": 40, "arrivals_per_day": 1.0}],
    },
    # Greedy newcomers, droppers, and a group that is full after a few days.
    "full": {
        "channels": [{"kind": "giveaway", "members": 60, "arrivals_per_day": 3.0, "droppers": 0.1}],
        "ties": {"pattern": "small_world"},
        "group": {"capacity": 66},
        "psychology": {"leave_base": 0.01},
    },
    # More is written than anybody reads.
    "overloaded": {
        "channels": [
            {"kind": "official_account", "members": 20},
            {"kind": "paid_ads", "members": 25, "arrivals_per_day": 0.5},
        ],
        "ties": {"pattern": "kol_hub"},
        "group": {"attention_span": 2, "purpose_boost": 3.0, "purpose_days": 2.0},
        "product": {"appeal": 10.0, "cycle_days": 1.0},
        "psychology": {"mute_ratio": 20.0, "leave_fatigue": 0.2, "buy_rate": 2.0},
    },
}

_EVERYTHING: list[dict[str, Any]] = [
    {"move": "welcome", "when": {"from_day": 0}},
    {"move": "ice_breaking"},
    {"move": "daily_topic", "whom": {"audience": "silent", "days": 1.0}},
    {"move": "useful_post"},
    {"move": "red_packet", "amount_yuan": 60.0},
    {"move": "soft_offer", "when": {"from_day": 1, "every_days": 2}},
    {"move": "shills", "sameness": 1.0},
    {"move": "kol_sharing"},
    {"move": "hard_ads", "when": {"per_day": 1, "every_days": 3}},
    {"move": "morning_report"},
]

STRATEGIES: dict[str, dict[str, Any]] = {
    "neglect": {},
    "ads": {"moves": [{"move": "hard_ads", "discount": 0.3}]},
    "packets": {
        "moves": [
            {"move": "red_packet", "amount_yuan": 80.0, "when": {"per_day": 2}},
            {"move": "red_packet", "amount_yuan": 9.99, "portions": 5, "split": "equal"},
        ]
    },
    "shills": {
        "moves": [{"move": "shills", "sameness": 1.0, "number_of_shills": 5}],
        "staffing": {"answer_share": 0.5, "staff_from": 10.5, "staff_to": 16.25},
    },
    "quiet": {
        "moves": [
            {
                "move": "red_packet",
                "when": {"trigger": "quiet", "quiet_days": 0.2, "cooldown_days": 1.0, "per_day": 6},
            },
            {
                "move": "daily_topic",
                "whom": {"audience": "newcomers", "days": 5.0},
                "when": {"trigger": "quiet", "quiet_days": 0.1, "cooldown_days": 0.4, "per_day": 8},
            },
        ]
    },
    # Fewer minutes than the moves and the answers want.
    "everything": {
        "moves": _EVERYTHING,
        "staffing": {"answer_share": 0.9, "answer_minutes": 20.0, "minutes_per_day": 100.0},
    },
}


def world(name: str = "friends", **changes: Any) -> sim.World:
    """A world of the list, with top-level entries replaced."""
    return sim.World.model_validate({**WORLDS[name], **changes})


def strategy(name: str = "neglect") -> sim.Strategy:
    """A strategy of the list."""
    return sim.Strategy.model_validate(STRATEGIES[name])
