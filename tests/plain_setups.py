"""Small groups for the plain model, made of plain dictionaries, and all the acts there are."""

import math

import numpy as np

from benchmarks.plain_mesa import PlainGroup

PSYCHOLOGY = {
    "attention_rate": 0.026, "idle_fade": 0.235, "look_floor": 0.02, "mute_badge": 0.15,
    "mention_pull": 0.6, "packet_pull": 0.35, "worth_chat": 0.146, "worth_tie": 2.0,
    "worth_useful": 0.92, "worth_answer": 0.37, "worth_money": 0.5, "money_scale": 200.0,
    "novelty_days": 30.0, "novelty_floor": 0.31, "speak_exponent": 2.4, "attention_at_joining": 0.7,
    "confidence_at_joining": 0.57, "confidence_gain": 0.45, "confidence_loss": 0.10,
    "answer_rate": 0.92, "stranger_tie": 0.13, "answer_crowding": 2.4, "freshness_days": 0.018,
    "addressed_factor": 3.5, "diffusion": 0.17, "talk_tolerance": 3.45, "mention_rate": 2.5,
    "stay": 0.705, "go_on": 0.175, "gap_seconds": 78.0, "ad_fatigue": 0.05, "fatigue_days": 3.0,
    "tolerance_days": 90.0, "tolerance_share": 0.1, "ad_distrust": 0.02, "ad_pressure": 0.002,
    "trust_gain": 0.01, "intent_gain": 0.002, "owner_trust": 0.03, "belonging_days": 60.0,
    "overload_fatigue": 0.002, "overload_mute": 0.002, "leave_base": 0.0006, "leave_fatigue": 0.035,
    "leave_irritation": 0.1, "mute_ratio": 2.0, "take_and_go": 0.05, "packet_reciprocity": 0.15, "buy_rate": 0.05,
    "shill_notice": 0.02, "shill_spread": 0.1, "shill_collapse": 0.7, "tie_gain": 0.05,
    "tie_days": 60.0, "worth_belonging": 1.0, "small_talk": 0.3, "deal_fen": 2000.0, "topic_drift": 0.5,
    "topic_wander": 0.15, "topic_memory": 50.0, "heat_gain": 0.1, "buying_heat": 1.0, "programme_gain": 0.2,
    "programme_days": 21.0, "challenge_pull": 0.5, "enrol_rate": 2.0, "worth_progress": 0.3,
    "private_factor": 2.0, "block_rate": 0.2, "voice_gain": 0.5, "voice_loss": 0.25,
    "belonging_topic": 0.0005, "belonging_hold": 0.5, "policing": 0.3, "meeting_tie": 0.3,
    "packet_extensive": 0.55, "packet_luck": 1.5,
    "newcomer_favour": 0.0, "dropper_posting": 0.5,
    "say_to_strangers": 1.0, "company": 1.5, "renew_rate": 1.0, "invite_rate": 0.02, "inviting_days": 3.0,
    "invite_again": 4.0, "invite_accept": 0.35, "invite_delay_days": 0.2, "reward_pull": 0.5,
}  # fmt: skip
HOURLY = [0.3, 0.15, 0.1, 0.1, 0.1, 0.2, 0.5, 0.9, 1.2, 1.3, 1.3, 1.3, 1.5, 1.3, 1.1, 1.1, 1.1, 1.2, 1.4, 1.6,
          1.8, 1.8, 1.4, 0.25]  # fmt: skip
EVEN = [1.0] * 24
EVERY_DAY = {"first_day": 0, "last_day": 999, "every_days": 1}
ACTS = [
    EVERY_DAY | {"key": 1, "per_day": 2, "useful": 0.7, "chat": 0.2, "invite": 0.2, "minutes": 10,
                 "habit_rate": 0.05},
    EVERY_DAY | {"key": 2, "from_hour": 20, "chat": 0.6, "invite": 1.0, "mentions": 5, "audience": 3,
                 "audience_value": 2, "minutes": 10},
    EVERY_DAY | {"key": 3, "every_days": 2, "from_hour": 20.5, "chat": 0.3, "invite": 0.3, "fen": 4000,
                 "portions": 20, "minutes": 3},
    EVERY_DAY | {"key": 4, "trigger": 1, "chat": 0.4, "invite": 0.5, "mentions": 1, "minutes": 2,
                 "delay_minutes": 20},
    EVERY_DAY | {"key": 5, "trigger": 2, "threshold": 0.2, "cooldown_days": 0.5, "per_day": 8, "messages": 3,
                 "spacing_minutes": 5, "chat": 0.5, "invite": 1.0, "minutes": 3},
    EVERY_DAY | {"key": 6, "from_hour": 12, "promo": 0.7, "offer": 1, "discount": 0.2, "minutes": 3,
                 "fee_fen": 50},
    EVERY_DAY | {"key": 7, "from_hour": 11, "per_day": 2, "chat": 0.6, "invite": 0.4, "host": 1,
                 "sameness": 0.5, "answers_starts": 0.3, "delay_minutes": 30},
]  # fmt: skip


LIVELY = [
    EVERY_DAY | {"key": 11, "from_hour": 8, "chat": 0.4, "invite": 0.3, "response": 0.6, "response_kind": 1,
                 "programme": 0.6, "every_days": 2},
    EVERY_DAY | {"key": 12, "from_hour": 19, "chat": 0.4, "invite": 0.3, "response": 0.6, "response_kind": 2,
                 "steer": 0.3, "contribution": 0.05},
    EVERY_DAY | {"key": 13, "from_hour": 9, "last_day": 5, "chat": 0.3, "invite": 0.3, "challenge_days": 7,
                 "deposit_fen": 1000, "misses": 2},
    EVERY_DAY | {"key": 14, "from_hour": 12, "first_day": 4, "chat": 0.3, "invite": 0.3, "invites_needed": 2,
                 "reward_fen": 400, "worth_fen": 500, "ban": 0.0001, "repeats": 1},
    EVERY_DAY | {"key": 15, "from_hour": 13, "every_days": 3, "mentions": 4, "audience": 4, "private": 1,
                 "promo": 0.8, "offer": 1, "discount": 0.1, "warmth": 0.05, "reward_fen": 10, "ban": 0.0001,
                 "privilege": 0.5},
    EVERY_DAY | {"key": 16, "from_hour": 10, "every_days": 7, "promote": 2, "answers_starts": 0.2,
                 "messages": 0, "useful": 0.5, "minutes": 2, "reward_fen": 100},
    EVERY_DAY | {"key": 29, "messages": 0, "answers_starts": 0.5, "host": 2, "delay_minutes": 5, "chat": 0.4,
                 "invite": 0.4, "useful": 0.3},
    EVERY_DAY | {"key": 17, "from_hour": 20, "host": 2, "chat": 0.5, "invite": 0.6, "messages": 2,
                 "mentions": 3},
    EVERY_DAY | {"key": 18, "from_hour": 15, "first_day": 5, "every_days": 10, "chat": 0.3, "meeting": 8,
                 "meeting_fen": 700},
    EVERY_DAY | {"key": 19, "from_hour": 9.5, "first_day": 3, "every_days": 9, "messages": 0, "recruit": 4,
                 "recruit_pool": 0},
    EVERY_DAY | {"key": 20, "from_hour": 22, "first_day": 14, "every_days": 14, "chat": 0.1, "purge": 3,
                 "audience": 3, "audience_value": 4},
    EVERY_DAY | {"key": 21, "trigger": 1, "chat": 0.4, "invite": 0.5, "mentions": 1, "delay_minutes": 10,
                 "buddy": 1, "warmth": 0.1, "gift": 0.5},
    EVERY_DAY | {"key": 22, "from_hour": 21, "fen": 3000, "portions": 5, "chat": 0.2, "invite": 0.2},
    EVERY_DAY | {"key": 23, "trigger": 5, "per_day": 6, "cooldown_days": 0.5, "chat": 0.2, "invite": 0.2,
                 "promo": 0.6, "offer": 1},
    EVERY_DAY | {"key": 24, "trigger": 6, "per_day": 6, "cooldown_days": 0.5, "chat": 0.2, "invite": 0.2},
    EVERY_DAY | {"key": 25, "trigger": 3, "per_day": 24, "threshold": 2.0, "cooldown_days": 0.2, "chat": 0.2,
                 "invite": 0.2, "minutes": 2},
    EVERY_DAY | {"key": 26, "trigger": 4, "per_day": 24, "threshold": 0.9, "cooldown_days": 1, "chat": 0.2,
                 "invite": 0.2, "steer": 0.5},
    EVERY_DAY | {"key": 27, "from_hour": 14, "answers_starts": 0.4, "questions_only": 1, "messages": 0,
                 "promo": 0.6, "offer": 1, "minutes": 1, "delay_minutes": 15},
    EVERY_DAY | {"key": 28, "from_hour": 16, "first_day": 20, "every_days": 3, "chat": 0.2, "moves": 1,
                 "target": 1, "move_talk": 1.0, "price_fen": 500},
]  # fmt: skip

STAFFING = {
    "answer_share": 0.5, "answer_minutes": 60, "answer_quality": 0.6, "answer_cost_minutes": 3,
    "staff_from": 9, "staff_to": 21, "minutes_per_day": 60, "voice": 0.0, "entry": 0, "entry_fen": 0,
    "term_days": 0.0, "screening": 0, "screening_minutes": 1.0, "announcement": 0, "rules": 0,
    "enforcement": 0.0, "removal_minutes": 60.0, "strikes_allowed": 0, "handbook": 0.0, "bot_share": 0.0,
    "digest": 0.0,
}  # fmt: skip


def make_setup(
    n=60, *, late=0, reserve=0, vacant=0, first_key=100, acts=(), hourly=HOURLY, capacity=500, staffing=(),
    **psychology,
):  # fmt: skip
    """A small world: n people, the last `late` of whom come during the first ten days.

    Further `reserve` people wait to be asked in, and `vacant` records for people from other groups.
    """
    everybody = n + reserve + vacant
    generator = np.random.default_rng(5)
    sociability = np.exp(generator.normal(-1.566, 1.77, everybody))
    people = [
        {
            "key": first_key + i, "tier": i % 3, "channel": 0, "intent": generator.uniform(),
            "sociability": sociability[i], "check_rate": math.exp(generator.normal(math.log(10), 0.5)),
            "impulse_rate": 0.4 * sociability[i], "responsiveness": sociability[i] ** 0.4,
            "greed": generator.uniform(), "relevance": generator.uniform(0.3, 1),
            "price_fit": generator.uniform(), "trust_at_joining": generator.uniform(0.2, 0.6),
            "packet_habit": int(generator.integers(100, 600)),
            "dropper": int(i % 20 == 3), "flagged": int(i % 20 in (3, 4)), "vouched": int(i % 2),
            "pool": 0 if n <= i < n + reserve else -1,
            "join_time": 0.0 if i < n - late else generator.uniform(0, 10) if i < n else math.inf,
            "leave_threshold": generator.exponential(), "mute_threshold": generator.exponential(),
        }
        for i in range(everybody)
    ]  # fmt: skip
    shape = (everybody, everybody)
    ties = np.triu(generator.uniform(size=shape) * (generator.uniform(size=shape) < 0.15), 1)
    mean = sum(hourly) / 24
    return {
        "psychology": PSYCHOLOGY | psychology,
        "hourly": [weight / mean for weight in hourly],
        "group": {
            "capacity": capacity, "span": 30, "purpose_boost": 1.0, "purpose_days": 7.0, "purpose_share": 0.0,
            "question_share": 0.3, "breadth": 0.5, "weakest": 0.1, "strongest": 0.6, "closure": 0.3,
            "pool_friends": 0, "pool_rewards": 0,
        },
        "product": {"price_fen": 9900, "goods_fen": 2000, "cycle_days": 30, "appeal": 5.0, "quality": 0.9,
                    "basket": 0.0},
        "staffing": STAFFING | dict(staffing),
        "pools": [{"first": n, "count": reserve, "price_fen": 300}],
        "people": people,
        "ties": ties + ties.T,
        "acts": list(acts),
    }  # fmt: skip


def run(setup, seed=11, days=30):
    group = PlainGroup(setup, seed, days)
    group.run()
    return group
