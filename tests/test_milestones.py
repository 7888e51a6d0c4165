"""Milestones and stages on days written by hand."""

import numpy as np
import pytest

from experiments.milestones import DEFINITIONS, MILESTONES, milestone_help, milestones, shares_met
from experiments.stages import (
    COLD_START,
    DECLINE,
    MATURE,
    STAGES,
    days_in_stages,
    stage_by_day,
    stage_help,
    stage_starts,
)
from scenarios.texts import LANGUAGES, has_text
from tests.made_days import days_of, members

YEAR = 365


def good(days=YEAR, **fields):
    """A hundred members who stay, talk, buy, buy again more and more, and bring friends."""
    day = np.arange(days)
    usual = {
        "joins": members(days, 100),
        "talk": 10,
        "speakers": 5,
        "buyers": 1,
        "orders_repeat": (day % 9 == 0) & (day > 60),
        "invites_unpaid": day % 30 == 0,
    }
    return days_of(days, **{**usual, **fields})


def statuses(daily):
    return {one.code: one.status for one in milestones(daily)}


def test_all_met():
    assert statuses(good()) == dict.fromkeys(MILESTONES, "met")
    assert [one.day for one in milestones(good())] == [30, 90, 180, 365]


@pytest.mark.parametrize(("days", "seen"), [(29, 0), (30, 1), (89, 1), (90, 2), (179, 2), (180, 3), (364, 3)])
def test_beyond_the_horizon(days, seen):
    found = milestones(good(days))
    assert [one.status for one in found] == ["met"] * seen + ["beyond_horizon"] * (4 - seen)
    assert all(one.figures == {} for one in found[seen:])


@pytest.mark.parametrize(
    ("code", "missed", "reached"),
    [
        ("stickiness", {"leaves": members(YEAR, 31)}, {"leaves": members(YEAR, 30)}),
        ("stickiness", {"speakers": 2}, {"speakers": 3}),
        ("sales", {"buyers": members(YEAR, 4)}, {"buyers": members(YEAR, 5)}),
        # Eight of the ninety orders of days 91 to 180 are under a tenth, nine are not.
        (
            "repurchase",
            {"orders_repeat": np.isin(np.arange(YEAR), range(100, 108))},
            {"orders_repeat": np.isin(np.arange(YEAR), range(100, 109))},
        ),
        # As many as in the quarter before is no growth.
        (
            "repurchase",
            {"orders_repeat": np.isin(np.arange(YEAR), [*range(60, 70), *range(100, 110)])},
            {"orders_repeat": np.isin(np.arange(YEAR), [*range(60, 70), *range(100, 111)])},
        ),
        (
            "brand",
            {"invites_unpaid": np.isin(np.arange(YEAR), [0, 100, 274, 300])},
            {"invites_unpaid": np.isin(np.arange(YEAR), [275, 300])},
        ),
    ],
)
def test_thresholds(code, missed, reached):
    assert statuses(good(**missed))[code] == "not_met"
    assert statuses(good(**reached))[code] == "met"


def test_what_comes_later_does_not_matter():
    daily = good(leaves=np.where(np.arange(YEAR) == 30, 90, 0), speakers=np.where(np.arange(YEAR) < 30, 5, 0))
    assert statuses(daily)["stickiness"] == "met"


def test_a_group_of_nobody_meets_nothing():
    assert statuses(days_of(YEAR)) == dict.fromkeys(MILESTONES, "not_met")


def test_figures_stand_beside_their_thresholds():
    figures = milestones(good())[0].figures
    assert figures["staying"] == (1.0, 0.7)
    assert figures["speaking"] == (0.05, 0.03)


def test_shares_of_launches():
    found = shares_met([milestones(good(180)), milestones(good(180, buyers=0))])
    assert found["stickiness"] == 1.0
    assert found["sales"] == 0.5
    assert np.isnan(found["brand"])
    assert np.isnan(shares_met([])["sales"])


# ---- stages


def test_size_alone():
    joins = np.array([60, *[1] * 59])
    stages = stage_by_day(days_of(60, joins=joins, talk=10))
    assert (stages[:40] == COLD_START).all()
    assert (stages[40:] == MATURE).all()  # the hundredth member comes on day 40
    assert stage_starts(days_of(60, joins=joins, talk=10)) == {
        "cold_start": 0,
        "mature": 40,
        "decline": np.inf,
    }


def test_decline_is_half_of_the_best_fortnight():
    talk = np.where(np.arange(100) < 50, 10, 4)
    daily = days_of(100, joins=members(100, 150), talk=talk)
    # Of the best 140 messages half is 70; 14 days of which x have 4 messages hold 140 − 6 x: x = 12, day 61.
    assert stage_starts(daily)["decline"] == 61
    assert days_in_stages(daily) == {"cold_start": 0, "mature": 61, "decline": 39}
    fine = days_of(100, joins=members(100, 150), talk=np.where(np.arange(100) < 50, 10, 5))
    assert stage_starts(fine)["decline"] == np.inf


def test_the_buzz_of_the_first_week_is_no_measure():
    talk = np.where(np.arange(60) < 7, 500, 10)
    assert stage_starts(days_of(60, joins=members(60, 150), talk=talk))["decline"] == np.inf


def test_recovery_and_silence():
    talk = np.where((np.arange(100) >= 40) & (np.arange(100) < 60), 0, 10)
    stages = stage_by_day(days_of(100, joins=members(100, 90), talk=talk))
    assert stages[55] == DECLINE
    assert stages[99] == COLD_START
    never = stage_by_day(days_of(30, joins=members(30, 90)))
    assert (never[:13] == COLD_START).all()
    assert (never[13:] == DECLINE).all()
    assert stage_by_day(days_of(5, joins=members(5, 90))).tolist() == [COLD_START] * 5


def test_texts():
    assert MILESTONES.keys() == DEFINITIONS.keys()
    for language in LANGUAGES:
        for code in MILESTONES:
            assert has_text(f"milestone.{code}", language)
            assert "{" not in milestone_help(code, language)
        for code in STAGES:
            assert has_text(f"stage.{code}", language)
            assert "{" not in stage_help(code, language)
        for status in {"beyond_horizon", *statuses(good()).values(), *statuses(days_of(YEAR)).values()}:
            assert has_text(f"milestone.status.{status}", language)
