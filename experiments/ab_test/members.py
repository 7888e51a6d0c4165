"""Why many members do not stand in for many groups: members of one group share its fate.

The intraclass correlation is the share of a member's outcome that is the group's: from one-way analysis of variance,

    ICC = (MSB − MSW) / (MSB + (m₀ − 1) MSW),    m₀ = (N − Σ m_j²/N) / (k − 1)

within an arm (Donner and Koval 1980), here pooled over both arms, so the difference between them does not count as one
between groups. A mean over groups of m members varies 1 + (m − 1) ICC times as much as one over as many independent
people: the design effect (Kish 1965).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OUTCOMES = ("spoke", "left", "messages", "bought")
"""Of a member up to a day: 1 if ever wrote, 1 if left, messages written, 1 if bought."""


@dataclass(frozen=True)
class MemberView:
    """What the members' outcomes say of a test.

    Attributes:
        outcome: one of `OUTCOMES`.
        day: up to which it was counted.
        first, second: mean outcome in the arms.
        correlation: ICC within an arm; NaN if it cannot be told.
        members: mean number of members of a group.
        design_effect: 1 + (m − 1) ICC, not below 1.
        worth: so many independent people tell as much as the members of one group.
        if_independent: groups an arm if members were independent people; None if the arms do not surely differ.
        groups: groups an arm with the design effect; None likewise.
    """

    outcome: str
    day: int
    first: float
    second: float
    correlation: float
    members: float
    design_effect: float
    worth: float
    if_independent: int | None
    groups: int | None

    def as_dict(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


def intraclass_correlation(arms: Sequence[Sequence[Floats]]) -> float:
    """ICC pooled within arms.

    Args:
        arms: for each arm its groups, each with the outcomes of its members, shape (members,).

    Returns:
        The correlation, which may come out below 0; NaN if there are too few groups or nothing varies.
    """
    between = within = size = 0.0
    freedom_between = freedom_within = 0
    for groups in arms:
        filled = [group for group in groups if group.size]
        counts = np.array([group.size for group in filled], dtype=np.float64)
        if len(filled) < 2:
            continue
        means = np.array([group.mean() for group in filled])
        centre = float(np.sum(counts * means) / counts.sum())
        between += float(np.sum(counts * (means - centre) ** 2))
        within += float(sum(np.sum((group - mean) ** 2) for group, mean in zip(filled, means, strict=True)))
        freedom_between += len(filled) - 1
        freedom_within += int(counts.sum()) - len(filled)
        size += float(counts.sum() - np.sum(counts**2) / counts.sum())
    if freedom_between == 0 or freedom_within == 0 or between + within == 0:
        return float("nan")
    mean_between, mean_within = between / freedom_between, within / freedom_within
    typical = size / freedom_between
    return (mean_between - mean_within) / (mean_between + (typical - 1) * mean_within)


def design_effect(members: float, correlation: float) -> float:
    """1 + (m − 1) ICC, not below 1."""
    return 1.0 + max(0.0, members - 1.0) * max(0.0, correlation)


def member_view(
    outcome: str, day: int, arms: Sequence[Sequence[Floats]], wanted: float = 0.8, level: float = 0.95
) -> MemberView:
    """What one outcome of members says; two arms as for `intraclass_correlation`."""
    from scipy.special import ndtri

    both = [np.concatenate([np.empty(0), *groups]) for groups in arms]
    counts = [group.size for groups in arms for group in groups]
    size = float(np.mean(counts)) if counts else 0.0
    first, second = (float(one.mean()) if one.size else float("nan") for one in both)
    variances = [float(one.var(ddof=1)) if one.size > 1 else float("nan") for one in both]
    correlation = intraclass_correlation(arms)
    effect = design_effect(size, 0.0 if np.isnan(correlation) else correlation)
    gap = first - second
    plain = clustered = None
    error = np.sqrt(effect * sum(v / max(one.size, 1) for v, one in zip(variances, both, strict=True)))
    if np.isfinite(gap) and abs(gap) > float(ndtri(0.975)) * error and size > 0:
        scores = float(ndtri(0.5 + level / 2) + ndtri(wanted))
        people = scores**2 * sum(variances) / gap**2
        plain, clustered = (max(1, int(np.ceil(people * times / size))) for times in (1.0, effect))
    return MemberView(outcome, day, first, second, correlation, size, effect, size / effect, plain, clustered)


def outcomes_of(events: NDArray[Any], day: float) -> dict[str, Floats]:
    """Outcomes of every member who joined by a day, counted up to it.

    Args:
        events: the group's event log, records of dtype `sim.records.EVENT`.
        day: days since opening.

    Returns:
        One of `OUTCOMES` → shape (members,).
    """
    from sim import records

    own = events[(events["member"] >= 0) & (events["t"] < day)]
    joined = np.unique(own["member"][own["kind"] == records.JOIN])
    size = int(joined.max()) + 1 if joined.size else 0

    def counted(*kinds: int) -> Floats:
        who = own["member"][np.isin(own["kind"], kinds)]
        return np.bincount(who[who < size], minlength=size)[joined].astype(np.float64)

    messages = counted(records.SAY, records.ANSWER, records.GO_ON)
    return {
        "spoke": (messages > 0).astype(np.float64),
        "left": (counted(records.LEAVE) > 0).astype(np.float64),
        "messages": messages,
        "bought": (counted(records.BUY) > 0).astype(np.float64),
    }
