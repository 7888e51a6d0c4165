"""What the cases measure: one number for each arm of each launch, or NaN where there is nothing to measure.

A launch leaves daily records a group and a table of people; nothing is read from parameters. "Present" are members in a
group at the end of the run. Where a group of people is meant by intent, it is the tier with which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.case_files import MeasureCode

Floats = NDArray[np.float64]

STRONG = 0
LEFT_OVER_DAYS = 10
"""Days after the opening at which those left over from a first conversion are counted."""

LAST_DAYS = 30
"""Length of the last stretch of a run, in which who is loyal speaks or buys and repurchases are counted."""

RESCUE_DAYS = 30
"""Days after a probe in which the talk is counted."""


@dataclass(frozen=True)
class Course:
    """One launch of one arm, as the measures read it.

    Attributes:
        daily: each group's days, records of dtype `sim.records.DAY`, shape (days,).
        present: each group's members present at the end of each day, shape (days,).
        people: who was ever in a group, each once, from the group where they were last: records of dtype
            `sim.records.MEMBER`, with `tier` the one with which they came.
        bought_before: purchases of each of `people` when the last stretch began, shape (people,).
        lost_chances: each group's chance that the platform took it away.
        goods_fen: what the goods of one order cost.
    """

    daily: tuple[NDArray[Any], ...]
    present: tuple[NDArray[np.int64], ...]
    people: NDArray[Any]
    bought_before: NDArray[np.int64]
    lost_chances: Floats
    goods_fen: float

    @property
    def days(self) -> int:
        """Length of the run."""
        return len(self.daily[0])

    def total(self, name: str) -> float:
        """A daily record summed over days and groups."""
        return float(sum(daily[name].sum() for daily in self.daily))

    @property
    def here(self) -> NDArray[np.bool_]:
        """Which of `people` are present at the end."""
        from sim.records import PRESENT

        found: NDArray[np.bool_] = self.people["status"] == PRESENT
        return found


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else float("nan")


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _lively_days(course: Course) -> float:
    """Days from a group's first member to its first silence of a week, or to the end of the run; mean of the groups."""
    from sim.outcome import restricted_lively_days

    found = []
    for daily in course.daily:
        joined = np.flatnonzero(daily["joins"])
        if len(joined):
            own = daily[joined[0] :].copy()
            for name in ("first_talk", "last_talk"):
                own[name] -= joined[0]
            found.append(restricted_lively_days(own, float(len(own))))
    return _mean(np.array(found))


def _left_over(course: Course) -> float:
    last = min(LEFT_OVER_DAYS, course.days) - 1
    joined = sum(float(daily["joins"][: last + 1].sum()) for daily in course.daily[:1])
    return _ratio(float(course.present[0][last]), joined)


def _loyal(course: Course) -> NDArray[np.bool_]:
    """Present, and wrote or bought within the last stretch: what an operator can see of loyalty."""
    people, since = course.people, max(0, course.days - LAST_DAYS)
    wrote = (people["messages"] > 0) & (people["last_message_time"] >= since)
    bought = (people["purchases"] > 0) & (people["last_purchase"] >= since)
    found: NDArray[np.bool_] = course.here & (wrote | bought)
    return found


def _repurchase(course: Course) -> float:
    orders = (course.people["purchases"] - course.bought_before)[course.here]
    return _ratio(float((orders >= 2).sum()), float((orders >= 1).sum()))


def _strong(course: Course) -> NDArray[Any]:
    return course.people[course.people["tier"] == STRONG]


def _strong_kept(course: Course) -> float:
    kept = course.here & (course.people["muted"] == 0)
    return _mean(kept[course.people["tier"] == STRONG])


def _probe(course: Course) -> tuple[bool, float] | None:
    """Whether the first packet was left unemptied for two hours, and the talk a day after it; None without a packet."""
    daily = course.daily[0]
    sent = np.flatnonzero(daily["portions"])
    if not len(sent):
        return None
    day = int(sent[0])
    after = daily["talk"][day + 1 : day + 1 + RESCUE_DAYS]
    return bool(daily["portions_2h"][day] < daily["portions"][day]), _mean(after)


def _probe_failed(course: Course) -> float:
    probe = _probe(course)
    return float("nan") if probe is None else float(probe[0])


def _talk_after(course: Course, failed: bool) -> float:
    probe = _probe(course)
    return probe[1] if probe is not None and probe[0] == failed else float("nan")


@dataclass(frozen=True)
class CaseMeasure:
    """One measure.

    Attributes:
        unit: "share", "days", "members", "messages", "minutes", "moves", "orders", "yuan" or "1".
        of: its value in one launch of one arm.
    """

    unit: str
    of: Callable[[Course], float]


def _a_day(course: Course, name: str) -> float:
    return course.total(name) / course.days


CASE_MEASURES: Mapping[MeasureCode, CaseMeasure] = {
    "lively_days": CaseMeasure("days", _lively_days),
    "joins": CaseMeasure("members", lambda course: float(len(course.people))),
    "left_over": CaseMeasure("share", _left_over),
    "members_end": CaseMeasure("members", lambda course: float(course.here.sum())),
    "messages_a_day": CaseMeasure("messages", lambda course: _a_day(course, "talk")),
    "messages_a_member_week": CaseMeasure(
        "messages",
        lambda course: 7 * _ratio(course.total("talk"), float(sum(one.sum() for one in course.present))),
    ),
    "unanswered_share": CaseMeasure(
        "share", lambda course: 1 - _ratio(course.total("starts_answered"), course.total("starts"))
    ),
    "minutes_a_day": CaseMeasure("minutes", lambda course: _a_day(course, "minutes")),
    "dropped_a_day": CaseMeasure("moves", lambda course: _a_day(course, "dropped")),
    "trust_end": CaseMeasure("1", lambda course: _mean(course.people["trust"][course.here])),
    "muted_share": CaseMeasure("share", lambda course: _mean(course.people["muted"][course.here] == 1)),
    "buyer_share": CaseMeasure("share", lambda course: _mean(course.people["purchases"] > 0)),
    "orders_a_member": CaseMeasure(
        "orders", lambda course: _ratio(course.total("buyers"), len(course.people))
    ),
    "revenue_a_member": CaseMeasure(
        "yuan", lambda course: _ratio(course.total("revenue_fen") / 100, len(course.people))
    ),
    "order_value": CaseMeasure(
        "yuan", lambda course: _ratio(course.total("revenue_fen") / 100, course.total("buyers"))
    ),
    "basket_gain": CaseMeasure(
        "share",
        lambda course: _ratio(course.total("goods_fen"), course.total("buyers") * course.goods_fen) - 1,
    ),
    "repurchase_share": CaseMeasure("share", _repurchase),
    "strong_kept": CaseMeasure("share", _strong_kept),
    "strong_buyers": CaseMeasure("share", lambda course: _mean(_strong(course)["purchases"] > 0)),
    "strong_trust": CaseMeasure("1", lambda course: _mean(_strong(course)["trust"])),
    "loyal": CaseMeasure("members", lambda course: float(_loyal(course).sum())),
    "loyal_share": CaseMeasure("share", lambda course: _mean(_loyal(course))),
    "invites_a_member": CaseMeasure(
        "members", lambda course: _ratio(course.total("invites"), len(course.people))
    ),
    "lost_chance": CaseMeasure("share", lambda course: _mean(course.lost_chances)),
    "renewal_share": CaseMeasure(
        "share",
        lambda course: _ratio(course.total("renewals"), course.total("renewals") + course.total("expired")),
    ),
    "enrolled_share": CaseMeasure(
        "share", lambda course: _ratio(course.total("enrolled"), len(course.people))
    ),
    "completion_share": CaseMeasure(
        "share", lambda course: _ratio(course.total("completed"), course.total("enrolled"))
    ),
    "probe_failed": CaseMeasure("share", _probe_failed),
    "talk_after_failed_probe": CaseMeasure("messages", lambda course: _talk_after(course, True)),
    "talk_after_passed_probe": CaseMeasure("messages", lambda course: _talk_after(course, False)),
}
"""Code → measure; labels are the texts ``case_measure.<code>``."""
