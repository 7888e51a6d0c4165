"""The key figures of activity, conversion, health and survival, each with the formula that it is.

Formulas follow the definitions that tools for group operators use, made explicit, because those tools differ.
Figures are ratios of sums over the launches unless said otherwise; none is a mean of ratios with small
denominators.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.life import half_life, restricted_mean, share_alive
from experiments.outcome_rows import POSITION

Floats = NDArray[np.float64]

KPIS: dict[str, str] = {
    "messages_a_day": "ordinary messages / days on which the group was there",
    "messages_a_member_day": "ordinary messages / sum over days of members present",
    "messages_a_speaker_day": "ordinary messages / sum over days of members who spoke",
    "active_rate": "mean over days and launches of members who spoke / members present",
    "participation_share": "members who ever spoke / members who ever joined",
    "event_attendance": "times that members came to a programme or a meeting / members present on those days",
    "completion_share": "challenges completed / challenges joined",
    "conversion": "members who ever bought / members who ever joined",
    "orders_a_member": "orders / members who ever joined",
    "order_value": "payments for orders / orders, in fen",
    "coupon_share": "orders at a discount / orders",
    "repurchases_a_month": "orders of former buyers / sum over days of former buyers, times 30",
    "renewal_rate": "renewals / (renewals + expired memberships)",
    "exit_rate_7": "members who left in the first 7 days / members on day 1",
    "exit_rate_30": "members who left in the first 30 days / members on day 1",
    "exits_a_member_month": "members who left / sum over days of members present, times 30",
    "net_growth": "members at the end − members on day 1, a launch",
    "invited_share": "members who came on a member's invitation / members who ever joined",
    "muted_share": "members present and muted at the end / members present at the end",
    "ad_share": "promotion / all messages",
    "ad_violations": "ads of outsiders a week on which the group was there",
    "hidden_share": "ads of outsiders taken down / ads of outsiders",
    "topicality": "1 − ordinary messages off the subject / ordinary messages",
    "operator_share": "messages of the operator and of shills / all messages",
    "unanswered_share": "1 − conversation starts answered / conversation starts",
    "packet_claimed_share": "portions claimed within two hours / portions opened by the operator",
    "shill_notices": "members who saw through a shill, a launch",
    "moves_dropped": "moves dropped for lack of staff time, a launch",
    "platform_risk": "mean over the launches of the chance that the platform takes the group away",
    "banned_share": "share of launches that the platform took away",
    "closed_share": "share of launches that the operator closed on purpose",
    "dead_7": "share of launches dead by day 7",
    "dead_30": "share of launches dead by day 30",
    "dead_90": "share of launches dead by day 90",
    "dead_180": "share of launches dead by day 180",
    "dead_365": "share of launches dead by day 365",
    "dead_730": "share of launches dead by day 730",
    "half_life": "first day on which at most half of the launches are lively; infinite if beyond the horizon",
    "lively_days_90": "restricted mean days lived in the first 90",
    "lively_days_180": "restricted mean days lived in the first 180",
}
"""Code → formula. Labels are the texts ``kpi.<code>``. Shares of launches dead are Kaplan and Meier's where launches
were closed on purpose; without such they are plain shares."""


def kpis_of(rows: Floats, deaths: Floats, days: int) -> dict[str, float]:
    """All figures of one strategy; NaN where a denominator is 0 or a day lies beyond the horizon.

    Args:
        rows: rows of its launches, shape (n, columns), NaN where a run failed.
        deaths: day of death of each launch by the chosen definition, shape (n,).
        days: length of the run.
    """
    kept = ~np.isnan(rows[:, 0])
    rows, deaths = rows[kept], deaths[kept]
    launches, closed = rows.shape[0], rows[:, POSITION["closed"]]
    if launches == 0:
        return dict.fromkeys(KPIS, float("nan"))

    def total(name: str) -> float:
        return float(np.sum(rows[:, POSITION[name]]))

    def dead(day: int) -> float:
        return 1.0 - share_alive(deaths, day, days, closed) if day <= days else float("nan")

    def lived(day: int) -> float:
        return restricted_mean(deaths, day, closed) if day <= days else float("nan")

    messages = total("talk") + total("operator") + total("shill") + total("dropper")
    return {
        "messages_a_day": _ratio(total("talk"), total("days_open")),
        "messages_a_member_day": _ratio(total("talk"), total("member_days")),
        "messages_a_speaker_day": _ratio(total("talk"), total("speakers")),
        "active_rate": total("active_rate") / launches,
        "participation_share": _ratio(total("first_posts"), total("joins")),
        "event_attendance": _ratio(total("attendance") + total("attendees"), total("event_member_days")),
        "completion_share": _ratio(total("completed"), total("enrolled")),
        "conversion": _ratio(total("buyers") - total("orders_repeat"), total("joins")),
        "orders_a_member": _ratio(total("buyers"), total("joins")),
        "order_value": _ratio(total("revenue_fen"), total("buyers")),
        "coupon_share": _ratio(total("coupons"), total("buyers")),
        "repurchases_a_month": 30.0 * _ratio(total("orders_repeat"), total("buyer_days")),
        "renewal_rate": _ratio(total("renewals"), total("renewals") + total("expired")),
        "exit_rate_7": _ratio(total("leaves_7"), total("members_start")),
        "exit_rate_30": _ratio(total("leaves_30"), total("members_start")) if days >= 30 else float("nan"),
        "exits_a_member_month": 30.0 * _ratio(total("leaves"), total("member_days")),
        "net_growth": (total("members_end") - total("members_start")) / launches,
        "invited_share": _ratio(total("invites"), total("joins")),
        "muted_share": _ratio(total("muted_end"), total("members_end")),
        "ad_share": _ratio(total("promotion"), messages),
        "ad_violations": 7.0 * _ratio(total("dropper"), total("days_open")),
        "hidden_share": _ratio(total("hidden"), total("dropper")),
        "topicality": 1.0 - _ratio(total("off_topic"), total("talk")),
        "operator_share": _ratio(total("operator") + total("shill"), messages),
        "unanswered_share": 1.0 - _ratio(total("starts_answered"), total("starts")),
        "packet_claimed_share": _ratio(total("portions_2h"), total("portions")),
        "shill_notices": total("notices") / launches,
        "moves_dropped": total("dropped") / launches,
        "platform_risk": total("ban_chance") / launches,
        "banned_share": float(np.mean(np.isfinite(rows[:, POSITION["banned"]]))),
        "closed_share": float(np.mean(np.isfinite(closed))),
        "dead_7": dead(7),
        "dead_30": dead(30),
        "dead_90": dead(90),
        "dead_180": dead(180),
        "dead_365": dead(365),
        "dead_730": dead(730),
        "half_life": half_life(deaths, days, closed),
        "lively_days_90": lived(90),
        "lively_days_180": lived(180),
    }


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else float("nan")
