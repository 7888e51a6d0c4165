"""Symptoms of a cooling group on days written by hand: when each began, and when it did not."""

import numpy as np
import pytest

from experiments import symptoms
from experiments.symptoms import DETECTORS, SYMPTOMS, symptom_days, symptom_help, symptom_shares
from scenarios.texts import LANGUAGES, has_text
from tests.made_days import days_of, members

DAYS = 60


def from_day(start, value, before=0, days=DAYS):
    return np.where(np.arange(days) >= start, value, before)


def healthy(**fields):
    """A hundred members of whom twenty talk, a useful post and an emptied packet a day."""
    usual = {
        "joins": members(DAYS, 100),
        "talk": 40,
        "speakers": 20,
        "operator": 1,
        "packets_operator": 1,
        "portions": 20,
        "portions_2h": 20,
        "claims": 20,
        "off_topic": 5,
    }
    return days_of(DAYS, **{**usual, **fields})


def test_a_healthy_group_has_none():
    assert set(symptom_days(healthy()).values()) == {np.inf}


def test_an_empty_run_has_none():
    assert set(symptom_days(days_of(3)).values()) == {np.inf}
    assert set(symptom_days(days_of(DAYS)).values()) == {np.inf}


def test_dates_to_the_day():
    # A speaker less than one a day for each ten portions: a week with one day of 20 speakers has too many.
    assert symptoms.take_and_go(healthy(speakers=from_day(30, 0, 20))) == 30
    # Two leave a day from day 40 on: ten have left after five days, in the week that begins on day 38.
    assert symptoms.take_and_go(healthy(leaves=from_day(40, 2))) == 38
    # Talk halves on day 35, and the first fortnight with at most half of the one before is a whole one.
    assert symptoms.growing_quieter(healthy(talk=from_day(35, 20, 40), joins=members(DAYS, 99) + 1)) == 35
    # 28 of the operator are four fifths of at most 35, and one day of 40 messages is too many.
    assert symptoms.operator_monologue(healthy(talk=from_day(20, 1, 40), operator=4)) == 20
    assert symptoms.nobody_answers(healthy(speakers=from_day(20, 0, 20))) == 20
    # 63 of 140 portions are claimed in the week from day 10 on, 74 in the week before it.
    assert symptoms.packets_unclaimed(healthy(portions_2h=from_day(10, 9, 20))) == 10
    # 196 of 280 messages off topic is seven days of 28.
    assert symptoms.small_talk(healthy(off_topic=from_day(25, 28, 5))) == 25
    # Three days of 400 ads against 284 other messages are more than four fifths, two are not.
    assert symptoms.ads_wall(healthy(operator=from_day(15, 400, 1), promotion=from_day(15, 400))) == 11


@pytest.mark.parametrize(
    ("code", "below", "above"),
    [
        ("take_and_go", {"claims": 0, "speakers": 0}, {"claims": 20, "speakers": 0}),
        ("take_and_go", {"leaves": members(DAYS, 9)}, {"leaves": members(DAYS, 10)}),
        (
            "growing_quieter",
            {"talk": from_day(30, 21, 40), "joins": 1},
            {"talk": from_day(30, 20, 40), "joins": 1},
        ),
        ("growing_quieter", {"talk": from_day(30, 0, 40)}, {"talk": from_day(30, 0, 40), "joins": 1}),
        (
            "growing_quieter",
            {"talk": from_day(30, 0, 2), "joins": 1},
            {"talk": from_day(30, 0, 3), "joins": 1},
        ),
        ("operator_monologue", {"operator": 159}, {"operator": 160}),
        ("operator_monologue", {"operator": 99}, {"operator": 99, "shill": 61}),
        (
            "operator_monologue",
            {"operator": np.where(np.arange(DAYS) % 7 < 4, 400, 0)},
            {"operator": np.where(np.arange(DAYS) % 7 < 5, 400, 0)},
        ),
        ("nobody_answers", {"speakers": 1}, {"speakers": 0}),
        ("nobody_answers", {"speakers": 0, "operator": 0}, {"speakers": 0, "operator": 1}),
        ("packets_unclaimed", {"portions_2h": 10}, {"portions_2h": 9}),
        ("packets_unclaimed", {"portions_2h": 0, "portions": 0}, {"portions_2h": 0}),
        # A packet of 500 portions among 100 members: 100 of them could be claimed.
        ("packets_unclaimed", {"portions": 500, "portions_2h": 60}, {"portions": 500, "portions_2h": 40}),
        ("small_talk", {"off_topic": 27}, {"off_topic": 28}),
        ("small_talk", {"talk": 2, "off_topic": 2}, {"talk": 3, "off_topic": 3}),
        ("ads_wall", {"promotion": 32}, {"promotion": 33}),
    ],
)
def test_thresholds(code, below, above):
    """Just this side of a threshold there is no symptom, and just the other side there is."""
    assert symptom_days(healthy(**below))[code] == np.inf
    assert symptom_days(healthy(**above))[code] < np.inf


def test_it_stays_dated_when_the_group_recovers():
    ill = np.where((np.arange(DAYS) >= 20) & (np.arange(DAYS) < 30), 0, 20)
    assert symptoms.nobody_answers(healthy(speakers=ill)) == 20


def test_shares_of_launches():
    days = np.array([[3.0, np.inf], [9.0, 8.0], [np.nan, np.nan]])
    assert symptom_shares(days, 8).tolist() == [0.5, 0.5]
    assert symptom_shares(days, 9).tolist() == [1.0, 0.5]
    assert np.isnan(symptom_shares(days[2:], 9)).all()


def test_definitions_carry_the_thresholds_in_use(monkeypatch):
    assert DETECTORS.keys() == SYMPTOMS.keys()
    for language in LANGUAGES:
        for code in SYMPTOMS:
            assert has_text(f"symptom.{code}", language)
            assert "{" not in symptom_help(code, language)
    assert "80%" in symptom_help("ads_wall", "en")
    monkeypatch.setattr(symptoms, "ADS_SHARE", 0.55)
    assert "55%" in symptom_help("ads_wall", "zh")
