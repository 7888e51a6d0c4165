"""Rows C21 to C40 without those of several groups: what operators do, from fission to relayed classes."""

from __future__ import annotations

from experiments.coverage import measures as m
from experiments.coverage import member_measures as mm
from experiments.coverage.arms import CARE, GROUPS, NOTHING, TALKATIVE, effect, group, move, people, plan
from experiments.coverage.definitions import Row
from sim.strategy import Strategy
from sim.world import World

TOPIC = move("daily_topic", mentions=5)
USEFUL = move("useful_post", when={"per_day": 1})
_EVENING = {"from_hour": 20, "to_hour": 20}
_WEEKLY = {"every_days": 7, "from_day": 3, **_EVENING}
_TIERS = ("strong", "medium", "weak")


def _growing() -> tuple[Row, ...]:
    """C21 to C24: fission, coupons, rules, purges."""
    card = move("fission", platform_risk=0.0, reward_yuan=30, invites_needed=1)
    once, steady = plan(card), plan({**card, "steady": True})
    coupon = plan(move("flash_sale"))
    rules = {"rules": True, "strikes_allowed": 1}
    polluted = people("hobby", droppers=0.3)
    ruled = plan(CARE, settings={**rules, "enforcement": 1.0})
    care = [move("daily_topic", when={"every_days": 3}), move("useful_post", when={"every_days": 3})]
    purge = move("purge_lurkers", when={"every_days": 15, "from_day": 15}, removals=25, silent_days=10)
    return (
        Row(
            "C21",
            ("sim.moves.fission.Fission", "sim.rules.invite.invite"),
            ("strategy/fission", "portfolio/fission_32", "portfolio/black_card", "case/E5", "case/E6"),
            (
                effect(m.per_opening_member("invites"), once, NOTHING, world="giveaway"),
                effect(mm.weak_share(), once, NOTHING, world="funnel"),
                effect(m.total("invites"), steady, once, world="funnel", launches=60),
            ),
        ),
        Row(
            "C22",
            ("sim.moves.flash_sale.FlashSale", "sim.rules.buy.buy"),
            ("strategy/coupons", "world/coffee_welfare"),
            (
                effect(m.total("orders_repeat"), coupon, NOTHING, world="shop"),
                effect(m.per_member("orders_repeat"), coupon, NOTHING, -1, bound=0.05, world="course"),
                effect(m.per_look("trust_sum"), coupon, NOTHING, -1, world="course"),
            ),
        ),
        Row(
            "C23",
            ("sim.rules.police.police", "sim.rules.tasks.do_task", "sim.settings.Settings"),
            ("strategy/full_service",),
            (
                effect(m.total("dropper"), ruled, plan(CARE), -1, world=polluted, launches=60),
                effect(
                    m.total("hidden"), plan(CARE, settings=rules), plan(CARE), world=polluted, launches=40
                ),
                effect(
                    m.hidden_share(),
                    plan(
                        move("honours", mentions=40, warmth=0.3, when={"every_days": 1, "from_day": 1}),
                        settings=rules,
                    ),
                    plan(
                        move("honours", mentions=40, warmth=0.0, when={"every_days": 1, "from_day": 1}),
                        settings=rules,
                    ),
                    world=polluted,
                    launches=60,
                ),
            ),
        ),
        Row(
            "C24",
            ("sim.moves.purge_lurkers.PurgeLurkers", "sim.rules.gathering.purge"),
            ("strategy/purge",),
            (
                effect(m.per_member_day("speakers", 45), plan(*care, purge), plan(*care), world="shop"),
                effect(
                    m.volume("talk", 45),
                    plan(*care, purge),
                    plan(*care),
                    -1,
                    bound=0.2,
                    world="shop",
                    launches=60,
                ),
                effect(m.volume("looks", 45), plan(*care, purge), plan(*care), -1, world="shop"),
                effect(
                    m.total("buyers", 20),
                    plan(*care, purge, move("flash_sale")),
                    plan(*care, move("flash_sale")),
                    -1,
                    world="shop",
                ),
            ),
        ),
    )


def _honouring() -> tuple[Row, ...]:
    """C25 to C29: honours, stewards, meetings, co-creation, the probe."""
    stewards = move("stewards", when={"from_day": 7, "every_days": 7, **_EVENING})
    first_weeks = move("daily_topic", when={"until_day": 13})
    start = move("ice_breaking")
    honours = plan(move("honours", warmth=0.15))
    meeting = plan(move("offline_meeting", when={"from_day": 20}, seats=20))
    asking = move("co_creation", contribution=0.15, mentions=10, when={"every_days": 3})
    creating, not_counted = plan(asking), plan({**asking, "contribution": 0.0001})
    return (
        Row(
            "C25",
            ("sim.moves.honours.Honours", "sim.rules.choosing.next_chosen"),
            ("strategy/stewards", "strategy/welcome_and_buddies"),
            (
                effect(mm.talk_of_contributors(10, 14), honours),
                effect(m.total("reward_fen"), honours),
            ),
        ),
        Row(
            "C26",
            ("sim.moves.stewards.Stewards", "sim.rules.gathering.promote"),
            ("strategy/stewards", "portfolio/provinces", "case/E7"),
            (
                effect(
                    m.total("minutes", 14), plan(start, stewards), plan(start, TOPIC, answer_share=0.5), -1
                ),
                effect(m.volume("talk", 21), plan(start, first_weeks, stewards), plan(start, first_weeks)),
            ),
        ),
        Row(
            "C27",
            ("sim.moves.offline_meeting.OfflineMeeting", "sim.rules.gathering.meet"),
            ("strategy/co_creation", "case/E4"),
            (
                effect(mm.ties_known(), meeting),
                effect(mm.ties_of_attendees(), meeting, None, bound=0.5),
            ),
        ),
        Row(
            "C28",
            ("sim.moves.co_creation.CoCreation", "sim.rules.invite.invite"),
            ("strategy/co_creation",),
            (
                effect(mm.people_mean("belonging"), creating, not_counted),
                effect(m.volume("invites_unpaid"), creating, not_counted, days=90, launches=100),
            ),
        ),
        Row(
            "C29",
            ("sim.moves.packet_probe.PacketProbe", "experiments.probe.probe"),
            ("strategy/probe_and_rescue", "case/E10"),
            # What is claimed tells how many still look: few where few ever did, and fewer the longer the group was left
            # alone. It does not tell whether they talk; `experiments.probe` measures how often it is wrong.
            (
                effect(
                    m.claimed_of_probe(50, 51),
                    _probe_on(50),
                    _probe_on(50),
                    world=group("event", psychology={"attention_at_joining": 0.8}),
                    other_world=group("event", psychology={"attention_at_joining": 0.15}),
                    days=52,
                ),
                effect(m.claimed_of_probe(0, 121), _probe_on(7), _probe_on(120), world="event", days=122),
            ),
        ),
    )


def _probe_on(day: int) -> Strategy:
    return plan(move("packet_probe", when={"from_day": day, "until_day": day, **_EVENING}))


def _renewing() -> tuple[Row, ...]:
    """C31 to C36: newcomers, novelty, the subject, polls and the right moment."""
    daily = {"every_days": 1, "from_day": 1, **_EVENING}
    same = plan(move("column", when=daily, quality=0.8, variety=1))
    varied = plan(move("column", when=daily, quality=0.8, variety=6), minutes_per_day=600)
    drifting = group("giveaway", group=TALKATIVE)
    talked = move("daily_topic", mentions=20)
    steering = plan(move("steer_topic", when={"topic_share": 0.7}, steer=0.5))
    timing = {"from_day": 7, "from_hour": 9, "to_hour": 23, "per_day": 12}
    alike = {"discount": 0.2, "pressure": 0.25, "tiers": ["strong", "medium", "weak"]}
    on_talk = {**timing, "cooldown_days": 3.0, "talk_messages": 2.0}
    prompted = plan(talked, move("prompted_offer", when=on_talk, **alike))
    untimed = plan(
        talked,
        move("soft_offer", when={"from_day": 7, "every_days": 4, "from_hour": 10, "to_hour": 10}, **alike),
    )
    return (
        Row(
            "C31",
            ("sim.moves.recruit.Recruit", "sim.rules.gathering.recruit"),
            ("strategy/welcome_and_buddies",),
            (
                effect(
                    m.volume("talk", 28),
                    plan(move("welcome"), move("recruit", people=8)),
                    plan(move("welcome")),
                    world=_with_many_friends(),
                ),
                effect(m.total("joins", 14), plan(move("recruit", people=8))),
            ),
        ),
        Row(
            "C32",
            ("sim.moves.column.Column", "sim.rules.occurrence.occurrence"),
            ("strategy/columns",),
            (effect(m.volume("looks", 30), varied, same),),
        ),
        Row(
            "C33",
            ("sim.moves.steer_topic.SteerTopic", "sim.rules.occurrence.occurrence"),
            ("strategy/full_service",),
            (
                effect(
                    m.ratio("off_topic_share", "off_topic", "talk"),
                    steering,
                    NOTHING,
                    -1,
                    world=drifting,
                    launches=32,
                ),
            ),
        ),
        Row(
            "C35",
            ("sim.moves.poll.Poll", "sim.rules.tick.tick"),
            ("strategy/columns", "strategy/co_creation"),
            (
                effect(m.taking_part(), plan(move("poll", when={"every_days": 7}))),
                effect(m.votes_beyond_words(), plan(move("poll", when={"every_days": 7})), None),
            ),
        ),
        Row(
            "C36",
            ("sim.moves.prompted_offer.PromptedOffer", "sim.rules.buy.buy"),
            ("strategy/coupons",),
            (
                effect(mm.orders_an_offer(), prompted, untimed, world="shop", launches=40),
                effect(mm.fatigue_an_order(), prompted, untimed, -1, world="shop", launches=150),
            ),
        ),
    )


def _together() -> tuple[Row, ...]:
    """C38 to C40: buddies, roll calls, relayed classes."""
    session = move("kol_sharing", when=_WEEKLY)
    buddies = plan(move("buddy"))
    return (
        Row(
            "C38",
            ("sim.moves.buddy.Buddy", "sim.rules.gathering.give_buddy"),
            ("strategy/welcome_and_buddies", "strategy/full_service"),
            (
                effect(
                    mm.ties_known(),
                    buddies,
                    plan(move("welcome", warmth=0.5, delay_minutes=60)),
                    world="growing",
                ),
                effect(m.total("first_answers", 1), buddies, NOTHING, world="growing"),
                effect(
                    mm.of_latecomers("belonging_latecomers", lambda members: members["belonging"]),
                    buddies,
                    NOTHING,
                    world="growing",
                ),
            ),
        ),
        Row(
            "C39",
            ("sim.moves.roll_call.RollCall", "sim.rules.tick.tick"),
            ("strategy/columns", "strategy/relayed_classes"),
            (
                effect(m.total("roll_calls"), plan(session, move("roll_call", when=_WEEKLY)), plan(session)),
                effect(
                    m.total("attendance"),
                    plan(session, move("roll_call", when=_WEEKLY)),
                    plan(session),
                    # Attendance is read off the session's first message. Where members read back 30 messages only, the
                    # answers to the roll call push it out of their sight.
                    world=group("hobby", group={"attention_span": 100}),
                    launches=120,
                ),
            ),
        ),
        Row(
            "C40",
            ("sim.moves.relayed_class.RelayedClass",),
            ("strategy/relayed_classes",),
            (
                effect(m.total("fee_fen"), plan(move("relayed_class", when=_WEEKLY)), plan(session), -1),
                effect(m.total("minutes"), plan(move("relayed_class", when=_WEEKLY)), plan(session), -1),
                effect(m.per_look("trust_sum"), plan(move("relayed_class", when=_WEEKLY)), plan(session), -1),
            ),
        ),
    )


def _with_many_friends() -> World:
    channels = GROUPS["course"]["channels"]
    return group(
        "course", channels=[{**one, "reserve": 300} if one["kind"] == "friends" else one for one in channels]
    )


def rows() -> tuple[Row, ...]:
    """The rows."""
    return (*_growing(), *_honouring(), *_renewing(), *_together())
