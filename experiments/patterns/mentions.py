"""What an @ does to a silent member, against the same member at the same hour of other days (F90).

A mention counts if its member has been silent for six hours to seven days. The comparison moments are the
same clock time on the window's other days, unless an @ to the same member lies within a day before or
after. In an archive those who talk are those who are called: the members called there posted after 30 to 33 of
100 comparison moments within a day. A strategy may call anybody, so only members count who post
after 15 to 50 of 100. Patterns of this kind are biased in shrinking groups: measure in stationary ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.talk_structure import TALK
from sim.records import JOIN, MENTION

SILENT_FROM, SILENT_TO = 0.25, 7.0
USUAL_FROM, USUAL_TO = 0.15, 0.50
HOUR, DAY = 1 / 24, 1.0
COUNTS = ("mentions", "mention_1h", "mention_24h", "moments", "moment_1h", "moment_24h")


def mention_responses(events: NDArray[Any], start: float, end: float) -> dict[str, float]:
    """How often mentioned members post within an hour and a day, and how often they do so unmentioned.

    Args:
        events: the whole log, so that silence before the window is known.
        start: first day of the window.
        end: its last; mentions and moments count if a full day follows before it.

    Returns:
        mentions: mentions of silent members who post about as often as those of the archives; moments: the
        comparison, one for each mention. …_1h, …_24h: how many were followed by a post of that member.
    """
    counts = dict.fromkeys(COUNTS, 0.0)
    talk = events[np.isin(events["kind"], TALK)]
    calls = events[(events["kind"] == MENTION) & (events["t"] >= start - DAY) & (events["t"] < end)]
    joined = events[events["kind"] == JOIN]
    join_time = dict(zip(joined["member"].tolist(), joined["t"].tolist(), strict=True))
    for member in np.unique(calls["target"]).tolist():
        posts = talk["t"][talk["member"] == member]
        called = calls["t"][calls["target"] == member]
        for t in called[(called >= start) & (called < end - DAY)].tolist():
            before = np.searchsorted(posts, t)
            last = posts[before - 1] if before else join_time.get(member, -np.inf)
            if not SILENT_FROM <= t - last <= SILENT_TO:
                continue
            moments = np.arange(t % 1.0 + np.ceil(start - t % 1.0), end - DAY, 1.0)
            near = np.abs(moments[:, None] - called[None, :]).min(axis=1) <= DAY + 1e-9
            moments = moments[~near & (moments > join_time.get(member, -np.inf))]
            if moments.size == 0 or not USUAL_FROM <= _posts_within(posts, moments, DAY) <= USUAL_TO:
                continue
            for name, times in (("mention", np.array([t])), ("moment", moments)):
                counts[f"{name}s"] += 1
                counts[f"{name}_1h"] += _posts_within(posts, times, HOUR)
                counts[f"{name}_24h"] += _posts_within(posts, times, DAY)
    return counts


def _posts_within(posts: NDArray[np.float64], moments: NDArray[np.float64], days: float) -> float:
    """Share of moments after which a post follows within so many days."""
    after = np.searchsorted(posts, moments, side="right")
    later = np.concatenate([posts, [np.inf]])[after]
    return float(np.mean(later - moments <= days))


def lift(counts: dict[str, float], within: str) -> float:
    """How many times likelier a post is after a mention; `within` is "1h" or "24h". `nan` without any to compare."""
    if counts["mentions"] == 0 or counts[f"moment_{within}"] == 0:
        return float("nan")
    return counts[f"mention_{within}"] / counts[f"moment_{within}"]
