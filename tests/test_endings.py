"""Groups that end from above: closed on purpose is no death but the end of watching, taken away is a death; and what
key figures and money make of it.

Outcomes are written by hand, so every right answer is known beforehand; Kaplan and Meier's curve is checked
against scipy's.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from experiments.comparison import Comparison
from experiments.definitions import DEFAULT, Definition, all_definitions, days_of_death
from experiments.kpis import KPIS, kpis_of
from experiments.launches import Ensemble
from experiments.life import half_life, life_curve, restricted_mean, share_alive, steps
from experiments.money import money_of, profit_of
from experiments.outcome_rows import COLUMNS, DAY_SUMS, POSITION, day_sums_of, present_by_day, row_of
from experiments.wording import ending_sentences
from scenarios.texts import has_text
from sim.outcome import Outcome, ended, silence
from tests.made_days import days_of, members

DAYS = 60
INF = float("inf")
EVERY = [one.code for one in all_definitions()]


def outcome(closed: float = -1.0, banned: float = -1.0, **fields: Any) -> Outcome:
    """A group of twenty with the day fields given, which is closed or lost at a moment."""
    daily = days_of(DAYS, **{"joins": members(DAYS, 20), **fields})
    here = present_by_day(daily)
    final = {
        "members_present": float(here[-1]), "muted": 2.0, "closed_day": closed, "banned_day": banned,
        "ban_chance": 0.25,
    }  # fmt: skip
    return Outcome(0, daily, None, final)


def talk_until(day: int) -> dict[str, Any]:
    """Thirty messages a day up to a day."""
    return {"talk": np.where(np.arange(DAYS) < day, 30, 0)}


# -- definitions of death -------------------------------------------------------------------------------------


def test_a_group_closed_while_lively_has_not_died() -> None:
    """Nobody can speak after the closing: that silence is none."""
    closed = days_of_death(outcome(closed=20.4, **talk_until(20)))
    assert closed == dict.fromkeys(EVERY, INF)
    left_alone = days_of_death(outcome(**talk_until(20)))
    assert left_alone["first_silence_7"] == left_alone["final_silence_7"] == 19.5
    assert left_alone["cold"] == 20.0


def test_a_group_that_was_dead_before_it_was_closed_has_died() -> None:
    found = days_of_death(outcome(closed=30.0, **talk_until(20)))
    assert found["first_silence_7"] == found["final_silence_7"] == 19.5
    assert found["cold"] == 20.0
    # Fourteen days of silence had not passed when it was closed, ten and a half had.
    assert found["first_silence_14"] == found["final_silence_14"] == INF


@pytest.mark.parametrize(("closed", "dead"), [(26.49, False), (26.51, True)])
def test_a_silence_counts_up_to_the_moment_of_closing(closed: float, dead: bool) -> None:
    daily = outcome(**talk_until(20)).daily  # the last word is said at 19.5
    assert (silence(daily, 7.0, closed).first == 19.5) == dead
    assert (silence(daily, 7.0, closed).final == 19.5) == dead


def test_a_group_taken_away_is_dead_by_every_definition() -> None:
    found = days_of_death(outcome(banned=20.4, **talk_until(20)))
    assert found == dict.fromkeys(EVERY, 20.4)
    before = days_of_death(outcome(banned=40.0, **talk_until(20)))
    assert before["first_silence_7"] == 19.5
    assert before["first_silence_30"] == before["ads_wall"] == before["probe_dead"] == 40.0


def test_the_end_is_the_earlier_of_closing_and_loss() -> None:
    assert ended(outcome().final) == INF
    assert ended(outcome(closed=0.0).final) == 0.0
    assert ended(outcome(closed=9.0, banned=7.0).final) == 7.0


def test_groups_that_go_on_die_as_ever() -> None:
    found = days_of_death(outcome(**talk_until(20)))
    daily = outcome(**talk_until(20)).daily
    assert found["first_silence_3"] == silence(daily, 3.0).first == 19.5
    assert row_of(outcome(**talk_until(20)))[POSITION["first_silence_3"]] == 19.5


# -- curves ---------------------------------------------------------------------------------------------------


DEATHS = np.array([4.0, INF, 10.5, 33.0, INF, INF, 2.0, INF, INF, 50.0])
CLOSED = np.array([INF, 10.5, INF, INF, 8.0, 40.0, INF, INF, 3.0, INF])


def test_closing_is_censoring_as_in_scipy() -> None:
    """Among them one launch that was closed at the moment of another's death, and one that nobody closed."""
    alive = np.isinf(DEATHS)
    right = np.minimum(CLOSED[alive], 60.0)
    known = ecdf(CensoredData(uncensored=DEATHS[~alive], right=right)).sf
    moments, shares, variances = steps(DEATHS, 60.0, CLOSED)
    expected = known.evaluate(moments)
    np.testing.assert_allclose(shares, expected, rtol=1e-14)
    low = np.array([known.confidence_interval(0.95, method="linear").low.evaluate(t) for t in moments])
    np.testing.assert_allclose(
        np.maximum(0, shares - 1.959963984540054 * np.sqrt(variances)), np.clip(low, 0, 1), atol=1e-12
    )
    assert share_alive(DEATHS, 5.0, 60.0, CLOSED) == shares[1]
    assert half_life(DEATHS, 60.0, CLOSED) == moments[shares <= 0.5][0]
    edges, heights = np.array([0.0, *moments, 60.0]), np.array([1.0, *shares])
    assert restricted_mean(DEATHS, 60.0, CLOSED) == pytest.approx(float(np.diff(edges) @ heights))


def test_bands_widen_where_few_are_still_watched() -> None:
    deaths = np.full(100, INF)
    closed = np.where(np.arange(100) < 90, 10.0, INF)
    days = np.array([10.0, 11.0])
    curve = life_curve(deaths, days, 60.0, closed=closed)
    assert curve.share.tolist() == [1.0, 1.0]
    assert curve.low[0] == pytest.approx(life_curve(deaths, days, 60.0).low[0])
    assert curve.low[1] == pytest.approx(life_curve(np.full(10, INF), days, 60.0).low[1])
    assert 0.6 < curve.low[1] < 0.8 < curve.low[0]


def comparison(outcomes: dict[str, list[Outcome]]) -> Comparison:
    names = tuple(outcomes)
    launches = len(next(iter(outcomes.values())))
    rows = np.array([[row_of(outcomes[name][i]) for name in names] for i in range(launches)])
    sums = np.array([sum(day_sums_of(one) for one in outcomes[name]) for name in names])
    paths = np.array([[outcomes[name][i].daily["talk"] for name in names] for i in range(launches)])
    ensemble = Ensemble(rows, sums, np.full(len(names), launches), paths.astype(np.float32), launches)
    return Comparison("made", names, DAYS, 0, launches, ensemble)


def test_closed_launches_are_neither_lively_nor_dead() -> None:
    lively, dead = outcome(**talk_until(DAYS)), outcome(**talk_until(20))
    closed = outcome(closed=30.0, **talk_until(30))
    made = comparison({"mixed": [lively, dead, closed, closed], "lively": [lively] * 4})
    before, after = made.lively("mixed", 29.0), made.lively("mixed", 31.0)
    assert (before.count, before.of) == (3, 4)
    assert (after.count, after.of) == (1, 2)
    assert [dot.launch for dot in made.dots("mixed", 31.0)] == [0, 1]
    assert made.life_curve("mixed").share[-1] == pytest.approx(0.75)
    assert made.lively_days("mixed", 60.0) == pytest.approx(19.5 + 0.75 * (60.0 - 19.5))
    # While both groups were there, only the second launch differs, by what it did not live of the sixty days.
    assert made.difference("mixed", "lively").mean == pytest.approx((19.5 - 60.0) / 4)


def test_a_planned_end_does_not_decide_a_ranking() -> None:
    lively, closed = outcome(**talk_until(DAYS)), outcome(closed=30.0, **talk_until(30))
    made = comparison({"closed": [closed] * 40, "lively": [lively] * 40})
    assert made.difference("closed", "lively").mean == 0.0
    assert len(made.verdict().leaders) != 1
    banned = comparison({"banned": [outcome(banned=30.0, **talk_until(30))] * 40, "lively": [lively] * 40})
    assert banned.verdict().leaders == ("lively",)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_groups_that_ended_from_above_are_named_apart(language: str) -> None:
    lively = outcome(**talk_until(DAYS))
    closed, banned = outcome(closed=30.0, **talk_until(30)), outcome(banned=12.0, **talk_until(12))
    made = comparison({"ads": [closed, banned, banned, lively], "neglect": [lively] * 4})
    said = ending_sentences(made, made.verdict(), language)
    assert [re.findall("[0-9]+", one) for one in said] == (
        [["1", "60"], ["2", "60"]] if language == "en" else [["60", "1"], ["60", "2"]]
    )
    assert ending_sentences(made, made.verdict(day=10), language) == []


# -- key figures and money --------------------------------------------------------------------------------------


def test_key_figures_of_a_written_group() -> None:
    def once(day: int, value: int) -> np.ndarray:
        return np.where(np.arange(DAYS) == day, value, 0)

    one = outcome(
        talk=10, off_topic=4, dropper=2, hidden=1, first_posts=once(3, 5), leaves=once(9, 2), removed=once(9, 3),
        moved=once(19, 5), attendance=once(4, 8), attendees=once(29, 5), enrolled=once(5, 8),
        completed=once(40, 6), buyers=once(10, 4) + once(40, 6), orders_repeat=once(40, 3),
        coupons=once(40, 5), renewals=once(30, 6), expired=once(30, 2), invites=once(6, 4), revenue_fen=100,
    )  # fmt: skip
    figures = kpis_of(row_of(one)[None], np.array([INF]), DAYS)
    present = [20] * 9 + [15] * 10 + [10] * 41
    assert present_by_day(one.daily).tolist() == present
    expected = {
        "messages_a_member_day": 600 / sum(present),
        "participation_share": 5 / 20,
        "event_attendance": 13 / (present[4] + present[29]),
        "completion_share": 6 / 8,
        "conversion": (10 - 3) / 20,
        "orders_a_member": 10 / 20,
        "order_value": 6000 / 10,
        "coupon_share": 5 / 10,
        "repurchases_a_month": 30 * 3 / (30 * 4 + 19 * 7),
        "renewal_rate": 6 / 8,
        "exits_a_member_month": 30 * 2 / sum(present),
        "net_growth": -10.0,
        "invited_share": 4 / 20,
        "ad_violations": 14.0,
        "hidden_share": 0.5,
        "topicality": 0.6,
        "platform_risk": 0.25,
        "banned_share": 0.0,
        "closed_share": 0.0,
        "dead_30": 0.0,
    }
    for code, value in expected.items():
        assert figures[code] == pytest.approx(value), code
    assert figures.keys() == KPIS.keys()
    assert np.isnan(figures["dead_365"])


def test_figures_by_day_end_with_the_group() -> None:
    rows = np.array(
        [row_of(outcome(closed=30.0, **talk_until(30))), row_of(outcome(banned=12.0, **talk_until(12)))]
    )
    figures = kpis_of(rows, rows[:, POSITION[DEFAULT.code]], DAYS)
    assert figures["messages_a_day"] == pytest.approx(30.0)
    assert figures["messages_a_member_day"] == pytest.approx(30.0 / 20)
    assert (figures["closed_share"], figures["banned_share"]) == (0.5, 0.5)
    # The one that was closed was watched on day 12, so half are dead from then on.
    assert figures["half_life"] == 12.0
    assert figures["dead_7"] == 0.0
    assert figures["dead_30"] == 0.5


def test_money_knows_entry_fees_rewards_and_deposits() -> None:
    one = outcome(
        revenue_fen=1000, entry_fen=200, goods_fen=300, packet_fen=40, fee_fen=30, reward_fen=20, minutes=6.0,
        deposit_in_fen=500, deposit_back_fen=400,
    )  # fmt: skip
    rows = row_of(one)[None]
    money = money_of(rows, wage_fen=1000)
    days = np.array([1200, 200, 300, 40, 30, 20, 500, 400, 100]) * DAYS
    found = [money.revenue, money.entry, money.goods, money.packets, money.fees, money.rewards]
    assert [*found, money.deposits_in, money.deposits_back, money.staff] == days.tolist()
    assert money.profit == profit_of(rows, 1000)[0] == (1200 - 300 - 40 - 30 - 20 - 100) * DAYS
    assert money.cost_per_loyal_member == pytest.approx((40 + 30 + 20 + 100) * DAYS / 18)
    assert money.return_on_cost == pytest.approx(money.profit / ((300 + 40 + 30 + 20 + 100) * DAYS))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_has_its_words(language: str) -> None:
    money = money_of(row_of(outcome())[None], 0.0).as_dict()
    for code in (*(f"kpi.{name}" for name in KPIS), *(f"money.{name}" for name in money)):
        assert has_text(code, language), code
        assert has_text(f"{code}.help", language), code


def test_rows_and_sums_hold_no_nan() -> None:
    assert not np.isnan(row_of(outcome(closed=0.5))).any()
    assert not np.isnan(row_of(outcome())).any()
    assert day_sums_of(outcome()).shape == (DAYS, len(DAY_SUMS))
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert Definition.parse(EVERY[0]) == DEFAULT
