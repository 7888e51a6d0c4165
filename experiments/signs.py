"""What launches showed on the way: when symptoms began, the four senses week by week, and what became of each tier.

Symptoms and three of the senses are read off daily records, so every launch has them. Belonging and the tiers need the
event log, which is kept for the first `LOGGED` launches only and thrown away at once; more would cost time and room,
and twenty groups tell tiers apart well enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.by_tier import TierResults, by_tier
from experiments.senses import SENSES, senses
from experiments.symptoms import DETECTORS, symptom_days
from experiments.windows import WEEK

Floats = NDArray[np.float64]

LOGGED = 20
"""Launches whose event log is looked at."""

SYMPTOM_CODES: tuple[str, ...] = tuple(DETECTORS)
TIERS: tuple[str, ...] = ("strong", "medium", "weak")
TIER_FIELDS: tuple[str, ...] = (
    "joined",
    "speakers",
    "messages",
    "left",
    "muted",
    "buyers",
    "orders",
    "revenue_fen",
    "claimed_fen",
)
"""Numbers of `experiments.by_tier.TierResults`, in the order in which they are kept."""


@dataclass(frozen=True)
class LaunchSigns:
    """The signs of one launch.

    Attributes:
        symptoms: day on which each began, ``inf`` if it did not, shape (len(SYMPTOM_CODES),).
        senses: by week, NaN where not known, shape (weeks, len(SENSES)).
        tiers: shape (len(TIERS), len(TIER_FIELDS)); NaN without an event log.
    """

    symptoms: Floats
    senses: Floats
    tiers: Floats


@dataclass
class Signs:
    """The signs of all launches; n launches, s strategies.

    Attributes:
        symptoms: (n, s, len(SYMPTOM_CODES)) days; NaN where the run failed or has not run.
        sense_sums: (s, weeks, len(SENSES)) sums over the launches in which the sense is known.
        sense_counts: (s, weeks, len(SENSES)) these launches.
        tiers: (at most `LOGGED`, s, len(TIERS), len(TIER_FIELDS)); NaN as in symptoms.
    """

    symptoms: Floats = field(default_factory=lambda: np.zeros((0, 0, len(SYMPTOM_CODES))))
    sense_sums: Floats = field(default_factory=lambda: np.zeros((0, 0, len(SENSES))))
    sense_counts: NDArray[np.int64] = field(
        default_factory=lambda: np.zeros((0, 0, len(SENSES)), dtype=np.int64)
    )
    tiers: Floats = field(default_factory=lambda: np.zeros((0, 0, len(TIERS), len(TIER_FIELDS))))

    @classmethod
    def empty(cls, launches: int, strategies: int, days: int) -> Signs:
        """Room for so many runs."""
        weeks = (strategies, days // WEEK, len(SENSES))
        return cls(
            np.full((launches, strategies, len(SYMPTOM_CODES)), np.nan),
            np.zeros(weeks),
            np.zeros(weeks, dtype=np.int64),
            np.full((min(launches, LOGGED), strategies, len(TIERS), len(TIER_FIELDS)), np.nan),
        )

    def first(self, launches: int) -> Signs:
        """An independent copy of the first launches; no further one may have been taken."""
        return Signs(
            self.symptoms[:launches].copy(),
            self.sense_sums.copy(),
            self.sense_counts.copy(),
            self.tiers[:launches].copy(),
        )

    def take(self, launch: int, strategy: int, signs: LaunchSigns) -> None:
        """Put one launch's signs in their place."""
        self.symptoms[launch, strategy] = signs.symptoms
        known = ~np.isnan(signs.senses)
        self.sense_sums[strategy] += np.where(known, signs.senses, 0.0)
        self.sense_counts[strategy] += known
        if launch < len(self.tiers):
            self.tiers[launch, strategy] = signs.tiers


@dataclass(frozen=True)
class SymptomSeen:
    """One symptom under one strategy.

    Attributes:
        code: its code.
        count: launches that showed it by the day asked about.
        of: launches that ran.
        began: median over these `count` launches of the day on which it began; NaN if none showed it.
    """

    code: str
    count: int
    of: int
    began: float


def signs_of(outcome: Any, people: NDArray[Any] | None) -> LaunchSigns:
    """The signs of one launch.

    Args:
        outcome: a `sim.Outcome`.
        people: the launch's people, for their tiers; needed if the outcome has an event log.
    """
    days = symptom_days(outcome.daily)
    weekly = senses(outcome.daily, outcome.events)
    tiers = np.full((len(TIERS), len(TIER_FIELDS)), np.nan)
    if outcome.events is not None and people is not None:
        found = by_tier(outcome.events, people["tier"])
        tiers = np.array(
            [[float(getattr(found[tier], name)) for name in TIER_FIELDS] for tier in TIERS], dtype=np.float64
        )
    return LaunchSigns(
        np.array([days[code] for code in SYMPTOM_CODES]),
        np.stack([weekly[code] for code in SENSES], axis=1),
        tiers,
    )


def symptoms_seen(days: Floats, day: float) -> list[SymptomSeen]:
    """Which symptoms launches showed by a day.

    Args:
        days: of beginning, shape (launches, len(SYMPTOM_CODES)), NaN for failed launches.
        day: up to which day, included.
    """
    kept = days[~np.isnan(days).any(axis=1)]
    found = []
    for place, code in enumerate(SYMPTOM_CODES):
        began = kept[kept[:, place] <= day, place]
        middle = float(np.median(began)) if began.size else float("nan")
        found.append(SymptomSeen(code, int(began.size), len(kept), middle))
    return found


def tier_totals(tiers: Floats) -> dict[str, TierResults]:
    """The launches' results by tier, added up; nothing at all without a launch that has them.

    Args:
        tiers: shape (launches, len(TIERS), len(TIER_FIELDS)), NaN for launches without.
    """
    kept = tiers[~np.isnan(tiers).any(axis=(1, 2))]
    if len(kept) == 0:
        return {}
    found = {}
    for tier, values in zip(TIERS, kept.sum(axis=0), strict=True):
        number = dict(zip(TIER_FIELDS, values.tolist(), strict=True))
        found[tier] = TierResults(
            tier,
            int(number["joined"]),
            int(number["speakers"]),
            int(number["messages"]),
            int(number["left"]),
            int(number["muted"]),
            int(number["buyers"]),
            int(number["orders"]),
            number["revenue_fen"],
            number["claimed_fen"],
        )
    return found
