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

NOT_JOINED, PRESENT, LEFT, REFUSED = range(4)
OPERATOR_AUTHOR, SHILL_AUTHOR = -1, -2
PLAIN, QUESTION, PACKET_NOTE = range(3)  # kinds of messages

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
) = range(len(EVENT_KINDS))


def _fields(integers: str = "", floats: str = "") -> list[tuple[str, type]]:
    return [(name, np.int64) for name in integers.split()] + [(name, np.float64) for name in floats.split()]


def _dtype(integers: str = "", floats: str = "") -> np.dtype[Any]:
    return np.dtype(_fields(integers, floats))


PEOPLE = _dtype(
    "key tier channel packet_habit dropper",
    "intent sociability check_rate impulse_rate responsiveness greed relevance price_fit "
    "trust_at_joining join_time leave_threshold mute_threshold",
)
"""One person as nature made them; what `build_population` returns."""

MEMBER = np.dtype(
    [
        *_fields(
            "status muted lured staying is_idle turn again read_mark mention pending key dropper knows "
            "tier parent_stream parent_cell parent_candidate impulse_skipped looks plan_packet",
            "next_look next_impulse next_plan check_rate check_gap attention idle_since wake_time "
            "fatigue tolerance_used talk belonging joined intent relevance trust confidence sociability "
            "stay_time leave_hazard leave_threshold mute_hazard mute_threshold pending_time",
        ),
        *_fields(
            "channel packet_habit last_message last_talk_day plan_sure purchases messages claimed_fen",
            "greed responsiveness price_fit impulse_rate impulse_gap mention_time mention_habit "
            "mention_before last_message_time last_purchase join_time trust_at_joining",
        ),
    ]
)
"""One member: slow traits, fast state, cursors into the member's own draws. What every look touches comes first."""

MESSAGE = _dtype(
    "id author reply_to to root answers act start offer kind",
    "time useful chat promo invite",
)

PACKET = _dtype(
    "id sender message portions left_portions left_fen equal best luckiest opened_fen",
    "time",
)

STREAM = _dtype("cell chunk candidate", "start draw")
"""One member's stream of checks or of impulses: the candidates cached, and the one that was last found."""

ACT = _dtype(
    "key kind trigger first_day last_day every_days per_day messages shill mentions audience fen "
    "portions equal offer offer_tiers fee_fen",
    "threshold cooldown_days from_hour to_hour spacing_minutes useful chat promo invite sameness "
    "answers_starts audience_value discount minutes habit_rate habit_days delay_minutes",
)
"""What an operator does, as the compiled run reads it; docs/model.md section 8."""

ACT_STATE = _dtype("day slot occurrences left", "next_time next_message habit last effect")

TASK = _dtype("kind order act target message", "due")
TASK_ANSWER, TASK_SHILL_ANSWER, TASK_JOIN = range(3)

DAY = _dtype(
    "talk operator shill dropper promotion starts starts_answered looks reads speakers joins leaves "
    "mutes claims packets_operator packets_member portions portions_2h buyers revenue_fen goods_fen "
    "packet_fen fee_fen dropped notices",
    "minutes first_talk last_talk trust_sum fatigue_sum attention_sum",
)

EVENT = _dtype("kind member target message", "t value")

PARAMETERS = _dtype(
    "seed days capacity span price_fen goods_fen answering",
    "attention_rate idle_fade look_floor mute_badge mention_pull packet_pull worth_chat worth_tie "
    "worth_useful worth_answer worth_money money_scale novelty_days novelty_floor speak_exponent "
    "attention_at_joining confidence_at_joining confidence_gain confidence_loss answer_rate "
    "stranger_tie answer_crowding freshness_days addressed_factor diffusion talk_tolerance mention_rate "
    "stay go_on gap_seconds ad_fatigue fatigue_days tolerance_days tolerance_share ad_distrust "
    "ad_pressure trust_gain intent_gain owner_trust belonging_days overload_fatigue overload_mute "
    "leave_base leave_fatigue mute_ratio take_and_go packet_reciprocity buy_rate shill_notice "
    "shill_spread shill_collapse tie_gain tie_days purpose_boost purpose_days question_share cycle_days "
    "appeal answer_share answer_minutes answer_quality answer_cost_minutes staff_from staff_to "
    "minutes_per_day peak",
)
"""Everything fixed during a run: psychology, group, product and staffing."""

GROUP = _dtype(
    "messages present idle_count packets packets_over tasks task_order tasks_dropped minutes_day "
    "talk_messages shill_messages tree_size events event_limit logging looks reads blocks words",
    "now last_talk diffusion minutes_used shill_sameness",
)

LOOK = _dtype(
    "stream cell candidate again first last skipped read addressed shill_read offer mention_read "
    "mention_message spoke claims has_second",
    "time worth heard bound tie_decay mention_age u0 u1 u2 u3 v0 v1 v2 v3",
)
"""What the phases of the look under way hand to each other."""
