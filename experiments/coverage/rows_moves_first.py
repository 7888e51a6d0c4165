"""Rows C1 to C20: what operators do, from hard ads to fixed columns."""

from __future__ import annotations

from experiments.coverage import measures as m
from experiments.coverage import member_measures as mm
from experiments.coverage.arms import CARE, GROUPS, NOTHING, TALKATIVE, effect, group, move, plan
from experiments.coverage.definitions import Row
from sim.world import World

ADS = move("hard_ads", when={"per_day": 3})
USEFUL = move("useful_post", when={"per_day": 2})
KOL = move("kol_sharing", when={"every_days": 2})
TOPIC = move("daily_topic", mentions=5)
PACKET = move("red_packet")
LATE_OFFERS = move("soft_offer", when={"every_days": 3, "from_day": 21})
CHALLENGE = move("check_in_challenge", when={"from_day": 3}, deposit_yuan=30)
_EVERY_EVENING = {"every_days": 1, "from_day": 3, "from_hour": 20, "to_hour": 20}


def _funnel_of_droppers() -> World:
    """A quarter of those who come for the reward come to drop ads."""
    channels = GROUPS["funnel"]["channels"]
    changed = [{**one, "droppers": 0.25} if one["kind"] == "giveaway" else one for one in channels]
    return group("funnel", channels=changed)


def _pressing() -> tuple[Row, ...]:
    """C1 to C4: what presses members."""
    gentle = plan(move("hard_ads", when={"per_day": 1}))
    flooding = plan(move("hard_ads", when={"per_day": 8}))
    private = plan(move("private_sales", contacts=12, platform_risk=0.0))
    pitching = plan(move("pitch_questions", questions_pitched=1.0))
    pull = move("pull_in_rewards", reward_yuan=20, invites_needed=3, platform_risk=0.0)
    pulling = plan(pull)
    return (
        Row(
            "C1",
            ("sim.moves.hard_ads.HardAds", "sim.rules.feel.feel"),
            ("strategy/hard_ads", "strategy/one_ad_a_day"),
            (
                effect(m.per_look("fatigue_sum"), plan(ADS)),
                effect(m.total("leaves"), plan(ADS)),
                effect(m.total("mutes"), plan(ADS)),
                effect(m.per_look("trust_sum"), plan(ADS), NOTHING, -1),
                effect(m.volume("talk", 7, 21), plan(ADS), NOTHING, -1, launches=40),
                effect(m.total("revenue_fen", 0, 10), plan(ADS)),
                effect(m.total("revenue_fen", 40), flooding, gentle, -1),
            ),
        ),
        Row(
            "C2",
            ("sim.moves.private_sales.PrivateSales", "sim.rules.feel.feel"),
            ("strategy/private_sales",),
            (
                effect(m.total("blocks"), private),
                effect(m.total("leaves"), private),
                effect(m.per_look("trust_sum"), private, NOTHING, -1),
                effect(m.total("buyers"), private),
            ),
        ),
        Row(
            "C3",
            ("sim.moves.pitch_questions.PitchQuestions", "sim.rules.tasks.queue_acts_answers"),
            ("strategy/pitching",),
            (
                effect(
                    mm.questions(7, 60),
                    pitching,
                    NOTHING,
                    -1,
                    world=group("hobby", group=TALKATIVE),
                    launches=40,
                ),
                effect(m.per_look("trust_sum"), pitching, NOTHING, -1),
            ),
        ),
        Row(
            "C4",
            ("sim.moves.pull_in_rewards.PullInRewards", "sim.rules.invite.invite"),
            ("strategy/pulling_in", "world/giveaway_300"),
            (
                effect(m.members_at_end(), pulling, NOTHING, world="giveaway"),
                effect(mm.intent_of_joiners(), pulling, NOTHING, -1, world="funnel"),
                effect(
                    m.total("dropper"), plan(CARE, pull), plan(CARE), world=_funnel_of_droppers(), launches=60
                ),
            ),
        ),
    )


def _caring() -> tuple[Row, ...]:
    """C5 to C9: neglect, tiers, answers, topics."""
    report = plan(move("morning_report"))
    care = plan(TOPIC, USEFUL, answer_share=0.5)
    when = {"every_days": 3, "from_day": 1, "per_day": 1, "from_hour": 20, "to_hour": 20}
    privilege = plan(move("privilege_offer", when=when))
    blunt = plan(move("hard_ads", when=when, discount=0.2))
    answers = plan(answer_share=0.9)
    return (
        Row(
            "C5",
            ("sim.moves.morning_report.MorningReport", "sim.strategy.Strategy"),
            ("strategy/neglect", "strategy/morning_report"),
            (
                effect(m.lively_days(120), NOTHING, care, -1, days=120, launches=40),
                effect(m.operator_share(60), report, None, bound=0.5, days=120, launches=40),
                effect(m.volume("talk", 14), report, plan(USEFUL), -1),
            ),
        ),
        Row(
            "C7",
            ("sim.moves.privilege_offer.PrivilegeOffer", "sim.rules.feel.feel"),
            ("strategy/skimming",),
            (
                effect(mm.tier_mean("purchases", mm.STRONG), privilege),
                effect(mm.tier_mean("trust", mm.STRONG), privilege, NOTHING, bound=-0.02),
                effect(mm.tier_mean("trust", mm.STRONG), privilege, blunt),
                effect(mm.tier_mean("trust", mm.WEAK), privilege, NOTHING, -1),
            ),
        ),
        Row(
            "C8",
            ("sim.staffing.Staffing", "sim.rules.tasks.do_task"),
            ("strategy/full_service", "strategy/trust_playbook"),
            (
                effect(mm.people_mean("trust"), answers, world=group("hobby", group=TALKATIVE)),
                effect(m.ratio("answered", "starts_answered", "starts"), answers),
                effect(
                    m.per_look("trust_sum", 0, 14),
                    plan(answer_share=0.9, answer_minutes=10),
                    plan(answer_share=0.9, answer_minutes=1400),
                    world=group("hobby", group=TALKATIVE),
                ),
                effect(
                    m.total("tier_up"),
                    plan(answer_share=0.9, answer_quality=0.8),
                    world=group("hobby", group=TALKATIVE),
                ),
            ),
        ),
        Row(
            "C9",
            ("sim.moves.daily_topic.DailyTopic", "sim.rules.calling.mention"),
            ("strategy/light_care", "strategy/trust_playbook"),
            (
                effect(m.volume("talk"), plan(TOPIC)),
                effect(m.volume("talk"), plan({**TOPIC, "mentions": 6}), plan({**TOPIC, "mentions": 0})),
                effect(mm.ties_known(), plan({**TOPIC, "mentions": 10}), launches=60),
            ),
        ),
    )


def _giving() -> tuple[Row, ...]:
    """C10 to C13: packets, opinion leaders, content, screening."""
    daily = plan(move("red_packet", when={"every_days": 1}))
    rare = plan(move("red_packet", when={"every_days": 15}))
    # More portions than members, so that what is claimed tells how many still come for them.
    plenty = move("red_packet", portions=100)
    first = plan({**plenty, "when": {"from_day": 60, "until_day": 60}})
    used_to = plan({**plenty, "when": {"from_day": 1, "until_day": 60, "every_days": 1}})
    stops = plan(move("kol_sharing", when={"every_days": 2, "until_day": 29}))
    polluted = group(
        "giveaway",
        channels=[
            {"kind": "giveaway", "members": 70, "arrivals_per_day": 1, "droppers": 0.15},
            {"kind": "moments", "members": 20},
        ],
    )
    screening = plan(CARE, settings={"screening": True})
    return (
        Row(
            "C10",
            ("sim.moves.red_packet.RedPacket", "sim.rules.claim.claim"),
            ("strategy/red_packets", "strategy/trust_playbook"),
            (
                effect(m.volume("looks"), plan(PACKET)),
                effect(m.total("packets_member"), plan(PACKET)),
                effect(m.total("leaves"), daily, rare),
                effect(
                    m.burst("looks", 4, 2),
                    plan(move("red_packet", when={"every_days": 4, "from_day": 2})),
                    NOTHING,
                    launches=40,
                ),
                effect(m.total("claims", 60, 61), used_to, first, -1, days=62, launches=40),
            ),
        ),
        Row(
            "C11",
            ("sim.moves.kol_sharing.KolSharing", "sim.rules.feel.feel"),
            ("strategy/kol_sharing",),
            (
                effect(m.volume("looks"), plan(KOL)),
                effect(m.volume("talk"), plan(KOL)),
                effect(m.per_look("trust_sum"), plan(KOL)),
                effect(m.volume("talk", 35), stops, plan(KOL), -1),
            ),
        ),
        Row(
            "C12",
            ("sim.moves.useful_post.UsefulPost", "sim.rules.feel.feel"),
            ("strategy/useful_posts", "strategy/light_care"),
            (
                effect(m.per_look("trust_sum"), plan(USEFUL)),
                effect(m.growth_of_trust(10), plan(CARE, USEFUL), plan(CARE)),
                effect(m.volume("looks"), plan(USEFUL)),
            ),
        ),
        Row(
            "C13",
            ("sim.settings.Settings", "sim.rules.join.join"),
            ("strategy/full_service",),
            (
                effect(m.total("screened"), screening, plan(CARE), world=polluted),
                effect(m.total("dropper"), screening, plan(CARE), -1, world=polluted, launches=60),
                effect(m.total("minutes"), screening, plan(CARE), world=polluted),
            ),
        ),
    )


def _beginning() -> tuple[Row, ...]:
    """C14 to C18: the first week, shills, the payoff, newcomers and the silent."""
    few, many = plan(move("shills", messages_each=1)), plan(move("shills", messages_each=6))
    talked = plan({**TOPIC, "mentions": 15}, move("shills", messages_each=1))
    each = {"every_days": 1, "per_day": 1, "from_hour": 20, "to_hour": 20}
    waking = move("wake_silent", when={"every_days": 4, "from_day": 20}, mentions=8, silent_days=7)
    # Most members each time, so that it is the same people who are woken again.
    most = move("wake_silent", mentions=50, silent_days=0.5)
    first = plan({**most, "when": {"from_day": 60, "until_day": 60}})
    again = plan({**most, "when": {"from_day": 42, "until_day": 60, "every_days": 3}})
    welcome = plan(move("welcome"))
    return (
        Row(
            "C14",
            ("sim.moves.ice_breaking.IceBreaking", "sim.rules.calling.mention"),
            ("strategy/trust_playbook", "strategy/stewards"),
            (
                effect(m.volume("talk", 0, 7), plan(move("ice_breaking")), days=8),
                effect(m.total("first_answers", 0, 7), plan(move("ice_breaking")), days=8),
                effect(mm.ties_known(), plan(move("ice_breaking")), days=8, launches=60),
            ),
        ),
        Row(
            "C15",
            ("sim.moves.shills.Shills", "sim.rules.feel.feel"),
            ("strategy/shills",),
            (
                effect(m.buzz(0, 7), plan(move("shills"))),
                effect(m.total("notices", 0, 7), many, few),
                effect(
                    m.total("notices", 0, 3),
                    plan(move("shills", sameness=1.0)),
                    plan(move("shills", sameness=0.1)),
                ),
                effect(mm.people_mean("trust"), plan(move("shills")), NOTHING, -1),
                effect(
                    m.total("notices", 0, 30),
                    talked,
                    talked,
                    world=_tied(0.8),
                    other_world=_tied(0.0),
                    launches=32,
                ),
            ),
        ),
        Row(
            "C16",
            ("sim.moves.soft_offer.SoftOffer", "sim.rules.buy.buy"),
            ("strategy/trust_playbook", "strategy/full_service"),
            (
                effect(
                    m.per_look("trust_sum"),
                    plan(move("soft_offer", when={**each, "from_day": 0})),
                    plan(move("hard_ads", when=each)),
                ),
                effect(
                    m.total("revenue_fen"),
                    plan(CARE, USEFUL, LATE_OFFERS, answer_share=0.8),
                    plan(CARE, LATE_OFFERS),
                    launches=40,
                ),
            ),
        ),
        Row(
            "C17",
            ("sim.moves.welcome.Welcome", "sim.rules.tasks.greet"),
            ("strategy/welcome_and_buddies", "strategy/trust_playbook"),
            (
                effect(m.volume("talk"), welcome, NOTHING, world="growing"),
                effect(m.total("first_posts", 1), welcome, NOTHING, world="growing"),
                effect(m.total("first_answers", 1), welcome, NOTHING, world="growing"),
                effect(
                    mm.of_latecomers("belonging_latecomers", lambda members: members["belonging"]),
                    welcome,
                    NOTHING,
                    world="growing",
                ),
            ),
        ),
        Row(
            "C18",
            ("sim.moves.wake_silent.WakeSilent", "sim.rules.calling.mention"),
            ("strategy/probe_and_rescue",),
            (
                effect(m.on_days("talk", 4, 20, 20, 36), plan(waking), launches=60),
                effect(m.talk_lift(60), first, days=62),
                effect(m.talk_lift(60), again, first, -1, days=62, launches=100),
            ),
        ),
    )


def _tied(strength: float) -> World:
    ties = {"pattern": "small_world", "weakest": strength, "strongest": strength, "neighbours": 8}
    return group("hobby", ties=ties)


def _habits() -> tuple[Row, ...]:
    """C19 and C20: challenges and fixed columns."""
    free = plan({**CHALLENGE, "deposit_yuan": 0})
    column = plan(move("column", when=_EVERY_EVENING, content="knowledge", quality=0.6, variety=3))
    post = plan(move("useful_post", when=_EVERY_EVENING, quality=0.6))
    return (
        Row(
            "C19",
            ("sim.moves.check_in_challenge.CheckInChallenge", "sim.rules.tick.tick"),
            ("strategy/challenge_21",),
            (
                effect(m.volume("looks", 6, 24), plan(CHALLENGE)),
                effect(m.ratio("completed_share", "completed", "enrolled"), plan(CHALLENGE), None, bound=0.3),
                effect(m.total("enrolled"), plan({**CHALLENGE, "deposit_yuan": 200}), free, -1),
                effect(m.drop("looks", 3, 24, 45), plan(CHALLENGE)),
            ),
        ),
        Row(
            "C20",
            ("sim.moves.column.Column", "sim.rules.feel.feel"),
            ("strategy/columns",),
            (
                effect(mm.looks_at(20, 10, 60), column, post),
                effect(m.total("attendance", 14), column),
            ),
        ),
    )


def rows() -> tuple[Row, ...]:
    """The rows."""
    return (*_pressing(), *_caring(), *_giving(), *_beginning(), *_habits())
