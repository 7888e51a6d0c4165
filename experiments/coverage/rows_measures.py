"""Rows D1 to D9: each measure exists, and takes the value that it should on runs made to raise or lower it."""

from __future__ import annotations

from experiments.coverage import measures as m
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

_COUPON = move("flash_sale")
_TERMS = {"entry": "paid", "entry_fee_yuan": 99, "term_days": 30}


def _counted() -> tuple[Row, ...]:
    """D1 to D4."""
    playbook, ads = shipped("trust_playbook"), plan(move("hard_ads", when={"per_day": 3}))
    care = [move("daily_topic"), move("useful_post", when={"per_day": 1})]
    return (
        Row(
            "D1",
            ("experiments.kpis.kpis_of", "experiments.senses.senses"),
            ("strategy/trust_playbook", "strategy/columns"),
            (
                effect(m.volume("talk"), playbook),
                effect(m.per_member_day("speakers"), playbook),
                effect(m.total("attendance"), shipped("columns")),
            ),
        ),
        Row(
            "D2",
            ("experiments.kpis.kpis_of", "experiments.case_measures.CASE_MEASURES"),
            ("strategy/coupons", "world/coffee_welfare", "case/E3", "case/E4"),
            (
                effect(m.total("coupons"), plan(_COUPON), plan({**_COUPON, "discount": 0.0}), world="shop"),
                effect(
                    m.ratio("repeat_share", "orders_repeat", "buyers"), plan(_COUPON), NOTHING, world="shop"
                ),
                effect(
                    m.ratio("order_value", "revenue_fen", "buyers"),
                    plan(_COUPON),
                    plan(_COUPON),
                    world=group("shop", product={"basket": 0.8}),
                    other_world=group("shop"),
                ),
                effect(
                    m.renewed(),
                    plan(*care, answer_share=0.8, settings=_TERMS),
                    plan(settings=_TERMS),
                    days=150,
                    launches=100,
                ),
            ),
        ),
        Row(
            "D3",
            ("experiments.kpis.kpis_of", "sim.outcome.Outcome"),
            ("strategy/hard_ads", "world/giveaway_300"),
            (
                effect(m.per_member("leaves"), ads),
                effect(
                    m.total("dropper"),
                    plan(CARE),
                    plan(CARE),
                    world=people("giveaway", droppers=0.3),
                    other_world=people("giveaway", droppers=0.0),
                    launches=60,
                ),
                effect(m.per_member("mutes"), ads),
                effect(m.ratio("answered", "starts_answered", "starts"), plan(answer_share=0.9)),
                effect(
                    m.ratio("off_topic_share", "off_topic", "talk"),
                    NOTHING,
                    NOTHING,
                    world=group("giveaway", group=TALKATIVE),
                    other_world=people(
                        "giveaway", fit=0.9, tiers={"strong": 0.8, "medium": 0.2, "weak": 0.0}
                    ),
                ),
            ),
        ),
        Row(
            "D4",
            (
                "experiments.claims.ninety_five_die",
                "experiments.claims.first_seven_days",
                "experiments.claims.about_two_years",
                "experiments.life.life_curve",
            ),
            ("strategy/neglect", "strategy/trust_playbook", "world/strangers_60"),
            (
                effect(m.dead_by(30), NOTHING, playbook, world="event"),
                effect(m.lively_days(120), playbook, days=120, launches=40),
            ),
        ),
    )


def _symptoms() -> Row:
    """D5: each symptom shows under a strategy that brings it, and not under the playbook."""
    playbook, service = shipped("trust_playbook"), shipped("full_service")
    packets = plan(move("red_packet", amount_yuan=20, portions=40))
    greedy = people("giveaway", greed=0.8)
    return Row(
        "D5",
        ("experiments.symptoms.DETECTORS",),
        ("strategy/red_packets", "strategy/morning_report", "strategy/hard_ads", "strategy/neglect"),
        (
            effect(m.has_symptom("take_and_go"), packets, playbook, world=greedy),
            effect(
                m.has_symptom("growing_quieter"),
                plan(move("ice_breaking")),
                playbook,
                world=group("growing"),
            ),
            effect(m.has_symptom("operator_monologue"), shipped("morning_report"), playbook),
            effect(m.has_symptom("nobody_answers"), shipped("hard_ads"), playbook),
            effect(m.has_symptom("packets_unclaimed"), packets, playbook, world="event"),
            effect(
                m.has_symptom("small_talk"),
                NOTHING,
                service,
                world=group("giveaway", group=TALKATIVE),
                launches=40,
            ),
            effect(m.has_symptom("ads_wall"), shipped("hard_ads"), playbook),
        ),
    )


def _developed() -> tuple[Row, ...]:
    """D6 to D9."""
    playbook = shipped("trust_playbook")
    # A shop's regulars who have friends to ask, and who take part in what the shop makes.
    regulars = group("shop", channels=[*GROUPS["shop"]["channels"], {"kind": "friends", "reserve": 300}])
    asking = plan(
        move("co_creation", mentions=10, contribution=0.15, when={"every_days": 2}),
        move("flash_sale", when={"every_days": 7}),
        move("useful_post", when={"per_day": 1}),
        answer_share=0.8,
    )
    return (
        Row(
            "D6",
            ("experiments.senses.senses",),
            ("strategy/columns", "strategy/welcome_and_buddies", "strategy/co_creation"),
            (
                effect(
                    m.sense("ritual"),
                    plan(move("welcome"), move("column", when={"every_days": 2})),
                    NOTHING,
                    world="growing",
                ),
                effect(m.sense("participation"), playbook),
                effect(m.sense("freshness"), shipped("welcome_and_buddies")),
                effect(m.sense("belonging"), playbook),
            ),
        ),
        Row(
            "D7",
            ("experiments.milestones.milestones",),
            ("strategy/trust_playbook", "strategy/coupons", "strategy/co_creation"),
            (
                effect(m.milestone_figure("stickiness", "staying"), playbook, shipped("hard_ads"), days=30),
                effect(
                    m.milestone_figure("sales", "orders_a_member"),
                    shipped("coupons"),
                    NOTHING,
                    world="shop",
                    days=90,
                ),
                effect(
                    m.milestone_figure("repurchase", "repeat_share"),
                    shipped("coupons"),
                    NOTHING,
                    world="shop",
                    days=180,
                    launches=16,
                ),
                effect(
                    m.milestone_figure("brand", "unpaid_a_member"),
                    asking,
                    shipped("hard_ads"),
                    world=regulars,
                    days=365,
                    launches=80,
                ),
            ),
        ),
        Row(
            "D8",
            ("experiments.money.money_of", "experiments.commands.run.run"),
            ("strategy/red_packets", "strategy/kol_sharing", "strategy/shills", "strategy/coupons"),
            (
                effect(m.total("packet_fen"), shipped("red_packets")),
                effect(m.total("fee_fen"), shipped("kol_sharing")),
                effect(m.total("fee_fen"), shipped("shills")),
                effect(m.total("minutes"), playbook),
                effect(
                    m.ratio("order_value", "revenue_fen", "buyers"),
                    plan(_COUPON),
                    plan({**_COUPON, "discount": 0.0}),
                    -1,
                    world="shop",
                ),
                effect(m.profit(4000.0), plan({**_COUPON, "minutes": 1}), NOTHING, world="shop"),
                effect(m.profit(4000.0), shipped("kol_sharing"), NOTHING, -1),
            ),
        ),
        Row(
            "D9",
            ("experiments.stages.stage_by_day",),
            ("strategy/neglect", "strategy/trust_playbook", "world/community_150"),
            (
                effect(m.days_in("decline"), NOTHING, playbook, world="event"),
                effect(
                    m.days_in("mature"),
                    playbook,
                    playbook,
                    world=group("growing"),
                    other_world=group("growing", channels=[{"kind": "new_media", "members": 60}]),
                ),
                effect(
                    m.days_in("cold_start"),
                    playbook,
                    playbook,
                    world=group("growing", channels=[{"kind": "new_media", "members": 60}]),
                    other_world=group("growing"),
                ),
            ),
        ),
    )


def rows() -> tuple[Row, ...]:
    """The rows."""
    return (*_counted(), _symptoms(), *_developed())
