"""One launch of one strategy as one row of numbers.

An outcome's days are thrown away once they are here and in the sums by day, so ten thousand launches take
hardly more room than a hundred. Columns are in `COLUMNS`, in the order in which a row holds them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.definitions import WINDOWS, all_definitions

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
    "member_days",
    "active_rate",
)
"""Names of a row's numbers. Days of death are in days since opening, ``inf`` where the launch outlived the
horizon; money is whole fen; ``members_start`` are those present at the end of the first day;
``member_days`` sums those present at the end of each day; ``active_rate`` is the mean over the days of
speakers / members present."""

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
    return np.cumsum(daily["joins"] - daily["leaves"]).astype(np.float64)


def row_of(outcome: Any) -> Floats:
    """The row of an outcome, shape (len(COLUMNS),)."""
    from sim import outcome as measures

    daily = outcome.daily
    days = daily.shape[0]
    present = present_by_day(daily)
    silences = {window: measures.silence(daily, window_days=float(window)) for window in WINDOWS}
    values: dict[str, float] = {f"final_silence_{w}": silence.final for w, silence in silences.items()}
    values |= {f"first_silence_{w}": silence.first for w, silence in silences.items()}
    values["cold"] = measures.cold_day(daily)
    values["ads_wall"] = measures.ads_wall_day(daily)
    values["probe_dead"] = measures.probe_dead_day(daily)
    talk = daily["talk"]
    values |= {f"talk_{span}": float(talk[:span].sum()) for span in TALK_SPANS}
    values["talk"] = float(talk.sum())
    values |= {name: float(daily[name].sum()) for name in TOTALS}
    values["leaves_7"] = float(daily["leaves"][:7].sum())
    values["leaves_30"] = float(daily["leaves"][:30].sum())
    values["members_start"] = float(present[0])
    values["members_30"] = float(present[min(29, days - 1)])
    values["members_end"] = float(outcome.final["members_present"])
    values["muted_end"] = float(outcome.final["muted"])
    values["member_days"] = float(present.sum())
    values["active_rate"] = float(np.mean(daily["speakers"] / np.maximum(present, 1.0)))
    return np.array([values[name] for name in COLUMNS], dtype=np.float64)


def day_sums_of(outcome: Any) -> Floats:
    """What an outcome adds to the sums by day, shape (days, len(DAY_SUMS))."""
    daily = outcome.daily
    columns = [present_by_day(daily) if name == "present" else daily[name] for name in DAY_SUMS]
    return np.nan_to_num(np.stack(columns, axis=1).astype(np.float64))
