"""Rows A1 to A10: who is in the group."""

from __future__ import annotations

from experiments.coverage import measures as m
from experiments.coverage import member_measures as mm
from experiments.coverage.arms import (
    CARE,
    NOTHING,
    TALKATIVE,
    effect,
    group,
    move,
    people,
    plan,
    shipped,
    shipped_world,
)
from experiments.coverage.definitions import Row
from sim.world import World

OFFERS = move("soft_offer", when={"every_days": 7, "from_day": 3}, tiers=["strong", "medium", "weak"])
PACKETS = plan(move("red_packet", amount_yuan=10, portions=30))
USEFUL = plan(move("useful_post", when={"per_day": 2}))
ADS = plan(move("hard_ads", when={"per_day": 3}))
SHILLS = plan(move("shills"))
_RISKY_JOINS = {
    "channels": [
        {"kind": "giveaway", "members": 60, "arrivals_per_day": 1, "droppers": 0.25},
        {"kind": "moments", "members": 20},
    ]
}
_CARE = [move("daily_topic", when={"every_days": 2}), move("useful_post", when={"per_day": 1})]


def _crowd(seeds_on: float, crowd_on: float) -> World:
    """Forty seed users who mean it, and forty others; on which day each of them come."""
    channels = [
        {"kind": "official_account", "members": 40, "joins_on_day": seeds_on},
        {"kind": "new_media", "members": 40, "joins_on_day": crowd_on},
    ]
    return group("course", channels=channels, ties={"pattern": "invitation_tree", "first_members": 12})


def rows() -> tuple[Row, ...]:
    """The rows."""
    community, playbook = shipped_world("community_150"), shipped("trust_playbook")
    from_account = group("course", channels=[{"kind": "official_account", "members": 80}])
    from_giveaway = group("course", channels=[{"kind": "giveaway", "members": 80}])
    return (
        Row(
            "A1",
            ("sim.channels.Tiers", "sim.traits.intents", "experiments.by_tier.by_tier"),
            ("world/community_150", "strategy/full_service"),
            (
                effect(mm.tier_gap("purchases"), plan(OFFERS), None, world="course"),
                effect(m.total("tier_up"), plan(*_CARE, answer_share=0.8), NOTHING),
                effect(m.total("tier_down"), plan(move("hard_ads", when={"per_day": 8})), NOTHING),
            ),
        ),
        Row(
            "A2",
            ("sim.channels.Channel", "sim.moves.recruit.Recruit"),
            ("world/community_150", "world/giveaway_300"),
            (
                effect(
                    mm.strong_share(), NOTHING, NOTHING, world=from_account, other_world=from_giveaway, days=2
                ),
                effect(
                    m.per_member("buyers"),
                    plan(OFFERS),
                    plan(OFFERS),
                    world=from_account,
                    other_world=from_giveaway,
                ),
                effect(
                    m.total("fee_fen"),
                    plan(move("recruit", channel="paid_ads", people=5)),
                    NOTHING,
                    world="shop",
                    days=30,
                ),
            ),
        ),
        Row(
            "A3",
            ("sim.channels.Channel", "sim.traits.interests", "sim.world.Group"),
            ("world/interest_250", "world/coffee_welfare"),
            (
                effect(
                    m.per_look("trust_sum"),
                    USEFUL,
                    USEFUL,
                    world=people("course", fit=0.8),
                    other_world=people("course", fit=0.05),
                ),
                effect(
                    m.per_member("buyers"),
                    plan(OFFERS),
                    plan(OFFERS),
                    world=people("course", spending=0.7),
                    other_world=people("course", spending=0.15),
                ),
            ),
        ),
        Row(
            "A4",
            ("sim.channels.Channel", "sim.rules.stay.stay"),
            ("world/giveaway_300", "strategy/red_packets"),
            (
                effect(m.total("leaves"), PACKETS, NOTHING, world="giveaway"),
                effect(
                    m.total("leaves"),
                    PACKETS,
                    PACKETS,
                    world=people("giveaway", greed=0.8),
                    other_world=people("giveaway", greed=0.15),
                ),
            ),
        ),
        Row(
            "A5",
            ("sim.settings.Settings", "sim.rules.join.join", "sim.traits.FLAGGED_DROPPERS"),
            ("world/giveaway_300", "strategy/full_service"),
            (
                effect(
                    mm.screened_gap(),
                    plan(CARE, settings={"screening": True}),
                    None,
                    world=group("giveaway", **_RISKY_JOINS),
                    days=20,
                ),
                effect(
                    mm.screened_good(),
                    plan(CARE, settings={"screening": True}),
                    None,
                    world=group("giveaway", **_RISKY_JOINS),
                    days=20,
                    bound=0.1,
                ),
                effect(
                    mm.screened_recall(),
                    plan(CARE, settings={"screening": True}),
                    None,
                    world=group("giveaway", **_RISKY_JOINS),
                    days=20,
                    bound=0.3,
                ),
                effect(
                    m.total("dropper"),
                    plan(CARE, settings={"screening": True}),
                    plan(CARE),
                    -1,
                    world=group("giveaway", **_RISKY_JOINS),
                    launches=60,
                ),
            ),
        ),
        Row(
            "A6",
            ("sim.moves.stewards.Stewards", "sim.moves.honours.Honours", "sim.rules.gathering.promote"),
            ("strategy/stewards",),
            (
                effect(m.final("stewards"), shipped("stewards"), NOTHING),
                effect(mm.rank_of_promoted(), shipped("stewards"), None, bound=0.6),
                effect(m.total("reward_fen"), shipped("stewards"), NOTHING),
            ),
        ),
        Row(
            "A7",
            ("sim.traits.fill_traits", "experiments.patterns.talk_structure.structure_of"),
            ("world/community_150", "strategy/trust_playbook"),
            (
                # The saying is about all members, half of whom hardly write; archives know only those who write (F78).
                effect(mm.top_share(0.2), playbook, None, world=community, days=40, bound=0.7),
                effect(mm.top_share_of_posters(0.2), playbook, None, world=community, days=40, bound=0.55),
                effect(
                    mm.top_share_of_posters(0.2), playbook, None, -1, world=community, days=40, bound=0.85
                ),
            ),
        ),
        Row(
            "A8",
            ("sim.staffing.Staffing", "sim.moves.kol_sharing.KolSharing", "sim.moves.shills.Shills"),
            ("strategy/trust_playbook", "strategy/kol_sharing", "strategy/shills"),
            (
                effect(
                    m.total("dropped"),
                    plan(*_CARE, answer_share=0.9, minutes_per_day=10),
                    plan(*_CARE, answer_share=0.9, minutes_per_day=240),
                ),
                effect(
                    m.total("operator"),
                    plan(answer_share=0.9, minutes_per_day=240),
                    plan(answer_share=0.9, minutes_per_day=4),
                    world=group("hobby", group=TALKATIVE),
                ),
                effect(m.total("fee_fen"), shipped("kol_sharing"), NOTHING),
            ),
        ),
        Row(
            "A9",
            ("sim.settings.Settings", "sim.rules.feel.feel"),
            ("strategy/full_service", "strategy/co_creation"),
            (
                effect(
                    m.per_look("trust_sum", 0, 14),
                    plan(*_CARE, answer_share=0.8, settings={"voice": 1.0}),
                    plan(*_CARE, answer_share=0.8),
                ),
                effect(
                    m.per_look("trust_sum"),
                    plan(move("hard_ads", when={"per_day": 4}), settings={"voice": 1.0}),
                    plan(move("hard_ads", when={"per_day": 4})),
                    -1,
                ),
                effect(
                    mm.trust_of_who_know(),
                    plan(move("shills", messages_each=6), settings={"voice": 1.0}),
                    plan(move("shills", messages_each=6)),
                    -1,
                    world="hobby",
                ),
            ),
        ),
        Row(
            "A10",
            ("sim.channels.Channel", "sim.population.opening_times"),
            ("world/community_150",),
            (
                effect(
                    # Against the crowd coming first. Against all coming on day 3 there is no difference: that the seed
                    # users are there counts, not for how long they have been.
                    mm.answered_first_posts(1),
                    plan(move("ice_breaking")),
                    plan(move("ice_breaking")),
                    world=_crowd(0.0, 3.0),
                    other_world=_crowd(3.0, 0.0),
                    days=23,
                    launches=200,
                ),
            ),
        ),
    )
