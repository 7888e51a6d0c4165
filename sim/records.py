"""The records that make up a group: one a member, a message, a packet, an act, a day.

A member's fields lie together in memory, and the Mesa agents are views of the same records. All fields are
eight bytes wide, so no record has padding and two states can be compared byte by byte.
"""

from __future__ import annotations

from typing import Any

import numpy as np

RING = 1024  # messages that still exist
PACKET_RING = 32  # packets that still exist
TASK_LIMIT = 256  # tasks of the operator that can wait
MAXIMUM_MEMBERS = 65_536
MAXIMUM_SPAN = 512

NOT_JOINED, PRESENT, LEFT, REFUSED, REMOVED, MOVED, VACANT, CARRIED = range(8)
OPERATOR_AUTHOR, SHILL_AUTHOR = -1, -2
BOT_ACT = -2  # stands in a message's `act` for the bot
PLAIN, QUESTION, PACKET_NOTE, TICK = range(4)  # kinds of messages
HOST_OPERATOR, HOST_SHILLS, HOST_STEWARDS = range(3)
FULL, SCREENED, TURNED_AWAY = range(3)  # why a person is refused

EVENT_KINDS = (
    "join",
    "refuse",
    "look",
    "say",
    "answer",
    "go_on",
    "owner_post",
    "owner_answer",
    "mention",
    "packet",
    "claim",
    "buy",
    "mute",
    "leave",
    "notice",
    "drop",
    "invite",
    "remove",
    "hide",
    "move",
    "renew",
    "enrol",
    "check_in",
    "respond",
    "promote",
    "attend",
    "close",
    "ban",
    "block",
)
(
    JOIN,
    REFUSE,
    LOOKED,
    SAY,
    ANSWER,
    GO_ON,
    OWNER_POST,
    OWNER_ANSWER,
    MENTION,
    PACKET_OPENED,
    CLAIM,
    BUY,
    MUTE,
    LEAVE,
    NOTICE,
    DROP,
    INVITE,
    REMOVE,
    HIDE,
    MOVE,
    RENEW,
    ENROL,
    CHECK_IN,
    RESPOND,
    PROMOTE,
    ATTEND,
    CLOSE,
    BAN,
    BLOCK,
) = range(len(EVENT_KINDS))


def _fields(integers: str = "", floats: str = "") -> list[tuple[str, type]]:
    return [(name, np.int64) for name in integers.split()] + [(name, np.float64) for name in floats.split()]


def _dtype(integers: str = "", floats: str = "") -> np.dtype[Any]:
    return np.dtype(_fields(integers, floats))


PEOPLE = _dtype(
    "key tier channel packet_habit dropper flagged vouched pool",
    "intent sociability check_rate impulse_rate responsiveness greed relevance price_fit "
    "trust_at_joining join_time leave_threshold mute_threshold",
)
"""One person as nature made them; what `build_population` returns."""

MEMBER = np.dtype(
    [
        *_fields(
            "status muted staying is_idle listed turn again read_mark mention pending key dropper knows "
            "tier parent_stream parent_cell parent_candidate impulse_skipped looks plan_fen plan_packet "
            "plan_sure challenge role",
            "next_look next_impulse next_plan check_rate check_gap attention idle_since wake_time "
            "fatigue tolerance_used talk belonging heat expect lure joined intent relevance trust confidence "
            "sociability stay_time leave_hazard leave_threshold mute_hazard mute_threshold pending_time "
            "invite_heat price_fit next_term tie_sum",
        ),
        *_fields(
            "channel packet_habit last_message last_talk_day purchases satisfied messages claimed_fen "
            "flagged vouched pool carried inviter invite_campaign joined_by_me campaign campaign_joins "
            "campaign_finished blocked checked_day check_ins responded first_message strikes gift_taken "
            "goes_to refused_for renewals",
            "greed responsiveness impulse_rate impulse_gap mention_time mention_habit "
            "mention_before last_message_time last_purchase join_time trust_at_joining recent recent_time "
            "campaign_since block_hazard",
        ),
    ]
)
"""One member: slow traits, fast state, cursors into the member's own draws. What every look touches comes first."""

MESSAGE = _dtype(
    "id author reply_to to root answers act start offer kind off_topic private opening",
    "time useful chat promo invite",
)

PACKET = _dtype(
    "id sender message portions left_portions left_fen equal early best luckiest opened_fen",
    "time",
)

STREAM = _dtype("cell chunk candidate", "start draw")
"""One member's stream of checks or of impulses: the candidates cached, and the one that was last found."""

ACT = _dtype(
    "key kind trigger first_day last_day every_days per_day messages host mentions audience fen "
    "portions equal offer offer_tiers fee_fen questions_only private reward_fen worth_fen response_kind "
    "challenge_days deposit_fen misses invites_needed repeats purge promote meeting meeting_fen buddy "
    "recruit recruit_pool moves target price_fen closes",
    "threshold cooldown_days from_hour to_hour spacing_minutes useful chat promo invite sameness "
    "answers_starts audience_value discount minutes habit_rate habit_days delay_minutes privilege steer "
    "warmth programme response contribution gift move_talk ban",
)
"""What an operator does, as the compiled run reads it; docs/rules.md section 8."""

ACT_STATE = _dtype("day slot occurrences left author", "next_time next_message habit last effect")

TASK = _dtype("kind order act target message", "due")
TASK_ANSWER, TASK_ACT_ANSWER, TASK_JOIN, TASK_BOT, TASK_REMOVE = range(5)

DAY = _dtype(
    "talk operator shill dropper promotion starts starts_answered looks reads speakers joins leaves "
    "mutes claims packets_operator packets_member portions portions_2h buyers revenue_fen goods_fen "
    "packet_fen fee_fen dropped notices off_topic first_posts first_answers welcomed votes roll_calls "
    "check_ins enrolled completed deposit_in_fen deposit_back_fen invited invites invites_unpaid screened "
    "turned_away entry_fen removed hidden moved renewals expired orders_repeat coupons bad_orders attendance "
    "attendees promoted private blocks tier_up tier_down reward_fen",
    "minutes first_talk last_talk trust_sum fatigue_sum attention_sum",
)

EVENT = _dtype("kind member target message", "t value")

PARAMETERS = _dtype(
    "seed days capacity span price_fen goods_fen answering entry entry_fen screening announcement rules "
    "strikes_allowed pool_friends pool_rewards",
    "attention_rate idle_fade look_floor mute_badge mention_pull packet_pull worth_chat worth_tie "
    "worth_belonging small_talk deal_fen topic_drift topic_wander topic_memory heat_gain buying_heat "
    "programme_gain programme_days challenge_pull enrol_rate worth_progress private_factor block_rate "
    "voice_gain voice_loss belonging_topic belonging_hold policing meeting_tie packet_extensive renew_rate "
    "invite_rate inviting_days invite_again invite_accept invite_delay_days reward_pull "
    "worth_useful worth_answer worth_money money_scale novelty_days novelty_floor speak_exponent "
    "attention_at_joining confidence_at_joining confidence_gain confidence_loss answer_rate "
    "stranger_tie answer_crowding freshness_days addressed_factor diffusion talk_tolerance mention_rate "
    "stay go_on gap_seconds ad_fatigue fatigue_days tolerance_days tolerance_share ad_distrust "
    "ad_pressure trust_gain intent_gain owner_trust belonging_days overload_fatigue overload_mute "
    "leave_base leave_fatigue mute_ratio take_and_go packet_reciprocity buy_rate shill_notice "
    "shill_spread shill_collapse tie_gain tie_days purpose_boost purpose_days question_share cycle_days "
    "appeal answer_share answer_minutes answer_quality answer_cost_minutes staff_from staff_to "
    "minutes_per_day peak purpose_share leave_irritation packet_luck say_to_strangers company "
    "dropper_posting newcomer_favour breadth weakest strongest closure quality basket voice term_days "
    "screening_minutes enforcement removal_minutes handbook bot_share digest",
)
"""Everything fixed during a run: psychology, group, product, staffing and settings."""

GROUP = _dtype(
    "messages present idle_count packets packets_over tasks task_order tasks_dropped over "
    "talk_messages shill_messages tree_size events event_limit logging looks reads blocks words",
    "now last_talk diffusion shill_sameness topicality hour_talk hour_talk_time ban_hazard ban_threshold "
    "closed banned",
)

DESK = _dtype("day", "minutes_used")
"""The staff's time of the day; groups of a portfolio share one."""

POOL = _dtype("first count next price_fen")
"""A channel's reserve: people who come only when somebody asks them in; they stand together in the arrays."""

LOOK = _dtype(
    "stream cell candidate again first last skipped read addressed shill_read offer mention_read "
    "mention_message spoke claims has_second has_third has_fourth call challenge move ad_seen ticks gifts blocked",
    "time worth irritation heard bound tie_decay mention_age want gift u0 u1 u2 u3 v0 v1 v2 v3 d0 d1 d2 d3 c0 c1 c2 c3",
)
"""What the phases of the look under way hand to each other."""
