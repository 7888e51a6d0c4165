"""The four senses that a community is said to live by, 0 to 100 each, week by week, from behaviour alone.

Operators name four: ritual (newcomers are received, things happen at their hour), participation (members take
part), freshness (there is something new), belonging (members keep the group going themselves). Nobody
measures them. Here each is the mean of a few parts between 0 and 1, times 100; every part rises with what it
counts and never leaves its range. Inner states of the model (trust, belonging of a member) are not used,
so the same numbers could be taken from a real group's export.

A count without a natural maximum, such as votes a member, is brought into 0..1 by x / (x + h), where h is the
value that earns one half. These halves are choices; they scale a sense and do not reorder groups in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import present_by_day
from experiments.windows import WEEK, Floats, by_week, present_at_start, ratio

HALF_TURNOUT = 0.1
"""Members at a session, of those present, that earn half of its turnout."""

HALF_TAKING_PART = 0.1
"""Speakers, votes and check-ins a member and day that earn half."""

HALF_ARRIVALS = 0.05
"""Newcomers a week, of those present before, that earn half."""

HALF_KINDS = 2.0
"""Kinds of happenings in a week that earn half of variety."""

HALF_UNPAID = 0.01
"""Unpaid invitations a member and week that earn half."""

KINDS: tuple[str, ...] = (
    "packets_operator",
    "packets_member",
    "votes",
    "check_ins",
    "attendance",
    "welcomed",
    "coupons",
)
"""Fields of a day that each stand for one kind of happening: packets of the operator and of members, polls,
check-ins, sessions, greetings, coupons."""

SENSES: tuple[str, ...] = ("ritual", "participation", "freshness", "belonging")
"""The senses in the order of the source document. Labels are the texts ``sense.<code>``."""


@dataclass(frozen=True)
class Part:
    """One part of a sense.

    Attributes:
        sense: one of `SENSES`.
        code: its name.
        formula: what it is, for one week, in 0..1; s(x, h) = x / (x + h).
        from_events: whether it needs the event log.
    """

    sense: str
    code: str
    formula: str
    from_events: bool = False


PARTS: tuple[Part, ...] = (
    Part("ritual", "greeted", "min(1, newcomers greeted / newcomers); left out in a week without newcomers"),
    Part(
        "ritual",
        "programme",
        f"s(attendance / members present, mean over the days with a session; {HALF_TURNOUT}) × cosine of the "
        "week's attendance by day with that of the week before; 0 in the first week",
    ),
    Part(
        "participation",
        "taking_part",
        f"s((daily speakers + votes + check-ins) / member days; {HALF_TAKING_PART})",
    ),
    Part("participation", "answered", "members' conversation starts that were answered / starts; 0 if none"),
    Part("freshness", "arrivals", f"s(newcomers / members present before the week; {HALF_ARRIVALS})"),
    Part(
        "freshness",
        "variety",
        f"s(kinds of happenings in the week, of {len(KINDS)}; {HALF_KINDS:g})",
    ),
    Part(
        "freshness",
        "looking",
        "looks a member day / those of the best week so far",
    ),
    Part(
        "belonging",
        "returning",
        "members who wrote in the week and the week before / members who wrote in the week before; 0 if nobody "
        "did, left out in the first week",
        from_events=True,
    ),
    Part(
        "belonging",
        "inviting",
        f"s(invited without a reward / mean members present; {HALF_UNPAID})",
    ),
    Part(
        "belonging",
        "answering",
        "messages by which a member answers another member / members' messages; 0 if none",
        from_events=True,
    ),
    Part(
        "belonging",
        "reciprocity",
        "pairs of members who both answered each other / pairs in which one answered the other; 0 if none",
        from_events=True,
    ),
)
"""The table of definitions. A sense is 100 times the mean of its parts."""


def senses(daily: NDArray[Any], events: NDArray[Any] | None = None) -> dict[str, Floats]:
    """The four senses of every complete week.

    Args:
        daily: records of dtype `sim.records.DAY`, shape (days,).
        events: the run's event log, records of dtype `sim.records.EVENT`, or None; belonging needs it.

    Returns:
        Code of the sense → values in 0..100, shape (weeks,); NaN for belonging without an event log.
    """
    parts = sense_parts(daily, events)
    found: dict[str, Floats] = {}
    for sense in SENSES:
        values = np.array([parts[part.code] for part in PARTS if part.sense == sense])
        known = ~np.isnan(values)
        # Some parts are left out in some weeks; a part that is not known for want of events makes its sense unknown.
        unknown = any(part.from_events for part in PARTS if part.sense == sense) and events is None
        mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(1, known.sum(axis=0))
        found[sense] = np.full(mean.shape, np.nan) if unknown else 100.0 * mean
    return found


def sense_parts(daily: NDArray[Any], events: NDArray[Any] | None = None) -> dict[str, Floats]:
    """The parts of all senses, by the codes of `PARTS`, in 0..1, shape (weeks,); NaN where left out or unknown."""
    present = by_week(present_by_day(daily))
    before = by_week(present_at_start(daily))[:, 0]
    member_days = present.sum(axis=1)
    week = {name: by_week(daily[name]) for name in {*KINDS, *_OTHER_FIELDS}}
    total = {name: values.sum(axis=1) for name, values in week.items()}
    kinds = np.sum([total[name] > 0 for name in KINDS], axis=0)
    taking_part = total["speakers"] + total["votes"] + total["check_ins"]
    returning, answering, reciprocity = _members_talk(events, len(member_days))
    return {
        "greeted": np.minimum(1.0, ratio(total["welcomed"], total["joins"], np.nan)),
        "programme": _programme(week["attendance"], present),
        "taking_part": _half(ratio(taking_part, member_days), HALF_TAKING_PART),
        "answered": ratio(total["starts_answered"], total["starts"]),
        "arrivals": _half(total["joins"] / np.maximum(1.0, before), HALF_ARRIVALS),
        "variety": _half(kinds.astype(np.float64), HALF_KINDS),
        "looking": _of_best(ratio(total["looks"], member_days)),
        "returning": returning,
        "inviting": _half(ratio(total["invites_unpaid"], member_days / WEEK), HALF_UNPAID),
        "answering": answering,
        "reciprocity": reciprocity,
    }


_OTHER_FIELDS = ("joins", "speakers", "starts", "starts_answered", "looks", "invites_unpaid")


def _half(values: Floats, half: float) -> Floats:
    return values / (values + half)


def _of_best(values: Floats) -> Floats:
    best = np.maximum.accumulate(values) if len(values) else values
    return ratio(values, best)


def _programme(attendance: Floats, present: Floats) -> Floats:
    """Turnout times regularity, shape (weeks,)."""
    sessions = attendance > 0
    turnout = np.where(sessions, attendance / np.maximum(1.0, present), 0.0).sum(axis=1)
    turnout = ratio(np.minimum(turnout, sessions.sum(axis=1)), sessions.sum(axis=1).astype(np.float64))
    lengths = np.sqrt((attendance**2).sum(axis=1))
    regular = np.zeros(len(attendance))
    products = (attendance[1:] * attendance[:-1]).sum(axis=1)
    regular[1:] = np.minimum(1.0, ratio(products, lengths[1:] * lengths[:-1]))
    return _half(turnout, HALF_TURNOUT) * regular


def _members_talk(events: NDArray[Any] | None, weeks: int) -> tuple[Floats, Floats, Floats]:
    """The three parts of belonging that are read from who wrote what to whom, each of shape (weeks,)."""
    if events is None:
        unknown = np.full(weeks, np.nan)
        return unknown, unknown, unknown
    from sim.records import ANSWER, GO_ON, SAY

    week = (events["t"] // WEEK).astype(np.int64)
    inside = (week < weeks) & (events["member"] >= 0)
    messages = inside & np.isin(events["kind"], (SAY, ANSWER, GO_ON))
    to_member = (events["target"] >= 0) & (events["target"] != events["member"])
    answers = inside & (events["kind"] == ANSWER) & to_member
    every = np.bincount(week[messages], minlength=weeks).astype(np.float64)
    answering = ratio(np.bincount(week[answers], minlength=weeks).astype(np.float64), every)
    returning = _returning(week[messages], events["member"][messages], weeks)
    return returning, answering, _mutual(week[answers], events[answers], weeks)


def _returning(week: NDArray[np.int64], author: NDArray[np.int64], weeks: int) -> Floats:
    wrote = np.unique(np.column_stack([week, author]), axis=0)
    before = {(int(at) + 1, int(who)) for at, who in wrote}
    again = np.array([at for at, who in wrote.tolist() if (at, who) in before], dtype=np.int64)
    speakers = np.bincount(wrote[:, 0], minlength=weeks).astype(np.float64)
    found = np.full(weeks, np.nan)
    found[1:] = ratio(np.bincount(again, minlength=weeks)[1:].astype(np.float64), speakers[:-1])
    return found


def _mutual(week: NDArray[np.int64], answers: NDArray[Any], weeks: int) -> Floats:
    directed = np.unique(np.column_stack([week, answers["member"], answers["target"]]), axis=0)
    ordered = np.column_stack([directed[:, 0], np.sort(directed[:, 1:], axis=1)])
    pairs, directions = np.unique(ordered, axis=0, return_counts=True)
    every = np.bincount(pairs[:, 0], minlength=weeks).astype(np.float64)
    return ratio(np.bincount(pairs[directions == 2, 0], minlength=weeks).astype(np.float64), every)
