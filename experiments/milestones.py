"""The four milestones of a group's first year: has it become what its owner planned?

The plan comes from operators: visible stickiness after a month, some sales after three, a little growth of
repurchase after six, and a brand after twelve, which shows when members bring others without being paid for it.
The source sets the days and no figures; the figures here are choices, named so that they can be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import present_by_day

STAYING = 0.7
SPEAKING = 0.03
SPEAKING_DAYS = 7
"""Stickiness: part of all who joined that is still there, and of those that speaks a day in the last week."""

ORDERS_A_MEMBER = 0.05
"""Sales: orders for each member who ever joined."""

REPEAT_ORDERS = 0.1
"""Repurchase: part of the second quarter's orders that are repeat purchases."""

UNPAID_INVITATIONS = 0.02
UNPAID_DAYS = 90
"""Brand: people invited without a reward in the last quarter, for each member present."""

MET, NOT_MET, BEYOND_HORIZON = "met", "not_met", "beyond_horizon"


@dataclass(frozen=True)
class Milestone:
    """One milestone of one launch.

    Attributes:
        code: one of `MILESTONES`.
        day: by the end of how many days it is judged.
        status: "met", "not_met" or "beyond_horizon".
        figures: name → (value, threshold to reach); empty beyond the horizon.
    """

    code: str
    day: int
    status: str
    figures: dict[str, tuple[float, float]]


def _stickiness(daily: NDArray[Any]) -> dict[str, tuple[float, float]]:
    present = present_by_day(daily)
    week = slice(len(daily) - SPEAKING_DAYS, len(daily))
    return {
        "staying": (_share(present[-1], daily["joins"].sum()), STAYING),
        "speaking": (_share(daily["speakers"][week].sum(), present[week].sum()), SPEAKING),
    }


def _sales(daily: NDArray[Any]) -> dict[str, tuple[float, float]]:
    return {"orders_a_member": (_share(daily["buyers"].sum(), daily["joins"].sum()), ORDERS_A_MEMBER)}


def _repurchase(daily: NDArray[Any]) -> dict[str, tuple[float, float]]:
    half = len(daily) // 2
    repeat, orders = daily["orders_repeat"], daily["buyers"]
    later = float(repeat[half:].sum())
    # Growth: more than in the quarter before, so at least one more; whole numbers, so "+ 1" is "more".
    return {
        "repeat_share": (_share(later, orders[half:].sum()), REPEAT_ORDERS),
        "repeat_orders": (later, float(repeat[:half].sum()) + 1.0),
    }


def _brand(daily: NDArray[Any]) -> dict[str, tuple[float, float]]:
    quarter = daily[-UNPAID_DAYS:]
    present = present_by_day(daily)[-UNPAID_DAYS:].mean()
    return {"unpaid_a_member": (_share(quarter["invites_unpaid"].sum(), present), UNPAID_INVITATIONS)}


def _share(above: float, below: float) -> float:
    return float(above / below) if below > 0 else 0.0


MILESTONES: dict[str, tuple[int, Callable[[NDArray[Any]], dict[str, tuple[float, float]]]]] = {
    "stickiness": (30, _stickiness),
    "sales": (90, _sales),
    "repurchase": (180, _repurchase),
    "brand": (365, _brand),
}
"""Code → day and what has to be reached. Labels are the texts ``milestone.<code>``."""

DEFINITIONS: dict[str, str] = {
    "stickiness": (
        f"day 30: members present / all who joined ≥ {STAYING:.0%}, and daily speakers / members present over the "
        f"last {SPEAKING_DAYS} days ≥ {SPEAKING:.0%}"
    ),
    "sales": f"day 90: orders / all who joined ≥ {ORDERS_A_MEMBER:.0%}",
    "repurchase": (
        f"day 180: repeat orders / orders of days 91–180 ≥ {REPEAT_ORDERS:.0%}, and more repeat orders than in the "
        "first 90 days"
    ),
    "brand": (
        f"day 365: people invited without a reward in the last {UNPAID_DAYS} days / members present on average ≥ "
        f"{UNPAID_INVITATIONS:.0%}"
    ),
}
"""Code → definition in one line, with the thresholds as they are."""


def milestones(daily: NDArray[Any]) -> list[Milestone]:
    """The milestones of one launch, in order.

    Args:
        daily: records of dtype `sim.records.DAY`, shape (days,). Days after a milestone's own do not change it.
    """
    found = []
    for code, (day, reached) in MILESTONES.items():
        if len(daily) < day:
            found.append(Milestone(code, day, BEYOND_HORIZON, {}))
            continue
        figures = reached(daily[:day])
        met = all(value >= threshold for value, threshold in figures.values())
        found.append(Milestone(code, day, MET if met else NOT_MET, figures))
    return found


def shares_met(launches: list[list[Milestone]]) -> dict[str, float]:
    """Share of launches that meet each milestone; NaN beyond the horizon or without launches."""
    found = {}
    for position, code in enumerate(MILESTONES):
        judged = [one[position].status for one in launches if one[position].status != BEYOND_HORIZON]
        found[code] = float(np.mean([status == MET for status in judged])) if judged else float("nan")
    return found


def milestone_help(code: str, language: str) -> str:
    """The definition of a milestone in the reader's language, with the thresholds as they are."""
    from scenarios.formats import number, share
    from scenarios.texts import text

    values = {
        "stickiness": {
            "staying": share(STAYING, language),
            "speaking": share(SPEAKING, language),
            "days": number(SPEAKING_DAYS, language),
        },
        "sales": {"share": share(ORDERS_A_MEMBER, language)},
        "repurchase": {"share": share(REPEAT_ORDERS, language)},
        "brand": {"days": number(UNPAID_DAYS, language), "share": share(UNPAID_INVITATIONS, language)},
    }[code]
    return text(f"milestone.{code}.help", language, **values)
