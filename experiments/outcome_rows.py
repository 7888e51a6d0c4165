"""One launch of one strategy as one row of numbers.

An outcome's days are thrown away once they are here and in the sums by day, so ten thousand launches take
hardly more room than a hundred. Columns are in `COLUMNS`, in the order in which a row holds them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import all_definitions, days_of_death

Floats = NDArray[np.float64]

TALK_SPANS: tuple[int, ...] = (7, 30, 90, 180)
"""Messages of ordinary members are kept for the first so many days, and for all of them."""

TOTALS: tuple[str, ...] = (
    "operator",
    "shill",
    "dropper",
    "promotion",
    "starts",
    "starts_answered",
    "looks",
    "reads",
    "speakers",
    "joins",
    "leaves",
    "mutes",
    "claims",
    "packets_operator",
    "packets_member",
    "portions",
    "portions_2h",
    "buyers",
    "revenue_fen",
    "goods_fen",
    "packet_fen",
    "fee_fen",
    "minutes",
    "dropped",
    "notices",
    "off_topic",
    "first_posts",
    "first_answers",
    "welcomed",
    "votes",
    "roll_calls",
    "check_ins",
    "enrolled",
    "completed",
    "deposit_in_fen",
    "deposit_back_fen",
    "invited",
    "invites",
    "invites_unpaid",
    "screened",
    "turned_away",
    "entry_fen",
    "removed",
    "hidden",
    "moved",
    "renewals",
    "expired",
    "orders_repeat",
    "coupons",
    "bad_orders",
    "attendance",
    "attendees",
    "promoted",
    "private",
    "blocks",
    "tier_up",
    "tier_down",
    "reward_fen",
)
"""Fields of a day that are summed over all days, under their own names."""

COLUMNS: tuple[str, ...] = (
    *(definition.code for definition in all_definitions()),
    *(f"talk_{span}" for span in TALK_SPANS),
    "talk",
    *TOTALS,
    "leaves_7",
    "leaves_30",
    "members_start",
    "members_30",
    "members_end",
    "muted_end",
    "days_open",
    "member_days",
    "event_member_days",
    "buyer_days",
    "active_rate",
    "closed",
    "banned",
    "ban_chance",
)
"""Names of a row's numbers. Days of death are in days since opening, ``inf`` where the launch outlived the
horizon; money is whole fen; ``members_start`` are those present at the end of the first day. ``closed`` and
``banned`` are the moments at which the group was closed on purpose or lost to the platform, ``inf`` if it was
not; ``ban_chance`` is the chance of losing it that all its acts together ran. Sums over days end with the group:
``days_open`` counts its days; ``member_days`` sums those present at the end of each; ``event_member_days`` does
so over days on which somebody came to a programme or a meeting; ``buyer_days`` sums those who had bought before
the day; ``active_rate`` is the mean over the days of speakers / members present."""

POSITION = {name: position for position, name in enumerate(COLUMNS)}

DAY_SUMS: tuple[str, ...] = (
    "talk",
    "operator",
    "shill",
    "promotion",
    "speakers",
    "looks",
    "reads",
    "joins",
    "leaves",
    "mutes",
    "present",
    "buyers",
    "revenue_fen",
    "trust_sum",
    "fatigue_sum",
    "attention_sum",
)
"""What is summed over the launches for each day; ``present`` are the members present at the day's end."""


def present_by_day(daily: NDArray[Any]) -> Floats:
    """Members present at the end of each day, shape (days,)."""
    from sim.outcome import present

    return present(daily).astype(np.float64)


def row_of(outcome: Any) -> Floats:
    """The row of an outcome, shape (len(COLUMNS),)."""
    from sim.outcome import ended

    daily, final = outcome.daily, outcome.final
    days = daily.shape[0]
    end = min(float(days), ended(final))
    here = present_by_day(daily)
    values = days_of_death(outcome)
    talk = daily["talk"]
    values |= {f"talk_{span}": float(talk[:span].sum()) for span in TALK_SPANS}
    values["talk"] = float(talk.sum())
    values |= {name: float(daily[name].sum()) for name in TOTALS}
    values["leaves_7"] = float(daily["leaves"][:7].sum())
    values["leaves_30"] = float(daily["leaves"][:30].sum())
    values["members_start"] = float(here[0])
    values["members_30"] = float(here[min(29, days - 1)])
    values["members_end"] = float(final["members_present"])
    values["muted_end"] = float(final["muted"])
    values["days_open"] = end
    values |= _sums_while_open(daily[: int(np.ceil(end))])
    values["closed"] = final["closed_day"] if final["closed_day"] >= 0.0 else np.inf
    values["banned"] = final["banned_day"] if final["banned_day"] >= 0.0 else np.inf
    values["ban_chance"] = final["ban_chance"]
    return np.array([values[name] for name in COLUMNS], dtype=np.float64)


def _sums_while_open(daily: NDArray[Any]) -> dict[str, float]:
    here = present_by_day(daily)
    came = daily["attendance"] + daily["attendees"] > 0
    first_orders = daily["buyers"] - daily["orders_repeat"]
    return {
        "member_days": float(here.sum()),
        "event_member_days": float(here[came].sum()),
        "buyer_days": float((np.cumsum(first_orders) - first_orders).sum()),
        "active_rate": float(np.mean(daily["speakers"] / np.maximum(here, 1.0))),
    }


def day_sums_of(outcome: Any) -> Floats:
    """What an outcome adds to the sums by day, shape (days, len(DAY_SUMS))."""
    daily = outcome.daily
    columns = [present_by_day(daily) if name == "present" else daily[name] for name in DAY_SUMS]
    return np.nan_to_num(np.stack(columns, axis=1).astype(np.float64))
