"""Rows B1 to B9: what kind of group it is."""

from __future__ import annotations

from experiments.coverage import measures as m
from experiments.coverage import member_measures as mm
from experiments.coverage.arms import (
    CARE,
    GROUPS,
    NOTHING,
    TALKATIVE,
    effect,
    group,
    move,
    people,
    plan,
    shipped,
)
from experiments.coverage.definitions import Row
from sim.strategy import Strategy
from sim.world import World

COUPON = plan(move("flash_sale"))
USEFUL = plan(move("useful_post", when={"per_day": 1}))
_OFFERS = move("soft_offer", when={"every_days": 4, "from_day": 1})


def _settings(**settings: object) -> Strategy:
    return plan(settings=dict(settings))


def _busy(members: int) -> dict[str, object]:
    return {
        "channels": [{**GROUPS["hobby"]["channels"][0], "members": members}],
        "group": {"question_share": 0.25, "breadth": 0.6, "attention_span": 5, **TALKATIVE},
    }


def rows() -> tuple[Row, ...]:
    """The rows."""
    small, large = group("hobby", **_busy(30)), group("hobby", **_busy(240))
    narrow = group("hobby", group={"breadth": 0.3}, channels=_fitting())
    broad = group("hobby", group={"breadth": 2.0}, channels=_fitting())
    polluted = people("giveaway", droppers=0.3)
    overloaded = group("hobby", group={"attention_span": 5})
    flood = move(
        "kol_sharing", when={"every_days": 1, "per_day": 2, "to_hour": 23}, messages=20, spacing_minutes=2
    )
    return (
        Row(
            "B1",
            ("sim.settings.Settings",),
            ("strategy/fission", "strategy/coupons", "strategy/co_creation", "strategy/skimming"),
            (
                effect(m.total("joins"), shipped("fission"), shipped("coupons"), world="giveaway"),
                effect(m.total("buyers"), shipped("coupons"), shipped("fission"), world="shop"),
                effect(m.total("votes"), shipped("co_creation"), shipped("coupons")),
            ),
        ),
        Row(
            "B2",
            ("sim.world.Product", "sim.world.Group", "sim.channels.Channel"),
            ("world/coffee_welfare", "world/interest_250", "world/community_150"),
            (
                effect(
                    m.ratio("repeat_share", "orders_repeat", "buyers"),
                    plan(_OFFERS),
                    plan(_OFFERS),
                    world="shop",
                    other_world=group("course"),
                ),
                effect(
                    m.ratio("order_value", "revenue_fen", "buyers"),
                    plan(_OFFERS),
                    plan(_OFFERS),
                    world="course",
                    other_world=group("shop"),
                ),
                effect(
                    m.total("revenue_fen"),
                    plan(_OFFERS),
                    plan(_OFFERS),
                    -1,
                    world="hobby",
                    other_world=group("shop"),
                ),
            ),
        ),
        Row(
            "B3",
            ("sim.world.Group", "sim.rules.topics.chance_on_topic", "sim.rules.feel.feel"),
            ("world/community_150", "world/interest_250"),
            (
                effect(
                    mm.people_mean("belonging"),
                    NOTHING,
                    NOTHING,
                    world=narrow,
                    other_world=broad,
                ),
                effect(
                    mm.tier_mean("belonging", mm.STRONG),
                    _settings(announcement=True),
                    NOTHING,
                    world=_mixed(),
                    launches=80,
                ),
                effect(
                    mm.tier_gap("belonging"),
                    _settings(announcement=True),
                    NOTHING,
                    world=_mixed(),
                    launches=80,
                ),
                effect(
                    mm.tier_gap("attention"),
                    _settings(announcement=True),
                    NOTHING,
                    world=_mixed(),
                    launches=80,
                ),
            ),
        ),
        Row(
            "B4",
            ("sim.moves.flash_sale.FlashSale", "sim.moves.useful_post.UsefulPost", "sim.world.Product"),
            ("world/coffee_welfare", "world/community_150", "strategy/coupons", "strategy/useful_posts"),
            (
                effect(m.per_member("buyers"), COUPON, USEFUL, world="shop"),
                effect(m.per_look("trust_sum"), USEFUL, COUPON, world="course"),
                effect(m.volume("looks"), USEFUL, COUPON, world="course"),
            ),
        ),
        Row(
            "B5",
            ("sim.settings.Settings", "sim.rules.join.join"),
            ("portfolio/upgrade", "case/E4"),
            (
                effect(m.total("joins"), _settings(entry="questionnaire"), NOTHING, -1, days=10),
                effect(mm.intent_of_joiners(), _settings(entry="questionnaire"), NOTHING, days=10),
                effect(m.total("joins"), _settings(entry="invitation"), NOTHING, -1, days=10),
                effect(m.total("joins"), _settings(entry="paid", entry_fee_yuan=99), NOTHING, -1, days=10),
                effect(mm.intent_of_joiners(), _settings(entry="paid", entry_fee_yuan=99), NOTHING, days=10),
                effect(
                    m.per_look("attention_sum", 0, 10),
                    plan(CARE, settings={"entry": "paid", "entry_fee_yuan": 99}),
                    plan(CARE),
                    days=10,
                ),
            ),
        ),
        Row(
            "B6",
            ("sim.world.Group", "sim.rules.feel.feel", "sim.portfolio.GroupPlan"),
            ("world/interest_250", "portfolio/fission_32"),
            (
                effect(
                    m.per_member("mutes", 0, 30), NOTHING, NOTHING, world=large, other_world=small, days=30
                ),
                effect(
                    m.total("joins"),
                    NOTHING,
                    NOTHING,
                    -1,
                    world=group("growing", group={"capacity": 100}),
                    other_world=group("growing"),
                ),
            ),
        ),
        Row(
            "B7",
            ("sim.settings.Settings", "sim.rules.police.police"),
            ("strategy/full_service",),
            (
                effect(
                    m.total("dropper"),
                    plan(CARE, settings={"rules": True, "enforcement": 1.0, "strikes_allowed": 1}),
                    plan(CARE),
                    -1,
                    world=polluted,
                    launches=60,
                ),
                effect(
                    m.ratio("off_topic_share", "off_topic", "talk"),
                    _settings(announcement=True),
                    NOTHING,
                    -1,
                    world=group("giveaway", group=TALKATIVE),
                ),
                effect(
                    mm.question_share(),
                    _settings(handbook=1.0),
                    NOTHING,
                    -1,
                    world=group("hobby", group=TALKATIVE),
                ),
                effect(
                    m.per_member("mutes"),
                    plan(flood, minutes_per_day=600, settings={"digest": 1.0}),
                    plan(flood, minutes_per_day=600),
                    -1,
                    world=overloaded,
                ),
                effect(m.ratio("answered", "starts_answered", "starts"), _settings(bot_share=1.0), NOTHING),
            ),
        ),
        Row(
            "B8",
            ("sim.moves.planned_end.PlannedEnd", "sim.rules.losing.close"),
            ("strategy/probe_and_rescue", "portfolio/restart"),
            (
                effect(m.final("closed_day"), plan(move("planned_end")), NOTHING, world="event"),
                effect(m.volume("talk", 3), plan(move("planned_end")), NOTHING, -1, world="event"),
                effect(
                    m.fell_silent(),
                    plan(move("planned_end", when={"from_day": 5})),
                    None,
                    -1,
                    world="course",
                    bound=0.5,
                ),
            ),
        ),
        Row(
            "B9",
            ("sim.rules.losing.add_ban_hazard", "sim.outcome.Outcome"),
            ("strategy/fission", "strategy/pulling_in", "strategy/private_sales"),
            (
                effect(m.final("ban_chance"), shipped("pulling_in"), NOTHING, world="giveaway"),
                effect(
                    m.was_lost(),
                    plan(move("pull_in_rewards", platform_risk=0.1)),
                    plan(move("pull_in_rewards", platform_risk=0.0)),
                    world="giveaway",
                ),
                effect(
                    m.was_lost(),
                    plan(move("private_sales", platform_risk=0.01)),
                    plan(move("private_sales", platform_risk=0.0)),
                ),
            ),
        ),
    )


def _fitting() -> list[dict[str, object]]:
    return [{**GROUPS["hobby"]["channels"][0], "fit": 0.95}]


def _mixed() -> World:
    """Those who mean it among others who came along, with much to say: talk drifts off."""
    channels = [
        {"kind": "official_account", "members": 40, "fit": 0.8},
        {"kind": "moments", "members": 50, "fit": 0.05, "droppers": 0.0},
    ]
    return group("hobby", channels=channels, group={**TALKATIVE, "breadth": 0.6})
