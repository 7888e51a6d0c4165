"""What talk in a group looks like from near, measured alike in real groups and in simulated ones.

Who writes how much, in what rhythm, who is answered, who comes back, and when groups fall silent: one function,
`moments`, computes it from (group, member, time) and nothing else, so that both sides mean the same by every
number. Only aggregates over at least `FEWEST_GROUPS` groups leave this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics_of_talk import burstiness, gini, memory, top_share

__all__ = ["FEWEST_GROUPS", "MEASURES", "SHARES_OF_GROUPS", "Moment", "Talk", "moments"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Values = dict[str, float]

FEWEST_GROUPS = 10
"""An aggregate over fewer groups is not reported: it could be traced to a group."""

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
WINDOW = 30 * DAY
LIVE_MESSAGES = 100
"""A complete window of 30 days, counted from a group's first message, is live from so many messages on."""

HOURLY_MESSAGES = 500
"""Peak and trough of the day are read only from so many messages in live windows; below, they are noise."""

FEWEST_NEWCOMERS = 10
FOLLOWED = 60 * DAY
SILENCE = 30 * DAY
BROKEN_WITHIN = 90 * DAY
BEGAN_DAYS, BEGAN_MESSAGES, BEGAN_MEMBERS = 7, 10, 3
"""A group counts as one that could fall silent if it began like this; what comes later plays no part in it."""

SILENCE_DAYS = (7, 30, 90)

MEASURES: dict[str, str] = {
    "posters_of_ever": "posters of a live window from the second on / all who posted up to its end",
    "one_message_posters": "posters with one message / posters, in a live window",
    "gini": "Gini coefficient of messages per poster in a live window",
    "top_10": "share of messages by the top 10% of posters in a live window",
    "top_20": "share of messages by the top 20% of posters in a live window",
    "gap_median": "median gap between messages in a live window, in minutes",
    "gaps_1_minute": "share of these gaps below 1 minute",
    "gaps_5_minutes": "share of these gaps below 5 minutes",
    "gaps_1_hour": "share of these gaps below 1 hour",
    "burstiness": "(s − m) / (s + m) of standard deviation and mean of these gaps",
    "memory": "correlation of each of these gaps with the next",
    "burst_5_minutes": "messages / (1 + gaps above 5 minutes)",
    "burst_30_minutes": "messages / (1 + gaps above 30 minutes)",
    "same_author": "share of messages by the author of the one before",
    "followed_5_minutes": "share of messages followed by another member's within 5 minutes",
    "followed_15_minutes": "share of messages followed by another member's within 15 minutes",
    "followed_60_minutes": "share of messages followed by another member's within 60 minutes",
    "newcomers_again": "share of newcomers who post again, ever",
    "newcomers_day_2": "share of newcomers who post 24 to 48 hours after their first message",
    "newcomers_week_2": "share of newcomers who post 7 to 14 days after their first message",
    "newcomers_month_2": "share of newcomers who post 30 to 60 days after their first message",
    "newcomers_one_day": "share of newcomers whose last message is within 24 hours of their first",
    "peak_to_trough": "messages in the busiest 3 hours of the day / in the quietest 3 (at least 1)",
    "silent_7": "share of groups whose first silence of 30 days begins by day 7",
    "silent_30": "share of groups whose first silence of 30 days begins by day 30",
    "silent_90": "share of groups whose first silence of 30 days begins by day 90",
    "silence_broken": "share of groups that break their first silence of 30 days in the 90 days after these",
}
"""Code → definition. Labels are the texts ``micro.<code>``."""

SHARES_OF_GROUPS = ("silent_7", "silent_30", "silent_90", "silence_broken")
"""Measures that are one yes or no a group; the others are one number a group."""


@dataclass(frozen=True)
class Talk:
    """Ordinary members' messages, n of them, in any order.

    Attributes:
        groups: (n,) number of the group.
        members: (n,) number of the member; the same number in two groups is not compared.
        seconds: (n,) moment of the message.
        end: moment at which the observation ended, of all groups.
    """

    groups: Ints
    members: Ints
    seconds: Floats
    end: float


@dataclass(frozen=True)
class Moment:
    """One measure over groups.

    Attributes:
        value: median over the groups, or the share of groups for `SHARES_OF_GROUPS`.
        q25: lower quartile over the groups; None for a share of groups.
        q75: upper quartile.
        groups: how many groups it was measured in, at least `FEWEST_GROUPS`.
    """

    value: float
    q25: float | None
    q75: float | None
    groups: int


def moments(talk: Talk) -> dict[str, Moment]:
    """All measures, in the order of `MEASURES`; those that too few groups allow are left out.

    A group's number is the mean over its live windows for who writes, rhythm and replies. Newcomers are a group's
    members followed for `FOLLOWED` after their first message, in groups with at least `FEWEST_NEWCOMERS`. Silences
    are counted in groups that began (`BEGAN_DAYS`, `BEGAN_MESSAGES`, `BEGAN_MEMBERS`) and were followed long enough.
    """
    found: dict[str, list[float]] = {code: [] for code in MEASURES}
    for members, seconds in _by_group(talk):
        for code, value in _of_group(members, seconds, talk.end).items():
            if not np.isnan(value):
                found[code].append(value)
    return {
        code: _moment(values, code in SHARES_OF_GROUPS)
        for code, values in found.items()
        if len(values) >= FEWEST_GROUPS
    }


def _moment(values: list[float], share: bool) -> Moment:
    if share:
        return Moment(float(np.mean(values)), None, None, len(values))
    q25, median, q75 = np.quantile(values, [0.25, 0.5, 0.75])
    return Moment(float(median), float(q25), float(q75), len(values))


def _by_group(talk: Talk) -> Iterator[tuple[Ints, Floats]]:
    """Members, numbered from 0, and moments of each group, in time's order."""
    order = np.lexsort((talk.seconds, talk.groups))
    groups = talk.groups[order]
    cuts = np.flatnonzero(np.diff(groups)) + 1
    for part in np.split(order, cuts):
        if part.size:
            numbered = np.unique(talk.members[part], return_inverse=True)[1]
            yield numbered.astype(np.int64), talk.seconds[part]


def _of_group(members: Ints, seconds: Floats, end: float) -> Values:
    windows = _live_windows(seconds, end)
    until_other = _until_other(members, seconds)
    by_window = [
        _of_writers(members[begin:stop])
        | _of_rhythm(seconds[begin:stop])
        | _of_followers(members[begin:stop], until_other[begin:stop])
        | ({"posters_of_ever": _of_ever(members, begin, stop)} if begin > 0 else {})
        for begin, stop in windows
    ]
    values: Values = {}
    for code in {code for window in by_window for code in window}:
        known = [window[code] for window in by_window if not np.isnan(window.get(code, np.nan))]
        values[code] = float(np.mean(known)) if known else np.nan
    values |= _of_hours(np.concatenate([seconds[begin:stop] for begin, stop in windows] or [seconds[:0]]))
    return values | _of_newcomers(members, seconds, end) | _of_silences(members, seconds, end)


def _live_windows(seconds: Floats, end: float) -> list[tuple[int, int]]:
    """First message and the one after the last of each complete window with enough messages."""
    windows = int((end - seconds[0]) // WINDOW)
    edges = np.searchsorted(seconds, seconds[0] + WINDOW * np.arange(windows + 1))
    pairs = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [(begin, stop) for begin, stop in pairs if stop - begin >= LIVE_MESSAGES]


def _of_writers(members: Ints) -> Values:
    counts = np.bincount(members)
    counts = counts[counts > 0]
    return {
        "one_message_posters": float(np.mean(counts == 1)),
        "gini": gini(counts),
        "top_10": top_share(counts, 0.1),
        "top_20": top_share(counts, 0.2),
    }


def _of_ever(members: Ints, begin: int, stop: int) -> float:
    return float(np.unique(members[begin:stop]).size / np.unique(members[:stop]).size)


def _of_rhythm(seconds: Floats) -> Values:
    gaps = np.diff(seconds)
    return {
        "gap_median": float(np.median(gaps) / MINUTE),
        "gaps_1_minute": float(np.mean(gaps < MINUTE)),
        "gaps_5_minutes": float(np.mean(gaps < 5 * MINUTE)),
        "gaps_1_hour": float(np.mean(gaps < HOUR)),
        "burstiness": burstiness(gaps),
        "memory": memory(gaps),
        "burst_5_minutes": float(seconds.size / (1 + np.sum(gaps > 5 * MINUTE))),
        "burst_30_minutes": float(seconds.size / (1 + np.sum(gaps > 30 * MINUTE))),
    }


def _until_other(members: Ints, seconds: Floats) -> Floats:
    """Seconds from each message to the next one by another member; infinite if there is none."""
    others = np.append(np.flatnonzero(np.diff(members)) + 1, members.size)
    moments_of_others = np.append(seconds, np.inf)[others]
    return moments_of_others[np.searchsorted(others, np.arange(members.size), side="right")] - seconds


def _of_followers(members: Ints, until_other: Floats) -> Values:
    values = {"same_author": float(np.mean(np.diff(members) == 0))}
    for minutes in (5, 15, 60):
        values[f"followed_{minutes}_minutes"] = float(np.mean(until_other <= minutes * MINUTE))
    return values


def _of_hours(seconds: Floats) -> Values:
    if seconds.size < HOURLY_MESSAGES:
        return {}
    by_hour = np.bincount((seconds % DAY // HOUR).astype(np.int64), minlength=24)
    three = by_hour + np.roll(by_hour, 1) + np.roll(by_hour, 2)
    return {"peak_to_trough": float(three.max() / max(1, three.min()))}


def _of_newcomers(members: Ints, seconds: Floats, end: float) -> Values:
    firsts = np.full(int(members.max()) + 1, np.inf)
    np.minimum.at(firsts, members, seconds)
    followed = firsts + FOLLOWED <= end
    if followed.sum() < FEWEST_NEWCOMERS:
        return {}
    age = seconds - firsts[members]

    def share(condition: NDArray[np.bool_]) -> float:
        return float((np.bincount(members, condition, firsts.size) > 0)[followed].mean())

    return {
        "newcomers_again": float((np.bincount(members) > 1)[followed].mean()),
        "newcomers_day_2": share((age >= DAY) & (age < 2 * DAY)),
        "newcomers_week_2": share((age >= 7 * DAY) & (age < 14 * DAY)),
        "newcomers_month_2": share((age >= 30 * DAY) & (age < 60 * DAY)),
        "newcomers_one_day": 1.0 - share(age >= DAY),
    }


def _of_silences(members: Ints, seconds: Floats, end: float) -> Values:
    first = seconds[0]
    early = seconds < first + BEGAN_DAYS * DAY
    if early.sum() < BEGAN_MESSAGES or np.unique(members[early]).size < BEGAN_MEMBERS:
        return {}
    gaps = np.diff(np.append(seconds, end))
    long = np.flatnonzero(gaps >= SILENCE)
    begins = float(seconds[long[0]]) if long.size else np.inf
    values: Values = {}
    if first + max(SILENCE_DAYS) * DAY + SILENCE <= end:
        values |= {f"silent_{day}": float(begins <= first + day * DAY) for day in SILENCE_DAYS}
    if begins + SILENCE + BROKEN_WITHIN <= end:
        values["silence_broken"] = float(
            gaps[long[0]] <= SILENCE + BROKEN_WITHIN and long[0] + 1 < seconds.size
        )
    return values
