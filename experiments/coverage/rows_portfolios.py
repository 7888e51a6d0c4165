"""Rows C6, C30, C34 and C37: what operators do with several groups, or with the door between two."""

from __future__ import annotations

from typing import Any

from experiments.coverage import measures as m
from experiments.coverage import member_measures as mm
from experiments.coverage.arms import GROUPS, effect, move, plan
from experiments.coverage.definitions import Row
from sim.portfolio import Portfolio

TOPIC = move("daily_topic", mentions=5)
_EVENING = {"from_hour": 20, "to_hour": 20}


def portfolio(groups: list[dict[str, Any]], **fields: Any) -> Portfolio:
    """Groups around the small course."""
    base = {name: GROUPS["course"][name] for name in ("channels", "ties", "product", "group")}
    return Portfolio.model_validate({**base, **fields, "groups": groups})


def _tiers() -> tuple[Row, ...]:
    """C6: a group for each tier, each in its own way, or all tiers in one group that gets it all."""
    offer = move("hard_ads", when={"every_days": 2, "per_day": 1}, discount=0.2)
    privilege = move("privilege_offer", when={"every_days": 2, "from_day": 1, **_EVENING})
    use = move("useful_post", when={"every_days": 2})
    greeting = move("daily_topic", when={"every_days": 2})
    channels = [
        {"kind": "official_account", "members": 40},
        {"kind": "new_media", "members": 40},
        {"kind": "moments", "members": 40},
    ]
    care = [use, greeting]  # the same for all: what differs is whom the offers reach
    apart = portfolio(
        [
            {"name": "strong", "accepts": ["official_account"], "strategy": {"moves": [*care, privilege]}},
            {"name": "medium", "accepts": ["new_media"], "strategy": {"moves": care}},
            {"name": "weak", "accepts": ["moments"], "strategy": {"moves": [*care, offer]}},
        ],
        channels=channels,
    )
    every = {"moves": [*care, offer]}
    mixed = portfolio(
        [{"name": "mixed", "strategy": every, "copies": 3}], channels=channels, routing="spread"
    )
    return (
        Row(
            "C6",
            ("sim.portfolio.Portfolio", "sim.portfolio_population.route"),
            ("portfolio/tiers_apart", "portfolio/tiers_mixed", "case/E2"),
            (
                effect(mm.together(mm.STRONG, "trust"), apart, mixed),
                effect(mm.together(mm.STRONG, "looks"), apart, mixed, launches=80),
                effect(mm.together_gap("trust"), apart, mixed),
                effect(mm.together_gap("looks"), apart, mixed, launches=80),
            ),
        ),
    )


def _several() -> tuple[Row, ...]:
    """C30, C34 and C37: members move from group to group."""
    channels = [{**one, "members": 2 * one["members"]} for one in GROUPS["course"]["channels"]]
    leave = {"from_day": 30, "until_day": 36, **_EVENING}
    topic_later = move("daily_topic", when={"from_day": 31})
    into_one = [move("move_members", to="home", when=leave, closes_group=True)]
    homes = {"name": "home", "strategy": {"moves": [topic_later]}, "room_for": 200, "fills_at": 60}
    merged = portfolio(
        [homes, {"name": "other", "strategy": {"moves": into_one}, "copies": 2}],
        channels=channels,
        routing="spread",
    )
    left_alone = portfolio(
        [{**homes, "room_for": 0}, {"name": "other", "copies": 2}], channels=channels, routing="spread"
    )
    upgrade = plan(move("move_members", when=leave, tiers=["strong", "medium"], price_yuan=199))
    skim = move("move_members", when={"from_day": 3, "until_day": 7}, tiers=["strong"], price_yuan=199)
    split = portfolio(
        [
            {
                "name": "welfare",
                "strategy": {
                    "moves": [
                        TOPIC,
                        move(
                            "move_members",
                            to="core",
                            when={"from_day": 14, "until_day": 20, **_EVENING},
                            talk_least=1.0,
                        ),
                    ]
                },
            },
            {
                "name": "core",
                "room_for": 100,
                "fills_at": 0,
                "strategy": {"moves": [move("daily_topic", when={"from_day": 15})]},
            },
        ]
    )
    whole = portfolio([{"name": "welfare", "strategy": {"moves": [TOPIC]}}])
    return (
        Row(
            "C30",
            ("sim.moves.move_members.MoveMembers", "sim.portfolio_engine.carry_over"),
            ("portfolio/merge", "portfolio/restart", "portfolio/upgrade"),
            (
                effect(mm.group_measure("home", m.volume("talk", 38)), merged, left_alone),
                effect(m.total("entry_fen"), upgrade),
            ),
        ),
        Row(
            "C34",
            ("sim.moves.move_members.MoveMembers",),
            ("strategy/skimming", "portfolio/skimming", "case/E1"),
            (
                effect(m.volume("talk", 10), plan(TOPIC, skim), plan(TOPIC), -1, launches=40),
                effect(mm.intent_of_members(), plan(TOPIC, skim), plan(TOPIC), -1),
            ),
        ),
        Row(
            "C37",
            ("sim.moves.move_members.MoveMembers", "sim.portfolio.Portfolio"),
            ("portfolio/vip_and_welfare",),
            (
                effect(mm.group_gap("core", "welfare", m.per_member_day("speakers", 25)), split, None),
                effect(mm.group_measure("welfare", m.volume("talk", 25)), split, whole, -1),
            ),
        ),
    )


def rows() -> tuple[Row, ...]:
    """The rows."""
    return (*_tiers(), *_several())
