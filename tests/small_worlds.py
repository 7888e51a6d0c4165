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


# A world with everything that further moves and standing settings need, and strategies that together hold them all.
GROWN_WORLDS: dict[str, dict[str, Any]] = {
    # People wait to be asked in, outsiders drop ads, goods are cheap, soon used up, and sometimes bad.
    "open": {
        "channels": [
            {"kind": "friends", "members": 30, "arrivals_per_day": 1.0, "reserve": 40, "droppers": 0.1},
            {"kind": "giveaway", "members": 20, "arrivals_per_day": 1.0, "reserve": 40, "price_yuan": 2.0},
        ],
        "ties": {"pattern": "small_world"},
        "group": {"purpose_boost": 2.0, "purpose_days": 4.0, "breadth": 0.3},
        "product": {"price_yuan": 19.9, "cycle_days": 2.0, "appeal": 10.0, "quality": 0.7, "basket": 0.5},
        "psychology": {
            "buy_rate": 2.0, "leave_base": 0.005, "invite_rate": 0.3, "policing": 1.0, "enrol_rate": 5.0,
            "block_rate": 3.0,
        },
    },
}  # fmt: skip

GROWN_STRATEGIES: dict[str, dict[str, Any]] = {
    "programme": {
        "moves": [
            {"move": "column", "when": {"every_days": 2, "from_day": 0}, "content": "interaction"},
            {"move": "roll_call", "when": {"every_days": 2, "from_day": 0}},
            {"move": "poll", "when": {"every_days": 3, "from_day": 1}},
            {"move": "check_in_challenge", "when": {"from_day": 1}, "challenge_days": 5, "deposit_yuan": 5.0},
            {"move": "relayed_class", "when": {"every_days": 5}},
            {"move": "co_creation", "when": {"every_days": 3, "from_day": 2}, "contribution": 0.3},
            {"move": "honours", "when": {"every_days": 4, "from_day": 3}},
            {"move": "stewards", "when": {"every_days": 3, "from_day": 2}},
            {"move": "offline_meeting", "when": {"from_day": 5}},
            {"move": "steer_topic", "when": {"topic_share": 0.95, "cooldown_days": 0.3}},
            {"move": "buddy", "when": {"from_day": 0}, "delay_minutes": 10.0},
            {"move": "packet_probe", "when": {"every_days": 3, "from_day": 2}, "portions": 4},
            {"move": "wake_silent", "when": {"every_days": 3, "from_day": 4}, "silent_days": 2.0},
            {"move": "useful_post", "when": {"trigger": "probe_passed", "per_day": 4, "cooldown_days": 1.0}},
            {"move": "ice_breaking", "when": {"trigger": "probe_failed", "from_day": 0, "until_day": 30}},
        ],
        "staffing": {"answer_share": 0.5, "minutes_per_day": 300.0},
        "settings": {
            "purpose": "brand", "announcement": True, "rules": True, "enforcement": 0.7, "strikes_allowed": 1,
            "handbook": 0.5, "bot_share": 0.5, "digest": 0.8, "voice": 1.0, "screening": True,
        },
    },
    "selling": {
        "moves": [
            {"move": "private_sales", "when": {"every_days": 2}, "contacts": 8},
            {"move": "pitch_questions", "questions_pitched": 1.0},
            {"move": "privilege_offer", "when": {"every_days": 2}},
            {"move": "flash_sale"},
            {"move": "prompted_offer", "when": {"from_day": 1, "cooldown_days": 0.5}},
            {"move": "wake_silent", "how": "private", "when": {"every_days": 2, "from_day": 2}, "silent_days": 1.0},
        ],
        "settings": {"entry": "paid", "entry_fee_yuan": 9.9, "term_days": 5.0, "purpose": "convert"},
    },
    "growing": {
        "moves": [
            {"move": "fission", "when": {"every_days": 1}, "invites_needed": 1, "gift": 0.5, "steady": True},
            {"move": "pull_in_rewards", "when": {"every_days": 2}, "invites_needed": 1, "platform_risk": 0.0},
            {"move": "recruit", "when": {"every_days": 3, "from_day": 1}, "channel": "giveaway"},
            {"move": "purge_lurkers", "when": {"every_days": 6, "from_day": 5}, "silent_days": 3.0},
            {"move": "move_members", "when": {"from_day": 8, "until_day": 9}, "price_yuan": 3.0},
        ],
        "settings": {"entry": "questionnaire", "screening": True},
    },
    # Members are asked over to another group for two days, and this one closes late on the second.
    "closing": {
        "moves": [
            {"move": "daily_topic"},
            {"move": "move_members", "when": {"from_day": 5, "until_day": 6}, "closes_group": True},
        ],
        "settings": {"entry": "invitation"},
    },
    "ending": {"moves": [{"move": "red_packet"}, {"move": "planned_end", "when": {"from_day": 4}}]},
    # Rewards that the platform is sure to notice before long.
    "banned": {"moves": [{"move": "pull_in_rewards", "when": {"every_days": 1}, "platform_risk": 0.7}]},
}  # fmt: skip


def world(name: str = "friends", **changes: Any) -> sim.World:
    """A world of the lists, with top-level entries replaced."""
    return sim.World.model_validate({**{**WORLDS, **GROWN_WORLDS}[name], **changes})


def strategy(name: str = "neglect") -> sim.Strategy:
    """A strategy of the lists."""
    return sim.Strategy.model_validate({**STRATEGIES, **GROWN_STRATEGIES}[name])
