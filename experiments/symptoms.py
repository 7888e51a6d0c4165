"""The seven symptoms of a cooling group, each with the day on which it began.

Operators know a group that goes cold by seven signs: people take and go; newcomers arrive and it grows quieter
all the same; the operator talks alone; nobody answers; packets lie unclaimed; talk has lost the group's
topic; and there is nothing but ads. The signs are folk wisdom without numbers. The thresholds here are choices,
named one by one so that they can be argued about. All detectors read daily records only, so a thousand
launches can be searched without their event logs. A symptom is dated to the first day of the first seven
days that show it; later recovery does not undo it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcome_rows import present_by_day
from experiments.windows import WEEK, Floats, first_day, present_at_start, ratio, rolling_sums

TAKEN_PORTIONS = 10
"""Fewer portions claimed in a week show nothing about those who took them."""

TAKERS_WHO_LEAVE = 0.1
"""Part of the members who leave in a week of packets from which the group is taken to be left by takers."""

TAKERS_WHO_SPEAK = 0.1
"""Daily speakers a portion claimed, below which taking is all that members do."""

FORTNIGHT = 14
NEWCOMERS_A_DAY = 0.5
"""Newcomers a day, on average over a fortnight, that count as a steady arrival."""

QUIETER = 0.5
"""Talk of a fortnight relative to the one before at which a group has grown quieter."""

TALK_TO_LOSE = 40
"""Messages of the fortnight before, below which there is no talk to lose."""

MONOLOGUE_SHARE = 0.8
MONOLOGUE_DAYS = 5
"""Part of a week's messages that are the operator's own (shills included), on so many of its days."""

OPERATOR_DAYS = 5
ANSWERING_SHARE = 0.01
"""Days of a week on which the operator tries, and daily speakers a member below which nobody reacts."""

CLAIMED_SHARE = 0.5
"""Portions claimed within two hours, of those that could have been, below which packets lie unclaimed."""

OFF_TOPIC_SHARE = 0.7
OFF_TOPIC_MESSAGES = 21
"""Part of a week's talk that is off topic, and the talk a week, three messages a day, from which it is counted."""

ADS_SHARE = 0.8
"""Part of a week's messages that are promotion."""


def take_and_go(daily: NDArray[Any]) -> float:
    """Members take what is given and fall silent or leave."""
    claims = rolling_sums(daily["claims"])
    leaves = rolling_sums(daily["leaves"])
    members = present_at_start(daily)[: len(claims)] + rolling_sums(daily["joins"])
    go = (leaves >= np.maximum(1.0, TAKERS_WHO_LEAVE * members)) & (leaves <= claims)
    silent = rolling_sums(daily["speakers"]) < TAKERS_WHO_SPEAK * claims
    return first_day((claims >= TAKEN_PORTIONS) & (go | silent))


def growing_quieter(daily: NDArray[Any]) -> float:
    """Newcomers keep arriving, yet the group grows quieter; dated to the first day of the quieter fortnight."""
    talk, joins = rolling_sums(daily["talk"], FORTNIGHT), rolling_sums(daily["joins"], FORTNIGHT)
    if len(talk) <= FORTNIGHT:
        return float("inf")
    before, after = talk[:-FORTNIGHT], talk[FORTNIGHT:]
    arriving = joins[FORTNIGHT:] >= NEWCOMERS_A_DAY * FORTNIGHT
    return FORTNIGHT + first_day((before >= TALK_TO_LOSE) & (after <= QUIETER * before) & arriving)


def operator_monologue(daily: NDArray[Any]) -> float:
    """The group has become the operator's morning report."""
    own = daily["operator"] + daily["shill"]
    written = rolling_sums(own)
    days = rolling_sums(own > 0)
    every = written + rolling_sums(daily["talk"])
    return first_day((days >= MONOLOGUE_DAYS) & (written >= MONOLOGUE_SHARE * every))


def nobody_answers(daily: NDArray[Any]) -> float:
    """Whatever the operator begins, nobody reacts."""
    tries = rolling_sums(daily["operator"] > 0)
    speakers = ratio(rolling_sums(daily["speakers"]), rolling_sums(present_by_day(daily)))
    return first_day((tries >= OPERATOR_DAYS) & (speakers < ANSWERING_SHARE))


def packets_unclaimed(daily: NDArray[Any]) -> float:
    """Red packets of the operator lie unclaimed; dated to a day on which one was opened."""
    members = np.maximum(present_at_start(daily), present_by_day(daily))
    # Nobody claims two portions of one packet, so a packet with more portions than members is no sign.
    claimable = np.minimum(daily["portions"], daily["packets_operator"] * members)
    due, claimed = rolling_sums(claimable), rolling_sums(daily["portions_2h"])
    opened = daily["portions"][: len(due)] > 0
    return first_day(opened & (claimed < CLAIMED_SHARE * due))


def small_talk(daily: NDArray[Any]) -> float:
    """Talk goes on, but about anything: the group has lost its topic."""
    talk, off_topic = rolling_sums(daily["talk"]), rolling_sums(daily["off_topic"])
    return first_day((talk >= OFF_TOPIC_MESSAGES) & (off_topic >= OFF_TOPIC_SHARE * talk))


def ads_wall(daily: NDArray[Any]) -> float:
    """There is nothing but ads."""
    from sim.outcome import ads_wall_day

    return ads_wall_day(daily, share=ADS_SHARE, run_days=WEEK)


DETECTORS: dict[str, Callable[[NDArray[Any]], float]] = {
    "take_and_go": take_and_go,
    "growing_quieter": growing_quieter,
    "operator_monologue": operator_monologue,
    "nobody_answers": nobody_answers,
    "packets_unclaimed": packets_unclaimed,
    "small_talk": small_talk,
    "ads_wall": ads_wall,
}
"""Code → detector, in the order of the source document. Labels are the texts ``symptom.<code>``."""

SYMPTOMS: dict[str, str] = {
    "take_and_go": (
        f"7 days with at least {TAKEN_PORTIONS} portions claimed in which at least {TAKERS_WHO_LEAVE:.0%} of the "
        f"members left (and no more than claimed), or daily speakers / portions claimed < {TAKERS_WHO_SPEAK}"
    ),
    "growing_quieter": (
        f"14 days with at least {NEWCOMERS_A_DAY} newcomers a day and at most {QUIETER:.0%} of the messages of the "
        f"14 days before, which were at least {TALK_TO_LOSE}"
    ),
    "operator_monologue": (
        f"7 days with messages of the operator or of shills on at least {MONOLOGUE_DAYS}, and these at least "
        f"{MONOLOGUE_SHARE:.0%} of all messages"
    ),
    "nobody_answers": (
        f"7 days with messages of the operator on at least {OPERATOR_DAYS}, and fewer than {ANSWERING_SHARE:.0%} of "
        f"the members speaking a day"
    ),
    "packets_unclaimed": (
        f"7 days, beginning with a packet of the operator, in which less than {CLAIMED_SHARE:.0%} of the portions "
        f"were claimed within two hours (of at most one portion a member and packet)"
    ),
    "small_talk": (
        f"7 days with at least {OFF_TOPIC_MESSAGES} messages of members, at least {OFF_TOPIC_SHARE:.0%} off topic"
    ),
    "ads_wall": f"7 days in which more than {ADS_SHARE:.0%} of all messages are promotion",
}
"""Code → definition in one line, with the thresholds as they are."""


def symptom_days(daily: NDArray[Any]) -> dict[str, float]:
    """Day on which each symptom began, by code; ``inf`` if it never did.

    Args:
        daily: records of dtype `sim.records.DAY`, shape (days,).
    """
    return {code: began(daily) for code, began in DETECTORS.items()}


def symptom_shares(days: Floats, day: float) -> Floats:
    """Share of launches that show each symptom by `day`.

    Args:
        days: days on which symptoms began, a launch a row, shape (launches, symptoms); NaN for a failed launch.
        day: up to which day, included.

    Returns:
        Shares, shape (symptoms,); NaN without launches.
    """
    kept = days[~np.isnan(days).any(axis=1)]
    if len(kept) == 0:
        return np.full(days.shape[1], np.nan)
    return np.asarray((kept <= day).mean(axis=0), dtype=np.float64)


def symptom_help(code: str, language: str) -> str:
    """The definition of a symptom in the reader's language, with the thresholds as they are."""
    from scenarios.formats import number, share
    from scenarios.texts import text

    values = {
        "take_and_go": {
            "portions": number(TAKEN_PORTIONS, language),
            "leave": share(TAKERS_WHO_LEAVE, language),
            "speak": number(TAKERS_WHO_SPEAK, language, 2),
        },
        "growing_quieter": {
            "newcomers": number(NEWCOMERS_A_DAY, language, 1),
            "quieter": share(QUIETER, language),
            "messages": number(TALK_TO_LOSE, language),
        },
        "operator_monologue": {
            "days": number(MONOLOGUE_DAYS, language),
            "share": share(MONOLOGUE_SHARE, language),
        },
        "nobody_answers": {
            "days": number(OPERATOR_DAYS, language),
            "share": share(ANSWERING_SHARE, language),
        },
        "packets_unclaimed": {"share": share(CLAIMED_SHARE, language)},
        "small_talk": {
            "messages": number(OFF_TOPIC_MESSAGES, language),
            "share": share(OFF_TOPIC_SHARE, language),
        },
        "ads_wall": {"share": share(ADS_SHARE, language)},
    }[code]
    return text(f"symptom.{code}.help", language, **values)
