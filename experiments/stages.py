"""The stage of a group's life on each day: cold start, mature, in decline.

Operators' handbooks divide by size (cold start up to 100 members, mature from 100 to 500) and call decline what
follows when activity falls. The first two are taken as they stand. Decline is made explicit: two weeks of talk
against the best two weeks that the group has had after the buzz of its first week, which no group keeps up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import present_by_day
from experiments.windows import first_day, rolling_sums

STAGES: tuple[str, ...] = ("cold_start", "mature", "decline")
"""Codes; labels are the texts ``stage.<code>``. `stage_by_day` gives positions in this list."""
COLD_START, MATURE, DECLINE = range(3)

MATURE_MEMBERS = 100
"""Members present from which a group is no longer in its cold start."""

FORTNIGHT = 14
OPENING_DAYS = 7
FALLEN = 0.5
"""Talk of the last 14 days, relative to the best 14 days so far that began after the first 7, at which a
group is in decline."""


def stage_by_day(daily: NDArray[Any]) -> NDArray[np.int64]:
    """Stage at the end of each day, as a position in `STAGES`, shape (days,).

    A group in decline that recovers is mature, or in its cold start, again. A group whose members are silent for
    the 14 days that end on a day is in decline whatever came before.

    Args:
        daily: records of dtype `sim.records.DAY`, shape (days,).
    """
    stages = np.where(present_by_day(daily) >= MATURE_MEMBERS, MATURE, COLD_START).astype(np.int64)
    talk = rolling_sums(daily["talk"], FORTNIGHT)
    if len(talk) == 0:
        return stages
    after_opening = np.where(np.arange(len(talk)) >= OPENING_DAYS, talk, 0.0)
    best = np.maximum.accumulate(after_opening)
    declining = (talk == 0) | (talk < FALLEN * best)
    stages[FORTNIGHT - 1 :][declining] = DECLINE
    return stages


def stage_starts(daily: NDArray[Any]) -> dict[str, float]:
    """First day that ends in each stage, by code; ``inf`` if none does."""
    stages = stage_by_day(daily)
    return {code: first_day(stages == position) for position, code in enumerate(STAGES)}


def days_in_stages(daily: NDArray[Any]) -> dict[str, int]:
    """Number of days that end in each stage, by code; together all days."""
    counts = np.bincount(stage_by_day(daily), minlength=len(STAGES))
    return {code: int(count) for code, count in zip(STAGES, counts, strict=True)}


def stage_help(code: str, language: str) -> str:
    """The definition of a stage in the reader's language, with the thresholds as they are."""
    from scenarios.formats import number, share
    from scenarios.texts import text

    values = {"members": number(MATURE_MEMBERS, language)}
    if code == "decline":
        values = {
            "days": number(FORTNIGHT, language),
            "share": share(FALLEN, language),
            "opening": number(OPENING_DAYS, language),
        }
    return text(f"stage.{code}.help", language, **values)
